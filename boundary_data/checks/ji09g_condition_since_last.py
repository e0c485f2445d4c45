"""A marker last seen damaged, lost or moved does not become intact by itself."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.checks.matching import known
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each marker healed without any word about it."""
    for match, marker in known(record, facts):
        before, now = marker.condition, match.check.condition
        silent = match.check.follow_up is None and match.check.remark is None
        if now is Condition.INTACT and before not in {None, Condition.INTACT} and silent:
            was = before.zh if before else ""
            yield Breach(
                f"界桩{match.number}上次记为{was}，本次记为完好，没有说明何时修复",
                {"number": match.number, "before": before.value if before else None},
                "请在备注或处理中写明修复情况",
                field=f"{match.path}.condition",
            )


RULE: InspectionRule = Rule(
    id="JI-9g",
    title="状况变化有说明",
    category="界桩",
    reason="损坏、丢失的界桩恢复完好须有双方在场的修复记录。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case_of_line(("markers[0].condition", None))),
    fails=(case_of_line(("markers[0].condition", Condition.DAMAGED)),),
    needs_register=True,
)
