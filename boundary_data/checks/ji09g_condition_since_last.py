"""A marker last seen lost, damaged or moved does not become another by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_of_line
from boundary_data.checks.matching import Matched, known
from boundary_data.inspection import Action, FollowUp, JointInspection, Person
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import Condition
from rulebook.rule import Breach, Rule, Weight

SEEN_LOST = ("markers[0].condition", Condition.LOST)
REBUILT = FollowUp(
    action=Action.REBUILD,
    by="500116",
    done_on=date(2025, 5, 12),
    attendees=(
        Person(name="张建国", division_code="500116"),
        Person(name="李永红", division_code="500118"),
    ),
    new_register_form=True,
)


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each marker that healed, or came back, without a repair.

    What was lost is intact only after it was made anew; of any other change a word is enough.
    """
    for match, marker in known(record, facts):
        before, now = marker.condition, match.check.condition
        if before in {None, Condition.INTACT} or before is None or now is None:
            continue
        made_anew = before is Condition.LOST and now is Condition.INTACT
        changed = now is Condition.INTACT or (before is Condition.LOST and now is not before)
        if not changed or _repaired(match, before, facts):
            continue
        if made_anew or match.check.remark is None:
            yield Breach(
                f"界桩{match.number}上次记为{before.zh}，本次记为{now.zh}，没有修复记录",
                {"number": match.number, "before": before.value, "now": now.value},
                "请在处理中填写重新制作埋设的完成日期及双方在场人员；上次记错的，请先更正上次的记录"
                if made_anew
                else "请在处理中填写修复情况，或在备注中说明",
                weight=Weight.BLOCK if made_anew else None,
                field=f"{match.path}.condition",
            )


def _repaired(match: Matched, before: Condition, facts: InspectionFacts) -> bool:
    follow = match.check.follow_up
    if follow is None or follow.done_on is None or follow.action is None:
        return False
    return follow.action.value in facts.limits.words(f"required_actions_{before.value}")


RULE: InspectionRule = Rule(
    id="JI-9g",
    title="状况变化有修复记录",
    category="界桩",
    reason="损坏、丢失的界桩恢复完好须有双方在场的修复记录；丢失的未经重新埋设，不会复原。",
    source=laws.REGULATION.clause("第六条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        case(),
        case_of_line(("markers[0].condition", None)),
        case_of_line(SEEN_LOST, record=(("marker_checks[0].follow_up", REBUILT),)),
        case_of_line(
            ("markers[0].condition", Condition.DAMAGED),
            record=(("marker_checks[0].remark", "2024年8月双方在场扶正"),),
        ),
    ),
    fails=(
        case_of_line(("markers[0].condition", Condition.DAMAGED)),
        case_of_line(SEEN_LOST),
        case_of_line(SEEN_LOST, record=(("marker_checks[0].remark", "完好"),)),
        case_of_line(
            SEEN_LOST,
            record=(
                ("marker_checks[0].follow_up", REBUILT),
                ("marker_checks[0].follow_up.done_on", DROP),
            ),
        ),
        case_of_line(SEEN_LOST, record=(("marker_checks[0].condition", Condition.MOVED),)),
    ),
    needs_register=True,
)
