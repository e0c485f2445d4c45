"""Estates and buildings of one built-up area bear names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.sameness import sameness
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each other name that is the same or sounds the same."""
    if proposal.kind is PlaceKind.BUILDING:
        yield from sameness(proposal, facts, same=Weight.BLOCK, sound=Weight.WARN, part=Weight.WARN)


RULE: NamingRule = NamingRule(
    id="GN-9-8d",
    title="同一建成区内住宅区、楼宇不重名、避免同音",
    category="重",
    reason="具有重要地理方位意义的住宅区、楼宇同名，投递和救援易出错。",
    source=DECREE.clause("第九条第(八)项"),
    weight=Weight.BLOCK,
    check=check,
    needs_register=True,
    passes=(among((known_name("春莱花园", PlaceKind.BUILDING),), "蠡河花园", "居民区"),),
    fails=(among((known_name("春莱花园", PlaceKind.BUILDING),), "春莱花园", "居民区"),),
)
