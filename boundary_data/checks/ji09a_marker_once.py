"""Each marker body is checked once."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each second check of the same body."""
    seen: dict[str, str] = {}
    for match in matched(record, facts.line):
        if match.number in seen:
            yield Breach(
                f"界桩{match.number}重复检查记录",
                {"number": match.number, "first": seen[match.number]},
                "请删去重复的一条；双立、三立界桩请按A、B或C、D、E分别填写",
                field=f"{match.path}.number",
            )
        seen.setdefault(match.number, match.path)


RULE: InspectionRule = Rule(
    id="JI-9a",
    title="每颗界桩只记录一次",
    category="界桩",
    reason="同一颗界桩两条记录可能互相矛盾，也会掩盖漏检的界桩。",
    source=laws.practice("逐点检查"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[1].number", "161820I")),),
)
