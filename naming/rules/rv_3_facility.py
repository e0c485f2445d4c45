"""Facilities of one county bear names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, RURAL
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.sameness import sameness
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each other name that is the same or sounds the same."""
    if proposal.kind is PlaceKind.FACILITY:
        yield from sameness(proposal, facts, same=Weight.WARN, sound=Weight.NOTE, part=Weight.NOTE)


RULE: NamingRule = NamingRule(
    id="RV-3b",
    title="同一区县内设施不重名",
    category="重",
    reason="桥梁、站点等同名使救援定位出错；法规未限定范围，故只作警告。",
    source=RURAL.clause("多地重名", ASSUMED),
    weight=Weight.WARN,
    check=check,
    needs_register=True,
    passes=(among((known_name("平羌大桥", PlaceKind.FACILITY),), "安宁大桥", "桥梁"),),
    fails=(among((known_name("安宁大桥", PlaceKind.FACILITY),), "安宁大桥", "桥梁"),),
)
