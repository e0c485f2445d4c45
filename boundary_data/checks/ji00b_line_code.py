"""The line that is checked against must be the one the record names."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import normal
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if codes differ."""
    line = facts.line
    if line and normal(line.code) != normal(record.line_code):
        yield Breach(
            f"记录的界线代码为“{record.line_code}”，所附界线数据为“{line.code}”",
            {"record": record.line_code, "line": line.code},
            "请核对界线代码，换用同一条界线的数据",
            field="$.line_code",
        )


RULE: InspectionRule = Rule(
    id="JI-0b",
    title="界线代码一致",
    category="登记",
    reason="用别的界线的数据核对，结论没有意义。",
    source=laws.joint_inspection("第五条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("line_code", "500116-500120")),),
    needs_register=True,
)
