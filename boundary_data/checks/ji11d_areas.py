"""The report names the counties and towns the line touches."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if no area is named."""
    if record.report is None or not record.report.areas:
        yield Breach("联检报告没有写明涉及的县、乡镇", {}, "请逐一列出", field="$.report.areas")


RULE: InspectionRule = Rule(
    id="JI-11d",
    title="涉及区域已列明",
    category="报告",
    reason="管护责任按沿线乡镇落实，报告须列明涉及的县、乡镇。",
    source=laws.practice("联检报告数据"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("report.areas", ())),),
)
