"""Degrees and minutes copied from a receiver are no decimal degrees.

106°33′12″ entered as 106.3312 lies twenty kilometres off and still looks like a longitude.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.mistaken import WRITTEN, mistake_of
from boundary_data.checks.offsets import measured_markers, tolerance_m
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position that is right when read as degrees and minutes."""
    near = facts.limits.number("recognition_radius_m")
    for match, marker, place in measured_markers(record, facts):
        point = Point(place.lon, place.lat)
        off = distance_m(marker.point, point)
        if off <= tolerance_m(place, marker, facts):
            continue
        found = mistake_of(point, marker.point, WRITTEN, near)
        if found is not None:
            yield Breach(
                f"界桩{match.number}的坐标（{place.lon}，{place.lat}）偏离{off / 1000.0:.1f}千米，"
                "按度分秒读则在原位，像是把度分秒当作十进制度填了",
                {"number": match.number, "offset_m": round(off, 1), "rest_m": round(found[1], 1)},
                "请换算为十进制度：度 + 分/60 + 秒/3600",
                field=f"{match.path}.measured",
            )


RULE: InspectionRule = Rule(
    id="CRS-10",
    title="坐标为十进制度",
    category="位置",
    reason="把度分秒当作十进制度填，位置会偏离数十千米而看不出来。",
    source=laws.datum("CGCS2000经纬度"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("marker_checks[1].measured.lat", 29.42))),
    fails=(
        case(
            # 105°55′00.48″, 29°24′57.96″
            ("marker_checks[1].measured.lon", 105.550048),
            ("marker_checks[1].measured.lat", 29.245796),
        ),
    ),
    needs_register=True,
)
