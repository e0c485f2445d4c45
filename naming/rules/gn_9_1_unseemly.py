"""A name is healthy in meaning and not vulgar."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each vulgar, ill-omened or degrading word."""
    yield from word_breaches(
        "vulgar",
        proposal,
        facts,
        "“{name}”含有“{word}”，含义低俗或不吉",
        "请雅化用字，例如取同音的雅字；历史地名请先征求当地居民意见",
    )


RULE: NamingRule = NamingRule(
    id="GN-9-1",
    title="含义明确、健康，不违背公序良俗",
    category="怪-低俗",
    reason="粗俗的地名使居民难以启齿；各地在乡村著名行动中逐步雅化。",
    source=DECREE.clause("第九条第(一)项"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("酆都街道", "街道"), alone("凼垭村", "村"), alone("断桥镇", "镇")),
    fails=(alone("牛屎凼", "自然村"), alone("野鬼坡", "山峰")),
)
