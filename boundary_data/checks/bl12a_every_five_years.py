"""Each line is inspected every five years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.days import later_by_years
from boundary_data.inspection import JointInspection, Kind
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if a routine inspection came too late."""
    previous, span = record.previous_inspected_on, record.field_span
    if previous is None or span is None or record.kind is Kind.AD_HOC:
        return
    years = int(facts.limits.number("interval_years"))
    due = later_by_years(previous, years)
    if span[1] > due:
        days = (span[1] - due).days
        yield Breach(
            f"距上次联检（{previous}）已超过{years}年：应于{due}前完成，实际{span[1]}，逾期{days}天",
            {"previous": str(previous), "due": str(due), "done": str(span[1]), "days": days},
            "请在联检报告中说明逾期原因，并据本次日期排定下一轮",
            field="$.field_check.ended_on",
        )


RULE: InspectionRule = Rule(
    id="BL-12a",
    title="每5年联检一次",
    category="日期",
    reason="毗邻的县级以上人民政府对界线每5年联合检查一次。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        case(),
        case(("previous_inspected_on", date(2019, 1, 1)), ("kind", Kind.AD_HOC)),
    ),
    fails=(case(("previous_inspected_on", date(2019, 1, 1))),),
)
