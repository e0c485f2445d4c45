"""Committee seats of one county bear names of their own."""

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
    if proposal.kind is PlaceKind.COMMITTEE:
        yield from sameness(proposal, facts, same=Weight.BLOCK, sound=Weight.WARN, part=Weight.WARN)


RULE: NamingRule = NamingRule(
    id="GN-9-8b",
    title="同一区县内村（居）民委员会所在地不重名、避免同音",
    category="重",
    reason="打电话时听不出字形，同音村名使救护、投递出错；比较时不计声调。",
    source=DECREE.clause("第九条第(八)项"),
    weight=Weight.BLOCK,
    check=check,
    needs_register=True,
    passes=(among((known_name("石坡村", PlaceKind.COMMITTEE),), "石岭村", "村"),),
    fails=(
        among((known_name("石坡村民委员会", PlaceKind.COMMITTEE),), "石坡村", "村"),
        among((known_name("石坡村", PlaceKind.COMMITTEE),), "石破村", "村"),
    ),
)
