"""A check ends in one of four words: intact, damaged, lost, moved."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each check without a condition."""
    for match in matched(record, facts.line):
        if match.check.condition is None:
            yield Breach(
                f"界桩{match.number}没有填状况",
                {"number": match.number},
                "请填完好、损坏、丢失或移位",
                field=f"{match.path}.condition",
            )


RULE: InspectionRule = Rule(
    id="JI-9d",
    title="界桩状况已填",
    category="界桩",
    reason="状况决定处理措施，缺少即无法判断是否须要修复。",
    source=laws.practice("界桩联检登记"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].condition", DROP)),),
)
