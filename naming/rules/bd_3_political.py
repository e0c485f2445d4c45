"""A name does not carry slogans of political campaigns."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each slogan."""
    yield from word_breaches(
        "political",
        proposal,
        facts,
        "“{name}”含有“{word}”，是特定时期的口号，含义离奇",
        "请改用反映当地地理、历史、文化的专名",
    )


RULE: NamingRule = NamingRule(
    id="BD-3c",
    title="不用特定政治运动的口号",
    category="怪",
    reason="口号式的名称今人不解其意，属于含义怪诞的地名。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("跃进村", "村"), alone("东方红街道", "街道")),
    fails=(alone("批林路", "道路"),),
)
