"""A marker called moved is not where the register puts it."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.offsets import measured_markers, tolerance_m
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each moved marker measured within tolerance of its place."""
    for match, marker, place in measured_markers(record, facts):
        off = distance_m(marker.point, Point(place.lon, place.lat))
        if match.check.condition is Condition.MOVED and off <= tolerance_m(place, marker, facts):
            yield Breach(
                f"界桩{match.number}记为移位，但实测位置与登记仅差{off:.1f}米，在容差以内",
                {"number": match.number, "offset_m": round(off, 2)},
                "请核对状况，或用更精确的方法复测",
                field=f"{match.path}.condition",
            )


RULE: InspectionRule = Rule(
    id="JI-9f",
    title="移位的界桩确已移位",
    category="界桩",
    reason="在容差以内不能认定移位；误记移位会引出不必要的重埋。",
    source=laws.practice("界桩联检登记"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].condition", Condition.MOVED)),),
    needs_register=True,
)
