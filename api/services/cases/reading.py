"""Reading cases (办件): one in full, lists, the tasks of a person with their days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases import laying
from api.services.cases.asking import lacking
from api.services.cases.authorities import classes_of
from api.services.cases.holding import (
    Around,
    Held,
    around_among,
    held_by,
    is_filed,
    look,
    publishes_at_once,
    reach_of,
)
from api.services.cases.limits import procedure_limits
from api.services.cases.receiving import receiver_of
from api.services.person import Person
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping, opinions, outcomes, papers, worklists
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase, KeptStep
from api.store.queries.cases.opinions import KeptConsultation, KeptOpinion
from api.store.queries.cases.outcomes import (
    KeptAnnouncement,
    KeptFiling,
    KeptRelease,
    KeptReport,
)
from api.store.queries.cases.papers import KeptDocument
from api.store.queries.cases.worklists import CaseWish
from api.store.session import Session
from boundary_data.reminders import Reminder
from naming.procedure.approval_class import ApprovalClass
from naming.procedure.approvers import Authority, Filing, authority_for
from naming.procedure.asking import NotHeard
from naming.procedure.assessors import banned_on
from naming.procedure.deadlines import (
    Days,
    Deadline,
    Urgency,
    deadlines_of,
    opinion_deadline,
)
from naming.procedure.papers import Demand, Gap, gaps_before
from naming.procedure.words import ENDS, CaseKind, Part, Stage, Verb

SHOWN_ITEMS = 200
EXAMINED = frozenset({Stage.ACCEPTED, Stage.REVIEWED})
CHUNK = 500
"""How many cases of a long list are read at a time."""

EVERY = 1_000_000
UNFILED = frozenset({CaseKind.CORRECTION, CaseKind.HERITAGE_LISTING, CaseKind.FILING_RECEIVED})


@dataclass(frozen=True, slots=True)
class CaseInFull:
    """A case with everything in its file, and what follows for the one who reads it.

    `items` are the first `SHOWN_ITEMS`; `authorities` who approves by kind of place; `gaps`
    what the next steps lack, by step; `unheard` whose opinion an approval today would lack.
    """

    held: Held
    items: Sequence[KeptItem]
    steps: Sequence[KeptStep]
    documents: Sequence[KeptDocument]
    opinions: Sequence[KeptOpinion]
    consultations: Sequence[KeptConsultation]
    releases: Sequence[KeptRelease]
    filings: Sequence[KeptFiling]
    announcement: KeptAnnouncement | None
    deadlines: Sequence[Deadline]
    authorities: Sequence[tuple[ApprovalClass, Authority]]
    filing: Filing | None
    demands: Sequence[Demand]
    gaps: Sequence[tuple[Verb, Gap]]
    unheard: Sequence[NotHeard]


@dataclass(frozen=True, slots=True)
class Task:
    """A case that waits for a person: what he can do, and the most pressing deadline."""

    case: KeptCase
    verbs: Sequence[Verb]
    deadline: Deadline | None


def in_full(db: Session, id: UUID, person: Person, *, on: date) -> CaseInFull:
    """Return a case in full.

    Raises:
        UnknownCase: There is none with this id that the person may see.
    """
    held = look(db, id, person)
    case, kind = held.case, held.kind
    asked = opinions.opinions_of(db, id)
    items = kept_items.items_of(db, id, on)
    documents = papers.documents_of(db, id)
    demands = laying.demands(db, case, items)
    kept = laying.held_papers(documents)
    banned = banned_on(on, procedure_limits())
    gaps = [
        (verb, gap)
        for verb in dict.fromkeys(d.before for d in demands)
        for gap in gaps_before(verb, demands, kept, on=on, banned=banned)
    ]
    return CaseInFull(
        held=held,
        items=items[:SHOWN_ITEMS],
        steps=keeping.steps_of(db, id),
        documents=documents,
        opinions=asked,
        consultations=opinions.consultations_of(db, id),
        releases=outcomes.releases_of(db, id),
        filings=outcomes.filings_of(db, id),
        announcement=outcomes.announcement_of(db, id),
        deadlines=deadlines(case, asked, on),
        authorities=[(sort, authority_for(sort, kind=kind)) for sort in classes_of(case, items)],
        filing=receiver_of(db, case, case.approved_on or on),
        demands=demands,
        gaps=[] if held.stage in ENDS else gaps,
        unheard=lacking(db, held, items, asked, by=on) if held.stage in EXAMINED else (),
    )


def items(
    db: Session, id: UUID, person: Person, *, on: date, limit: int, offset: int
) -> list[KeptItem]:
    """Return a page of the names of a case, row by row.

    Raises:
        UnknownCase: as `look`.
    """
    look(db, id, person)
    return kept_items.items_of(db, id, on, limit=limit, offset=offset)


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """A page of the names of a case with what the last check said of each.

    `counts` are the names by verdict ("" where none was given); `reports` and `releases` by id
    of the item, statements for all names under None.
    """

    held: Held
    counts: Mapping[str, int]
    items: Sequence[KeptItem]
    reports: Mapping[int, Mapping[str, Any]]
    releases: Mapping[int | None, Sequence[KeptRelease]]


def checked_rows(
    db: Session, id: UUID, person: Person, *, on: date, verdict: str, limit: int, offset: int
) -> CheckedRows:
    """Return a page of the names of a case, those of one verdict or all, row by row.

    Raises:
        UnknownCase: as `look`.
    """
    held = look(db, id, person)
    found = kept_items.items_of(db, id, on, limit=limit, offset=offset, verdict=verdict)
    stated: dict[int | None, list[KeptRelease]] = {}
    for one in outcomes.releases_of(db, id):
        stated.setdefault(one.item_id, []).append(one)
    reports = outcomes.reports_about(db, [item.id for item in found])
    return CheckedRows(held, kept_items.verdicts_of(db, id), found, reports, stated)


def reports(
    db: Session, id: UUID, person: Person, *, occasion: str | None, limit: int, offset: int
) -> list[KeptReport]:
    """Return a page of the reports of a case, the newest first.

    Raises:
        UnknownCase: as `look`.
    """
    look(db, id, person)
    return outcomes.reports_of(db, id, occasion=occasion, limit=limit, offset=offset)


def cases(db: Session, wish: CaseWish, person: Person) -> tuple[int, list[KeptCase]]:
    """Return how many cases a person may see that match, and a page of them."""
    matched, ids = worklists.case_ids(db, reach_of(person), wish)
    return matched, keeping.cases_at(db, ids)


def tasks(db: Session, person: Person, *, on: date, overdue_only: bool = False) -> list[Task]:
    """Return the cases that wait for a person, the most pressing first.

    A case waits for whoever may move it on, or was asked about it and has not answered.
    """
    found, _ = desk(db, person, on=on)
    return [task for task in found if not overdue_only or _over(task)]


def desk(db: Session, person: Person, *, on: date) -> tuple[list[Task], list[Late]]:
    """Return what waits for a person, and what is late in his scope, from one reading."""
    going = [stage.value for stage in Stage if stage not in ENDS]
    found, behind = [], []
    for case, around in _each(db, CaseWish(stages=going), person):
        days = deadlines(case, around.opinions, on)
        task = _task(db, case, person, around, days)
        found += [task] if task.verbs else []
        over = [day for day in days if day.over]
        if over and case.stage != Stage.DRAFTED:
            behind.append(Late(case, around, days, over[0]))
    return sorted(found, key=_pressing), behind


def reminders(found: Sequence[Task], *, on: date) -> list[Reminder]:
    """Return what reminds of the deadlines of tasks, in their order; those without have none."""
    return [
        Reminder(
            id=f"{task.case.id}-{task.deadline.duty.value}",
            what=f"{task.case.number}（{task.case.title}）{task.deadline.duty.zh}",
            who=task.case.county,
            due_on=task.deadline.due,
            days_left=(task.deadline.due - on).days,
            remind_on=task.deadline.warn_from,
            address=f"/cases/{task.case.id}",
            work="办理",
        )
        for task in found
        if task.deadline is not None
    ]


@dataclass(frozen=True, slots=True)
class Late:
    """A case that is late: what is around it, its open duties, and the one longest late."""

    case: KeptCase
    around: Around
    days: Sequence[Deadline]
    deadline: Deadline


def late(db: Session, person: Person, *, on: date, wish: CaseWish | None = None) -> list[Late]:
    """Return every case in a person's scope that is late, the longest late first.

    Who stands above the county sees what it has not done in time and is to order (条例 art. 35).
    Of `wish` the kind, the county and the text count.
    """
    going = [stage.value for stage in Stage if stage not in (*ENDS, Stage.DRAFTED)]
    listed = []
    for case, around in _each(db, replace(wish or CaseWish(), stages=going), person):
        days = deadlines(case, around.opinions, on)
        if over := [d for d in days if d.over]:
            listed.append(Late(case, around, days, over[0]))
    return sorted(listed, key=lambda one: (one.deadline.due, one.case.number))


def overdue(db: Session, person: Person, *, on: date) -> list[Task]:
    """Return every case in a person's scope that is late, with what he may do about it."""
    return tasks_of(db, late(db, person, on=on), person)


