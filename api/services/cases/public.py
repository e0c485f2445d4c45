"""What anybody may ask: how far a case is, by number and code; announcements; consultations."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.services.cases.drafting import hashed
from api.services.cases.hearing import Answer
from api.services.cases.reading import deadlines
from api.services.cases.refusals import (
    CaseIncomplete,
    Complaint,
    UnknownAnnouncement,
    UnknownConsultation,
    WrongCode,
)
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping, opinions, outcomes
from api.store.queries.cases.keeping import KeptCase, KeptStep
from api.store.queries.cases.opinions import KeptConsultation
from api.store.queries.cases.outcomes import KeptAnnouncement
from api.store.queries.journal import write_line
from api.store.session import Session
from api.store.standing import hold_case_code
from naming.procedure.deadlines import Deadline
from naming.procedure.words import Verb

TOLD = frozenset(
    {
        *(Verb.SUBMIT, Verb.ACCEPT, Verb.RETURN, Verb.REVIEW, Verb.APPROVE, Verb.REFUSE),
        *(Verb.WITHDRAW, Verb.REPORT, Verb.FILE, Verb.PUBLISH),
    }
)
"""Steps that an applicant is told of."""

REASONS_TOLD = frozenset({Verb.RETURN, Verb.REFUSE})


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """How far a case is, as its applicant is told."""

    case: KeptCase
    names: Sequence[str]
    steps: Sequence[KeptStep]
    deadlines: Sequence[Deadline]
    announcement: KeptAnnouncement | None


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A consultation with the names that it is about."""

    consultation: KeptConsultation
    items: Sequence[dict[str, object]]


def status(db: Session, number: str, code: str, *, on: date) -> CaseStatus:
    """Return how far a case is, to whoever has its number and its code.

    Raises:
        WrongCode: There is no such case, or the code is another one; it is not told which.
    """
    hold_case_code(db, hashed(code))
    case = keeping.case_numbered(db, number.strip())
    kept = case.code_sha256 if case is not None else b""
    if not hmac.compare_digest(kept, hashed(code)) or case is None:
        raise WrongCode("没有这个办件，或查询码不对")
    steps = [_told(step) for step in keeping.steps_of(db, case.id) if step.verb in TOLD]
    items = kept_items.items_of(db, case.id, on, limit=20)
    names = [item.name for item in items]
    days = deadlines(case, opinions.opinions_of(db, case.id), on)
    return CaseStatus(case, names, steps, days, outcomes.announcement_of(db, case.id))


def _told(step: KeptStep) -> KeptStep:
    """Return a step without who took it; why something was returned or refused is told."""
    note = step.note if step.verb in REASONS_TOLD else ""
    return KeptStep(
        **{
            **{name: getattr(step, name) for name in KeptStep.__slots__},
            "person": "",
            "account_id": 0,
            "note": note,
        }
    )


def announcements(
    db: Session, *, county: str | None, limit: int, offset: int
) -> tuple[int, list[KeptAnnouncement]]:
    """Return how many announcements there are, and a page of them, the newest first."""
    return outcomes.announcements(db, county=county, limit=limit, offset=offset)


def announcement(db: Session, id: UUID) -> KeptAnnouncement:
    """Return an announcement.

    Raises:
        UnknownAnnouncement: There is none with this id.
    """
    found = outcomes.announcement_of(db, id)
    if found is None:
        raise UnknownAnnouncement(f"没有编号为 {id} 的公告")
    return found


def open_consultations(db: Session, *, on: date) -> list[OpenConsultation]:
    """Return the consultations that anybody may take part in today."""
    return [_with_items(db, one, on) for one in opinions.open_consultations(db, on)]


def consultation(db: Session, id: UUID, *, on: date) -> OpenConsultation:
    """Return a consultation that has begun.

    Raises:
        UnknownConsultation: There is none with this id, or it has not begun.
    """
    found = opinions.consultation_of(db, id)
    if found is None or found.opens_on > on:
        raise UnknownConsultation(f"没有编号为 {id} 的公众意见征求")
    return _with_items(db, found, on)


def _with_items(db: Session, one: KeptConsultation, on: date) -> OpenConsultation:
    items = kept_items.items_of(db, one.case_id, on)
    told: list[dict[str, object]] = [
        {
            "name": item.name,
            "former_name": item.former_name,
            "place_type": item.place_type,
            "division": item.division,
            "location": item.location,
            "starts_at": item.details.get("starts_at", ""),
            "ends_at": item.details.get("ends_at", ""),
            "course": item.details.get("course", ""),
            "length_m": item.length_m,
            "reason": item.reason,
        }
        for item in items
        if item.state != "struck"
    ]
    return OpenConsultation(one, told)


def comment(
    db: Session,
    consultation_id: UUID,
    id: UUID,
    *,
    author: str,
    contact: str,
    answer: Answer,
    text: str,
    on: date,
) -> bool:
    """Take in what somebody says of a consultation; False if it was taken in before.

    Raises:
        UnknownConsultation: There is none open with this id.
        CaseIncomplete: Nothing is said.
    """
    found = opinions.consultation_of(db, consultation_id)
    if found is None or found.closed_on or not found.opens_on <= on <= found.closes_on:
        raise UnknownConsultation("没有这次公众意见征求，或已不在征求期内")
    if not text.strip():
        raise CaseIncomplete("没有写意见", "请填写 comment", [Complaint("comment", "意见是空的")])
    fresh = opinions.write_comment(
        db,
        {
            "id": id,
            "consultation_id": consultation_id,
            "author": author,
            "contact": contact,
            "answer": answer.value,
            "comment": text,
        },
    )
    if fresh:
        write_line(
            db,
            verb="comment",
            subject_kind="consultation",
            subject_id=str(consultation_id),
            after={"id": str(id), "answer": answer.value},
        )
    return fresh
