"""The report has five parts, each with words in it."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight

PARTS = {
    "line_carried_out": "法定界线执行情况",
    "markers_and_references": "界桩、方位物及管护情况",
    "other_features": "其他标志物、地物变化及修测情况",
    "crossing_activity": "跨界生产建设及问题处理情况",
    "other": "其他",
}


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each part that is missing."""
    parts = record.report.parts if record.report else None
    for name, zh in PARTS.items():
        if not getattr(parts, name, None):
            yield Breach(
                f"联检报告缺“{zh}”部分",
                {"part": name},
                "请补写；没有情况的写“无”",
                field=f"$.report.parts.{name}",
            )


RULE: InspectionRule = Rule(
    id="JI-3",
    title="联检报告五项内容齐全",
    category="报告",
    reason="实地检查包括界线执行、界桩与方位物、其他标志物与修测、跨界生产建设、其他五项。",
    source=laws.joint_inspection("第三条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("report", DROP)), case(("report.parts.other", DROP))),
)
