"""An inspection rests on the agreement and on the report of the last one."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import Bases, JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each basis that is not named."""
    bases = record.bases or Bases()
    if not bases.agreement:
        yield Breach(
            "没有写明界线协议书及附图",
            {},
            "请填写协议书名称、文号或版本",
            field="$.bases.agreement",
        )
    if not bases.previous_report and record.round != 1:
        yield Breach(
            "没有写明上次联检报告",
            {},
            "请填写上次联检报告文号；首轮联检请将轮次填为1",
            field="$.bases.previous_report",
        )


RULE: InspectionRule = Rule(
    id="JI-5",
    title="联检依据",
    category="登记",
    reason="联检以经批准的协议书及附图、界桩登记表和历次联检报告为依据。",
    source=laws.joint_inspection("第五条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("round", 1), ("bases.previous_report", DROP))),
    fails=(
        case(("bases", DROP)),
        case(("bases.agreement", DROP)),
        case(("bases.previous_report", DROP)),
    ),
)
