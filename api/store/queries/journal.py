"""Writing the journal (操作日志) and proving that nothing was taken from it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from api.store.tables.trail import Journal


def write_line(
    db: Session,
    *,
    verb: str,
    subject_kind: str,
    subject_id: str,
    clause: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write one journal line in the running transaction; the actor is the transaction's."""
    # inline: it does not ask for the line back, which most writers may not read
    db.execute(
        insert(Journal)
        .inline()
        .values(
            actor=func.coalesce(func.nullif(func.current_setting("diming.actor", True), ""), "?"),
            request_id=func.coalesce(func.current_setting("diming.request_id", True), ""),
            verb=verb,
            subject_kind=subject_kind,
            subject_id=subject_id,
            clause=clause,
            before=before,
            after=after,
        )
    )


def first_broken_line(db: Session) -> int | None:
    """Return the id of the first journal line whose hash does not follow, or None.

    Lines of the running transaction get their place in the chain before.
    """
    db.execute(text("SET CONSTRAINTS journal_numbered IMMEDIATE"))
    found = db.execute(text("SELECT diming_journal_broken()")).scalar()
    return None if found is None else int(found)


def last_line(db: Session) -> tuple[int, bytes] | None:
    """Return the id and the hash of the newest line; None while there is none."""
    row = db.execute(
        select(Journal.id, Journal.hash).order_by(Journal.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (int(row[0]), bytes(row[1] or b""))


def hash_of(db: Session, line: int) -> bytes | None:
    """Return the hash of the line with this id; None if there is no such line."""
    found = db.execute(select(Journal.hash).where(Journal.id == line)).scalar()
    return None if found is None else bytes(found)


def lines_kept(db: Session) -> int:
    """Return how many lines the journal has."""
    return int(db.execute(select(func.count()).select_from(Journal)).scalar_one())


def database_known_as(db: Session) -> str:
    """Return what tells this database from all others, also of other servers: two numbers."""
    asked = text(
        "SELECT s.system_identifier || '-' || d.oid FROM pg_control_system() s, pg_database d"
        " WHERE d.datname = current_database()"
    )
    return str(db.execute(asked).scalar_one())
