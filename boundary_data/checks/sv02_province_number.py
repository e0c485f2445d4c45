"""On province lines a marker number is four digits, three digits and a type letter."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import LineLevel, level_between
from boundary_data.marker import is_province_form
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each number of another form on a province line."""
    line = facts.line
    sides = line.sides if line else tuple(side.division_code for side in record.sides)
    level = (line.level if line else None) or level_between(sides)
    if level is not LineLevel.PROVINCE:
        return
    for match in matched(record, line):
        if not is_province_form(match.number):
            yield Breach(
                f"省级界线的界桩编号“{match.number}”不符合“4位界线号加3位序号加1位类型码”",
                {"number": match.number},
                "请按界桩登记表核对，如1253165Q",
                field=f"{match.path}.number",
            )


RULE: InspectionRule = Rule(
    id="SV-2",
    title="省级界桩编号格式",
    category="编号",
    reason="省级界桩编号由界线编号、序号与类型码组成，格式不符即无法对应登记表。",
    source=laws.survey("界桩编号"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case_of_line(("level", LineLevel.PROVINCE)),),
)
