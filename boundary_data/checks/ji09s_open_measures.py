"""What the last inspection promised about a marker is answered for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import GOOD_FACTS, InspectionRule, case, case_of_facts
from boundary_data.inspection import Action, JointInspection
from boundary_data.inspection_facts import InspectionFacts, KnownFacts, OpenMeasure
from boundary_data.marker import Condition, full_number, normal
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each open measure of which the record says nothing."""
    answered = {
        normal(full_number(check.number, check.body))
        for check in record.marker_checks
        if check.follow_up is not None and (check.follow_up.done_on or check.follow_up.due)
    }
    for open_one in facts.open_measures:
        if normal(open_one.number) in answered:
            continue
        until = f"，限期{open_one.due}" if open_one.due else ""
        yield Breach(
            f"界桩{open_one.number}上次查得{open_one.condition.zh}，"
            f"应{_word(open_one.action)}{until}，本次没有交代",
            {
                "number": open_one.number,
                "condition": open_one.condition.value,
                "action": open_one.action,
                "due": str(open_one.due) if open_one.due else None,
                "found_on": str(open_one.found_on),
            },
            "请在该界桩的处理中填写完成日期及双方在场人员；未完成的填写新的限期",
            field="$.marker_checks",
        )


def _word(action: str) -> str:
    found = Action.of(action)
    return found.zh if found else "处理"


def _promised(number: str) -> KnownFacts:
    measure = OpenMeasure(
        number=number,
        condition=Condition.MOVED,
        action=Action.RESTORE.value,
        due=date(2024, 12, 31),
        found_on=date(2024, 6, 1),
    )
    return replace(GOOD_FACTS, open_measures=(measure,))


RULE: InspectionRule = Rule(
    id="JI-9s",
    title="上次未完成的处理有交代",
    category="处理",
    reason="移位、损坏、丢失的界桩，由管护方会同相邻方恢复，直到完成。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case_of_facts(_promised("1618002B"))),
    fails=(case_of_facts(_promised("1618001Q")),),
    needs_register=True,
)
