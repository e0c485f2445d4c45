"""At a tripoint three sides meet, so three sign."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_of_line
from boundary_data.checks.matching import known
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import stem
from boundary_data.marker import Standing
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each tripoint marker without the third side's signature."""
    for match, marker in known(record, facts):
        line = facts.line
        thirds = [c for c in marker.sides if line and line.side_of(c) is None]
        signature = match.check.third_signature
        if not thirds and marker.standing is not Standing.TRIPOINT:
            continue
        signed = signature and signature.by and signature.on
        code = signature.division_code if signature else None
        right = not thirds or code is None or any(stem(code) == stem(c) for c in thirds)
        if not signed or not right:
            yield Breach(
                f"三交点界桩{match.number}没有第三方{'、'.join(thirds)}的签字和日期",
                {"number": match.number, "third": thirds},
                "三交点界桩须三方共同确认，请补签",
                field=f"{match.path}.third_signature",
            )


RULE: InspectionRule = Rule(
    id="JI-12c",
    title="三交点三方签字",
    category="签字",
    reason="三交点是三条界线的交会处，任何两方不能代替第三方确认。",
    source=laws.practice("三交点界桩检查签字"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].third_signature", DROP)),
        case(("marker_checks[0].third_signature.division_code", "500118")),
        case_of_line(
            ("markers[0].sides", ()), record=(("marker_checks[0].third_signature", DROP),)
        ),
    ),
    needs_register=True,
)
