"""One picture proves one marker."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import GOOD, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each file or picture used a second time."""
    seen: dict[str, str] = {}
    for match in matched(record, facts.line):
        for index, photo in enumerate(match.check.photos):
            keys = [k for k in (photo.file, (photo.sha256 or "").lower()) if k]
            again = next((seen[k] for k in keys if k in seen), None)
            if again is not None:
                yield Breach(
                    f"照片“{photo.file}”重复使用：界桩{again}与{match.number}",
                    {"file": photo.file, "first": again, "again": match.number},
                    "每颗界桩请用各自的照片",
                    field=f"{match.path}.photos[{index}]",
                )
            seen |= dict.fromkeys((k for k in keys if k not in seen), match.number)


RULE: InspectionRule = Rule(
    id="JI-9k",
    title="照片不重复使用",
    category="照片",
    reason="同一张照片不能证明两颗界桩的状况。",
    source=laws.practice("拍照存档"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[1].photos[0].sha256", GOOD.marker_checks[0].photos[0].sha256)),),
)
