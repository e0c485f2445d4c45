"""Changing a line (界线变更): what stands on a day, which lines run where, the kept change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.loading.coverages import ewkb


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line by its best version of a day; `top` is the highest level of its coverage."""

    line_id: int
    code: str
    name: str
    level: int
    version_id: int
    coverage_id: int
    approved: bool
    status: str
    begins: date
    top: int


@dataclass(frozen=True, slots=True)
class AlongArc:
    """A line of the coverage that runs along an arc on a day."""

    arc_id: int
    line_id: int
    code: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class MarkerThere:
    """A marker with its position of a day (EPSG:4490)."""

    line_id: int
    line_name: str
    number: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change that was published."""

    id: UUID
    line_code: str
    document: str
    approved_on: date
    valid_from: date
    person: str
    digest: str
    report: Mapping[str, Any]
    recorded_at: datetime


def standing_line(db: Session, code: str, on: date) -> StandingLine | None:
    """Return the line `code` as it stands on a day, or None if none does."""
    row = db.execute(text(_STANDING), {"code": code, "on": on}).mappings().first()
    return None if row is None else StandingLine(**row)


def walk_of(db: Session, version: int) -> list[tuple[int, bool]]:
    """Return the arcs of a version in order, each with its direction."""
    rows = db.execute(
        text("SELECT arc_id, forward FROM boundary_line_arc WHERE version_id = :v ORDER BY seq"),
        {"v": version},
    )
    return [(int(arc), bool(forward)) for arc, forward in rows]


def lines_along(db: Session, coverage: int, on: date, arcs: Iterable[int]) -> list[AlongArc]:
    """Return the lines of a coverage that run along `arcs` on a day, the highest level first."""
    values = {"coverage": coverage, "on": on, "arcs": sorted(set(arcs))}
    return [AlongArc(**row) for row in db.execute(text(_ALONG), values).mappings()]


def end_arcs(db: Session, arcs: Sequence[int], day: date) -> None:
    """Say of arcs that they are part of their coverage up to, not including, `day`."""
    statement = "UPDATE arc SET valid = daterange(lower(valid), :day) WHERE id = ANY(:arcs)"
    db.execute(text(statement), {"arcs": list(arcs), "day": day})


def markers_of(db: Session, lines: Iterable[int], on: date) -> list[MarkerThere]:
    """Return the markers of lines with their positions of a day."""
    values = {"lines": sorted(set(lines)), "on": on}
    return [MarkerThere(**row) for row in db.execute(text(_MARKERS), values).mappings()]


def division_names(db: Session, divisions: Iterable[int], on: date) -> dict[int, str]:
    """Return the names that divisions have on a day."""
    values = {"ids": sorted(set(divisions)), "on": on}
    return {int(id): str(name) for id, name in db.execute(text(_NAMES), values)}


def keep_change(db: Session, row: Mapping[str, Any], proposed: BaseGeometry) -> None:
    """Keep a published change; `row` has the columns of `line_change` but the geometry."""
    report = json.dumps(row["report"], ensure_ascii=False)
    db.execute(text(_KEEP), {**row, "report": report, "proposed": ewkb(proposed)})


def change_of(db: Session, id: UUID) -> KeptChange | None:
    """Return the change with this id, or None."""
    row = db.execute(text(_CHANGE), {"id": id, "code": None}).mappings().first()
    return None if row is None else KeptChange(**row)


def changes_of(db: Session, code: str) -> list[KeptChange]:
    """Return the changes of the line `code`, the newest first."""
    found = db.execute(text(_CHANGE), {"id": None, "code": code}).mappings()
    return [KeptChange(**row) for row in found]


def course_of(db: Session, version: int) -> BaseGeometry:
    """Return a version as one geometry in its direction (EPSG:4490)."""
    shape = db.execute(
        text("SELECT ST_AsBinary(diming_line_shape(:version))"), {"version": version}
    ).scalar_one()
    return shapely.from_wkb(bytes(shape))


_STANDING = """
SELECT v.line_id, v.code, v.name, v.level, v.version_id, v.coverage_id, v.approved, v.status,
       (SELECT lower(w.valid) FROM boundary_line_version w WHERE w.id = v.version_id) AS begins,
       (SELECT min(a.level) FROM division_area a
        WHERE a.coverage_id = v.coverage_id AND upper_inf(a.recorded)) AS top
FROM diming_lines_on(:on) v WHERE v.code = :code
"""

_ALONG = """
SELECT la.arc_id, l.id AS line_id, l.code, l.name, l.level
FROM boundary_line_arc la
JOIN boundary_line_version v ON v.id = la.version_id AND v.coverage_id = :coverage
     AND v.valid @> CAST(:on AS date) AND upper_inf(v.recorded)
JOIN boundary_line l ON l.id = v.line_id
WHERE la.arc_id = ANY(:arcs) ORDER BY l.level, l.code, la.arc_id
"""

_MARKERS = """
SELECT l.id AS line_id, l.name AS line_name, m.number, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat
FROM marker m JOIN boundary_line l ON l.id = m.line_id
JOIN marker_position p ON p.marker_id = m.id AND diming_holds(p.valid, p.recorded, :on, NULL)
WHERE l.id = ANY(:lines) ORDER BY l.code, m.number
"""

_NAMES = """
SELECT division_id, name FROM division_name
WHERE division_id = ANY(:ids) AND diming_holds(valid, recorded, :on, NULL)
"""

_KEEP = """
INSERT INTO line_change (id, line_id, coverage_id, delivery_id, document, approved_on, valid_from,
                         person, digest, proposed, report)
VALUES (:id, :line_id, :coverage_id, :delivery_id, :document, :approved_on, :valid_from, :person,
        :digest, ST_GeomFromEWKB(:proposed), CAST(:report AS jsonb))
"""

_CHANGE = """
SELECT c.id, l.code AS line_code, c.document, c.approved_on, c.valid_from, c.person, c.digest,
       c.report, c.recorded_at
FROM line_change c JOIN boundary_line l ON l.id = c.line_id
WHERE c.id = :id OR l.code = :code ORDER BY c.recorded_at DESC
"""
