"""A code is in the register, and the register gives it the same name."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, code_of, county_codes
from boundary_data.division import CodedUnit
from rulebook.rule import Breach, Example, Rule, Weight

REGISTER = CodeFacts(known={"500101": frozenset({"万州区"})})


def check(unit: CodedUnit, facts: CodeFacts) -> Iterator[Breach]:
    """Yield a warning for a code or a name that the register does not have.

    Only provinces that the register covers are judged.
    """
    code = code_of(unit)
    if code is None or not any(known[:2] == code.digits[:2] for known in facts.known):
        return
    names = facts.known.get(code.digits)
    if names is None:
        yield Breach(
            f"代码“{unit.code}”不在代码登记表中",
            {"row": unit.row},
            "请核对代码或更新登记表",
            field="code",
        )
    elif unit.name and unit.name not in names:
        yield Breach(
            f"代码“{unit.code}”登记的名称是“{'、'.join(sorted(names))}”，文件写作“{unit.name}”",
            {"row": unit.row, "registered": sorted(names)},
            "请核对代码与名称，或确认代码体系（nbs、mca）",
            field="name",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-7",
    title="代码与名称同登记表一致",
    category="代码",
    reason="重庆县级代码2023年为38个（5001开头26个，5002开头12个），2025年11月起为37个；表外代码须查明。",
    source=county_codes("代码表"),
    weight=Weight.WARN,
    check=check,
    passes=(Example(CodedUnit("500101", "万州区"), REGISTER),),
    fails=(
        Example(CodedUnit("500199", "某区"), REGISTER),
        Example(CodedUnit("500101", "涪陵区"), REGISTER),
    ),
    needs_register=True,
)
