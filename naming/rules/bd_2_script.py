"""A name is not a foreign name in foreign script (“洋”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import CLEAN_UP, DECREE
from naming.naming_rule import BUILT, NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

LETTERS = re.compile(r"[A-Za-z\uff21-\uff3a\uff41-\uff5aÀ-ɏͰ-ӿ\u3040-\u30ff\uac00-\ud7af]+")


# A letter that only numbers the parts of an estate is no name: 梧桐花园A区.
PART = re.compile(r"(?<=[\u4e00-\u9fff])[A-Z](?=(?:区|座|栋|幢|组团|地块|号楼|单元)$)")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each stretch of foreign letters, a warning for a mere label."""
    del facts
    label = PART.search(proposal.text) if proposal.kind in BUILT else None
    if label:
        yield Breach(
            f"“{shown(proposal.text)}”以字母“{label[0]}”编号，地名宜用汉字",
            evidence={"word": label[0]},
            suggestion="请改用方位、序数等汉字，如东区、一区",
            weight=Weight.WARN,
            field="name",
        )
    text = proposal.text[: label.start()] if label else proposal.text
    for word in dict.fromkeys(LETTERS.findall(text)):
        yield Breach(
            f"“{shown(proposal.text)}”夹用外文或字母“{shown(word)}”，群众不知如何称呼",
            evidence={"word": word},
            suggestion=_suggestion(proposal, word),
            field="name",
        )


def _suggestion(proposal: Proposal, word: str) -> str:
    rest = LETTERS.sub("", proposal.text)
    if len(rest) - len(proposal.generic) > 1:
        return f"可去掉“{shown(word)}”作“{shown(rest)}”，或改用汉语专名"
    return "请改用汉语专名"


RULE: NamingRule = NamingRule(
    id="BD-2a",
    title="不用外文命名",
    category="洋-怪-用字不规范",
    reason="地名使用国家通用语言文字；直接用外文、字母缩写命名，群众不知如何称呼。",
    source=DECREE.clause("第九条第(三)项", remark=f"另见{CLEAN_UP.number}附件“洋”地名认定标准"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("滨江公园", "公园"),),
    fails=(alone("SKY花园", "居民区"), alone("さくら小区", "居民区")),
)
