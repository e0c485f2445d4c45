"""A marker that one side set alone is removed or reported."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for such markers without action and for removals without a day."""
    for index, found in enumerate(record.unilateral_markers):
        path = f"$.unilateral_markers[{index}]"
        evidence = {"description": found.description}
        if found.action is None:
            yield Breach(
                f"单方界桩“{found.description}”没有处理",
                evidence,
                "请会同对方拆除，或上报处理",
                field=f"{path}.action",
            )
        elif found.done_on is None:
            yield Breach(
                f"单方界桩“{found.description}”{found.action.zh}没有日期",
                evidence,
                "请补填日期",
                weight=Weight.WARN,
                field=f"{path}.done_on",
            )


RULE: InspectionRule = Rule(
    id="JI-8g",
    title="单方界桩有处理",
    category="走向",
    reason="单方设置的界桩没有法律效力，留在界线上会引起争议。",
    source=laws.practice("单方界桩清理"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("unilateral_markers[0].action", DROP)),
        case(("unilateral_markers[0].done_on", DROP)),
    ),
)
