"""An inspection has a desk check and a field check, each with its days."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection, Span
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each check or day that is missing."""
    for name, zh in (("office_check", "内业检查"), ("field_check", "外业检查")):
        span: Span | None = getattr(record, name)
        if span is None:
            yield Breach(f"缺少{zh}", {}, f"请补做{zh}或补填日期", field=f"$.{name}")
            continue
        for part, part_zh in (("started_on", "开始"), ("ended_on", "结束")):
            if getattr(span, part) is None:
                yield Breach(f"{zh}没有{part_zh}日期", {}, "请补填日期", field=f"$.{name}.{part}")


RULE: InspectionRule = Rule(
    id="JI-8a",
    title="内业、外业检查齐全",
    category="日期",
    reason="先对照协议书与附图逐段作内业检查，再逐点作外业检查。",
    source=laws.practice("内业检查与外业检查"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("office_check", DROP)),
        case(("field_check", DROP)),
        case(("field_check.started_on", DROP)),
    ),
)
