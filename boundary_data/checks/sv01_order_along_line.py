"""Markers are numbered from west to east or from north to south along the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(_record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if the serials run neither up nor down along the line."""
    if facts.line is None:
        return
    serials = [station for station in facts.line.stations if station[-3:].isdigit()]
    alike = Counter(station[:-3] for station in serials).most_common(1)
    if not alike:
        return
    numbers = [int(s[-3:]) for s in serials if s[:-3] == alike[0][0]]
    if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
        yield Breach(
            f"界线“{facts.line.code}”的界桩编号没有沿界线依次排列：{'、'.join(serials)}",
            {"order": serials},
            "请核对登记的界桩编号与坐标",
            field="$.line.markers",
        )


RULE: InspectionRule = Rule(
    id="SV-1",
    title="界桩编号沿界线依次排列",
    category="编号",
    reason="界桩沿界线自西向东或自北向南从001起编号，次序混乱往往是坐标登记错位。",
    source=laws.survey("界桩编号"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case_of_line(
            ("markers[2].point", Point(105.9290, 29.3790)),
            ("markers[3].point", Point(105.9289, 29.3790)),
            ("markers[4].number", "1618003Q"),
            ("markers[4].point", Point(105.9243, 29.4003)),
        ),
    ),
    needs_register=True,
)
