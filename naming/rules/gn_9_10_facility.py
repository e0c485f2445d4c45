"""A facility generally bears the name of the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from naming.facts import KnownName, KnownNames, NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.shown import shown
from rulebook.rule import Breach, Example, Weight

SHOWN = 3


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if no known name around begins as the facility's specific part does."""
    if proposal.stated_kind is not PlaceKind.FACILITY or not proposal.specific:
        return
    around = facts.nearby(facts.parameters.number("nearby_m"))
    own = proposal.specific
    if around and not any(n.specific and (n.specific in own or own in n.name) for n in around):
        yield Breach(
            f"“{shown(proposal.text)}”的专名“{own}”不是附近已知的地名",
            evidence={"nearby": [n.name for n in around[:SHOWN]]},
            suggestion=f"设施一般与所在地地名一致；附近有{_names(around)}",
            field="name",
        )


def _names(around: Sequence[KnownName]) -> str:
    """Return the nearest names in Chinese quotation marks."""
    return "、".join(f"“{shown(known.name)}”" for known in around[:SHOWN])


AROUND = KnownNames((replace(known_name("大石坝", PlaceKind.VILLAGE), distance_m=300.0),))

RULE: NamingRule = NamingRule(
    id="GN-9-10",
    title="设施与所在地地名一致",
    category="名实",
    reason="交通、水利等设施一般用当地地名作专名，便于指位。",
    source=DECREE.clause("第九条第(十)项", ASSUMED, "“附近”的距离是参数"),
    weight=Weight.NOTE,
    check=check,
    passes=(alone("安宁大桥", "桥梁"), Example(propose("大石坝大桥", "桥梁"), AROUND)),
    fails=(Example(propose("安宁大桥", "桥梁"), AROUND),),
    needs_register=True,
)
