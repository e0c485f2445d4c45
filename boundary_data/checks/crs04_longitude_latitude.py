"""A measured position is longitude and latitude in degrees, in that order."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line_reading import flaw_of
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position that is swapped, projected or out of the country."""
    for match in matched(record, facts.line):
        place = match.check.measured
        flaw = flaw_of([place.lon, place.lat]) if place else None
        if place and flaw:
            yield Breach(
                f"界桩{match.number}的实测位置（{place.lon}，{place.lat}）{flaw[0]}",
                {"number": match.number, "lon": place.lon, "lat": place.lat},
                flaw[1],
                field=f"{match.path}.measured",
            )
        for index, photo in enumerate(match.check.photos):
            if photo.lon is None or photo.lat is None:
                continue
            flaw = flaw_of([photo.lon, photo.lat])
            if flaw:
                yield Breach(
                    f"界桩{match.number}照片“{photo.file}”的位置（{photo.lon}，{photo.lat}）{flaw[0]}",
                    {"number": match.number, "lon": photo.lon, "lat": photo.lat},
                    flaw[1],
                    field=f"{match.path}.photos[{index}]",
                )
    for index, found in enumerate(record.unilateral_markers):
        flaw = None
        if found.lon is not None and found.lat is not None:
            flaw = flaw_of([found.lon, found.lat])
        if flaw:
            yield Breach(
                f"单方界桩“{found.description}”的位置（{found.lon}，{found.lat}）{flaw[0]}",
                {"lon": found.lon, "lat": found.lat},
                flaw[1],
                field=f"$.unilateral_markers[{index}]",
            )


RULE: InspectionRule = Rule(
    id="CRS-4",
    title="坐标为经度、纬度",
    category="位置",
    reason="经纬度写反或填了投影坐标，位置就落到千里之外。",
    source=laws.datum("CGCS2000经纬度"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].measured.lon", 29.43), ("marker_checks[0].measured.lat", 105.91)),
        case(
            ("marker_checks[0].measured.lon", 359474.087),
            ("marker_checks[0].measured.lat", 3272217.299),
        ),
        case(("marker_checks[0].photos[0].lon", 29.4), ("marker_checks[0].photos[0].lat", 105.9)),
        case(("unilateral_markers[0].lat", 129.4)),
    ),
)
