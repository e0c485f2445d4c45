"""A division code has 6, 9 or 12 digits, and its digits lie in the ranges of the standard.

A code outside the ranges is either mistyped or not a division code at all; everything
that is joined by it would go astray.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, county_codes
from boundary_data.codes import CodeRefused, DivisionCode, kind_of_city, kind_of_county
from boundary_data.division import CodedUnit
from rulebook.rule import Breach, Example, Rule, Weight


def check(unit: CodedUnit, _: CodeFacts) -> Iterator[Breach]:
    """Yield a breach for a code that is none, and a warning for digits out of range."""
    try:
        code = DivisionCode.of(unit.code)
    except CodeRefused as refusal:
        yield Breach(str(refusal), {"row": unit.row}, "请核对代码位数", field="code")
        return
    if len(code.digits) >= 4 and not kind_of_city(code):
        yield Breach(
            f"代码“{unit.code}”第3、4位不在标准范围内",
            {"row": unit.row},
            weight=Weight.WARN,
            field="code",
        )
    elif len(code.digits) >= 6 and not kind_of_county(code):
        yield Breach(
            f"代码“{unit.code}”第5、6位不在标准范围内",
            {"row": unit.row},
            weight=Weight.WARN,
            field="code",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-1",
    title="行政区划代码的位数与范围符合标准",
    category="代码",
    reason="代码位数或取值超出标准范围，说明录入有误或不是行政区划代码，以它连接的数据都会错位。",
    source=county_codes("编码结构"),
    weight=Weight.BLOCK,
    check=check,
    passes=(Example(CodedUnit("500101", "万州区"), CodeFacts()),),
    fails=(
        Example(CodedUnit("50010", "万州区"), CodeFacts()),
        Example(CodedUnit("500301", "某区"), CodeFacts()),
    ),
)
