"""A marker that is checked is one of the line's."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each check of a marker that the register does not know."""
    if facts.line is None:
        return
    for match in matched(record, facts.line):
        if match.marker is None:
            alike = get_close_matches(match.number, list(facts.line.by_number), n=3)
            hint = f"相近编号：{'、'.join(alike)}；" if alike else ""
            yield Breach(
                f"界线登记中没有界桩{match.number}",
                {"number": match.number, "alike": alike},
                f"{hint}请核对编号与立桩字母；确属新设的须先报批登记",
                field=f"{match.path}.number",
            )


RULE: InspectionRule = Rule(
    id="JI-9c",
    title="界桩在登记册内",
    category="界桩",
    reason="增设、移动界桩须经双方同意并报批，登记册以外的界桩不能作为界线标志。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("marker_checks[1].number", "1618001"))),
    fails=(
        case(("marker_checks[1].number", "1618009Q")),
        case(("marker_checks[2].number", "1618002")),
    ),
    needs_register=True,
)
