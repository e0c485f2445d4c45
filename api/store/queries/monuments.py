"""Culture markers and covenant steles (文化标志、公约碑) of a line in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from geoalchemy2 import WKTElement
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from api.store.queries.sheets import add_version
from api.store.tables.base import SRID
from api.store.tables.line_archives import BoundaryMonument, MonumentVersion


@dataclass(frozen=True, slots=True)
class KeptMonument:
    """A monument, what is known of it on a day, and its newest revision."""

    id: UUID
    line_code: str
    kind: str
    revision: int
    sheet: Mapping[str, Any]


def monuments_of(
    db: Session, line_code: str, on: date, *, kind: str | None = None
) -> list[KeptMonument]:
    """Return the monuments of a line on a day, by kind and name."""
    values = {"code": line_code, "on": on, "kind": kind, "id": None}
    return [KeptMonument(**row) for row in db.execute(text(_MONUMENTS), values).mappings()]


def monument_of(db: Session, id: UUID, on: date) -> KeptMonument | None:
    """Return a monument on a day, or None."""
    values = {"code": None, "on": on, "kind": None, "id": id}
    row = db.execute(text(_MONUMENTS), values).mappings().first()
    return None if row is None else KeptMonument(**row)


def enter(db: Session, id: UUID, line_id: int, kind: str) -> None:
    """Enter a new monument."""
    db.execute(insert(BoundaryMonument).values(id=id, line_id=line_id, kind=kind))


def add(db: Session, id: UUID, lon: float, lat: float, **values: object) -> None:
    """Add a version of what is known of a monument."""
    place = WKTElement(f"POINT({lon!r} {lat!r})", srid=SRID)
    add_version(db, MonumentVersion, id, geom=place, **values)


_MONUMENTS = """
SELECT m.id, l.code AS line_code, m.kind, v.sheet,
       (SELECT max(w.revision) FROM boundary_monument_version w WHERE w.monument_id = m.id)
           AS revision
FROM boundary_monument m
JOIN boundary_line l ON l.id = m.line_id
JOIN LATERAL (
    SELECT v.sheet FROM boundary_monument_version v
    WHERE v.monument_id = m.id AND v.valid_from <= CAST(:on AS date)
    ORDER BY v.revision DESC LIMIT 1
) v ON true
WHERE (CAST(:code AS text) IS NULL OR l.code = :code)
  AND (CAST(:kind AS text) IS NULL OR m.kind = :kind)
  AND (CAST(:id AS uuid) IS NULL OR m.id = :id)
ORDER BY m.kind, v.sheet ->> 'name', m.id
"""
