"""A standing marker is measured, with method and time."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for standing markers without position, method or time of measuring."""
    for match in matched(record, facts.line):
        place = match.check.measured
        if place is None:
            if match.check.condition is not Condition.LOST:
                yield Breach(
                    f"界桩{match.number}没有实测位置",
                    {"number": match.number},
                    "请补测坐标",
                    field=f"{match.path}.measured",
                )
            continue
        for value, name, zh in (
            (place.method, "method", "测量方法"),
            (place.measured_at, "measured_at", "测量时间"),
        ):
            if value is None:
                yield Breach(
                    f"界桩{match.number}没有填{zh}",
                    {"number": match.number},
                    f"请补填{zh}",
                    weight=Weight.WARN,
                    field=f"{match.path}.measured.{name}",
                )


RULE: InspectionRule = Rule(
    id="SV-9a",
    title="界桩有实测位置",
    category="位置",
    reason="位置是否准确只能靠实测判断。",
    source=laws.survey("界桩测定"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].measured", DROP)),
        case(("marker_checks[0].measured.method", DROP)),
        case(("marker_checks[0].measured.measured_at", DROP)),
    ),
)
