"""A name has no strong feudal colour (带有浓重封建色彩的“怪”地名)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each word of emperors, courts and nobility."""
    yield from word_breaches(
        "feudal",
        proposal,
        facts,
        "“{name}”含有“{word}”，带有封建帝王、官爵色彩",
        "请改用其他词语；历史上确有此名的，请附来历",
    )


RULE: NamingRule = NamingRule(
    id="BD-3b",
    title="不用带有浓重封建色彩的词语",
    category="怪-封建",
    reason="“皇、帝、御、王府、官邸”等用于新建住宅区、建筑物，易使人误解其来历和等级。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("赞皇镇", "镇"), alone("关帝庙村", "村"), alone("御临河花园", "居民区")),
    fails=(alone("东湖官邸", "居民区"), alone("皇冠大厦", "建筑物"), alone("帝景花园", "居民区")),
)
