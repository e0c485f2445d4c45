"""A photo says where it was taken, and that is at the marker."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.checks.offsets import is_plausible
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line_reading import flaw_of
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each photo taken too far off, or nowhere stated."""
    allowed = facts.limits.number("photo_distance_m")
    for match in matched(record, facts.line):
        place = match.check.measured
        near = match.marker.point if match.marker else None
        if near is None and place and is_plausible(place):
            near = Point(place.lon, place.lat)
        for index, photo in enumerate(match.check.photos):
            path = f"{match.path}.photos[{index}]"
            if photo.lon is None or photo.lat is None:
                yield Breach(
                    f"界桩{match.number}照片“{photo.file}”没有拍摄位置",
                    {"file": photo.file},
                    "请开启相机定位后补拍，或填写拍摄位置",
                    weight=Weight.WARN,
                    field=path,
                )
                continue
            if near is None or flaw_of([photo.lon, photo.lat]):
                continue
            off = distance_m(near, Point(photo.lon, photo.lat))
            if off > allowed:
                yield Breach(
                    f"界桩{match.number}照片“{photo.file}”拍摄于{off:.0f}米以外，超出{allowed:.0f}米",
                    {
                        "number": match.number,
                        "file": photo.file,
                        "distance_m": round(off, 1),
                        "tolerance_m": allowed,
                    },
                    "请核对照片是否属于这颗界桩",
                    field=path,
                )


RULE: InspectionRule = Rule(
    id="JI-9j",
    title="照片拍摄于界桩处",
    category="照片",
    reason="照片带有位置才能确认拍的是这颗界桩。",
    source=laws.practice("拍照存档"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].photos[0].lat", 29.45)),
        case(("marker_checks[0].photos[0].lon", DROP)),
    ),
)
