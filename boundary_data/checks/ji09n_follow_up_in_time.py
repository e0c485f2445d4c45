"""A measure is done or has a date, and dates are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.days import later_by_years
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for measures without dates, overdue, done late or before the inspection."""
    span, years = record.field_span, int(facts.limits.number("interval_years"))
    for match in matched(record, facts.line):
        follow = match.check.follow_up
        if follow is None:
            continue
        path, due, done = f"{match.path}.follow_up", follow.due, follow.done_on
        evidence = {
            "number": match.number,
            "due": str(due) if due else None,
            "done_on": str(done) if done else None,
        }
        start = f"界桩{match.number}的处理"
        if due is None and done is None:
            yield Breach(f"{start}既未完成也没有限期", evidence, "请填完成日期或限期", field=path)
        elif done is None and due and due < facts.on:
            days = (facts.on - due).days
            yield Breach(
                f"{start}限期{due}，已逾期{days}天",
                evidence | {"days": days},
                "请尽快完成并补填完成日期",
                field=f"{path}.due",
            )
        elif done is None and due and due > later_by_years(facts.on, years):
            yield Breach(
                f"{start}限期{due}，晚于下一轮联检",
                evidence,
                "请在下一轮联检之前处理完毕",
                weight=Weight.WARN,
                field=f"{path}.due",
            )
        elif done and due and done > due:
            days = (done - due).days
            yield Breach(
                f"{start}于{done}完成，晚于限期{due}共{days}天",
                evidence | {"days": days},
                "请说明原因",
                weight=Weight.NOTE,
                field=f"{path}.done_on",
            )
        if follow.by is None:
            yield Breach(
                f"{start}没有填负责方",
                evidence,
                "请填负责方区划代码",
                weight=Weight.WARN,
                field=f"{path}.by",
            )
        for day, name, zh in ((done, "done_on", "完成日期"), (due, "due", "限期")):
            if span and day and day < span[0]:
                yield Breach(
                    f"{start}{zh}（{day}）早于外业检查（{span[0]}）",
                    evidence,
                    "请核对日期",
                    field=f"{path}.{name}",
                )


RULE: InspectionRule = Rule(
    id="JI-9n",
    title="处理按期完成",
    category="处理",
    reason="没有期限的处理等于没有处理；处理在检查发现问题之后。",
    source=laws.practice("问题处理"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        case(),
        case(
            ("marker_checks[3].follow_up.done_on", DROP),
            ("marker_checks[3].follow_up.due", date(2026, 6, 30)),
        ),
    ),
    fails=(
        case(("marker_checks[3].follow_up.done_on", DROP)),
        case(("marker_checks[3].follow_up.done_on", date(2025, 6, 10))),
        case(("marker_checks[3].follow_up.done_on", date(2025, 1, 1))),
        case(("marker_checks[3].follow_up.by", DROP)),
        case(
            ("marker_checks[3].follow_up.done_on", DROP), ("marker_checks[3].follow_up.due", DROP)
        ),
    ),
)
