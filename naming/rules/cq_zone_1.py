"""Zones of one county bear names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHONGQING
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.sameness import sameness
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each other name that is the same or sounds the same."""
    if proposal.kind is PlaceKind.ZONE:
        yield from sameness(proposal, facts, same=Weight.WARN, sound=Weight.NOTE, part=Weight.NOTE)


RULE: NamingRule = NamingRule(
    id="CQ-ZONE-1",
    title="同一区县内开发区、园区不重名",
    category="重",
    reason="开发区、园区列入重庆市地名类别，同名造成招商和寄递混淆。",
    source=CHONGQING.clause("第三条", ASSUMED),
    weight=Weight.WARN,
    check=check,
    needs_register=True,
    passes=(among((known_name("同兴工业园", PlaceKind.ZONE),), "井口工业园", "园区"),),
    fails=(among((known_name("同兴工业园", PlaceKind.ZONE),), "同兴工业园", "园区"),),
)
