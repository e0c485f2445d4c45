"""What a record says has happened cannot lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.days import all_days
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each day after the day of the check."""
    for path, day in all_days(record):
        if day > facts.on:
            days = (day - facts.on).days
            yield Breach(
                f"日期{day}晚于今天（{facts.on}）{days}天",
                {"on": str(day), "today": str(facts.on), "days": days},
                "请核对日期",
                field=path,
            )


RULE: InspectionRule = Rule(
    id="JI-8c",
    title="日期不晚于今天",
    category="日期",
    reason="尚未发生的检查、签字、备案不能写入记录。",
    source=laws.practice("联检记录表"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("report.filed_on", date(2027, 1, 1))),
        case(("marker_checks[0].caretaker_signature.on", date(2026, 1, 2))),
    ),
)
