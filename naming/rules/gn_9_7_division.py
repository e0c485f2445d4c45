"""Divisions from the county up bear names of their own, nationwide."""

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
    if proposal.kind is PlaceKind.DIVISION:
        yield from sameness(proposal, facts, same=Weight.BLOCK, sound=Weight.WARN, part=Weight.NOTE)


RULE: NamingRule = NamingRule(
    id="GN-9-7",
    title="县级以上行政区划全国范围内不重名、避免同音",
    category="重",
    reason="同名的区县使人和邮件找错地方。",
    source=DECREE.clause("第九条第(七)项"),
    weight=Weight.BLOCK,
    check=check,
    needs_register=True,
    passes=(among((known_name("綦江区", PlaceKind.DIVISION),), "渝江区", "区县"),),
    fails=(among((known_name("綦江区", PlaceKind.DIVISION),), "綦江区", "区县"),),
)
