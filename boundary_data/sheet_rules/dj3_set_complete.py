"""Same-number markers come as A and B, or as C, D and E."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.marker import Standing, body_of, station_of
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import SheetRule, case
from rulebook.rule import Breach, Rule, Weight


def check(sheet: MarkerSheet, facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach while bodies of the same number are not registered."""
    letter, station = body_of(sheet.number), station_of(sheet.number)
    whole = next((letters for letters in ("AB", "CDE") if letter and letter in letters), "")
    there = {
        body_of(one.number)
        for one in facts.others(sheet.number)
        if station_of(one.number) == station
    }
    missing = [one for one in whole if one not in there | {letter}]
    if missing:
        yield Breach(
            f"{station}号界桩还缺{'、'.join(missing)}桩",
            {"station": station, "missing": missing},
            "请一并登记同号的其他界桩",
            field="$.sheet.number",
        )


RULE: SheetRule = Rule(
    id="DJ-3",
    title="双立、三立界桩成套",
    category="编号",
    reason="同号双立为A、B，同号三立为C、D、E，缺一则登记不全。",
    source=laws.survey("界桩类型码"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(number="003A", standing=Standing.DOUBLE),),
    needs_register=True,
)
