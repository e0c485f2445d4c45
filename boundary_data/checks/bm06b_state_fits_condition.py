"""What the five points say fits the word for the condition."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.bm06a_target_state import POINTS
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import Matched, matched
from boundary_data.inspection import JointInspection, TargetState
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach where the points contradict the condition or ask for work not planned."""
    for match in matched(record, facts.line):
        state, condition = match.check.target_state, match.check.condition
        if state is None or condition is None:
            continue
        unmet = [zh for name, zh in POINTS.items() if getattr(state, name) is False]
        message = _contradiction(condition, unmet, state, match)
        if message:
            yield Breach(
                f"界桩{match.number}{message}",
                {"number": match.number, "condition": condition.value, "unmet": unmet},
                "请核对状况与五项要求，未达到的写明处理措施",
                field=f"{match.path}.target_state",
            )


def _contradiction(
    condition: Condition, unmet: list[str], state: TargetState, match: Matched
) -> str:
    if condition is Condition.INTACT and unmet and match.check.follow_up is None:
        return f"记为完好，但{'、'.join(unmet)}未达到且没有处理措施"
    whole = all(getattr(state, name) is True for name in POINTS)
    if condition in {Condition.DAMAGED, Condition.LOST, Condition.MOVED} and whole:
        return f"记为{condition.zh}，但五项要求全部达到"
    if condition is Condition.MOVED and state.position_accurate:
        return "记为移位，但位置准确"
    return ""


RULE: InspectionRule = Rule(
    id="BM-6b",
    title="五项要求与状况相符",
    category="界桩",
    reason="状况与五项要求互相矛盾时，无法判断应否处理。",
    source=laws.markers("第六条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].target_state.visible", False)),
        case(("marker_checks[0].condition", Condition.DAMAGED)),
    ),
)
