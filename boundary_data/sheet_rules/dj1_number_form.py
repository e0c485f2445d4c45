"""On province lines a number is four digits, three digits and a type letter."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.line import LineLevel, level_between
from boundary_data.marker import is_province_form
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import SheetRule, case, case_of, on_province_line
from rulebook.rule import Breach, Rule, Weight


def check(sheet: MarkerSheet, facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach for a number of another form on a province line."""
    level = facts.line.level or level_between(facts.line.sides)
    if level is LineLevel.PROVINCE and not is_province_form(sheet.number):
        yield Breach(
            f"省级界线的界桩编号“{sheet.number}”不符合“4位界线号加3位序号加1位类型码”",
            {"number": sheet.number},
            "请按界桩成果表核对，如1253165Q",
            field="$.sheet.number",
        )


RULE: SheetRule = Rule(
    id="DJ-1",
    title="省级界桩编号格式",
    category="编号",
    reason="省级界桩编号由界线编号、序号与类型码组成，共八位；以下各级编号不限形式，线内唯一。",
    source=laws.survey("界桩编号"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case_of(on_province_line(), number="1253165Q")),
    fails=(case_of(on_province_line()),),
)
