"""Opinions on cases: of departments, of experts, of the public (意见)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from api.store.tables.case_files import CaseOpinion, Consultation, ConsultationComment


@dataclass(frozen=True, slots=True)
class KeptOpinion:
    """An opinion asked of a department or given by an expert; `answer` is None while waited for."""

    id: UUID
    case_id: UUID
    kind: str
    asked_as: str
    organisation_id: int | None
    asked_of: str
    question: str
    asked_on: date
    due_on: date | None
    answer: str | None
    opinion: str
    person: str
    answered_by: int | None
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class KeptConsultation:
    """A consultation of the public, with how many comments came and how many are unanswered."""

    id: UUID
    case_id: UUID
    title: str
    body: str
    opens_on: date
    closes_on: date
    closed_on: date | None
    summary: str
    case_number: str
    county: str
    comments: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class KeptComment:
    """What somebody of the public said."""

    id: UUID
    consultation_id: UUID
    author: str
    contact: str
    answer: str
    comment: str
    received_at: datetime
    reply: str
    adopted: bool | None
    replied_by: str
    replied_on: date | None


def opinions_of(db: Session, case_id: UUID) -> list[KeptOpinion]:
    """Return the opinions of a case, the first asked first."""
    return opinions_among(db, [case_id]).get(case_id, [])


def opinions_among(db: Session, case_ids: Sequence[UUID]) -> dict[UUID, list[KeptOpinion]]:
    """Return the opinions of many cases in one read, by case, each as `opinions_of` does."""
    columns = [getattr(CaseOpinion, name) for name in KeptOpinion.__slots__]
    asked = select(*columns).where(CaseOpinion.case_id.in_(case_ids))
    found: dict[UUID, list[KeptOpinion]] = {}
    for row in db.execute(asked.order_by(CaseOpinion.asked_on, CaseOpinion.id)).mappings():
        found.setdefault(row["case_id"], []).append(KeptOpinion(**row))
    return found


def opinion_of(db: Session, id: UUID) -> KeptOpinion | None:
    """Return an opinion, or None."""
    columns = [getattr(CaseOpinion, name) for name in KeptOpinion.__slots__]
    row = db.execute(select(*columns).where(CaseOpinion.id == id)).mappings().first()
    return None if row is None else KeptOpinion(**row)


def write_opinion(db: Session, values: Mapping[str, Any]) -> None:
    """Write an opinion; one with an id that is there already is left as it is."""
    db.execute(upsert(CaseOpinion).values(**values).on_conflict_do_nothing())


def answer_opinion(db: Session, id: UUID, values: Mapping[str, Any]) -> bool:
    """Write down what was answered; False if somebody was quicker, and nothing is written."""
    waiting = update(CaseOpinion).where(CaseOpinion.id == id, CaseOpinion.answer.is_(None))
    return bool(db.execute(waiting.values(**values).returning(CaseOpinion.id)).first())


def consultations_of(db: Session, case_id: UUID) -> list[KeptConsultation]:
    """Return the consultations of a case, the first first."""
    found = db.execute(text(_OF_CASE), {"id": case_id}).mappings()
    return [KeptConsultation(**row) for row in found]


def consultation_of(db: Session, id: UUID) -> KeptConsultation | None:
    """Return a consultation, or None."""
    row = db.execute(text(_ONE), {"id": id}).mappings().first()
    return None if row is None else KeptConsultation(**row)


def open_consultations(db: Session, on: date) -> list[KeptConsultation]:
    """Return the consultations that the public can take part in on a day, soonest over first."""
    return [KeptConsultation(**row) for row in db.execute(text(_OPEN), {"on": on}).mappings()]


def write_consultation(db: Session, values: Mapping[str, Any]) -> None:
    """Open a consultation; one with an id that is there already is left as it is."""
    db.execute(upsert(Consultation).values(**values).on_conflict_do_nothing())


def close_consultation(db: Session, id: UUID, on: date, summary: str) -> bool:
    """Close a consultation on a day; False if somebody was quicker, and nothing is written."""
    open_one = update(Consultation).where(Consultation.id == id, Consultation.closed_on.is_(None))
    closed = open_one.values(closed_on=on, summary=summary).returning(Consultation.id)
    return bool(db.execute(closed).first())


def comments_of(db: Session, consultation_id: UUID) -> list[KeptComment]:
    """Return the comments of a consultation, the first first."""
    columns = [getattr(ConsultationComment, name) for name in KeptComment.__slots__]
    asked = select(*columns).where(ConsultationComment.consultation_id == consultation_id)
    found = db.execute(asked.order_by(ConsultationComment.received_at)).mappings()
    return [KeptComment(**row) for row in found]


def write_comment(db: Session, values: Mapping[str, Any]) -> bool:
    """Write a comment; False if one with this id is there already."""
    kept = upsert(ConsultationComment).values(**values).on_conflict_do_nothing()
    return bool(db.execute(kept.returning(ConsultationComment.id)).first())


def reply_to_comment(db: Session, id: UUID, values: Mapping[str, Any]) -> bool:
    """Write down what a comment was answered; False if somebody else has answered it.

    Whoever answered may mend his own answer.
    """
    free = or_(
        ConsultationComment.reply == "", ConsultationComment.replied_by == values["replied_by"]
    )
    asked = update(ConsultationComment).where(ConsultationComment.id == id, free).values(**values)
    return bool(db.execute(asked.returning(ConsultationComment.id)).first())


_CONSULTATION = """
SELECT k.*, diming_case_number(k.case_id) AS case_number,
       coalesce(diming_division_name(diming_case_county(k.case_id), current_date), '') AS county,
       diming_comments(k.id, false) AS comments, diming_comments(k.id, true) AS unanswered
FROM consultation k
"""
_OF_CASE = _CONSULTATION + " WHERE k.case_id = :id ORDER BY k.opens_on, k.id"
_ONE = _CONSULTATION + " WHERE k.id = :id"
_OPEN = (
    _CONSULTATION
    + """ WHERE k.closed_on IS NULL AND k.opens_on <= :on AND k.closes_on >= :on
ORDER BY k.closes_on, k.id"""
)
