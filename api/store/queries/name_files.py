"""Tables of names that people sent (批量审核): seated, claimed, carried on, ended, forgotten.

Whoever checks a table holds an advisory lock on it. The server lets go of the lock when the
holder's connection ends, however it ends: a table that is not over and that nobody holds has
been left lying, and anybody may take it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from api.store.locks import NAME_FILES
from api.store.queries.claims import first_free
from api.store.queries.journal import write_line
from api.store.session import Engine
from api.store.tables.name_files import NameFile, NameFilePiece

UPLOAD = "upload"
KIND = "name_file"
SEATING_LOCK_TIMEOUT_MS = 10_000


@dataclass(frozen=True, slots=True)
class FiledTable:
    """A row of `name_file`; `ahead` is how many tables that are not over came before it."""

    id: int
    file_name: str
    mode: str
    on: date
    state: str
    attempts: int
    rows_total: int | None
    rows_done: int
    tally: Mapping[str, Any]
    failure: Mapping[str, Any] | None
    created: datetime
    expires: datetime | None
    ahead: int


def seat(
    db: Session,
    *,
    token_sha256: bytes,
    file_name: str,
    mode: str,
    on: date,
    account_id: int | None,
    organisation_id: int | None,
    visitor: bytes | None,
    pieces: Iterable[bytes],
) -> int:
    """Write a new table down with its file and whose it is, and return its id."""
    db.execute(
        text("SELECT set_config('lock_timeout', :limit, true)"),
        {"limit": str(SEATING_LOCK_TIMEOUT_MS)},
    )
    id = db.execute(
        insert(NameFile)
        .values(
            token_sha256=token_sha256,
            file_name=file_name,
            mode=mode,
            on_day=on,
            account_id=account_id,
            organisation_id=organisation_id,
            visitor=visitor,
        )
        .returning(NameFile.id)
    ).scalar_one()
    size = _keep(db, id, UPLOAD, pieces)
    told = {"file_name": file_name, "mode": mode, "on": on.isoformat(), "bytes": size}
    write_line(db, verb="submit", subject_kind=KIND, subject_id=str(id), after=told)
    return int(id)


def open_count(db: Session) -> int:
    """Return how many tables are waiting or being checked."""
    return int(db.execute(select(func.diming_name_files_waiting(None))).scalar_one())


def find(db: Session, token_sha256: bytes) -> FiledTable | None:
    """Return the table that a token is for, None if there is none or its time is over."""
    before = func.diming_name_files_waiting(NameFile.id)
    row = db.execute(
        select(NameFile, before).where(
            NameFile.token_sha256 == token_sha256,
            func.coalesce(NameFile.expires_at > func.now(), True),
        )
    ).first()
    if row is None:
        return None
    one, ahead = row
    return _filed(one, 0 if one.expires_at else int(ahead))


@contextmanager
def claimed(engine: Engine) -> Iterator[FiledTable | None]:
    """Yield the oldest table that is not over and that nobody holds, held until the end.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
    """
    open_ones = select(NameFile.id).where(NameFile.expires_at.is_(None)).order_by(NameFile.id)
    with first_free(engine, NAME_FILES, open_ones) as free:
        one = None if free is None else free[0].get(NameFile, free[1])
        yield None if one is None or one.expires_at else _filed(one, 0)


def carry_on(db: Session, id: int, **changes: object) -> bool:
    """Write down how far a table is; False if nobody wants it any more."""
    found = db.execute(update(NameFile).where(NameFile.id == id).values(**changes))
    return bool(found.rowcount)  # type: ignore[attr-defined]  # of a cursor result


def end(
    db: Session,
    id: int,
    *,
    state: str,
    kept: timedelta,
    rows_done: int,
    tally: Mapping[str, Any],
    failure: Mapping[str, Any] | None = None,
    results: Mapping[str, Iterable[bytes]] | None = None,
) -> None:
    """Write down what a table came to; the file that was sent is deleted."""
    values = {"state": state, "rows_done": rows_done, "tally": tally, "failure": failure}
    if not carry_on(db, id, **values, expires_at=func.now() + kept):
        return  # discarded in the meantime
    for form, pieces in (results or {}).items():
        _keep(db, id, form, pieces)
    db.execute(
        delete(NameFilePiece).where(NameFilePiece.name_file_id == id, NameFilePiece.form == UPLOAD)
    )
    reason = failure["reason"] if failure else ""
    told = {"state": state, "rows": rows_done, "reason": reason}
    write_line(db, verb="end", subject_kind=KIND, subject_id=str(id), after=told)


def discard(db: Session, token_sha256: bytes) -> bool:
    """Delete the table that a token is for, with its files; False if there is none."""
    gone = db.execute(
        delete(NameFile).where(NameFile.token_sha256 == token_sha256).returning(NameFile.id)
    ).scalars()
    return _noted(db, "discard", gone.all())


def expire(db: Session, most_kept: int) -> bool:
    """Delete the tables whose time is over, and the oldest above `most_kept`."""
    spare = (
        select(NameFile.id)
        .where(NameFile.expires_at.is_not(None))
        .order_by(NameFile.id.desc())
        .offset(most_kept)
    )
    gone = db.execute(
        delete(NameFile)
        .where((NameFile.expires_at <= func.now()) | NameFile.id.in_(spare))
        .returning(NameFile.id)
    ).scalars()
    return _noted(db, "expire", gone.all())


def pieces_of(db: Session, id: int, form: str) -> Iterator[bytes]:
    """Yield a file piece by piece, nothing if there is none."""
    no = 0
    while True:
        piece = db.execute(
            select(NameFilePiece.bytes).where(
                NameFilePiece.name_file_id == id,
                NameFilePiece.form == form,
                NameFilePiece.no == no,
            )
        ).scalar()
        if piece is None:
            return
        yield piece
        no += 1


def _keep(db: Session, id: int, form: str, pieces: Iterable[bytes]) -> int:
    size = 0
    for no, piece in enumerate(pieces):
        db.execute(insert(NameFilePiece).values(name_file_id=id, form=form, no=no, bytes=piece))
        size += len(piece)
    return size


def _noted(db: Session, verb: str, ids: Iterable[int]) -> bool:
    ids = sorted(ids)
    for id in ids:
        write_line(db, verb=verb, subject_kind=KIND, subject_id=str(id))
    return bool(ids)


def _filed(one: NameFile, ahead: int) -> FiledTable:
    return FiledTable(
        id=one.id,
        file_name=one.file_name,
        mode=one.mode,
        on=one.on_day,
        state=one.state,
        attempts=one.attempts,
        rows_total=one.rows_total,
        rows_done=one.rows_done,
        tally=one.tally,
        failure=one.failure,
        created=one.created_at,
        expires=one.expires_at,
        ahead=ahead,
    )
