"""What is lost cannot be measured."""

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
    """Yield a breach for each lost marker with a measured position."""
    for match in matched(record, facts.line):
        if match.check.condition is Condition.LOST and match.check.measured is not None:
            yield Breach(
                f"界桩{match.number}记为丢失，却有实测位置",
                {"number": match.number},
                "请核对状况；仅测了原址的，请写入备注而不填实测位置",
                field=f"{match.path}.measured",
            )


RULE: InspectionRule = Rule(
    id="JI-9e",
    title="丢失的界桩没有实测位置",
    category="界桩",
    reason="丢失与实测互相矛盾，必有一处有误。",
    source=laws.practice("界桩联检登记"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].condition", Condition.LOST)),),
)
