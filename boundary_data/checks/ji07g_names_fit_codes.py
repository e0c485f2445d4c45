"""The name beside a division code is the name of that division."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each side whose name is not the one the line gives for its code."""
    line = facts.line
    names = dict(zip(line.sides, line.side_names, strict=False)) if line else {}
    for index, side in enumerate(record.sides):
        true = names.get(side.division_code)
        if true and side.division_name and not _alike(true, side.division_name):
            yield Breach(
                f"区划代码{side.division_code}是{true}，名称却填为“{side.division_name}”",
                {
                    "division_code": side.division_code,
                    "name": side.division_name,
                    "registered": true,
                },
                "请核对是代码还是名称有误",
                field=f"$.sides[{index}].division_name",
            )


def _alike(a: str, b: str) -> bool:
    return a.endswith(b) or b.endswith(a)


RULE: InspectionRule = Rule(
    id="JI-7g",
    title="名称与区划代码相符",
    category="参加方",
    reason="名称与代码不一致时，不知道是哪一方参加了联检。",
    source=laws.practice("联检记录表"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case(("sides[0].division_name", "江津区"))),
    fails=(case(("sides[0].division_name", "重庆市永川区")),),
    needs_register=True,
)
