"""Taking hold of a case: who may do what with it now, and leaving it at its next stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases.refusals import UnknownCase
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, OtherState, TagMissing
from api.store.queries.cases import keeping, opinions, worklists, works
from api.store.queries.cases.keeping import KeptCase, StepTaken
from api.store.queries.cases.opinions import KeptOpinion
from api.store.queries.cases.worklists import Reach
from api.store.queries.organisations import KnownOrganisation, organisation_of_id
from api.store.session import Session
from naming.procedure.approvers import PUBLISH_AT_ONCE, Approver, filing_for
from naming.procedure.parts import JUDGING, Acting, Origin, parts_of
from naming.procedure.steps import STEPS, circumstances, verbs_open
from naming.procedure.words import CaseKind, Part, Stage, Verb
from rulebook.procedure import Step, WrongRole, WrongStage, take

OWN = "申请由本人提出或录入，不能由本人审批"
LEVELS = ("nation", "province", "prefecture", "county", "township", "village")


@dataclass(frozen=True, slots=True)
class Around:
    """What else of a case its holder's parts depend on: opinions, and whether it is in scope."""

    opinions: Sequence[KeptOpinion]
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A case in somebody's hands: what it is, who acts, in what parts, what holds for it."""

    case: KeptCase
    person: Person
    acting: Acting
    origin: Origin
    parts: frozenset[Part]
    facts: frozenset[str]

    @property
    def kind(self) -> CaseKind:
        """Return the kind of the case."""
        return CaseKind(self.case.kind)

    @property
    def stage(self) -> Stage:
        """Return the stage of the case."""
        return Stage(self.case.stage)

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """Return what may be done now."""
        return verbs_open(self.kind, self.stage, self.parts, self.facts)

    @property
    def own(self) -> bool:
        """Tell whether it is the person's own application: he wrote or submitted it."""
        return self.acting.account in self.origin.accounts


def tag_of(case: KeptCase) -> str:
    """Return what a change of `case` has to name: it differs after every change."""
    return str(case.version)


def reach_of(person: Person) -> Reach:
    """Return how far a person sees."""
    return Reach(person.account_id, person.organisation_id, person.division_ids)


def publishes_at_once(case: KeptCase) -> bool:
    """Tell whether the days of the announcement run from the approval (article 14)."""
    return case.approver_type is not None and Approver(case.approver_type) in PUBLISH_AT_ONCE


def is_filed(case: KeptCase) -> bool:
    """Tell whether the approval has to be filed (article 13); it has, until somebody approved."""
    return case.approver_type is None or filing_for(Approver(case.approver_type)).due


def look(db: Session, id: UUID, person: Person) -> Held:
    """Return a case for reading, with what the person may do with it.

    Raises:
        UnknownCase: There is none with this id that the person may see.
    """
    case = keeping.case_of(db, id)
    if case is None or not worklists.sees(db, reach_of(person), id):
        raise UnknownCase(f"没有编号为 {id} 的办件，或不在您的办理范围内")
    return held_by(db, case, person)


def hold(db: Session, id: UUID, person: Person, *, tag: str | None) -> Held:
    """Return a case, locked for this transaction; `tag` is of the state the change is made from.

    Raises:
        UnknownCase: There is none with this id that the person may see.
        TagMissing: No state is named.
        OtherState: It is another one now.
    """
    if not worklists.sees(db, reach_of(person), id):
        raise UnknownCase(f"没有编号为 {id} 的办件，或不在您的办理范围内")
    _must_be_free(db, id)
    case = keeping.case_of(db, id, lock=True)
    if case is None:
        raise UnknownCase(f"没有编号为 {id} 的办件，或不在您的办理范围内")
    if tag is None:
        raise TagMissing("没有写明所办理的是哪一稿")
    if tag != tag_of(case):
        raise OtherState(
            _who_was_quicker(db, case),
            f"请先取回最新内容（现为第 {case.version} 稿，{Stage(case.stage).zh}），"
            "核对后带上它的 ETag 重新提交",
        )
    return held_by(db, case, person)


def _must_be_free(db: Session, id: UUID) -> None:
    """Refuse to wait for a work on the case that takes minutes.

    Raises:
        OtherState: A work on it is under way, other than the one that `db` does.
    """
    if (work := works.open_work_of(db, id)) is not None:
        raise OtherState(
            f"本件正在由{work.person}批量办理（{work.phase or '排队等候'}）",
            "请等它办完，或先停止批量办理，再取回最新内容",
        )


