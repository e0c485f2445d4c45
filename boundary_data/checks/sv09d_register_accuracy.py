"""A register that is not sure where a marker stands cannot tell whether it has moved."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case, case_of_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(_record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each registered accuracy that is impossible or too coarse."""
    line = facts.line
    if line is None:
        return
    allowed = facts.limits.number("register_accuracy_m")
    stated = [("$.line.accuracy_m", f"界线“{line.code}”", line.accuracy_m)]
    stated += [("$.line.markers", f"界桩{m.number}", m.accuracy_m) for m in line.markers]
    for path, name, accuracy in stated:
        if accuracy is not None and not 0.0 < accuracy <= allowed:
            flaw = f"超出{allowed:.0f}米，不足以判断界桩是否移动" if accuracy > 0.0 else "不大于零"
            yield Breach(
                f"{name}的登记精度{accuracy:g}米{flaw}",
                {"accuracy_m": accuracy, "allowed_m": allowed},
                "请导入界桩成果表的坐标与精度",
                field=path,
            )


RULE: InspectionRule = Rule(
    id="SV-9d",
    title="登记坐标的精度合理",
    category="登记",
    reason="登记精度越差，容差越大；精度不合理时核对没有意义。",
    source=laws.survey("界桩成果表"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case_of_line(("markers[0].accuracy_m", 9999.0)), case_of_line(("accuracy_m", -1.0))),
    needs_register=True,
)
