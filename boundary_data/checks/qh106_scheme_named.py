"""Codes of functional zones stand in the statistics bureau's list, not in the ministry's.

The two lists give the same digits to different towns, so a list must say whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, code_of, town_codes
from boundary_data.codes import kind_of_town
from boundary_data.division import CodedUnit, Scheme
from rulebook.rule import Breach, Example, Rule, Weight

ZONE = CodedUnit("500112400", "某开发区")


def check(unit: CodedUnit, facts: CodeFacts) -> Iterator[Breach]:
    """Yield a warning for a zone code in a list that is not the statistics bureau's."""
    code = code_of(unit)
    if code is None or len(code.digits) < 9 or facts.scheme is Scheme.NBS:
        return
    if kind_of_town(code) == "类似乡级单位":
        yield Breach(
            f"“{unit.name or unit.code}”是类似乡级单位，民政部门的代码表中没有这类代码",
            {"row": unit.row},
            "请注明代码体系（统计用为 nbs，民政用为 mca）",
            field="code",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-6",
    title="功能区代码须注明代码体系",
    category="代码",
    reason="统计用代码与民政用代码并存，同一数字可指不同乡镇；功能区只见于统计用代码。",
    source=town_codes("统计用区划代码与民政代码的差异"),
    weight=Weight.WARN,
    check=check,
    passes=(Example(ZONE, CodeFacts(scheme=Scheme.NBS)),),
    fails=(Example(ZONE, CodeFacts(scheme=Scheme.MCA)),),
)
