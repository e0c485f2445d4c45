"""A name is not a foreign name in foreign script (“洋”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

LETTERS = re.compile(r"[A-Za-z\uff21-\uff3a\uff41-\uff5aÀ-ɏͰ-ӿ\u3040-\u30ff\uac00-\ud7af]+")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each stretch of foreign letters."""
    del facts
    for word in LETTERS.findall(proposal.text):
        yield Breach(
            f"“{proposal.text}”直接使用外文“{word}”",
            evidence={"word": word},
            suggestion="请改用汉语专名",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="BD-2a",
    title="不用外文命名",
    category="洋",
    reason="直接用外文或外文缩写命名，群众不知如何称呼，难以理解含义。",
    source=CLEAN_UP.clause("附件“洋”地名认定标准", ASSUMED),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("滨江公园", "公园"),),
    fails=(alone("SKY花园", "居民区"), alone("さくら小区", "居民区")),
)
