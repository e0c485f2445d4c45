"""Positions are measured during the field check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.track_columns import BEIJING
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position measured outside the days of the field check."""
    span = record.field_span
    for match in matched(record, facts.line):
        place = match.check.measured
        day = place.measured_at.date() if place and place.measured_at else None
        if span and day and not span[0] <= day <= span[1]:
            yield Breach(
                f"界桩{match.number}的测量日期{day}不在外业检查期间（{span[0]}至{span[1]}）",
                {
                    "number": match.number,
                    "measured_on": str(day),
                    "from": str(span[0]),
                    "to": str(span[1]),
                },
                "请核对测量时间或外业检查日期",
                field=f"{match.path}.measured.measured_at",
            )


RULE: InspectionRule = Rule(
    id="JI-8d",
    title="测量时间在外业期间",
    category="日期",
    reason="实测位置须是本次外业检查所测，不得沿用旧数据。",
    source=laws.practice("外业检查"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].measured.measured_at", datetime(2020, 6, 1, 9, 0, tzinfo=BEIJING))),
    ),
)
