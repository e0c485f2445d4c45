"""A number stands for one marker of the line."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(_record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each number that several registered markers bear."""
    for number in facts.line.repeated_numbers() if facts.line else ():
        yield Breach(
            f"界线登记中有多颗界桩编号为{number}",
            {"number": number},
            "请先更正登记",
            field="$.line.markers",
        )


RULE: InspectionRule = Rule(
    id="SV-4",
    title="界桩编号在一条界线内唯一",
    category="编号",
    reason="编号重复时，检查记录无法对应到具体界桩。",
    source=laws.survey("界桩编号"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case_of_line(("markers[1].number", "161820I")),),
    needs_register=True,
)
