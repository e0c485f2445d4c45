"""A tower building (大厦) is high."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.facts import KnownNames, NamingFacts, no_register
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.thresholds import Threshold, threshold_breaches
from rulebook.law import Standing
from rulebook.parameters import Parameter
from rulebook.rule import Breach, Example, Weight

LEAST = Threshold(
    generic="大厦",
    kinds=frozenset({PlaceKind.BUILDING}),
    parameter="tower_min_storeys",
    what="层数",
    unit="层",
    instead="楼",
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the place is smaller than its generic part says, or nobody says."""
    yield from threshold_breaches(proposal, facts, proposal.storeys, LEAST)


def _with_least(storeys: int) -> KnownNames:
    base = no_register().parameters
    least = Parameter(storeys, "示例", Standing.ASSUMED)
    return KnownNames(parameters=replace(base, items={**base.items, LEAST.parameter: least}))


RULE: NamingRule = NamingRule(
    id="GN-9-2d",
    title="大厦的层数不少于规定",
    category="通名问题",
    reason="矮楼称大厦，名实不符。各地标准不一，未设参数的不查。",
    source=DECREE.clause("第九条第(二)项", ASSUMED, "层数由各地规定"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("金山大厦", "建筑物", storeys=18),),
    fails=(Example(propose("金山大厦", "建筑物", storeys=6), _with_least(12)),),
)
