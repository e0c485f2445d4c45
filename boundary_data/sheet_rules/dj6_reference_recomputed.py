"""Azimuth and distance of a reference object follow from the two positions.

The direction to a near object is only as sure as both positions are: what they leave open
is added to the tolerance of the azimuth.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from boundary_data import laws
from boundary_data.inspection_facts import limits
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts, SheetReference
from boundary_data.sheet_rules.case import GOOD, SheetRule, case
from gis.grid import NEARBY_M, grid_azimuth_deg, turn_deg
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight

TREE = GOOD.references[0]
AGAIN = "请核对方位物与界桩的坐标、方位角（坐标北起算，不是真北、磁北）和距离"


def check(sheet: MarkerSheet, _facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach for each object whose azimuth or distance is not that of its position."""
    for index, one in enumerate(sheet.references):
        there, field = one.point, f"$.sheet.references[{index}]"
        if there is None:
            continue
        away_m = distance_m(sheet.position.point, there)
        known = {"recomputed_distance_m": round(away_m, 2)}
        off_m = abs(away_m - one.distance_m) if one.distance_m is not None else 0.0
        if off_m > limits().number("reference_distance_m"):
            yield Breach(
                f"界桩{sheet.number}到方位物“{one.full_name}”的距离登记为{one.distance_m:.1f}米，"
                f"按坐标反算为{away_m:.1f}米，相差{off_m:.1f}米",
                {**known, "distance_m": one.distance_m, "distance_off_m": round(off_m, 2)},
                AGAIN,
                field=f"{field}.distance_m",
            )
        if one.grid_azimuth_deg is None or away_m < NEARBY_M:
            continue
        azimuth = grid_azimuth_deg(sheet.position.point, there)
        turn = turn_deg(azimuth, one.grid_azimuth_deg)
        if turn > _open_deg(sheet, one, away_m):
            yield Breach(
                f"界桩{sheet.number}到方位物“{one.full_name}”的坐标方位角登记为"
                f"{one.grid_azimuth_deg:.1f}°，按坐标反算为{azimuth:.1f}°，相差{turn:.1f}°",
                {
                    **known,
                    "recomputed_azimuth_deg": round(azimuth, 3),
                    "azimuth_deg": one.grid_azimuth_deg,
                    "azimuth_off_deg": round(turn, 3),
                },
                AGAIN,
                field=f"{field}.grid_azimuth_deg",
            )


def _open_deg(sheet: MarkerSheet, one: SheetReference, away_m: float) -> float:
    """Return by how much the azimuth may be off, degrees."""
    unsure_m = math.hypot(sheet.position.accuracy_m or 0.0, one.accuracy_m or 0.0)
    return limits().number("reference_azimuth_deg") + math.degrees(math.atan2(unsure_m, away_m))


RULE: SheetRule = Rule(
    id="DJ-6",
    title="方位物的方位角、距离与坐标反算一致",
    category="方位物",
    reason="方位角、距离与坐标互相印证；不一致说明其中一项登记有误，界桩丢失后会找错地方。",
    source=laws.survey("界桩登记表·方位物"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case(references=(replace(TREE, lon=None, lat=None, distance_m=999.0),))),
    fails=(
        case(references=(replace(TREE, grid_azimuth_deg=216.5),)),
        case(references=(replace(TREE, distance_m=28.2),)),
    ),
)
