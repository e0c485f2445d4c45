"""A place lies in the division that it is said to lie in."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import KnownNames, Location, NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from rulebook.rule import Breach, Example, Weight

FIRM = "official"


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the coordinates lie outside the stated division.

    Only official boundaries can carry a refusal: by others it is a warning that says so.
    """
    del proposal
    place = facts.location()
    if place is None or place.inside is not False:
        return
    found = f"在{place.found}" if place.found else "不在任何已知区划内"
    far = f"，距{place.stated}约{place.distance_m / 1000:.1f}公里" if place.distance_m else ""
    firm = place.basis == FIRM
    doubt = "" if firm else "（据非法定界线判断）"
    yield Breach(
        f"填报位于{place.stated}，坐标却{found}{far}{doubt}",
        evidence={
            "stated": place.stated,
            "found": place.found,
            "distance_m": None if place.distance_m is None else round(place.distance_m),
            "basis": place.basis,
        },
        suggestion="请核对所属区划和坐标（先经度后纬度，CGCS2000）",
        weight=None if firm else Weight.WARN,
        field="location",
    )


RULE: NamingRule = NamingRule(
    id="LOC-1",
    title="位置在所填区划之内",
    category="位置",
    reason="申请须载明地名所指实体的地理位置；位置与区划不符，重名范围和批准机关都会弄错。",
    source=DECREE.clause("第十一条第(二)项"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("石坡村", "村"),
        Example(propose("石坡村"), KnownNames(place=Location("万州区", "万州区", True))),
        Example(propose("石坡村"), KnownNames(place=Location("万州区", "", None))),
    ),
    fails=(
        Example(
            propose("石坡村", "村"),
            KnownNames(place=Location("万州区", "涪陵区", False, 61_000.0, basis=FIRM)),
        ),
        Example(
            propose("石坡村", "村"),
            KnownNames(place=Location("万州区", "涪陵区", False, 900.0, basis="synthetic")),
        ),
    ),
    needs_register=True,
)
