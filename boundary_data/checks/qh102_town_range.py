"""The seventh to ninth digit of a town's code lie in the range of its kind.

001-099 sub-districts, 100-199 towns, 200-399 townships, 400-599 units like townships.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, code_of, town_codes
from boundary_data.codes import kind_of_town
from boundary_data.division import CodedUnit
from rulebook.rule import Breach, Example, Rule, Weight


def check(unit: CodedUnit, _: CodeFacts) -> Iterator[Breach]:
    """Yield a breach for a town number outside all ranges."""
    code = code_of(unit)
    if code is not None and len(code.digits) >= 9 and not kind_of_town(code):
        yield Breach(
            f"代码“{unit.code}”第7至9位“{code.digits[6:9]}”不在001—599之内",
            {"row": unit.row},
            "请核对乡级代码",
            field="code",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-2",
    title="乡级代码取值范围",
    category="代码",
    reason="街道001—099，镇100—199，乡200—399，类似乡级单位400—599；超出即非乡级代码。",
    source=town_codes("乡级代码段"),
    weight=Weight.BLOCK,
    check=check,
    passes=(Example(CodedUnit("500101001", "高笋塘街道"), CodeFacts()),),
    fails=(Example(CodedUnit("500101700", "某镇"), CodeFacts()),),
)
