"""Each marker, or the place where it stood, is photographed."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each marker without photo."""
    for match in matched(record, facts.line):
        if not match.check.photos:
            lost = match.check.condition is Condition.LOST
            yield Breach(
                f"界桩{match.number}没有{'原址' if lost else ''}照片",
                {"number": match.number},
                "请补拍并上传照片",
                field=f"{match.path}.photos",
            )


RULE: InspectionRule = Rule(
    id="JI-9h",
    title="每颗界桩有照片",
    category="照片",
    reason="照片是界桩状况的凭据，也供下一轮联检对照。",
    source=laws.practice("拍照存档"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].photos", ())),),
)
