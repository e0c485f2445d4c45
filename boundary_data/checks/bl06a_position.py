"""A marker stands where the register puts it; moved without approval, it moves no line.

The registered position stays the legal one whatever the inspection measures, so the
finding is about the marker (or the measuring), never about the register.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.offsets import direction, measured_markers, tolerance_m
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from gis.measure import azimuth_deg, distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position further from the register than its method allows."""
    for match, marker, place in measured_markers(record, facts):
        if match.check.condition is Condition.LOST:
            continue
        point = Point(place.lon, place.lat)
        off, allowed = distance_m(marker.point, point), tolerance_m(place, marker, facts)
        if off <= allowed:
            continue
        toward = direction(marker.point, point, facts.limits)
        moved = match.check.condition is Condition.MOVED
        yield Breach(
            f"界桩{match.number}实测位置偏离登记位置{off:.1f}米（向{toward}），超出允许的{allowed:.1f}米",
            {
                "number": match.number,
                "offset_m": round(off, 2),
                "tolerance_m": allowed,
                "azimuth_deg": round(azimuth_deg(marker.point, point), 1),
                "method": place.method.value if place.method else None,
                "registered": {"lon": marker.point.x, "lat": marker.point.y},
                "measured": {"lon": place.lon, "lat": place.lat},
            },
            "法定位置不变，请双方恢复原位"
            if moved
            else "请复测并核对坐标系；确已移动的，状况应记为“移位”并恢复原位",
            weight=Weight.WARN if moved else None,
            field=f"{match.path}.measured",
        )


RULE: InspectionRule = Rule(
    id="BL-6a",
    title="界桩位置与登记相符",
    category="位置",
    reason="任何组织和个人不得擅自移动界桩，非法移动的无效；容差按测量方法取用，非法定值。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[1].measured.lat", 29.41625)),
        case(("marker_checks[1].measured.lon", 105.9178)),
    ),
    needs_register=True,
)
