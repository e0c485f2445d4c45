"""A boundary line parts two different divisions of the level it has."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import LineLevel, level_between, stem
from rulebook.rule import Breach, Rule, Weight


def check(_record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for a line with one side only, or with a level its sides do not have."""
    line = facts.line
    if line is None:
        return
    if len({stem(side) for side in line.sides}) < 2:
        yield Breach(
            f"界线“{line.code}”两侧的行政区相同或不全：{'、'.join(line.sides)}",
            {"sides": list(line.sides)},
            "请核对界线登记的左右两侧区划代码",
            field="$.line",
        )
        return
    level = level_between(line.sides)
    if line.level and level and line.level is not level:
        yield Breach(
            f"界线等级登记为{line.level.zh}，按两侧区划代码应为{level.zh}",
            {"level": line.level.value, "by_codes": level.value, "sides": list(line.sides)},
            "请核对界线等级，它决定联检结果报哪一级备案",
            weight=Weight.WARN,
            field="$.line.level",
        )


RULE: InspectionRule = Rule(
    id="JI-0c",
    title="界线两侧与等级登记正确",
    category="登记",
    reason="界线是两个行政区之间的界线，等级由两侧的级别决定。",
    source=laws.REGULATION.clause("第二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case_of_line(("sides", ("500116", "500116"))),
        case_of_line(("level", LineLevel.PREFECTURE)),
    ),
    needs_register=True,
)
