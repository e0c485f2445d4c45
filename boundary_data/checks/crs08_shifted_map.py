"""A position half a kilometre to the south-east usually comes from a public web map."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.offsets import measured_markers, shifted, tolerance_m
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position that lies where GCJ-02 would show the marker."""
    near = facts.limits.number("recognition_radius_m")
    for match, marker, place in measured_markers(record, facts):
        point = Point(place.lon, place.lat)
        off, rest = distance_m(marker.point, point), distance_m(shifted(marker.point), point)
        if off > tolerance_m(place, marker, facts) and rest <= near:
            yield Breach(
                f"界桩{match.number}偏离{off:.0f}米，与公众地图偏移坐标（GCJ-02）的偏移相符（相差{rest:.0f}米）",
                {
                    "number": match.number,
                    "offset_m": round(off, 1),
                    "from_gcj02_m": round(rest, 1),
                    "crs": "GCJ-02",
                },
                "请勿从高德、腾讯等地图取点；请用卫星定位设备输出的CGCS2000坐标重填",
                field=f"{match.path}.measured",
            )


RULE: InspectionRule = Rule(
    id="CRS-8",
    title="不是公众地图偏移坐标",
    category="位置",
    reason="公众地图的GCJ-02坐标在重庆偏移约450至550米，方向大致东南。",
    source=laws.datum("CGCS2000经纬度"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("marker_checks[1].measured.lat", 29.42))),
    fails=(
        case(
            ("marker_checks[1].measured.lon", shifted(Point(105.9168, 29.4161)).x),
            ("marker_checks[1].measured.lat", shifted(Point(105.9168, 29.4161)).y),
        ),
    ),
    needs_register=True,
)
