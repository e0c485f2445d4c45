"""One place bears one name: where a place has a name, another is a renaming (一地多名)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.facts import KnownName, KnownNames, NamingFacts, Standing
from naming.laws import ASSUMED, RURAL
from naming.naming_rule import NamingRule, alone, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.sameness import evidence_of, whereabouts
from naming.shown import shown
from rulebook.rule import Breach, Example, Weight

# Things at one spot; streets and natural entities stretch past many others.
SPOTS = frozenset({PlaceKind.VILLAGE, PlaceKind.FACILITY, PlaceKind.PARK})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if a place of the same kind at the very spot has another name already."""
    if proposal.stated_kind not in SPOTS or proposal.record or proposal.former_name:
        return
    near = facts.nearby(facts.parameters.number("one_place_m"))
    here = next((other for other in near if _is_this(other, proposal)), None)
    if here is not None:
        yield Breach(
            f"此处已有{proposal.stated_kind.label}“{shown(here.name)}”{whereabouts(here)}，"
            f"再名“{shown(proposal.text)}”将一地多名",
            evidence=evidence_of(here),
            suggestion=f"同一实体改用新名的，请按更名申请，填写原名“{shown(here.name)}”；"
            "不是同一实体的，请核对坐标",
            field="location",
        )


def _is_this(other: KnownName, proposal: Proposal) -> bool:
    """Tell whether a name in use is that of another thing of the kind at the place."""
    in_use = other.status is Standing.STANDARD and other.kind is proposal.stated_kind
    return in_use and other.key != proposal.key


HERE = KnownNames((replace(known_name("李家湾", PlaceKind.VILLAGE), distance_m=12.0),))

RULE: NamingRule = NamingRule(
    id="RV-3c",
    title="同一实体不另起新名",
    category="重",
    reason="一地多名是乡村地名清理的四类问题之一；已有名称的实体另起新名，是更名。",
    source=RURAL.clause("一地多名", ASSUMED, "“同一处”的距离是参数"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        alone("石坡湾", "自然村"),
        Example(propose("李家湾", "自然村"), HERE),
        Example(propose("石坡湾", "自然村", former_name="李家湾"), HERE),
        Example(propose("石坡桥", "桥梁"), HERE),
    ),
    fails=(Example(propose("石坡湾", "自然村"), HERE),),
    needs_register=True,
)
