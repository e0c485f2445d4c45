"""A great bridge (大桥) spans far."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.thresholds import Threshold, threshold_breaches
from rulebook.rule import Breach, Weight

LEAST = Threshold(
    generic="大桥",
    kinds=frozenset({PlaceKind.FACILITY}),
    parameter="great_bridge_min_span_m",
    what="多孔跨径总长",
    unit="米",
    instead="桥",
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the place is smaller than its generic part says, or nobody says."""
    yield from threshold_breaches(proposal, facts, proposal.span_m, LEAST)


RULE: NamingRule = NamingRule(
    id="GN-9-2c",
    title="大桥的跨径不小于规定",
    category="通名问题",
    reason="跨径小的桥称大桥，刻意夸大；漳州据此把三座大桥的“大”字去掉。",
    source=DECREE.clause("第九条第(二)项", ASSUMED, "跨径取公路桥涵分类的习用口径"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("平羌大桥", "桥梁", span_m=260.0),),
    fails=(alone("东溪大桥", "桥梁", span_m=38.0), alone("东溪大桥", "桥梁")),
)
