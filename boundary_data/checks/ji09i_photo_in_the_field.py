"""Photos are taken during the field check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.track_columns import BEIJING
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each photo without time or from other days.

    A photo of a finished repair may be as late as the repair.
    """
    span = record.field_span
    for match in matched(record, facts.line):
        repaired = match.check.follow_up.done_on if match.check.follow_up else None
        for index, photo in enumerate(match.check.photos):
            path = f"{match.path}.photos[{index}].taken_at"
            day = photo.taken_at.date() if photo.taken_at else None
            if day is None:
                yield Breach(
                    f"界桩{match.number}照片“{photo.file}”没有拍摄时间",
                    {"file": photo.file},
                    "请补填拍摄时间",
                    weight=Weight.WARN,
                    field=path,
                )
            elif span and not span[0] <= day <= max(span[1], repaired or span[1]):
                yield Breach(
                    f"界桩{match.number}照片“{photo.file}”拍摄于{day}，不在外业检查期间（{span[0]}至{span[1]}）",
                    {
                        "number": match.number,
                        "file": photo.file,
                        "taken_on": str(day),
                        "from": str(span[0]),
                        "to": str(span[1]),
                    },
                    "请换用本次外业拍摄的照片",
                    field=path,
                )


RULE: InspectionRule = Rule(
    id="JI-9i",
    title="照片在外业期间拍摄",
    category="照片",
    reason="旧照片不能证明界桩现在的状况。",
    source=laws.practice("拍照存档"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].photos[0].taken_at", datetime(2024, 5, 1, 9, 0, tzinfo=BEIJING))),
        case(("marker_checks[0].photos[0].taken_at", DROP)),
    ),
)
