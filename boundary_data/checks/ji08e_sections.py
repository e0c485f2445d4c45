"""The line is checked section by section, from marker to marker, without a hole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from boundary_data import laws
from boundary_data.checks.case import DROP, GOOD, InspectionRule, case, case_without_line
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import station_of
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for sections missing, repeated, unknown or without a word on the course."""
    wanted = [frozenset(pair) for pair in pairwise(facts.line.stations)] if facts.line else []
    seen: dict[frozenset[str], int] = {}
    for index, section in enumerate(record.sections):
        ends = frozenset({_end(section.from_marker, facts), _end(section.to_marker, facts)})
        path, name = f"$.sections[{index}]", f"{section.from_marker}至{section.to_marker}"
        evidence = {"from": section.from_marker, "to": section.to_marker}
        if section.course_clear is None:
            yield Breach(
                f"界线段{name}没有填走向是否清晰",
                evidence,
                "请填是或否",
                field=f"{path}.course_clear",
            )
        if ends in seen:
            yield Breach(f"界线段{name}重复", evidence, "请删去重复的一条", field=path)
        elif facts.line and ends not in wanted:
            yield Breach(
                f"界线段{name}的两端不是相邻界桩", evidence, "请按相邻界桩逐段填写", field=path
            )
        seen.setdefault(ends, index)
    stations = facts.line.stations if facts.line else ()
    for start, end in pairwise(stations):
        if frozenset((start, end)) not in seen:
            yield Breach(
                f"缺少界线段{start}至{end}的检查",
                {"from": start, "to": end},
                "请补填该段",
                field="$.sections",
            )
    if facts.line is None and not record.sections:
        yield Breach("没有逐段检查记录", {}, "请按相邻界桩逐段填写", field="$.sections")


def _end(number: str, facts: InspectionFacts) -> str:
    marker = facts.line.marker(number) if facts.line else None
    return station_of(marker.number if marker else number)


RULE: InspectionRule = Rule(
    id="JI-8e",
    title="界线逐段检查无遗漏",
    category="走向",
    reason="界线走向是否清晰须在相邻界桩之间逐段检查。",
    source=laws.practice("逐段检查"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        case(),
        case(("sections[1].from_marker", "1618001Q"), ("sections[1].to_marker", "1618002A")),
    ),
    fails=(
        case(("sections[1]", DROP)),
        case(("sections[0].course_clear", DROP)),
        case(("sections[0].to_marker", "1618002")),
        case_without_line(("sections", ())),
        case(("sections[0]", GOOD.sections[1])),
    ),
)
