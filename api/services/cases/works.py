"""Works on a case with many names (批量办理): asked for, watched, given up.

Reading a table of 2,000 names, checking, submitting, approving, announcing and filing them
take longer than an answer may. Whoever asks is told a number and comes back; a clerk of any
process does the work (`working_off`), in one transaction: until its end nothing of it is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases import deciding, finishing, laying
from api.services.cases.drafting import must_be_drafting
from api.services.cases.holding import Held, allowed, hold, look
from api.services.cases.refusals import Complaint, ListedRefusal, UnknownWork
from api.services.cases.telling import (
    ANNOUNCING,
    CHECKING,
    COLLATING,
    ENTERING,
    FILING,
    PRINTING,
    READING,
    RESERVING,
    WRITING,
)
from api.services.cases.wishes import AnnouncementDraft, Approval
from api.services.examining_files import TABLES, examined, safe_name
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, Refusal, TagMissing
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import works as kept
from api.store.queries.cases.works import KeptWork
from api.store.session import Session
from boundary_data.problems import UnusableInput
from naming.procedure.approvers import Approver
from naming.procedure.words import ENDS, Verb
from rulebook.worded import Worded


class Work(Worded):
    """What is done with all names of a case (批量办理)."""

    FILL = "fill", "读取表格"
    CHECK = "check", "审核"
    SUBMIT = "submit", "提交"
    APPROVE = "approve", "批准"
    REPORT = "report", "报送备案"
    FILE = "file", "备案"
    PUBLISH = "publish", "公告"


PHASES: Mapping[Work, tuple[str, ...]] = {
    Work.FILL: (READING, WRITING),
    Work.CHECK: (CHECKING,),
    Work.SUBMIT: (CHECKING, RESERVING, PRINTING),
    Work.APPROVE: (CHECKING, ENTERING, PRINTING),
    Work.REPORT: (COLLATING, PRINTING),
    Work.FILE: (FILING, ENTERING),
    Work.PUBLISH: (COLLATING, ANNOUNCING, PRINTING),
}
"""The phases of each work in order; the first counts the rows, entering counts them again."""

COUNTED = frozenset({READING, CHECKING, ENTERING})
STEP_OF = {
    Work.SUBMIT: Verb.SUBMIT,
    Work.APPROVE: Verb.APPROVE,
    Work.REPORT: Verb.REPORT,
    Work.FILE: Verb.FILE,
    Work.PUBLISH: Verb.PUBLISH,
}
MANY = 2
"""From so many names on a case is worked on beside the requests."""


@dataclass(frozen=True, slots=True)
class WorkWish:
    """What is to be done: the work, what was filled in for it, the table that was sent."""

    work: Work
    told: Mapping[str, Any] = field(default_factory=dict)
    content: bytes = b""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a work came to nothing: the refusal by name, in Chinese what and what to do."""

    refusal: str
    message: str
    remedy: str = ""
    complaints: Sequence[Complaint] = ()

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Return a refusal as it is kept."""
        name = type(error).__name__
        if isinstance(error, ListedRefusal):
            return cls(name, error.message, error.remedy, error.complaints)
        if isinstance(error, Refusal):
            return cls(name, error.message, error.remedy)
        if isinstance(error, UnusableInput):
            wrong = [Complaint(p.field, p.message, p.remedy) for p in error.problems]
            return cls(name, wrong[0].message if wrong else "", complaints=wrong)
        return cls(name, "")

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "refusal": self.refusal,
            "message": self.message,
            "remedy": self.remedy,
            "complaints": [asdict(one) for one in self.complaints],
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Failure:
        """Return it from JSON."""
        complaints = tuple(Complaint(**one) for one in kept["complaints"])
        return cls(kept["refusal"], kept["message"], kept["remedy"], complaints)


def submission(note: str, tag: str) -> WorkWish:
    """Return the wish to submit a case."""
    return WorkWish(Work.SUBMIT, {"note": note, "tag": tag})


def approval(wish: Approval, tag: str) -> WorkWish:
    """Return the wish to approve a case."""
    told = {**asdict(wish), "approver_type": wish.approver_type.value}
    return WorkWish(Work.APPROVE, {**told, "decided_on": wish.decided_on.isoformat(), "tag": tag})


def reporting(note: str, tag: str) -> WorkWish:
    """Return the wish to send an approval to be filed."""
    return WorkWish(Work.REPORT, {"note": note, "tag": tag})


def filing(number: str, note: str, tag: str) -> WorkWish:
    """Return the wish to file an approval."""
    return WorkWish(Work.FILE, {"number": number, "note": note, "tag": tag})


def announcement(wish: AnnouncementDraft, tag: str) -> WorkWish:
    """Return the wish to announce the names of a case."""
    told = {**asdict(wish), "id": str(wish.id), "channels": list(wish.channels)}
    return WorkWish(Work.PUBLISH, {**told, "tag": tag})


def announcement_of(wish: Mapping[str, Any]) -> AnnouncementDraft:
    """Return the announcement that a wish is about, as it is kept."""
    told = {key: value for key, value in wish.items() if key != "tag"}
    return AnnouncementDraft(**{**told, "id": UUID(told["id"])})


def approval_of(wish: Mapping[str, Any]) -> Approval:
    """Return the approval that a wish is about, as it is kept."""
    told = {key: value for key, value in wish.items() if key != "tag"}
    told["approver_type"] = Approver(told["approver_type"])
    told["decided_on"] = date.fromisoformat(told["decided_on"])
    return Approval(**told)


def table(content: bytes, name: str, tag: str, *, whole: bool) -> WorkWish:
    """Return the wish to take the names of a case from a table."""
    told = {"name": name[:120], "whole": whole, "tag": tag}
    examined(content, safe_name(name), TABLES)
    return WorkWish(Work.FILL, told, content)


def begin(
    db: Session, id: UUID, wish: WorkWish, person: Person, *, tag: str | None, on: date
) -> KeptWork:
    """Put a work down for the clerks; asked twice, the one that is under way is returned.

    Raises:
        UnknownCase: as `look`.
        TagMissing, OtherState: as `hold`; also if somebody else's work is under way.
        NotAllowed, NotYours: as the step itself, or there is nothing to check.
        CaseIncomplete: What was filled in for the step is not enough, or a paper is missing.
    """
    held = look(db, id, person)
    under_way = kept.open_work_of(db, id)
    if under_way is not None and (under_way.work, under_way.account_id) == (
        wish.work,
        person.account_id,
    ):
        return under_way
    if wish.work is Work.CHECK:
        _must_be_open(held)
    else:
        if tag is None:
            raise TagMissing("没有写明所办理的是哪一稿")
        held = hold(db, id, person, tag=tag)
        _must_be_allowed(held, wish.work)
        _must_be_ready(db, held, wish, on)
    return kept.write_work(db, _values(held, wish, on))


def following(db: Session, held: Held, on: date) -> KeptWork:
    """Put down the check that follows when a table was read."""
    return kept.write_work(db, _values(held, WorkWish(Work.CHECK), on))


def _values(held: Held, wish: WorkWish, on: date) -> dict[str, Any]:
    return {
        "case_id": held.case.id,
        "work": wish.work.value,
        "account_id": held.person.account_id,
        "organisation_id": held.person.organisation_id,
        "person": held.person.name,
        "on_day": on,
        "wish": dict(wish.told),
        "content": wish.content or None,
        "rows_total": wish.rows or (0 if wish.work is Work.FILL else held.case.items),
    }


def _must_be_open(held: Held) -> None:
    if held.stage in ENDS:
        raise NotAllowed(f"办件“{held.stage.zh}”，不再审核")
    if not held.parts:
        raise NotYours("审核由申请人或办理人员发起")


def _must_be_allowed(held: Held, work: Work) -> None:
    if work in STEP_OF:
        allowed(held, STEP_OF[work])
    else:
        must_be_drafting(held)


def _must_be_ready(db: Session, held: Held, wish: WorkWish, on: date) -> None:
    """Refuse at once what needs no look at each name: the form is still before who asks."""
    match wish.work:
        case Work.SUBMIT | Work.REPORT:
            items = kept_items.items_of(db, held.case.id, on)
            laying.must_be_complete(db, held.case, items, STEP_OF[wish.work], on=on)
        case Work.APPROVE:
            items = kept_items.items_of(db, held.case.id, on)
            deciding.must_be_ready(db, held, items, approval_of(wish.told), on)
        case Work.PUBLISH:
            told = announcement_of(wish.told)
            organ = told.organ.strip() or held.person.organisation
            finishing.must_be_whole(db, told, organ)


def find(db: Session, case_id: UUID, id: int, person: Person) -> KeptWork:
    """Return a work on a case.

    Raises:
        UnknownCase: as `look`.
        UnknownWork: The case has no such work.
    """
    look(db, case_id, person)
    found = kept.work_of(db, id)
    if found is None or found.case_id != case_id:
        raise UnknownWork(f"该办件没有编号为 {id} 的批量办理")
    return found


def listed(db: Session, case_id: UUID, person: Person) -> list[KeptWork]:
    """Return the works on a case, the latest first.

    Raises:
        UnknownCase: as `look`.
    """
    look(db, case_id, person)
    return kept.works_of(db, case_id)


def give_up(db: Session, case_id: UUID, id: int, person: Person) -> KeptWork:
    """Stop a work that is not over; nothing of it is kept. One that is over stays as it is.

    Raises:
        UnknownCase, UnknownWork: as `find`.
        NotYours: Somebody else began it.
    """
    found = find(db, case_id, id, person)
    if found.account_id != person.account_id:
        raise NotYours(f"这项批量办理由{found.person}发起", "请由发起人停止")
    kept.end(db, found, "failed", Failure("Stopped", "已由发起人停止，没有办理").kept())
    return find(db, case_id, id, person)


def share_done(work: KeptWork) -> float:
    """Return how much of a work is done, 0 to 1: by its phases, and the rows within one."""
    if work.ended_at is not None:
        return 1.0
    phases = PHASES[Work(work.work)]
    if work.phase not in phases:
        return 0.0
    rows = work.rows_done / work.rows_total if work.rows_total else 0.0
    weights = [10.0 if phase in COUNTED else 1.0 for phase in phases]
    at = phases.index(work.phase)
    return (sum(weights[:at]) + weights[at] * min(rows, 1.0)) / sum(weights)
