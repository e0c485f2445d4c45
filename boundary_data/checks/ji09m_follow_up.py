"""What is damaged is repaired, what is lost is set anew, what has moved is put back."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import Action, JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each marker out of order without the measure it needs."""
    for match in matched(record, facts.line):
        condition, follow = match.check.condition, match.check.follow_up
        if condition is None or condition is Condition.INTACT:
            continue
        wanted = facts.limits.words(f"required_actions_{condition.value}")
        words = "、".join(Action(value).zh for value in wanted)
        action = follow.action if follow else None
        if action is None or action.value not in wanted:
            done = f"，处理措施为“{action.zh}”" if action else "，没有处理措施"
            yield Breach(
                f"界桩{match.number}{condition.zh}{done}",
                {
                    "number": match.number,
                    "condition": condition.value,
                    "action": action.value if action else None,
                    "wanted": list(wanted),
                },
                f"请由管护方会同相邻方{words}，并填写处理情况",
                field=f"{match.path}.follow_up",
            )


RULE: InspectionRule = Rule(
    id="JI-9m",
    title="损坏、丢失、移位的界桩有处理",
    category="处理",
    reason="损坏的界桩由管护方修复，丢失的重新制作埋设，移位的恢复原位。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[3].follow_up", DROP)),
        case(("marker_checks[3].follow_up.action", Action.REPAINT)),
        case(("marker_checks[0].condition", Condition.MOVED)),
    ),
)
