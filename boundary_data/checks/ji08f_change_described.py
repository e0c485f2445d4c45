"""Where the ground has changed or the course is unclear, the change is told and surveyed."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection, SectionCheck
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for changed or unclear sections without narrative or resurvey."""
    for index, section in enumerate(record.sections):
        path, stretch = f"$.sections[{index}]", f"界线段{section.from_marker}至{section.to_marker}"
        evidence = {"from": section.from_marker, "to": section.to_marker}
        if section.terrain_changed is None:
            yield Breach(
                f"{stretch}没有填地形地物是否变化",
                evidence,
                "请填是或否",
                weight=Weight.WARN,
                field=f"{path}.terrain_changed",
            )
        why = _why(section)
        if not why:
            continue
        name = f"{stretch}{why}"
        if not section.narrative:
            yield Breach(
                f"{name}，没有说明情况", evidence, "请写明变化情况", field=f"{path}.narrative"
            )
        if not section.resurveyed:
            yield Breach(
                f"{name}，没有修测", evidence, "请双方修测并附修测记录", field=f"{path}.resurveyed"
            )


def _why(section: SectionCheck) -> str:
    if section.terrain_changed:
        return "地形地物有变化"
    return "走向不清晰" if section.course_clear is False else ""


RULE: InspectionRule = Rule(
    id="JI-8f",
    title="地形变化有说明并修测",
    category="走向",
    reason="地形地物变化使界线难以辨认的，须说明变化并修测；界线位置不因此改变。",
    source=laws.REGULATION.clause("第七条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("sections[1].narrative", DROP)),
        case(("sections[1].resurveyed", False)),
        case(("sections[0].course_clear", False)),
        case(("sections[0].terrain_changed", DROP)),
    ),
)
