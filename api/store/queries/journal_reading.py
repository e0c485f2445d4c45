"""Reading the journal (操作日志): lines by who, what and when, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.store.tables.trail import Journal


@dataclass(frozen=True, slots=True)
class LineWish:
    """Which lines are asked for; empty or None asks for all. Days are whole, in China."""

    actor: str = ""
    verb: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: who did what to what, when, under which clause; `hash` ends the chain so far."""

    id: int
    at: datetime
    actor: str
    verb: str
    subject_kind: str
    subject_id: str
    clause: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    request_id: str
    hash: bytes


COLUMNS = (
    Journal.id,
    Journal.at,
    Journal.actor,
    Journal.verb,
    Journal.subject_kind,
    Journal.subject_id,
    Journal.clause,
    Journal.before,
    Journal.after,
    Journal.request_id,
    Journal.hash,
)


def lines_like(db: Session, wish: LineWish, *, limit: int, offset: int) -> list[JournalLine]:
    """Return a page of the lines that the session may read, the newest first."""
    found = db.execute(_wanted(wish).limit(limit).offset(offset))
    return [JournalLine(*row) for row in found]


def all_lines_like(db: Session, wish: LineWish, *, most: int) -> Iterator[JournalLine]:
    """Yield the newest `most` lines that the session may read, without holding them all."""
    found = db.execute(_wanted(wish).limit(most), execution_options={"yield_per": 1000})
    for row in found:
        yield JournalLine(*row)


def words_used(db: Session) -> tuple[list[str], list[str]]:
    """Return the verbs and the kinds of subjects in the lines that the session may read."""
    verbs = db.execute(select(Journal.verb).distinct().order_by(Journal.verb)).scalars()
    kinds = db.execute(select(Journal.subject_kind).distinct().order_by(Journal.subject_kind))
    return list(verbs), list(kinds.scalars())


def _wanted(wish: LineWish) -> Select[Any]:
    wanted = select(*COLUMNS).order_by(Journal.id.desc())
    for column, word in (
        (Journal.actor, wish.actor),
        (Journal.verb, wish.verb),
        (Journal.subject_kind, wish.subject_kind),
        (Journal.subject_id, wish.subject_id),
    ):
        if word:
            wanted = wanted.where(column == word)
    day = func.timezone("Asia/Shanghai", Journal.at)
    if wish.since is not None:
        wanted = wanted.where(day >= wish.since)
    if wish.until is not None:
        wanted = wanted.where(day < wish.until + timedelta(days=1))
    return wanted