def tasks_of(db: Session, found: Sequence[Late], person: Person) -> list[Task]:
    """Return late cases with what a person may do about each."""
    return [
        Task(one.case, _task(db, one.case, person, one.around, one.days).verbs, one.deadline)
        for one in found
    ]


def _each(db: Session, wish: CaseWish, person: Person) -> Iterator[tuple[KeptCase, Around]]:
    """Yield all cases that match with what is around them: found once, read some at a time."""
    _, ids = worklists.case_ids(db, reach_of(person), replace(wish, limit=EVERY, offset=0))
    for start in range(0, len(ids), CHUNK):
        found = keeping.cases_at(db, ids[start : start + CHUNK])
        around = around_among(db, found, person)
        yield from ((case, around[case.id]) for case in found)


def _over(task: Task) -> bool:
    return task.deadline is not None and task.deadline.over


def _pressing(task: Task) -> tuple[date, str]:
    return (task.deadline.due if task.deadline else date.max, task.case.number)


WAITED_FOR = {
    Stage.DRAFTED: {Part.APPLICANT},
    Stage.RETURNED: {Part.APPLICANT},
    Stage.SUBMITTED: {Part.CLERK},
    Stage.ACCEPTED: {Part.CLERK, Part.REVIEWER},
    Stage.REVIEWED: {Part.APPROVER},
    Stage.APPROVED: {Part.CLERK},
    Stage.REPORTED: {Part.FILING, Part.CLERK},
    Stage.FILING_RETURNED: {Part.CLERK},
    Stage.FILED: {Part.CLERK},
}
"""Whose move it is; withdrawing one's own application is nobody's task."""


