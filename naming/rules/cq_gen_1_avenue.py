"""An avenue (大道) is as wide as one."""

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
    generic="大道",
    kinds=frozenset({PlaceKind.STREET}),
    parameter="avenue_min_width_m",
    what="车行道宽度",
    unit="米",
    instead="路",
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the place is smaller than its generic part says, or nobody says."""
    yield from threshold_breaches(proposal, facts, proposal.width_m, LEAST)


RULE: NamingRule = NamingRule(
    id="CQ-GEN-1",
    title="大道的车行道不窄于规定宽度",
    category="通名问题",
    reason="以大道相称的道路应当是干道，防止小而称大。",
    source=CHONGQING_PARTS.clause("通名“大道”", ASSUMED, "2008年，可能已被2023年规范取代"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("金渝大道", "道路", width_m=44.0),),
    fails=(alone("金渝大道", "道路", width_m=18.0), alone("金渝大道", "道路")),
)
