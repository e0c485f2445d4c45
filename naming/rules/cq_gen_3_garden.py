"""A garden estate (花园) is green."""

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
    generic="花园",
    kinds=frozenset({PlaceKind.BUILDING}),
    parameter="garden_min_green_share",
    what="绿地率",
    unit="",
    instead="苑",
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the place is smaller than its generic part says, or nobody says."""
    yield from threshold_breaches(proposal, facts, proposal.green_share, LEAST)


RULE: NamingRule = NamingRule(
    id="CQ-GEN-3",
    title="花园的绿地率不低于规定",
    category="通名问题",
    reason="以花园相称的住宅区应当多绿地。",
    source=CHONGQING_PARTS.clause("通名“花园”", ASSUMED, "2008年，可能已被2023年规范取代"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("梧桐花园", "居民区", green_share=0.45),),
    fails=(alone("梧桐花园", "居民区", green_share=0.2), alone("梧桐花园", "居民区")),
)
