"""Three reference objects, each with azimuth and distance, find a lost marker again."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection, Reference
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for too few reference objects and for unusable ones."""
    least = int(facts.limits.number("reference_objects"))
    for match in matched(record, facts.line):
        objects = match.check.reference_objects
        path = f"{match.path}.reference_objects"
        names = [r.name for r in objects if r.name]
        if len(set(names)) < least:
            twice = sorted({name for name in names if names.count(name) > 1})
            yield Breach(
                f"界桩{match.number}只有{len(set(names))}个方位物，至少须{least}个",
                {
                    "number": match.number,
                    "count": len(set(names)),
                    "least": least,
                    "repeated": twice,
                },
                "请补选方位物并填新的界桩登记表",
                field=path,
            )
        for index, reference in enumerate(objects):
            for message in _flaws(reference):
                yield Breach(
                    f"界桩{match.number}方位物“{reference.name or index + 1}”{message}",
                    {
                        "number": match.number,
                        "azimuth_deg": reference.grid_azimuth_deg,
                        "distance_m": reference.distance_m,
                    },
                    "请核对实测值",
                    field=f"{path}[{index}]",
                )


def _flaws(reference: Reference) -> Iterator[str]:
    azimuth, distance = reference.grid_azimuth_deg, reference.distance_m
    if reference.name is None:
        yield "没有名称"
    if azimuth is None or not 0.0 <= azimuth <= 360.0:
        yield "没有坐标方位角" if azimuth is None else f"的坐标方位角{azimuth}°不在0°至360°之间"
    if distance is None or distance <= 0.0:
        yield "没有距离" if distance is None else f"的距离{distance}米不大于零"


RULE: InspectionRule = Rule(
    id="SV-6a",
    title="方位物至少三个且数据齐全",
    category="方位物",
    reason="界桩丢失后靠方位物的方位角与距离找回原址。",
    source=laws.survey("界桩登记表·方位物"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].reference_objects[2]", DROP)),
        case(("marker_checks[0].reference_objects[1].name", "黄葛树根部")),
        case(("marker_checks[0].reference_objects[0].grid_azimuth_deg", 400.0)),
        case(("marker_checks[0].reference_objects[0].distance_m", -1.0)),
    ),
)
