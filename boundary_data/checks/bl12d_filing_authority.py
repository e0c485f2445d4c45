"""The result goes to the organ that approved the line.

Lines between provinces were approved by the State Council, lines within a province by
its government.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import LineLevel, level_between
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if the result is filed nowhere or with another organ."""
    filed_to = record.report.filed_to if record.report else None
    path = "$.report.filed_to"
    line = facts.line
    sides = line.sides if line else tuple(side.division_code for side in record.sides)
    level = (line.level if line else None) or level_between(sides)
    expected = _expected(level, sides, facts)
    if filed_to is None:
        yield Breach(
            "没有填报送备案机关", {"expected": expected[:2]}, f"应报{expected[0]}", field=path
        )
    elif level and not set(_organs(filed_to)) & set(expected):
        yield Breach(
            f"{level.zh}界线的联检结果应报{expected[0]}备案，填报为“{filed_to}”",
            {"filed_to": filed_to, "expected": expected[:2], "level": level.value},
            f"请报{expected[0]}",
            field=path,
        )


def _expected(
    level: LineLevel | None, sides: tuple[str, ...], facts: InspectionFacts
) -> tuple[str, ...]:
    if level is LineLevel.PROVINCE:
        return facts.limits.words("filed_to_province")
    names = {word[:2]: word[2:] for word in facts.limits.words("provinces")}
    province = names.get(sides[0][:2], "") if sides else ""
    full = (
        [f"{province}{end}" for end in facts.limits.words("filed_to_suffixes")] if province else []
    )
    return (*full, *facts.limits.words("filed_to_below_province"))


def _organs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[、，,；;和及]", text) if part.strip()]


RULE: InspectionRule = Rule(
    id="BL-12d",
    title="报送备案机关正确",
    category="报告",
    reason="联检结果报批准该界线的机关备案：省级界线报国务院，省内界线报省级人民政府。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("report.filed_to", "重庆市人民政府、重庆市民政局"))),
    fails=(
        case(("report.filed_to", "江津区人民政府")),
        case(("report.filed_to", DROP)),
        case(("report.filed_to", "民政部")),
        case_of_line(("level", LineLevel.PROVINCE)),
    ),
)
