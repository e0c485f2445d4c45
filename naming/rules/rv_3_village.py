"""Natural villages of one town bear names of their own."""

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
    if proposal.kind is PlaceKind.VILLAGE:
        yield from sameness(proposal, facts, same=Weight.WARN, sound=Weight.NOTE, part=Weight.NOTE)


RULE: NamingRule = NamingRule(
    id="RV-3",
    title="同一乡镇内自然村不重名",
    category="重",
    reason="多地重名是乡村地名清理的四类问题之一；全国法规未限定自然村，故只作警告。",
    source=RURAL.clause("多地重名", ASSUMED),
    weight=Weight.WARN,
    check=check,
    needs_register=True,
    passes=(among((known_name("张家湾", PlaceKind.VILLAGE),), "李家湾", "自然村"),),
    fails=(among((known_name("张家湾", PlaceKind.VILLAGE),), "张家湾", "自然村"),),
)
