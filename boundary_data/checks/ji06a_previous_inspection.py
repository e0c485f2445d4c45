"""The record says when the line was last inspected, and the register agrees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_without_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for a missing, later or different day of the last inspection."""
    previous, span = record.previous_inspected_on, record.field_span
    path = "$.previous_inspected_on"
    if previous is None:
        if record.round != 1:
            yield Breach(
                "没有填上次联检日期",
                {},
                "请补填；首轮联检请将轮次填为1",
                weight=Weight.WARN,
                field=path,
            )
        return
    if span and previous >= span[0]:
        days = (previous - span[0]).days
        yield Breach(
            f"上次联检日期（{previous}）不早于本次外业检查（{span[0]}），晚{days}天",
            {"previous": str(previous), "field_started_on": str(span[0]), "days": days},
            "请核对两处日期",
            field=path,
        )
    registered = facts.line.last_inspected_on if facts.line else None
    if registered and registered != previous:
        yield Breach(
            f"上次联检日期填{previous}，登记为{registered}",
            {
                "previous": str(previous),
                "registered": str(registered),
                "days": abs((previous - registered).days),
            },
            "请按上次联检报告核对",
            weight=Weight.WARN,
            field=path,
        )


RULE: InspectionRule = Rule(
    id="JI-6a",
    title="上次联检日期",
    category="日期",
    reason="每5年一次的间隔从上次联检算起，日期须与登记一致。",
    source=laws.joint_inspection("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case_without_line(("previous_inspected_on", DROP), ("round", 1))),
    fails=(
        case(("previous_inspected_on", DROP)),
        case(("previous_inspected_on", date(2025, 5, 1))),
        case(("previous_inspected_on", date(2020, 6, 11))),
    ),
)
