"""Works on cases (批量办理): asked for, claimed, told of, ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from api.store.locks import CASE_WORKS
from api.store.queries.claims import first_free
from api.store.queries.journal import write_line
from api.store.session import Engine
from api.store.tables.case_works import CaseWork

DOING = "case_work"
"""Where a session notes which work it does."""

KIND = "naming_case"


@dataclass(frozen=True, slots=True)
class KeptWork:
    """A work on a case, without the table that was sent."""

    id: int
    case_id: UUID
    work: str
    account_id: int
    organisation_id: int
    person: str
    on_day: date
    wish: Mapping[str, Any]
    state: str
    attempts: int
    phase: str
    rows_total: int
    rows_done: int
    outcome: Mapping[str, Any]
    created_at: datetime
    ended_at: datetime | None


_COLUMNS = tuple(getattr(CaseWork, name) for name in KeptWork.__slots__)


def write_work(db: Session, values: Mapping[str, Any]) -> KeptWork:
    """Put down a work that is asked for, and its line in the journal."""
    row = db.execute(insert(CaseWork).values(**values).returning(*_COLUMNS)).mappings().one()
    kept = KeptWork(**row)
    told = {"work": kept.work, "id": kept.id, "rows": kept.rows_total}
    write_line(db, verb="begin_work", subject_kind=KIND, subject_id=str(kept.case_id), after=told)
    return kept


def work_of(db: Session, id: int) -> KeptWork | None:
    """Return a work, or None."""
    row = db.execute(select(*_COLUMNS).where(CaseWork.id == id)).mappings().first()
    return None if row is None else KeptWork(**row)


def works_of(db: Session, case_id: UUID) -> list[KeptWork]:
    """Return the works on a case, the latest first."""
    asked = select(*_COLUMNS).where(CaseWork.case_id == case_id).order_by(CaseWork.id.desc())
    return [KeptWork(**row) for row in db.execute(asked).mappings()]


def open_work_of(db: Session, case_id: UUID) -> KeptWork | None:
    """Return the work on a case that is not over, or None; the one that `db` does is none."""
    asked = select(*_COLUMNS).where(
        CaseWork.case_id == case_id,
        CaseWork.ended_at.is_(None),
        CaseWork.id != db.info.get(DOING, 0),
    )
    row = db.execute(asked).mappings().first()
    return None if row is None else KeptWork(**row)


def content_of(db: Session, id: int) -> bytes:
    """Return the table that was sent with a work, empty if there is none."""
    return db.execute(select(CaseWork.content).where(CaseWork.id == id)).scalar() or b""


@contextmanager
def claimed(engine: Engine) -> Iterator[KeptWork | None]:
    """Yield the oldest work that is not over and that nobody does, held until the end.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
    """
    open_ones = select(CaseWork.id).where(CaseWork.ended_at.is_(None)).order_by(CaseWork.id)
    with first_free(engine, CASE_WORKS, open_ones) as free:
        one = None if free is None else work_of(*free)
        yield None if one is None or one.ended_at else one


def carry_on(db: Session, id: int, **changes: object) -> bool:
    """Write down how far a work is; False if it was given up in the meantime."""
    asked = update(CaseWork).where(CaseWork.id == id, CaseWork.ended_at.is_(None))
    return bool(db.execute(asked.values(**changes)).rowcount)  # type: ignore[attr-defined]  # of a cursor result


def end(db: Session, work: KeptWork, state: str, outcome: Mapping[str, Any]) -> bool:
    """Write down what a work came to, in the transaction of what it changed; False as above."""
    ended = {"state": state, "outcome": outcome, "content": None, "ended_at": func.now()}
    done = {"rows_done": CaseWork.rows_total} if state == "done" else {}
    if not carry_on(db, work.id, **ended, **done):
        return False
    told = {"work": work.work, "id": work.id, "state": state}
    told |= {key: outcome[key] for key in ("counts", "refusal") if key in outcome}
    write_line(db, verb="end_work", subject_kind=KIND, subject_id=str(work.case_id), after=told)
    return True