def _task(
    db: Session, case: KeptCase, person: Person, around: Around, days: Sequence[Deadline]
) -> Task:
    held = held_by(db, case, person, around)
    verbs = [v for v in held.verbs if v is not Verb.WITHDRAW]
    asked = Verb.OPINE in verbs or Part.DEPARTMENT in held.parts or Part.EXPERT in held.parts
    waits = WAITED_FOR.get(held.stage, set()) | (
        {Part.APPROVER} if held.kind is CaseKind.CORRECTION else set()
    )
    if _from_above(case, person):
        waits &= {Part.APPLICANT, Part.FILING}
    if not waits & held.parts:
        mine = [
            o
            for o in around.opinions
            if o.answer is None and o.organisation_id == person.organisation_id
        ]
        verbs = [v for v in verbs if v in (Verb.OPINE, Verb.ARGUE)] if asked and mine else []
    return Task(case, verbs, days[0] if days else None)


def _from_above(case: KeptCase, person: Person) -> bool:
    """Tell whether a case is the county's business and the person's organisation stands above.

    Nominations for a list go up (鉴定办法); what an organisation took on is its own.
    """
    if case.kind == CaseKind.HERITAGE_LISTING or case.handler_id == person.organisation_id:
        return False
    held = person.division_ids
    return case.county_id not in held and case.province_id in held


def deadlines(case: KeptCase, asked: Sequence[KeptOpinion], on: date) -> tuple[Deadline, ...]:
    """Return the open duties of a case with their days, the earliest due first."""
    limits = procedure_limits()
    days = Days(
        Stage(case.stage),
        submitted_on=case.submitted_on,
        returned_on=case.returned_on,
        accepted_on=case.accepted_on,
        approved_on=case.approved_on,
        reported_on=case.reported_on,
        filed_on=case.filed_on,
        published_on=case.published_on,
        publishes_from_approval=publishes_at_once(case),
        needs_filing=CaseKind(case.kind) not in UNFILED and is_filed(case),
    )
    waiting = [
        opinion_deadline(o.asked_on, o.due_on, on, limits)
        for o in (asked if case.stage == Stage.ACCEPTED else ())
        if o.answer is None and o.due_on is not None
    ]
    found = [*deadlines_of(days, on, limits), *waiting]
    return tuple(sorted(found, key=lambda each: (each.due, each.duty.value)))


def most_urgent(found: Sequence[Deadline]) -> Urgency | None:
    """Return how pressing the most pressing of some duties is, None if there is none."""
    order = list(Urgency)
    return max((d.urgency for d in found), key=order.index, default=None)
