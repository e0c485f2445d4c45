"""A finished inspection is filed, on a day."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if the report bears no filing date."""
    if record.report is None or record.report.filed_on is None:
        yield Breach("没有填报送备案日期", {}, "请在报送后补填日期", field="$.report.filed_on")


RULE: InspectionRule = Rule(
    id="BL-12e",
    title="已报送备案",
    category="报告",
    reason="联检结果报送备案后，本轮联检才算完成。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("report.filed_on", DROP)),),
)
