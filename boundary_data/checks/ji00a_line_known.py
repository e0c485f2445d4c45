"""A record can only be held against a line that is known.

Without register and without an embedded line nothing about positions, missing markers or
coverage can be said; silence would look like approval.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line, case_without_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield one breach if nothing is known of the line, or none of its markers."""
    if facts.line is None:
        yield Breach(
            f"没有界线“{record.line_code}”的登记数据：界桩是否齐全、位置是否准确、轨迹是否覆盖全线均未核对",
            {"line_code": record.line_code},
            "请先导入该界线及界桩登记数据，或在记录的 line 中附上",
            field="$.line_code",
        )
    elif not facts.line.markers:
        yield Breach(
            f"界线“{record.line_code}”的登记数据中没有界桩：界桩是否齐全、位置是否准确均未核对",
            {"line_code": record.line_code, "markers": 0},
            "请补充登记的界桩（含两端三交点）",
            field="$.line_code",
        )


RULE: InspectionRule = Rule(
    id="JI-0a",
    title="界线有登记数据可核对",
    category="登记",
    reason="没有登记数据时，位置、齐全与覆盖都无从核对，不能当作通过。",
    source=laws.joint_inspection("第五条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case_without_line(), case_of_line(("markers", ()))),
    needs_register=True,
)
