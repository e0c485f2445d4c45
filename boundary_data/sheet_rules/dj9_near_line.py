"""A marker stands at its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boundary_data import laws
from boundary_data.inspection_facts import limits
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import GOOD, SheetRule, case
from rulebook.rule import Breach, Rule, Weight


def check(sheet: MarkerSheet, facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach for a marker far from its line."""
    if facts.line.geometry.is_empty:
        return
    allowed = limits().number("register_offset_m") + (facts.line.accuracy_m or 0.0)
    off = facts.line.ruler.nearest(sheet.position.point)[2]
    if off > allowed:
        yield Breach(
            f"界桩{sheet.number}的坐标距{facts.line.name or '界线'}{off:,.0f}米",
            {"offset_m": round(off, 1), "tolerance_m": allowed},
            "请核对坐标、坐标系，以及是否登记到了别的界线上",
            field="$.sheet.position",
        )


RULE: SheetRule = Rule(
    id="DJ-9",
    title="界桩在界线附近",
    category="位置",
    reason="远离界线的坐标，多是坐标系或经纬度写错，也可能登记到了别的界线上。",
    source=laws.survey("界桩成果表"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(position=replace(GOOD.position, lat=29.42)),),
    needs_register=True,
)
