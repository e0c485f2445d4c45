"""A code belongs to one unit, and is not given again to another one.

A pure renaming keeps the code; a code that comes back with another name hides a change.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, code_of, county_codes, named
from boundary_data.division import CodedUnit
from rulebook.rule import Breach, Example, Rule, Weight

WANZHOU = CodedUnit("500101", "万州区", 1)
FULING = CodedUnit("500101", "涪陵区", 2)


def check(unit: CodedUnit, facts: CodeFacts) -> Iterator[Breach]:
    """Yield a breach for a code used twice in the list, a warning for one used before."""
    code = code_of(unit)
    if code is None:
        return
    others = [other for other in facts.with_code(code) if other.row != unit.row]
    if others:
        yield Breach(
            f"代码“{unit.code}”同时用于{named([unit, *others])}",
            {"row": unit.row, "rows": [other.row for other in others]},
            "一个代码只能对应一个单元，请核对",
            field="code",
        )
    before = facts.retired.get(code.digits, frozenset()) - {unit.name}
    if before and unit.name:
        yield Breach(
            f"代码“{unit.code}”曾用于“{'、'.join(sorted(before))}”",
            {"row": unit.row, "before": sorted(before)},
            "更名可沿用代码；新设单元不得重用已停用的代码，请核对变更文件",
            weight=Weight.WARN,
            field="code",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-5",
    title="一码一单元，停用代码不再使用",
    category="代码",
    reason="代码重复或重用后，历史数据无法区分前后两个单元；单纯更名不改代码。",
    source=county_codes("代码的唯一性与稳定性"),
    weight=Weight.BLOCK,
    check=check,
    passes=(Example(WANZHOU, CodeFacts((WANZHOU,))),),
    fails=(Example(WANZHOU, CodeFacts((WANZHOU, FULING))),),
    needs_register=True,
)
