"""Streets of one built-up area bear names of their own."""

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
    if proposal.kind is PlaceKind.STREET:
        yield from sameness(proposal, facts, same=Weight.BLOCK, sound=Weight.WARN, part=Weight.NOTE)


RULE: NamingRule = NamingRule(
    id="GN-9-8c",
    title="同一建成区内街路巷不重名、避免同音",
    category="重",
    reason="同城街路同名，门牌即无意义。没有建成区范围时按区县查找，只作警告。",
    source=DECREE.clause("第九条第(八)项"),
    weight=Weight.BLOCK,
    check=check,
    needs_register=True,
    passes=(among((known_name("汇湖路", PlaceKind.STREET),), "晨花路", "道路"),),
    fails=(
        among((known_name("汇湖路", PlaceKind.STREET),), "汇湖路", "道路"),
        among((known_name("汇湖路", PlaceKind.STREET),), "惠湖路", "道路"),
    ),
)
