"""A marker's position changes only by agreement, joint survey and filing.

A reported move without them keeps the legal position (条例第六条): what was measured goes into
an inspection record, not into the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boundary_data import laws
from boundary_data.marker_sheet import Change, ChangeKind, MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import CHANGE, FACTS, GOOD, SheetRule, case, case_of
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight

SAME_M = 0.005
"""Positions closer than this are one: degrees are kept to seven decimals and more."""
NEEDED = (
    ("agreement", "毗邻各方的协议"),
    ("joint_survey", "共同测绘的成果"),
    ("filing_no", "备案号"),
)


def check(sheet: MarkerSheet, facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach for each paper that a changed position lacks."""
    before, change = facts.before, facts.change
    if before is None or change is None:
        return
    moved_m = distance_m(before.position.point, sheet.position.point)
    if moved_m <= SAME_M:
        return
    for name, word in NEEDED:
        if not getattr(change, name):
            yield Breach(
                f"界桩{sheet.number}的坐标改动了{moved_m:.2f}米，没有{word}",
                {"moved_m": round(moved_m, 3)},
                "未经协议、共同测绘并备案的，法定位置不变；实测位置请写入联检记录",
                field=f"$.change.{name}",
            )


_BEFORE = replace(FACTS, before=GOOD, change=replace(CHANGE, kind=ChangeKind.MOVE))
_AGREED: Change = replace(
    CHANGE, kind=ChangeKind.MOVE, agreement="迁移协议", joint_survey="测绘报告", filing_no="备1号"
)
_MOVED = replace(GOOD.position, lon=GOOD.position.lon + 0.0002)

RULE: SheetRule = Rule(
    id="DJ-10",
    title="移动界桩须经协议、共同测绘并备案",
    category="位置",
    reason="擅自移动的界桩，其位置不能作为认定界线的依据。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        case(),
        case_of(_BEFORE),
        case_of(replace(_BEFORE, change=_AGREED), position=_MOVED),
    ),
    fails=(case_of(_BEFORE, position=_MOVED),),
)
