"""The name of an estate tells the public what it is (怪异难懂)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each word of advertising and fancy that says nothing of the place.

    Estates without a generic part, or with a borrowed one, are found by GN-9-0 and GN-9-2
    and count as 怪 there.
    """
    yield from word_breaches(
        "odd",
        proposal,
        facts,
        "“{name}”含有“{word}”，像广告语，群众难以理解所指",
        "请改用反映当地地理、历史、文化的专名",
    )


RULE: NamingRule = NamingRule(
    id="BD-3d",
    title="名称不怪异难懂",
    category="怪",
    reason="广告语式的名称故弄玄虚，不符合公众认知，群众不知所指。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("春莱花园", "居民区"), alone("金山大厦", "建筑物")),
    fails=(alone("海的物语花园", "居民区"), alone("未来时光花园", "居民区")),
)
