"""Use of land across the line is told, not only ticked."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for unanswered questions and for crossings without a narrative."""
    for index, section in enumerate(record.sections):
        path, name = f"$.sections[{index}]", f"界线段{section.from_marker}至{section.to_marker}"
        evidence = {"from": section.from_marker, "to": section.to_marker}
        if section.crossing_production is None or section.crossing_buildings is None:
            yield Breach(f"{name}没有填有无越界生产、建设", evidence, "请逐项填有或无", field=path)
        crossing = section.crossing_production or section.crossing_buildings
        if crossing and not section.crossing_note:
            yield Breach(
                f"{name}有越界生产或建设，没有写明情况及处理",
                evidence,
                "请写明越界情况、双方意见与批准手续",
                field=f"{path}.crossing_note",
            )


RULE: InspectionRule = Rule(
    id="BL-10",
    title="越界生产建设有说明",
    category="走向",
    reason="生产、建设用地需要横跨界线的，应当事先征得毗邻的各方同意并分别办理审批手续。",
    source=laws.REGULATION.clause("第十条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("sections[0].crossing_buildings", True)),
        case(("sections[0].crossing_production", DROP)),
    ),
)
