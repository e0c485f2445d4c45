"""A marker is signed for after it was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each signature before the check of its marker."""
    for match in matched(record, facts.line):
        check, span = match.check, record.field_span
        measured = check.measured.measured_at if check.measured else None
        start = measured.date() if measured else (span[0] if span else None)
        for name, signature in (
            ("caretaker_signature", check.caretaker_signature),
            ("neighbour_signature", check.neighbour_signature),
            ("third_signature", check.third_signature),
        ):
            if start and signature and signature.on and signature.on < start:
                days = (start - signature.on).days
                yield Breach(
                    f"界桩{match.number}于{signature.on}签字，早于检查（{start}）{days}天",
                    {
                        "number": match.number,
                        "signed_on": str(signature.on),
                        "checked_on": str(start),
                        "days": days,
                    },
                    "请核对签字日期",
                    field=f"{match.path}.{name}.on",
                )


RULE: InspectionRule = Rule(
    id="JI-12b",
    title="签字不早于检查",
    category="签字",
    reason="先签字后检查，签字就不是对检查结果的确认。",
    source=laws.practice("界桩检查签字"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].neighbour_signature.on", date(2025, 4, 1))),),
)
