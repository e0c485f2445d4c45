"""Audits of counties beside the requests (地名问题核查): asked for, claimed, told of, ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, type_coerce, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from api.store.locks import PROGRAMME_AUDITS
from api.store.queries.claims import first_free
from api.store.queries.journal import write_line
from api.store.session import Engine
from api.store.tables.programme_audits import ProgrammeAudit

KIND = "programme_audit"


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """An audit; `counties` have code and name, `results` also names, found, gone and open."""

    id: int
    account_id: int
    organisation_id: int
    person: str
    organisation: str
    on_day: date
    counties: Sequence[Mapping[str, str]]
    results: Sequence[Mapping[str, Any]]
    state: str
    attempts: int
    failure: str
    created_at: datetime
    ended_at: datetime | None


_COLUMNS = tuple(getattr(ProgrammeAudit, name) for name in KeptAudit.__slots__)


def write_audit(db: Session, values: Mapping[str, Any]) -> KeptAudit:
    """Put down an audit that is asked for, and its line in the journal."""
    row = db.execute(insert(ProgrammeAudit).values(**values).returning(*_COLUMNS)).mappings().one()
    kept = KeptAudit(**row)
    told = {"counties": [one["code"] for one in kept.counties]}
    write_line(db, verb="begin_work", subject_kind=KIND, subject_id=str(kept.id), after=told)
    return kept


def audit_of(db: Session, id: int) -> KeptAudit | None:
    """Return an audit, or None."""
    row = db.execute(select(*_COLUMNS).where(ProgrammeAudit.id == id)).mappings().first()
    return None if row is None else KeptAudit(**row)


def audits(db: Session, *, county: str = "", limit: int) -> list[KeptAudit]:
    """Return the audits, the latest first; with `county` those that looked, or will, through it."""
    asked = select(*_COLUMNS).order_by(ProgrammeAudit.id.desc()).limit(limit)
    if county:
        asked = asked.where(ProgrammeAudit.counties.contains([{"code": county}]))
    return [KeptAudit(**row) for row in db.execute(asked).mappings()]


def open_audit_of(db: Session, organisation_id: int) -> KeptAudit | None:
    """Return the audit of an organisation that is not over, or None."""
    asked = select(*_COLUMNS).where(
        ProgrammeAudit.organisation_id == organisation_id, ProgrammeAudit.ended_at.is_(None)
    )
    row = db.execute(asked).mappings().first()
    return None if row is None else KeptAudit(**row)


@contextmanager
def claimed(engine: Engine) -> Iterator[KeptAudit | None]:
    """Yield the oldest audit that is not over and that nobody does, held until the end.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
    """
    open_ones = (
        select(ProgrammeAudit.id)
        .where(ProgrammeAudit.ended_at.is_(None))
        .order_by(ProgrammeAudit.id)
    )
    with first_free(engine, PROGRAMME_AUDITS, open_ones) as free:
        one = None if free is None else audit_of(*free)
        yield None if one is None or one.ended_at else one


def carry_on(db: Session, id: int, **changes: object) -> bool:
    """Write down how far an audit is; False if it was given up in the meantime."""
    asked = update(ProgrammeAudit).where(ProgrammeAudit.id == id, ProgrammeAudit.ended_at.is_(None))
    return bool(db.execute(asked.values(**changes)).rowcount)  # type: ignore[attr-defined]  # of a cursor result


def add_result(db: Session, id: int, result: Mapping[str, Any]) -> bool:
    """Write down what was found in a county, with its issues; False as above."""
    more = ProgrammeAudit.results.op("||")(type_coerce([dict(result)], JSONB))
    return carry_on(db, id, results=more, attempts=0)


def end(db: Session, id: int, state: str, failure: str = "") -> bool:
    """Write down that an audit is over, with its line in the journal; False as above."""
    if not carry_on(db, id, state=state, failure=failure, ended_at=func.now()):
        return False
    told = {"state": state} | ({"failure": failure} if failure else {})
    write_line(db, verb="end_work", subject_kind=KIND, subject_id=str(id), after=told)
    return True
