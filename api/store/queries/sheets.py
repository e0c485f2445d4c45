"""Versions of register sheets (登记表): of markers and of monuments, the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from api.store.tables.line_archives import MonumentVersion
from api.store.tables.markers import MarkerVersion

Versions = type[MarkerVersion] | type[MonumentVersion]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a sheet: what it says, from which day, on what it rests, by whom."""

    revision: int
    valid_from: date
    sheet: Mapping[str, Any]
    change: Mapping[str, Any]
    report: Mapping[str, Any]
    write_id: UUID
    person: str
    division_code: str
    written_at: datetime


_FIELDS = tuple(KeptVersion.__dataclass_fields__)


def versions_of(db: Session, table: Versions, owner: Any) -> list[KeptVersion]:
    """Return all versions of the sheet of a marker or monument, the first one first."""
    found = db.execute(
        select(*(getattr(table, name) for name in _FIELDS))
        .where(_owner(table) == owner)
        .order_by(table.revision)
    )
    return [KeptVersion(*row) for row in found]


def written_under(db: Session, table: Versions, write_id: UUID) -> tuple[Any, KeptVersion] | None:
    """Return what was written under the client's id, and to what it belongs; None if nothing."""
    row = db.execute(
        select(_owner(table), *(getattr(table, name) for name in _FIELDS)).where(
            table.write_id == write_id
        )
    ).first()
    return None if row is None else (row[0], KeptVersion(*row[1:]))


def add_version(db: Session, table: Versions, owner: Any, **values: object) -> None:
    """Add a version of a sheet."""
    name = "marker_id" if table is MarkerVersion else "monument_id"
    db.execute(insert(table).values(**{name: owner}, **values))


def holding(versions: list[KeptVersion], on: date) -> KeptVersion | None:
    """Return the version that holds on a day: the newest that begins on it or before."""
    return next((one for one in reversed(versions) if one.valid_from <= on), None)


def _owner(table: Versions) -> Any:
    return table.marker_id if table is MarkerVersion else table.monument_id  # type: ignore[union-attr]


def lock(db: Session, what: str) -> None:
    """Let nobody else write the sheet called `what` until this transaction ends."""
    db.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})
