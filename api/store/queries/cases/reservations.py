"""Names held for cases (预留): the database lets no second case have the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.store.locks import RESERVING

COLUMNS = ("item_id", "place_kind", "scope", "scope_id", "part", "key")
"""What a name is held by, item by item."""


@dataclass(frozen=True, slots=True)
class Held:
    """A name that another case holds: by which item it is wanted, which case has it, until when."""

    item_id: int
    number: str
    name: str
    part: str
    until: datetime | None


def one_at_a_time(db: Session, scope_ids: Iterable[int]) -> None:
    """Let no other case be given names in these scopes until this transaction ends.

    Without it two that want the same would find out by a deadlock, which tells nobody why.
    """
    for scope in sorted(set(scope_ids)):
        db.execute(
            text("SELECT pg_advisory_xact_lock(:space, :scope)"),
            {"space": RESERVING, "scope": scope},
        )


def reserve(db: Session, case_id: UUID, rows: Sequence[Mapping[str, Any]], *, days: int) -> bool:
    """Hold names for a case for some days; False if another case holds one of them.

    `rows` have item_id, place_kind, scope, scope_id, part, key.
    """
    if not rows:
        return True
    values: dict[str, Any] = {c: [row[c] for row in rows] for c in COLUMNS}
    try:
        with db.begin_nested():
            db.execute(text(_RESERVE), {**values, "case": case_id, "days": days})
    except IntegrityError as refused:
        if isinstance(refused.orig, errors.ExclusionViolation):
            return False
        raise
    return True


def held_by_others(db: Session, case_id: UUID, rows: Sequence[Mapping[str, Any]]) -> list[Held]:
    """Return which of the wanted names other cases hold now."""
    values: dict[str, Any] = {c: [row[c] for row in rows] for c in COLUMNS}
    found = db.execute(text(_HELD), {**values, "case": case_id}).mappings()
    return [Held(**row) for row in found]


def let_go(db: Session, case_id: UUID) -> int:
    """End what is held for a case as of now; returns how many names that were."""
    return len(db.execute(text(_LET_GO), {"case": case_id}).scalars().all())


def let_go_of(db: Session, item_id: int) -> None:
    """End what is held for one name of a case as of now."""
    db.execute(text(_LET_GO_OF), {"item": item_id})


_WANTED = """
FROM unnest(CAST(:item_id AS bigint[]), CAST(:place_kind AS text[]), CAST(:scope AS text[]),
            CAST(:scope_id AS integer[]), CAST(:part AS text[]), CAST(:key AS text[]))
     AS w(item_id, place_kind, scope, scope_id, part, key)
"""
_RESERVE = (
    """
INSERT INTO name_reservation (case_id, item_id, place_kind, scope, scope_id, part, key, held)
SELECT CAST(:case AS uuid), w.item_id, w.place_kind, w.scope, w.scope_id, w.part, w.key,
       tstzrange(clock_timestamp(), clock_timestamp() + make_interval(days => :days))"""
    + _WANTED
)
_HELD = (
    "SELECT w.item_id, o.number, o.name, w.part, o.until"
    + _WANTED
    + """
CROSS JOIN LATERAL diming_held_elsewhere(
    CAST(:case AS uuid), w.place_kind, w.scope, w.scope_id, w.part, w.key) o
ORDER BY w.item_id, w.part
"""
)
_END = """
UPDATE name_reservation SET held = tstzrange(lower(held), greatest(lower(held), clock_timestamp()))
WHERE held @> clock_timestamp() AND
"""
_LET_GO = _END + " case_id = :case RETURNING id"
_LET_GO_OF = _END + " item_id = :item"
