"""The last three digits of a village's code lie in the range of its kind.

001-199 residents' committees, 200-399 villagers' committees, 400-499 and 500-599 like them.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, code_of, town_codes
from boundary_data.codes import kind_of_village
from boundary_data.division import CodedUnit
from rulebook.rule import Breach, Example, Rule, Weight


def check(unit: CodedUnit, _: CodeFacts) -> Iterator[Breach]:
    """Yield a breach for a village number outside all ranges."""
    code = code_of(unit)
    if code is not None and len(code.digits) == 12 and not kind_of_village(code):
        yield Breach(
            f"代码“{unit.code}”末三位“{code.digits[9:]}”不在001—599之内",
            {"row": unit.row},
            "请核对村级代码",
            field="code",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-3",
    title="村级代码取值范围",
    category="代码",
    reason="居委会001—199，村委会200—399，类似居委会400—499，类似村委会500—599。",
    source=town_codes("村级代码段"),
    weight=Weight.BLOCK,
    check=check,
    passes=(Example(CodedUnit("500101001001", "东方广场社区居民委员会"), CodeFacts()),),
    fails=(Example(CodedUnit("500101001700", "某村民委员会"), CodeFacts()),),
)
