"""Every marker has a side that looks after it, and a document that says so."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.line import belongs
from boundary_data.marker import Standing
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules.case import GOOD, SheetRule, case
from rulebook.rule import Breach, Rule, Weight

ASK = "请按协议书或界桩管护协议填写"


def check(sheet: MarkerSheet, facts: RegisterFacts) -> Iterator[Breach]:
    """Yield breaches for a missing or foreign caretaker, and for one without a basis."""
    named = f"界桩{sheet.number}"
    if not sheet.caretaker:
        yield Breach(f"{named}没有写明由哪一方管护", {}, ASK, field="$.sheet.caretaker")
        return
    known = facts.line.side_of(sheet.caretaker) or sheet.standing is Standing.TRIPOINT
    if facts.line.sides and not known:
        yield Breach(
            f"{named}的管护方{sheet.caretaker}不是{facts.line.name or facts.line.code}的一方",
            {"caretaker": sheet.caretaker, "sides": list(facts.line.sides)},
            f"应为{'或'.join(facts.line.sides)}",
            field="$.sheet.caretaker",
        )
    own = [one for one in sheet.caretakers if belongs(one.division_code, sheet.caretaker)]
    if not any(one.basis for one in own):
        yield Breach(f"{named}没有写明管护的依据文件", {}, ASK, field="$.sheet.caretakers[0].basis")


RULE: SheetRule = Rule(
    id="DJ-4",
    title="管护方及依据",
    category="管护",
    reason="界桩由协议书或管护协议确定的一方管护；没有确定的，由毗邻双方民政部门签订并报批备案。",
    source=laws.markers("第四条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(caretaker=""),
        case(caretaker="500101"),
        case(caretakers=GOOD.caretakers[1:]),
    ),
)
