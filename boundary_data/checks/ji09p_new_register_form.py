"""A marker set anew gets a new register form."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.inspection import Action, JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight

REMADE = frozenset({Action.REPLACE, Action.REBUILD, Action.RESTORE, Action.NEW_REFERENCES})


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each marker set anew without a new register form."""
    for match in matched(record, facts.line):
        follow = match.check.follow_up
        if follow is None or follow.done_on is None or follow.new_register_form:
            continue
        if follow.action is not None and follow.action in REMADE:
            action = follow.action.zh
            yield Breach(
                f"界桩{match.number}{action}后没有填新的界桩登记表",
                {"number": match.number},
                "请重新测定并填写界桩登记表",
                field=f"{match.path}.follow_up.new_register_form",
            )


RULE: InspectionRule = Rule(
    id="JI-9p",
    title="重设界桩有新登记表",
    category="处理",
    reason="界桩更换、重埋或方位物变动后，原登记表不再与实地相符。",
    source=laws.practice("界桩登记表"),
    weight=Weight.WARN,
    check=check,
    passes=(
        case(),
        case(
            ("marker_checks[3].follow_up.action", Action.RESTORE),
            ("marker_checks[3].follow_up.done_on", DROP),
            ("marker_checks[3].follow_up.new_register_form", DROP),
        ),
    ),
    fails=(
        case(
            ("marker_checks[3].follow_up.action", Action.REPLACE),
            ("marker_checks[3].follow_up.new_register_form", False),
        ),
    ),
)
