"""The urban-rural class (城乡分类代码) is one of seven."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, town_codes
from boundary_data.codes import URBAN_RURAL
from boundary_data.division import CodedUnit
from rulebook.rule import Breach, Example, Rule, Weight


def check(unit: CodedUnit, _: CodeFacts) -> Iterator[Breach]:
    """Yield a breach for a class that is not in the list; a missing one is none."""
    if unit.urban_rural and unit.urban_rural not in URBAN_RURAL:
        yield Breach(
            f"城乡分类代码“{unit.urban_rural}”不在规定的七类之内",
            {"row": unit.row, "accepted": sorted(URBAN_RURAL)},
            "请改为规定的城乡分类代码",
            field="urban_rural",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-4",
    title="城乡分类代码取值",
    category="代码",
    reason="统计用城乡分类代码只有111、112、121、122、123、210、220七类。",
    source=town_codes("城乡分类代码（统计上划分城乡的规定）"),
    weight=Weight.BLOCK,
    check=check,
    passes=(Example(CodedUnit("500101001001", urban_rural="111"), CodeFacts()),),
    fails=(Example(CodedUnit("500101001001", urban_rural="113"), CodeFacts()),),
)
