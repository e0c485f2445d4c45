"""Parks of one county bear names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, GREEN
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.sameness import sameness
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each other name that is the same or sounds the same."""
    if proposal.kind is PlaceKind.PARK:
        yield from sameness(proposal, facts, same=Weight.BLOCK, sound=Weight.WARN, part=Weight.WARN)


RULE: NamingRule = NamingRule(
    id="CQ-PARK-1",
    title="同一区县内公园、绿地不重名",
    category="重",
    reason="城市绿地命名管理办法要求主城区内、同一区县内不重名。",
    source=GREEN.clause("命名要求", ASSUMED),
    weight=Weight.BLOCK,
    check=check,
    needs_register=True,
    passes=(among((known_name("龙头寺公园", PlaceKind.PARK),), "照母山公园", "公园"),),
    fails=(among((known_name("龙头寺公园", PlaceKind.PARK),), "龙头寺公园", "公园"),),
)
