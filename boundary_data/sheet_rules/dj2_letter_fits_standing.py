"""The type letter says the standing: Q single; A, B double; C, D, E triple."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.marker import Standing, body_of
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import SheetRule, case
from rulebook.rule import Breach, Rule, Weight

LETTERS = {Standing.SINGLE: "Q", Standing.DOUBLE: "AB", Standing.TRIPLE: "CDE"}


def check(sheet: MarkerSheet, _facts: RegisterFacts) -> Iterator[Breach]:
    """Yield a breach where letter and standing contradict each other."""
    letter, allowed = body_of(sheet.number), LETTERS.get(sheet.standing)
    if allowed is None:
        return
    if letter and letter not in allowed:
        yield Breach(
            f"界桩{sheet.number}的类型码{letter}与类型“{sheet.standing.zh}”不一致",
            {"number": sheet.number, "standing": sheet.standing.value},
            f"{sheet.standing.zh}界桩的类型码应为{'、'.join(allowed)}",
            field="$.sheet.standing",
        )
    if not letter and sheet.standing in (Standing.DOUBLE, Standing.TRIPLE):
        yield Breach(
            f"{sheet.standing.zh}界桩{sheet.number}没有写明是哪一颗",
            {"number": sheet.number},
            f"请在编号末尾加类型码{'、'.join(allowed)}",
            field="$.sheet.number",
        )


RULE: SheetRule = Rule(
    id="DJ-2",
    title="类型码与界桩类型一致",
    category="编号",
    reason="单立为Q，同号双立为A、B，同号三立为C、D、E；不一致就不知登记的是哪一颗。",
    source=laws.survey("界桩类型码"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(number="003", standing=Standing.TRIPOINT)),
    fails=(case(standing=Standing.DOUBLE), case(number="004", standing=Standing.TRIPLE)),
)
