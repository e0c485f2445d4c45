"""A standing marker is judged on five points."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection, TargetState
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each standing marker with an unanswered point."""
    for match in matched(record, facts.line):
        state = match.check.target_state or TargetState()
        open_points = [zh for name, zh in POINTS.items() if getattr(state, name) is None]
        if open_points and match.check.condition is not Condition.LOST:
            yield Breach(
                f"界桩{match.number}没有填：{'、'.join(open_points)}",
                {"number": match.number, "missing": open_points},
                "请逐项填是或否",
                field=f"{match.path}.target_state",
            )


POINTS = {
    "position_accurate": "位置准确",
    "firmly_buried": "埋设牢固",
    "visible": "明显易见",
    "inscription_clear": "注记清晰",
    "file_complete": "档案完备",
}

RULE: InspectionRule = Rule(
    id="BM-6a",
    title="五项要求逐项检查",
    category="界桩",
    reason="界桩应当位置准确、埋设牢固、明显易见、注记清晰、档案完备。",
    source=laws.markers("第六条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].target_state", DROP)),
        case(("marker_checks[0].target_state.visible", DROP)),
    ),
)
