"""Only the sides that meet at a marker sign for it."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched, named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each signature on behalf of a division the line does not part."""
    line = facts.line
    if line is None or not line.sides:
        return
    for match in matched(record, line):
        check = match.check
        for name, zh, signature in (
            ("caretaker_signature", "管护方", check.caretaker_signature),
            ("neighbour_signature", "相邻方", check.neighbour_signature),
        ):
            code = signature.division_code if signature else None
            if code and line.side_of(code) is None:
                yield Breach(
                    f"界桩{match.number}{zh}签字代表{named(code, record, facts)}，不是界线毗邻方",
                    {"number": match.number, "division_code": code, "sides": list(line.sides)},
                    "请核对区划代码",
                    field=f"{match.path}.{name}.division_code",
                )


RULE: InspectionRule = Rule(
    id="JI-12d",
    title="签字方为界线毗邻方",
    category="签字",
    reason="与界线无关的一方签字不能确认界桩状况。",
    source=laws.practice("界桩检查签字"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[1].neighbour_signature.division_code", "500119")),),
    needs_register=True,
)
