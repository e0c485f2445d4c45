"""A measurement worse than the tolerance can prove nothing."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for missing, impossible and insufficient accuracies."""
    for match in matched(record, facts.line):
        place = match.check.measured
        if place is None:
            continue
        path, evidence = (
            f"{match.path}.measured.accuracy_m",
            {"number": match.number, "accuracy_m": place.accuracy_m},
        )
        method = place.method.value if place.method else "unknown"
        allowed = facts.limits.number(f"tolerance_{method}_m")
        if place.accuracy_m is None:
            yield Breach(
                f"界桩{match.number}没有填测量精度",
                evidence,
                "请补填设备显示的精度",
                weight=Weight.WARN,
                field=path,
            )
        elif place.accuracy_m <= 0.0:
            yield Breach(
                f"界桩{match.number}的测量精度为{place.accuracy_m}米，精度须大于零",
                evidence,
                "请按设备显示的精度填写",
                field=path,
            )
        elif place.accuracy_m > allowed:
            yield Breach(
                f"界桩{match.number}的测量精度{place.accuracy_m}米，低于该方法要求的{allowed}米",
                evidence | {"tolerance_m": allowed},
                "请换时段或换设备复测",
                weight=Weight.WARN,
                field=path,
            )


RULE: InspectionRule = Rule(
    id="SV-9b",
    title="测量精度合理",
    category="位置",
    reason="精度低于容差的测量既不能证明界桩未动，也不能证明已动。",
    source=laws.survey("界桩测定"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=tuple(case(("marker_checks[0].measured.accuracy_m", v)) for v in (-3.0, 0.0, 50.0, DROP)),
)
