"""A registered marker lies near its line; otherwise the register itself is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(_record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each registered marker far from the line."""
    line = facts.line
    if line is None:
        return
    allowed = facts.limits.number("register_offset_m")
    for marker in line.markers:
        off = line.ruler.nearest(marker.point)[2]
        if off > allowed:
            yield Breach(
                f"登记的界桩{marker.number}距界线{off:.0f}米，登记坐标可能有误",
                {"number": marker.number, "offset_m": round(off, 1), "tolerance_m": allowed},
                "请核对界桩成果表中的坐标",
                field="$.line.markers",
            )


RULE: InspectionRule = Rule(
    id="SV-9c",
    title="登记的界桩在界线附近",
    category="登记",
    reason="登记坐标有误时，以它核对实测位置会得出错误结论。",
    source=laws.survey("界桩成果表"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case_of_line(("markers[1].point", Point(105.93, 29.4161))),),
    needs_register=True,
)
