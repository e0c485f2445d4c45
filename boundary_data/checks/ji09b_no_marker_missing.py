"""Every marker of the line is checked, each body of double and triple ones too."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each registered marker without a check."""
    if facts.line is None:
        return
    checked = {match.number for match in matched(record, facts.line)}
    for number, marker in facts.line.by_number.items():
        if number not in checked:
            yield Breach(
                f"界桩{number}没有检查记录",
                {"number": number, "lon": marker.point.x, "lat": marker.point.y},
                "请补查；找不到的界桩记为“丢失”",
                field="$.marker_checks",
            )


RULE: InspectionRule = Rule(
    id="JI-9b",
    title="界桩无漏检",
    category="界桩",
    reason="联检须逐点检查登记的全部界桩，双立、三立界桩逐颗检查。",
    source=laws.joint_inspection("第三条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[3]", DROP)),),
    needs_register=True,
)
