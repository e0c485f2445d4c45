"""A plaza (广场) has open ground."""

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
    generic="广场",
    kinds=frozenset({PlaceKind.BUILDING, PlaceKind.PARK}),
    parameter="plaza_min_area_m2",
    what="可使用面积",
    unit="平方米",
    instead="大厦",
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the place is smaller than its generic part says, or nobody says."""
    yield from threshold_breaches(proposal, facts, proposal.area_m2, LEAST)


RULE: NamingRule = NamingRule(
    id="CQ-GEN-4",
    title="广场的可使用面积不小于规定",
    category="通名问题",
    reason="没有场地的楼宇称广场，名不副实。",
    source=CHONGQING_PARTS.clause("通名“广场”", ASSUMED, "2008年，可能已被2023年规范取代"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("金山广场", "建筑物", area_m2=2500.0),),
    fails=(alone("金山广场", "建筑物", area_m2=900.0), alone("金山广场", "建筑物")),
)
