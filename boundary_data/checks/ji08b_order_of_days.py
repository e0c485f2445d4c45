"""Office, field, report, filing: each begins after the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.inspection import JointInspection, Span
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each pair of days in the wrong order."""
    for (path_a, zh_a, a), (path_b, zh_b, b) in _pairs(record):
        if a and b and b < a:
            days = (a - b).days
            yield Breach(
                f"{zh_b}（{b}）早于{zh_a}（{a}）{days}天",
                {"earlier": path_a, "on": str(a), "then": str(b), "days": days},
                "请核对两处日期",
                field=path_b,
            )


def _pairs(record: JointInspection) -> Iterator[tuple[Day, Day]]:
    office, field = record.office_check or Span(), record.field_check or Span()
    office_from = ("$.office_check.started_on", "内业检查开始", office.started_on)
    office_to = ("$.office_check.ended_on", "内业检查结束", office.ended_on)
    field_from = ("$.field_check.started_on", "外业检查开始", field.started_on)
    field_to = ("$.field_check.ended_on", "外业检查结束", field.ended_on)
    last = ("$.field_check.ended_on", "外业检查结束", field.last)
    yield office_from, office_to
    yield field_from, field_to
    previous = ("$.previous_inspected_on", "上次联检", record.previous_inspected_on)
    yield previous, ("$.office_check", "内业检查", office.first)
    yield ("$.office_check", "内业检查", office.first), ("$.field_check", "外业检查", field.first)
    report = record.report
    for index, signature in enumerate(report.signatures if report else ()):
        signed = (f"$.report.signatures[{index}].on", "联检报告签署", signature.on)
        yield last, signed
        yield signed, ("$.report.filed_on", "报送备案", report.filed_on if report else None)
    yield last, ("$.report.filed_on", "报送备案", report.filed_on if report else None)


Day = tuple[str, str, date | None]

RULE: InspectionRule = Rule(
    id="JI-8b",
    title="内业、外业、报告、备案依次进行",
    category="日期",
    reason="外业依据内业，报告依据外业，备案依据报告，次序颠倒说明日期有误或程序倒置。",
    source=laws.practice("联检程序"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("field_check.started_on", date(2025, 3, 1))),
        case(("office_check.ended_on", date(2025, 3, 1))),
        case(("office_check.started_on", date(2019, 3, 1))),
        case(("field_check.ended_on", date(2025, 4, 1))),
        case(("report.signatures[0].on", date(2025, 4, 16))),
        case(("report.filed_on", date(2025, 6, 1))),
    ),
)
