"""A position half a kilometre to the south-east usually comes from a public web map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.mistaken import MAP_SHIFTS, NAMES, mistake_of
from boundary_data.checks.offsets import measured_markers, shifted, tolerance_m
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.gcj02 import to_bd09
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position that lies where a shifted map would show the marker."""
    near = facts.limits.number("recognition_radius_m")
    for match, marker, place in measured_markers(record, facts):
        point = Point(place.lon, place.lat)
        off = distance_m(marker.point, point)
        if off <= tolerance_m(place, marker, facts):
            continue
        found = mistake_of(point, marker.point, MAP_SHIFTS, near)
        if found is not None:
            name, rest = NAMES[found[0].kind], found[1]
            yield Breach(
                f"界桩{match.number}偏离{off:.0f}米，与公众地图偏移坐标（{name}）的偏移相符（相差{rest:.0f}米）",
                {
                    "number": match.number,
                    "offset_m": round(off, 1),
                    "rest_m": round(rest, 1),
                    "crs": name,
                },
                "请勿从高德、腾讯、百度等地图取点；请用卫星定位设备输出的CGCS2000坐标重填",
                field=f"{match.path}.measured",
            )


BAIDU = to_bd09(np.array([[105.9168, 29.4161]]))[0]

RULE: InspectionRule = Rule(
    id="CRS-8",
    title="不是公众地图偏移坐标",
    category="位置",
    reason="公众地图的坐标在重庆偏移：GCJ-02约450至550米，大致东南；BD-09约1.1千米，大致东。",
    source=laws.datum("CGCS2000经纬度"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("marker_checks[1].measured.lat", 29.42))),
    fails=(
        case(
            ("marker_checks[1].measured.lon", shifted(Point(105.9168, 29.4161)).x),
            ("marker_checks[1].measured.lat", shifted(Point(105.9168, 29.4161)).y),
        ),
        case(
            ("marker_checks[1].measured.lon", float(BAIDU[0])),
            ("marker_checks[1].measured.lat", float(BAIDU[1])),
        ),
    ),
    needs_register=True,
)
