"""The procedure of cases: walked in every way, nobody is stuck and nothing skips the approval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import CHECKOUT
from naming.procedure.parts import JUDGING, Acting, Origin, parts_of
from naming.procedure.steps import STEPS, circumstances, stages_of, verbs_open
from naming.procedure.words import ENDS, CaseKind, Part, Stage, Verb
from naming.procedure_page import procedure_page
from rulebook.law import Standing
from rulebook.procedure import Step, WrongRole, WrongStage, ends, open_to, take

KINDS = st.sampled_from(list(CaseKind))
DECIDED = {Stage.APPROVED, Stage.REPORTED, Stage.FILING_RETURNED, Stage.FILED, Stage.CLOSED}
EVERYBODY = [part.zh for part in Part]
State = tuple[Stage, bool, bool]
"""Stage, whether published, whether approved."""


def moves(
    kind: CaseKind, state: State, *, by_authority: bool, files: bool
) -> Iterator[tuple[Step, State]]:
    stage, published, approved = state
    facts = circumstances(published=published, by_authority=by_authority, files=files)
    for step in open_to(STEPS[kind], stage=stage.zh, roles=EVERYBODY, facts=facts):
        end = Stage.of(step.end)
        assert end is not None
        yield (
            step,
            (
                end,
                published or step.verb == Verb.PUBLISH.zh,
                approved or step.verb == Verb.APPROVE.zh,
            ),
        )


def reachable(kind: CaseKind, *, by_authority: bool, files: bool = True) -> dict[State, set[State]]:
    found: dict[State, set[State]] = {}
    todo: list[State] = [(Stage.DRAFTED, False, False)]
    while todo:
        state = todo.pop()
        if state in found:
            continue
        going = moves(kind, state, by_authority=by_authority, files=files)
        found[state] = {after for _, after in going}
        todo += found[state]
    return found


EVERY_WAY = [(kind, by) for kind in CaseKind for by in (True, False)]


@pytest.mark.parametrize(("kind", "by_authority"), EVERY_WAY)
def test_nobody_is_stuck(kind: CaseKind, by_authority: bool) -> None:
    graph = reachable(kind, by_authority=by_authority)
    freed = {state for state in graph if state[0] in ENDS}
    while True:
        more = {s for s, after in graph.items() if s not in freed and after & freed}
        if not more:
            break
        freed |= more
    assert set(graph) - freed == set()


def test_what_the_state_council_approved_ends_with_its_announcement() -> None:
    graph = reachable(CaseKind.NAMING, by_authority=True, files=False)
    assert graph[Stage.APPROVED, False, True] == {(Stage.CLOSED, True, True)}
    assert not {Stage.REPORTED, Stage.FILED} & {stage for stage, *_ in graph}


@pytest.mark.parametrize("kind", list(CaseKind))
def test_every_stage_of_a_kind_is_reachable(kind: CaseKind) -> None:
    seen = {s[0] for by in (True, False) for s in reachable(kind, by_authority=by)}
    assert seen == set(stages_of(kind))


@pytest.mark.parametrize("kind", list(CaseKind))
def test_the_ends_are_meant(kind: CaseKind) -> None:
    assert ends(STEPS[kind]) <= {stage.zh for stage in ENDS}


@pytest.mark.parametrize(
    ("kind", "by_authority"), [way for way in EVERY_WAY if way[0] is not CaseKind.FILING_RECEIVED]
)
def test_no_way_to_what_follows_the_approval_leads_past_it(
    kind: CaseKind, by_authority: bool
) -> None:
    unapproved = [
        s for s in reachable(kind, by_authority=by_authority) if s[0] in DECIDED and not s[2]
    ]
    assert unapproved == []


@pytest.mark.parametrize(("kind", "by_authority"), EVERY_WAY)
def test_a_closed_case_of_a_name_is_published(kind: CaseKind, by_authority: bool) -> None:
    closed = [s for s in reachable(kind, by_authority=by_authority) if s[0] is Stage.CLOSED]
    assert closed
    assert all(published for _, published, _ in closed) is (kind is not CaseKind.CORRECTION)


def test_a_department_that_approved_publishes_only_after_the_filing() -> None:
    for stage, published, _ in reachable(CaseKind.NAMING, by_authority=False):
        assert not published or stage is Stage.CLOSED


@given(KINDS, st.lists(st.sampled_from(list(Verb)), max_size=30), st.booleans())
def test_a_walk_over_the_steps_never_leaves_the_table(
    kind: CaseKind, verbs: list[Verb], by_authority: bool
) -> None:
    stage, published = Stage.DRAFTED, False
    for verb in verbs:
        facts = circumstances(published=published, by_authority=by_authority)
        try:
            step = take(STEPS[kind], stage=stage.zh, verb=verb.zh, roles=EVERYBODY, facts=facts)
        except WrongStage:
            continue
        published = published or verb is Verb.PUBLISH
        end = Stage.of(step.end)
        assert end in stages_of(kind)
        stage = end


@given(KINDS, st.sampled_from(list(Stage)), st.sets(st.sampled_from(list(Part))))
def test_what_is_offered_may_be_done(kind: CaseKind, stage: Stage, parts: set[Part]) -> None:
    facts = circumstances(published=False, by_authority=True)
    for verb in verbs_open(kind, stage, parts, facts):
        roles = [part.zh for part in parts]
        assert take(STEPS[kind], stage=stage.zh, verb=verb.zh, roles=roles, facts=facts)


def test_whoever_is_not_asked_is_told_who_is() -> None:
    with pytest.raises(WrongRole, match="审批人"):
        take(STEPS[CaseKind.NAMING], stage="待批准", verb="批准", roles={"经办人"})


def test_publishing_twice_is_told_why_not() -> None:
    facts = circumstances(published=True, by_authority=True)
    with pytest.raises(WrongStage, match="尚未公告"):
        take(STEPS[CaseKind.NAMING], stage="已批准", verb="公告", roles={"经办人"}, facts=facts)


NOT_JUDGING = {
    Verb.SUBMIT: "it is the application itself",
    Verb.WITHDRAW: "who applied may take it back",
    Verb.RETURN: "it decides nothing and gives reasons",
    Verb.SEND_BACK: "the same",
    Verb.REFUSE: "nobody gains by refusing himself",
    Verb.STRIKE: "the same, of one name",
    Verb.ACCEPT: "it is taken in, in the office where it may have been written down from paper",
    Verb.ASK: "others are asked",
    Verb.CONSULT: "the public is asked",
    Verb.ASSESS: "a paper that reviewer and approver judge",
    Verb.REPORT: "what another approved is sent on",
    Verb.FILE: "of what another approved, completeness and form are looked at",
    Verb.RETURN_FILING: "the same",
    Verb.PUBLISH: "what another approved is made known",
}
"""Steps that whoever made the application may take, each with the reason."""


@pytest.mark.parametrize("kind", list(CaseKind))
def test_whoever_made_an_application_takes_no_step_that_judges_it(kind: CaseKind) -> None:
    """A new step is in neither list until somebody has thought about it."""
    everything = ["applicant", "clerk", "reviewer", "approver", "expert", "editor", "department"]
    how: dict[str, Any] = {"in_scope": True, "asked": True, "files": True}
    own = {part.zh for part in parts_of(Acting(7, 3, everything, **how), ORIGIN, kind)}
    elsewhere = {part.zh for part in parts_of(Acting(7, 4, everything, **how), ORIGIN, kind)}
    colleague = {part.zh for part in parts_of(Acting(8, 3, everything, **how), ORIGIN, kind)}
    for step in STEPS[kind]:
        verb = Verb.of(step.verb)
        assert verb is not None
        assert verb in JUDGING or verb in NOT_JUDGING
        if verb in JUDGING and step.by == JUDGING[verb].zh:
            assert (step.by in own, step.by in elsewhere, step.by in colleague) == (
                *(False, False),
                True,
            )
    assert JUDGING.keys().isdisjoint(NOT_JUDGING)


ORIGIN = Origin(frozenset({7}), organisation=3)
ROLES = st.sets(st.sampled_from(["applicant", "clerk", "reviewer", "approver", "expert", "editor"]))


@given(ROLES, st.booleans(), KINDS)
def test_nobody_decides_about_his_own_case(roles: set[str], scope: bool, kind: CaseKind) -> None:
    acting = Acting(7, 3, roles, in_scope=scope, asked=True)
    parts = parts_of(acting, ORIGIN, kind)
    assert parts.isdisjoint(JUDGING.values())
    assert Part.APPLICANT in parts


@given(ROLES, KINDS)
def test_outside_the_jurisdiction_nobody_decides(roles: set[str], kind: CaseKind) -> None:
    parts = parts_of(Acting(8, 4, roles, in_scope=False), ORIGIN, kind)
    assert parts.isdisjoint({Part.CLERK, Part.REVIEWER, Part.APPROVER})


@pytest.mark.parametrize("kind", list(CaseKind))
def test_every_step_has_a_source_that_says_how_sure_it_is(kind: CaseKind) -> None:
    for step in STEPS[kind]:
        assert step.source.article
        assert step.source.standing is Standing.CONFIRMED or step.source.remark


def test_the_page_of_the_procedure_keeps_up() -> None:
    assert (CHECKOUT / "docs" / "procedure.md").read_text("utf-8") == procedure_page()
