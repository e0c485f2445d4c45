"""A position says how and when it was measured and how sure it is; a height says its datum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boundary_data import laws
from boundary_data.inspection_facts import limits
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import GOOD, SheetRule, case
from rulebook.rule import Breach, Rule, Weight


def check(sheet: MarkerSheet, _facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach for each thing that the position or the height does not say."""
    place = sheet.position
    lacking = (
        ("method", place.method is None, "测量方法"),
        ("accuracy_m", place.accuracy_m is None, "点位精度"),
        ("measured_on", place.measured_on is None, "测量日期"),
    )
    for name, missing, word in lacking:
        if missing:
            yield Breach(
                f"界桩{sheet.number}的坐标没有写明{word}",
                {},
                f"请按界桩成果表填写{word}",
                field=f"$.sheet.position.{name}",
            )
    most = limits().number("register_accuracy_m")
    if place.accuracy_m is not None and place.accuracy_m > most:
        yield Breach(
            f"界桩{sheet.number}的点位精度{place.accuracy_m:g}米，差于{most:g}米",
            {"accuracy_m": place.accuracy_m, "most_m": most},
            "这样的坐标不能判断界桩是否移动，请重新测量",
            field="$.sheet.position.accuracy_m",
        )
    if sheet.height_m is not None and sheet.height_datum is None:
        yield Breach(
            f"界桩{sheet.number}的高程没有写明高程基准",
            {"height_m": sheet.height_m},
            "请写明，如1985国家高程基准",
            field="$.sheet.height_datum",
        )


RULE: SheetRule = Rule(
    id="DJ-8",
    title="坐标写明方法与精度，高程写明基准",
    category="位置",
    reason="不知怎样测得、精度多少的坐标，以后不能据以判断界桩是否移动。",
    source=laws.survey("界桩成果表"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case(height_m=None, height_datum=None)),
    fails=(
        case(position=replace(GOOD.position, method=None)),
        case(position=replace(GOOD.position, accuracy_m=80.0)),
        case(height_datum=None),
    ),
)
