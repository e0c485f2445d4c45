"""Natural entities do not repeat famous names."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.sameness import sameness
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each other name that is the same or sounds the same."""
    if proposal.kind is PlaceKind.NATURAL:
        yield from sameness(proposal, facts, same=Weight.WARN, sound=Weight.NOTE, part=Weight.NOTE)


RULE: NamingRule = NamingRule(
    id="GN-9-7b",
    title="不与全国著名的自然地理实体重名",
    category="重",
    reason="法律只要求全国著名的自然地理实体不重名；同一区县内的普通山水同名只作提示。",
    source=DECREE.clause("第九条第(七)项", ASSUMED, "“著名”由名录标明"),
    weight=Weight.WARN,
    check=check,
    needs_register=True,
    passes=(among((known_name("缙云山", PlaceKind.NATURAL),), "歌乐山", "山峰"),),
    fails=(among((known_name("缙云山", PlaceKind.NATURAL),), "缙云山", "山峰"),),
)
