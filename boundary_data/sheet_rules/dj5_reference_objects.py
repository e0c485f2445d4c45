"""Three reference objects, each with azimuth and distance, find a lost marker again."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.inspection_facts import limits
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts, SheetReference
from boundary_data.sheet_rules.case import GOOD, SheetRule, case
from rulebook.rule import Breach, Rule, Weight

TREE = GOOD.references[0]


def check(sheet: MarkerSheet, _facts: RegisterFacts) -> Iterator[Breach]:
    """Yield breaches for too few reference objects and for unusable ones."""
    least = int(limits().number("reference_objects"))
    names = {one.full_name for one in sheet.references}
    if len(names) < least:
        yield Breach(
            f"界桩{sheet.number}只有{len(names)}个不同的方位物，至少须{least}个",
            {"count": len(names), "least": least},
            "请补选方位物，并量取坐标方位角与距离",
            field="$.sheet.references",
        )
    for index, one in enumerate(sheet.references):
        for message in _flaws(one):
            yield Breach(
                f"界桩{sheet.number}方位物“{one.full_name}”{message}",
                {"azimuth_deg": one.grid_azimuth_deg, "distance_m": one.distance_m},
                "请核对界桩登记表",
                field=f"$.sheet.references[{index}]",
            )


def _flaws(one: SheetReference) -> Iterator[str]:
    azimuth, distance = one.grid_azimuth_deg, one.distance_m
    if azimuth is None or not 0.0 <= azimuth <= 360.0:
        yield "没有坐标方位角" if azimuth is None else f"的坐标方位角{azimuth}°不在0°至360°之间"
    if distance is None or distance <= 0.0:
        yield "没有距离" if distance is None else f"的距离{distance}米不大于零"


RULE: SheetRule = Rule(
    id="DJ-5",
    title="方位物至少三个且数据齐全",
    category="方位物",
    reason="界桩丢失后靠方位物的方位角与距离找回原址。",
    source=laws.survey("界桩登记表·方位物"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(references=GOOD.references[:2]),
        case(references=(TREE, TREE, TREE)),
        case(references=(*GOOD.references, SheetReference(name="石板", distance_m=-1.0))),
    ),
)
