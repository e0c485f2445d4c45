"""Positions that are all off by the same way are measured in another system.

Markers are not stolen in step; a datum not converted moves every position alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import GOOD, InspectionRule, case
from boundary_data.checks.mistaken import MAP_SHIFTS, WRITTEN, mistake_of
from boundary_data.checks.offsets import measured_markers, tolerance_m
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.measure import azimuth_deg, distance_m
from rulebook.rule import Breach, Rule, Weight

LEAST = 3


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield one breach if three or more positions are off by about the same vector."""
    vectors, numbers = [], []
    near = facts.limits.number("recognition_radius_m")
    for match, marker, place in measured_markers(record, facts):
        point = Point(place.lon, place.lat)
        off = distance_m(marker.point, point)
        if off > tolerance_m(place, marker, facts):
            if mistake_of(point, marker.point, (*MAP_SHIFTS, *WRITTEN), near) is not None:
                continue  # told by a rule of its own
            angle = np.radians(azimuth_deg(marker.point, point))
            vectors.append((off * np.sin(angle), off * np.cos(angle)))
            numbers.append(match.number)
    if len(vectors) < LEAST:
        return
    table = np.array(vectors)
    middle = np.median(table, axis=0)
    spread = float(np.hypot(*(table - middle).T).max())
    size = float(np.hypot(*middle))
    if spread <= min(near, size / 2.0):
        yield Breach(
            f"{len(numbers)}颗界桩的实测位置都偏离约{size:.0f}米且方向一致，疑为坐标系不同而非界桩移动",
            {
                "numbers": numbers,
                "east_m": round(float(middle[0]), 1),
                "north_m": round(float(middle[1]), 1),
                "spread_m": round(spread, 1),
            },
            "请核对设备坐标系：北京54、西安80坐标须用测绘部门参数换算",
            field="$.marker_checks",
        )


RULE: InspectionRule = Rule(
    id="CRS-9",
    title="实测位置无整体偏移",
    category="位置",
    reason="全部界桩朝同一方向偏移同样距离，是坐标系或参数不对。",
    source=laws.datum("CGCS2000经纬度"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(
            *(
                (f"marker_checks[{i}].measured.lon", m.measured.lon + 0.0006)
                for i, m in enumerate(GOOD.marker_checks)
                if m.measured
            )
        ),
    ),
    needs_register=True,
)
