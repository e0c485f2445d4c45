"""A side stands in the record once; twice the same side is not two sides."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import stem
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each repeated side."""
    seen: dict[str, int] = {}
    for index, side in enumerate(record.sides):
        code = side.division_code
        key = (facts.line.side_of(code) if facts.line else None) or stem(code)
        if key in seen and stem(record.sides[seen[key]].division_code) == stem(code):
            yield Breach(
                f"同一方重复填写：{named(code, record, facts)}",
                {"division_code": code, "first": seen[key], "again": index},
                "请改为毗邻的另一方",
                field=f"$.sides[{index}].division_code",
            )
        seen.setdefault(key, index)


RULE: InspectionRule = Rule(
    id="JI-7b",
    title="参加方不重复",
    category="参加方",
    reason="同一方填两次不能代替毗邻的另一方。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("sides[1].division_code", "500116")),),
)
