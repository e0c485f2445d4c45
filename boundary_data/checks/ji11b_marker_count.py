"""The number of markers in the report is the number there is."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import station_of
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for a count that is missing or wrong.

    Reports count a double marker as one or as two; both counts are accepted.
    """
    count = record.report.marker_count if record.report else None
    if count is None:
        yield Breach(
            "联检报告没有填界桩颗数", {}, "请填写颗数（含三交点）", field="$.report.marker_count"
        )
        return
    numbers = [match.number for match in matched(record, facts.line)]
    if facts.line:
        numbers = list(facts.line.by_number)
    bodies, stations = len(set(numbers)), len({station_of(number) for number in numbers})
    if count not in {bodies, stations}:
        either = f"{bodies}颗" if bodies == stations else f"{bodies}颗（按号计{stations}个）"
        yield Breach(
            f"报告界桩{count}颗，{'登记' if facts.line else '检查记录'}为{either}",
            {"reported": count, "bodies": bodies, "numbers": stations},
            "请按界桩成果表核对，含两端三交点",
            field="$.report.marker_count",
        )


RULE: InspectionRule = Rule(
    id="JI-11b",
    title="界桩颗数相符",
    category="报告",
    reason="颗数与登记不符说明有漏检或误报。",
    source=laws.practice("联检报告数据"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("report.marker_count", 4))),
    fails=(case(("report.marker_count", 6)), case(("report.marker_count", DROP))),
)
