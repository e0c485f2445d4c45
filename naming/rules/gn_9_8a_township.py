"""Townships of one province bear names of their own."""

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
    if proposal.kind is PlaceKind.TOWNSHIP:
        street_office = proposal.generic.startswith("街道")
        same = Weight.WARN if street_office else Weight.BLOCK
        yield from sameness(proposal, facts, same=same, sound=Weight.WARN, part=Weight.WARN)


RULE: NamingRule = NamingRule(
    id="GN-9-8a",
    title="同一省级行政区域内乡镇不重名、避免同音",
    category="重",
    reason="乡、镇同名在全市范围内造成混淆；街道法律未点名，只作警告。",
    source=DECREE.clause("第九条第(八)项"),
    weight=Weight.BLOCK,
    check=check,
    needs_register=True,
    passes=(among((known_name("分水镇", PlaceKind.TOWNSHIP),), "黄水镇", "镇"),),
    fails=(
        among((known_name("兴隆镇", PlaceKind.TOWNSHIP, "渝北区"),), "兴隆镇", "镇"),
        among((known_name("三合镇", PlaceKind.TOWNSHIP),), "三河镇", "镇"),
    ),
)
