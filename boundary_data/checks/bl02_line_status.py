"""Only an approved line proves where a marker has to stand.

Public or made-up geometry may be compared with, but says nothing before the law.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import LineStatus
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a note if the geometry is neither legal nor surveyed."""
    line = facts.line
    if line and line.status in {LineStatus.PUBLIC, LineStatus.SYNTHETIC}:
        yield Breach(
            f"“{record.line_code}”的界线数据为{line.status.zh}数据，不是法定界线，核对结果仅供参考",
            {"status": line.status.value},
            "请导入经批准的界线成果后重新核对",
            field="$.line.status",
        )


RULE: InspectionRule = Rule(
    id="BL-2",
    title="核对所用界线为法定界线",
    category="登记",
    reason="行政区域界线以国务院或者省级人民政府批准的为准。",
    source=laws.REGULATION.clause("第二条"),
    weight=Weight.NOTE,
    check=check,
    passes=(case(),),
    fails=(case_of_line(("status", LineStatus.SYNTHETIC)),),
    needs_register=True,
)