def _who_was_quicker(db: Session, case: KeptCase) -> str:
    """Return in words who brought a case to where it stands, where it was a step that did."""
    steps = keeping.steps_of(db, case.id)
    if not steps or case.stage in (Stage.DRAFTED, Stage.RETURNED):
        return "办件已被他人办理或修改"
    last = steps[-1]
    return f"办件已由{last.organisation}{last.person}办理（{Verb(last.verb).zh}）"


def around_among(db: Session, cases: Sequence[KeptCase], person: Person) -> Mapping[UUID, Around]:
    """Return what is around many cases, in as many reads as for one."""
    ids = [case.id for case in cases]
    asked = opinions.opinions_among(db, ids)
    near = worklists.in_scope_among(db, reach_of(person), ids)
    return {id: Around(asked.get(id, []), id in near) for id in ids}


def held_by(db: Session, case: KeptCase, person: Person, around: Around | None = None) -> Held:
    """Return a case in a person's hands, without asking whether he may see it."""
    around = around or around_among(db, [case], person)[case.id]
    acting = Acting(
        person.account_id,
        person.organisation_id,
        person.roles,
        in_scope=around.in_scope,
        asked=any(one.organisation_id == person.organisation_id for one in around.opinions),
        files=case.stage == Stage.REPORTED and around.in_scope and _files(db, case, person),
    )
    accounts = {case.created_by, case.submitted_by, *case.written_by} - {None}
    origin = Origin(frozenset(a for a in accounts if a is not None), case.organisation_id)
    facts = circumstances(
        published=case.published_on is not None,
        by_authority=publishes_at_once(case),
        files=is_filed(case),
    )
    kind = CaseKind(case.kind)
    return Held(case, person, acting, origin, parts_of(acting, origin, kind), facts)


def _files(db: Session, case: KeptCase, person: Person) -> bool:
    """Tell whether a person's organisation is one that the approval is filed with.

    One level up is another organisation of a higher level; where there is none in the
    register (the ministry), whoever approved writes down what it answered.
    """
    if case.approver_type is None:
        return False
    own = organisation_of_id(db, person.organisation_id)
    approving = organisation_of_id(db, case.approving_organisation_id or 0)
    if own is None or approving is None:
        return False
    if not filing_for(Approver(case.approver_type)).one_level_up:
        return _rank(own) <= _rank(approving)
    return _rank(own) < _rank(approving) or _rank(approving) <= LEVELS.index("province")


def _rank(organisation: KnownOrganisation) -> int:
    return LEVELS.index(organisation.level)


def allowed(held: Held, verb: Verb) -> Step:
    """Return the step that `verb` is.

    Raises:
        NotAllowed: The step does not follow from the stage of the case.
        NotYours: It is somebody else's step, or nobody may take it in his own case.
    """
    try:
        step = take(
            STEPS[held.kind],
            stage=held.stage.zh,
            verb=verb.zh,
            roles=[part.zh for part in held.parts],
            facts=held.facts,
        )
    except WrongStage as refused:
        raise NotAllowed(str(refused), "请先取回最新内容，看办件处于哪一阶段") from refused
    except WrongRole as refused:
        if held.own and verb in JUDGING:
            raise NotYours(OWN, "请由本机构的另一人办理") from refused
        raise NotYours(str(refused), "请由有该角色、且管辖该地的机构办理") from refused
    return step


def leave(
    db: Session,
    held: Held,
    step: Step,
    *,
    on: date,
    note: str = "",
    told: Mapping[str, Any] | None = None,
    **values: Any,
) -> KeptCase:
    """Write the step down, move the case on, and return it as it stands then."""
    verb, start, end, part = (
        Verb.of(step.verb),
        Stage.of(step.start),
        Stage.of(step.end),
        Part.of(step.by),
    )
    assert verb is not None
    assert start is not None
    assert end is not None
    assert part is not None
    taken = StepTaken(
        verb=verb.value,
        start=start.value,
        end=end.value,
        part=part.value,
        account_id=held.person.account_id,
        person=held.person.name,
        organisation=held.person.organisation,
        note=note,
        clause=str(step.source),
        taken_on=on,
    )
    keeping.write_step(db, held.case, taken, told)
    keeping.change(db, held.case.id, stage=end.value, **values)
    after = keeping.case_of(db, held.case.id)
    assert after is not None
    return after
