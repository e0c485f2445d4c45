"""The letter given apart is the letter of the number."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import body_of, normal
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach where number and body letter contradict each other."""
    for match in matched(record, facts.line):
        letter, own = normal(match.check.body or ""), body_of(match.check.number)
        if letter and own and letter != own:
            yield Breach(
                f"界桩编号“{match.check.number}”的末位字母与所填立桩字母“{letter}”不一致",
                {"number": match.check.number, "body": letter},
                "请核对是哪一颗桩",
                field=f"{match.path}.body",
            )


RULE: InspectionRule = Rule(
    id="SV-3b",
    title="立桩字母与编号一致",
    category="编号",
    reason="双立界桩两颗桩位置不同，字母不一致就不知检查的是哪一颗。",
    source=laws.survey("界桩类型码"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("marker_checks[2].body", "A"))),
    fails=(case(("marker_checks[2].body", "B")),),
)
