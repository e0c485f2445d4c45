"""Only the divisions that meet at the line or at its tripoints inspect it."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import named
from boundary_data.inspection import JointInspection, Role
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import stem
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each side that the line does not part."""
    line = facts.line
    if line is None or len(line.sides) < 2:
        return
    thirds = line.third_parties()
    for index, side in enumerate(record.sides):
        code = side.division_code
        third = any(stem(code) == stem(other) for other in thirds)
        if line.side_of(code) is None and not (third and side.role is Role.THIRD):
            yield Breach(
                f"{named(code, record, facts)}不是界线“{line.code}”的毗邻方",
                {"division_code": code, "sides": list(line.sides), "third": sorted(thirds)},
                "请核对区划代码；三交点相邻方请将角色填为“第三方”",
                field=f"$.sides[{index}].division_code",
            )


RULE: InspectionRule = Rule(
    id="JI-7c",
    title="参加方为界线毗邻方",
    category="参加方",
    reason="联检由毗邻的人民政府进行，其他行政区无权参加。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("sides[1].division_code", "500119")),),
    needs_register=True,
)
