"""A city of shops or works (城) is a large one."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHONGQING_PARTS
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.thresholds import Threshold, threshold_breaches
from rulebook.rule import Breach, Weight

LEAST = Threshold(
    generic="城",
    kinds=frozenset({PlaceKind.BUILDING}),
    parameter="city_min_floor_area_m2",
    what="建筑面积",
    unit="平方米",
    instead="小区",
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the place is smaller than its generic part says, or nobody says."""
    yield from threshold_breaches(proposal, facts, proposal.floor_area_m2, LEAST)


RULE: NamingRule = NamingRule(
    id="CQ-GEN-5",
    title="城的建筑面积不小于规定",
    category="通名问题",
    reason="以城相称的建筑群应当规模大、配套齐全。",
    source=CHONGQING_PARTS.clause("通名“城”", ASSUMED, "2008年，可能已被2023年规范取代"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("科技城", "建筑物", floor_area_m2=250_000.0),),
    fails=(alone("科技城", "建筑物", floor_area_m2=30_000.0), alone("科技城", "建筑物")),
)
