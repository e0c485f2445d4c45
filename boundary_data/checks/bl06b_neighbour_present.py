"""A marker is repaired with the neighbour present, or the repair is a violation itself."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_without_line
from boundary_data.checks.matching import matched, named
from boundary_data.inspection import Action, JointInspection, Person, Role
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import stem
from rulebook.rule import Breach, Rule, Weight

TOUCHING = frozenset({Action.REPAIR, Action.REPLACE, Action.REBUILD, Action.RESTORE})


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each finished repair that not both sides attended."""
    for match in matched(record, facts.line):
        follow = match.check.follow_up
        if follow is None or follow.done_on is None or follow.action not in TOUCHING:
            continue
        there = {_side(person, record, facts) for person in follow.attendees} - {None}
        needed = _needed(record, facts)
        absent = [code for code in needed if code not in there]
        if absent or len(there) < 2:
            names = "、".join(named(code, record, facts) for code in absent) or "相邻方"
            yield Breach(
                f"界桩{match.number}于{follow.done_on}{follow.action.zh}，{names}不在场",
                {"number": match.number, "done_on": str(follow.done_on), "absent": absent},
                "修复界桩须相邻方在场；请补填双方在场人员并各注明区划代码，未到场的须重新会同确认",
                field=f"{match.path}.follow_up.attendees",
            )


def _needed(record: JointInspection, facts: InspectionFacts) -> tuple[str, ...]:
    if facts.line:
        return facts.line.sides
    return tuple(stem(s.division_code) for s in record.sides if s.role is not Role.THIRD)


def _side(person: Person, record: JointInspection, facts: InspectionFacts) -> str | None:
    code = person.division_code
    if code is None:
        teams = {p.name: side.division_code for side in record.sides for p in side.attendees}
        code = teams.get(person.name)
    if code is None or facts.line is None:
        return stem(code) if code else None
    return facts.line.side_of(code)


RULE: InspectionRule = Rule(
    id="BL-6b",
    title="修复界桩时相邻方在场",
    category="处理",
    reason="界桩损坏的，由管理方在毗邻方在场的情况下修复；单方修复属违规。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[3].follow_up.attendees[0]", DROP)),
        case(("marker_checks[3].follow_up.attendees", ())),
        case_without_line(("marker_checks[3].follow_up.attendees[1]", DROP)),
    ),
)
