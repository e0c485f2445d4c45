"""The side that looks after a marker is the one that repairs it."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import known, named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import belongs
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each measure in the hands of another side than the caretaker."""
    for match, marker in known(record, facts):
        follow = match.check.follow_up
        by = follow.by if follow else None
        if marker.caretaker and by and not belongs(by, marker.caretaker):
            right, doing = (named(code, record, facts) for code in (marker.caretaker, by))
            yield Breach(
                f"界桩{match.number}由{right}管护，处理却由{doing}负责",
                {"number": match.number, "caretaker": marker.caretaker, "by": by},
                "请核对负责方；由对方代为修复的，须有双方书面同意",
                field=f"{match.path}.follow_up.by",
            )


RULE: InspectionRule = Rule(
    id="JI-9q",
    title="由管护方负责处理",
    category="处理",
    reason="界桩损坏的，由负责管理的一方修复，对方在场。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[3].follow_up.by", "500116")),),
    needs_register=True,
)
