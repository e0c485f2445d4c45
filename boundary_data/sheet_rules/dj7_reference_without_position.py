"""A reference object without a position cannot be recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boundary_data import laws
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import GOOD, SheetRule, case
from rulebook.rule import Breach, Rule, Weight


def check(sheet: MarkerSheet, _facts: RegisterFacts) -> Iterator[Breach]:
    """Yield one breach that names the objects without a position."""
    bare = [one.full_name for one in sheet.references if one.point is None]
    if bare:
        yield Breach(
            f"界桩{sheet.number}的方位物{'、'.join(f'“{name}”' for name in bare)}没有坐标，"
            "方位角与距离无法反算核对",
            {"names": bare},
            "有条件时请测量方位物的坐标",
            field="$.sheet.references",
        )


RULE: SheetRule = Rule(
    id="DJ-7",
    title="方位物有坐标可供反算",
    category="方位物",
    reason="没有坐标的方位物，登记的方位角与距离对错无从核对。",
    source=laws.survey("界桩登记表·方位物"),
    weight=Weight.NOTE,
    check=check,
    passes=(case(),),
    fails=(case(references=(replace(GOOD.references[0], lon=None, lat=None),)),),
)
