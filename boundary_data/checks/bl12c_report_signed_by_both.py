"""The report goes up from both governments, signed and stamped by each."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import named
from boundary_data.inspection import JointInspection, Role
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import belongs
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for each government that has not signed, dated or stamped the report."""
    signatures = record.report.signatures if record.report else ()
    line = facts.line
    sides = (
        line.sides
        if line
        else tuple(dict.fromkeys(s.division_code for s in record.sides if s.role is not Role.THIRD))
    )
    for side in sides:
        if not any(s.division_code and belongs(s.division_code, side) for s in signatures):
            yield Breach(
                f"联检报告没有{named(side, record, facts)}的签字",
                {"division_code": side},
                "请由双方政府共同签署后上报",
                field="$.report.signatures",
            )
    for index, signature in enumerate(signatures):
        path, code = f"$.report.signatures[{index}]", signature.division_code
        who = named(code, record, facts) if code else f"第{index + 1}个"
        if code and not any(belongs(code, side) for side in sides):
            yield Breach(
                f"联检报告签字方{who}不是界线毗邻方",
                {"division_code": code},
                "请核对区划代码",
                field=path,
            )
        missing = [
            zh
            for ok, zh in (
                (code, "区划代码"),
                (signature.by, "签字人"),
                (signature.on, "日期"),
                (signature.stamped, "盖章"),
            )
            if not ok
        ]
        if missing:
            yield Breach(
                f"联检报告{who}签字缺{'、'.join(missing)}",
                {"missing": missing},
                "请补全",
                field=path,
            )


RULE: InspectionRule = Rule(
    id="BL-12c",
    title="联检报告由双方政府共同签署",
    category="报告",
    reason="联检结果由参加检查的各人民政府共同报送批准该界线的机关备案。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("report.signatures[1]", DROP)),
        case(("report.signatures[0].on", DROP)),
        case(("report.signatures[0].stamped", False)),
        case(("report.signatures[1].division_code", "500119")),
        case(("report", DROP)),
    ),
)
