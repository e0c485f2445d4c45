"""The length in the report is the length of the line."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for a length that is missing, impossible or not that of the line."""
    length = record.report.length_km if record.report else None
    path = "$.report.length_km"
    if length is None:
        yield Breach("联检报告没有填界线长度", {}, "请填写长度（千米）", field=path)
    elif length <= 0.0:
        yield Breach(
            f"界线长度{length}千米不大于零", {"length_km": length}, "请核对长度", field=path
        )
    elif facts.line:
        true_km = facts.line.ruler.length_m / 1000.0
        share = abs(length - true_km) / true_km
        allowed = facts.limits.number("length_share")
        if share > allowed:
            yield Breach(
                f"报告长度{length}千米，按界线几何量得{true_km:.3f}千米，相差{share:.1%}，超出{allowed:.0%}",
                {
                    "reported_km": length,
                    "measured_km": round(true_km, 3),
                    "share": round(share, 4),
                    "allowed": allowed,
                },
                "请核对单位（千米）与界线范围",
                weight=Weight.WARN,
                field=path,
            )


RULE: InspectionRule = Rule(
    id="JI-11a",
    title="界线长度相符",
    category="报告",
    reason="每份联检报告都写明界线长度，与界线几何相差过大说明所检不是全线或单位有误。",
    source=laws.practice("联检报告数据"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case_of_line(record=(("report.length_km", 7.6),))),
    fails=(
        case(("report.length_km", DROP)),
        case(("report.length_km", 15.1)),
        case(("report.length_km", -1.0)),
    ),
)
