"""Publishing (发布): areas and lines of a coverage, as a difference to what is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from api.store.loading.coverages import hex_ewkb, next_ids
from api.store.loading.facts import Stamp
from api.store.loading.moves import before_moving, remember_moves
from api.store.loading.staging import copy_rows

SAME_AREA_M2 = 0.01


@dataclass(frozen=True, slots=True)
class Area:
    """The area of a division for a period (half-open; None: goes on), EPSG:4490."""

    division_id: int
    level: int
    begins: date
    ends: date | None
    area_m2: float
    geom: BaseGeometry
    label_point: BaseGeometry

    @property
    def key(self) -> tuple[int, int, date, date | None]:
        """Return what tells it from the other areas of its coverage."""
        return (self.division_id, self.level, self.begins, self.ends)


@dataclass(frozen=True, slots=True)
class LineVersion:
    """The course of a line for a period: arc ids in order, each with its direction.

    `document` approved this line; empty where that of the publication did.
    """

    line_id: int
    begins: date
    ends: date | None
    arcs: tuple[tuple[int, bool], ...]
    length_m: float
    document: str = ""

    @property
    def key(self) -> tuple[int, date, date | None, frozenset[int]]:
        """Return what tells it from the other versions of its coverage."""
        return (self.line_id, self.begins, self.ends, frozenset(arc for arc, _ in self.arcs))


@dataclass(frozen=True, slots=True)
class VersionCard:
    """What every version of a publication bears."""

    coverage_id: int
    status: str
    approved: bool
    document: str
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class LineApproval:
    """The document that changed lines, and the delivery under which it is kept."""

    document: str
    delivery_id: int


@dataclass(frozen=True, slots=True)
class _About:
    """What one version bears: document, delivery, accuracy, day of the last inspection."""

    document: str
    delivery_id: int | None
    accuracy_m: float | None
    last_inspected_on: date | None


def publish_areas(db: Session, coverage: int, areas: Sequence[Area], stamp: Stamp) -> int:
    """Make `areas` the published ones of the coverage; return how many are new or changed."""
    rows = db.execute(text(_AREAS), {"coverage": coverage})
    known = {(r.division_id, r.level, r.begins, r.ends): (r.id, r.area_m2) for r in rows}
    wanted = {area.key: area for area in areas}
    kept = {
        key
        for key, area in wanted.items()
        if key in known and abs(known[key][1] - area.area_m2) < SAME_AREA_M2
    }
    _close(db, "division_area", [i for key, (i, _) in known.items() if key not in kept], stamp)
    new = [area for key, area in wanted.items() if key not in kept]
    columns = ("division_id", "coverage_id", "level", "area_m2", "geom", "label_point")
    copy_rows(
        db,
        "division_area",
        (*columns, "valid", "recorded"),
        (_area_row(area, coverage, stamp) for area in new),
    )
    return len(new)


def _area_row(area: Area, coverage: int, stamp: Stamp) -> tuple[object, ...]:
    shapes = (hex_ewkb(area.geom), hex_ewkb(area.label_point))
    days = (period(area.begins, area.ends), f'["{stamp.moment}",)')
    return (area.division_id, coverage, area.level, area.area_m2, *shapes, *days)


def period(begins: date, ends: date | None) -> str:
    """Return a half-open range of days as COPY takes it."""
    return f"[{begins},{ends or ''})"


def lines_of(db: Session) -> dict[tuple[int, int], int]:
    """Return the id of the line between each pair of divisions."""
    rows = db.execute(text("SELECT left_division_id, right_division_id, id FROM boundary_line"))
    return {(int(left), int(right)): int(line) for left, right, line in rows}


def codes_of_lines(db: Session) -> set[str]:
    """Return all line codes in use."""
    return set(db.execute(text("SELECT code FROM boundary_line")).scalars())


def division_words(db: Session, divisions: Sequence[int]) -> dict[int, Any]:
    """Return name (the last known) and codes `nbs`, `mca` of each division."""
    rows = db.execute(text(_WORDS), {"divisions": list(divisions)})
    return {int(row.id): row for row in rows}


def enter_lines(
    db: Session, lines: Iterable[tuple[str, str, int, int, int]], stamp: Stamp
) -> dict[tuple[int, int], int]:
    """Enter lines (code, name, level, left, right); return the id of each pair."""
    rows = list(lines)
    ids = next_ids(db, "boundary_line", len(rows))
    columns = ("id", "code", "name", "level", "left_division_id", "right_division_id")
    copy_rows(
        db,
        "boundary_line",
        (*columns, "delivery_id"),
        ((i, *row, stamp.delivery_id) for i, row in zip(ids, rows, strict=True)),
    )
    return {(row[3], row[4]): i for i, row in zip(ids, rows, strict=True)}


def publish_lines(
    db: Session,
    card: VersionCard,
    versions: Sequence[LineVersion],
    stamp: Stamp,
    changed_by: LineApproval | None = None,
) -> int:
    """Make `versions` the published ones of the coverage; return how many are new.

    A version that follows the same arcs as one that is superseded keeps what that one bore,
    for it is the same line in another period. Any other bears `changed_by`, or the card's.
    """
    rows = list(db.execute(text(_VERSIONS), {"coverage": card.coverage_id}))
    known = {(r.line_id, r.begins, r.ends, frozenset(r.arcs)): r for r in rows}
    wanted = {version.key: version for version in versions}
    gone = [int(row.id) for key, row in known.items() if key not in wanted]
    _close(db, "boundary_line_version", gone, stamp)
    new = [version for key, version in wanted.items() if key not in known]
    about = {version.key: _about(version, rows, card, stamp, changed_by) for version in new}
    ids = next_ids(db, "boundary_line_version", len(new))
    columns = ("id", "line_id", "coverage_id", "status", "approved", "document", "accuracy_m")
    more = ("length_m", "last_inspected_on", "valid", "recorded", "delivery_id")
    copy_rows(
        db,
        "boundary_line_version",
        (*columns, *more),
        (
            _version_row(i, version, card, about[version.key], stamp)
            for i, version in zip(ids, new, strict=True)
        ),
    )
    copy_rows(
        db,
        "boundary_line_arc",
        ("version_id", "seq", "arc_id", "forward"),
        (
            (i, seq, arc, forward)
            for i, version in zip(ids, new, strict=True)
            for seq, (arc, forward) in enumerate(version.arcs, start=1)
        ),
    )
    return len(new)


def _about(
    version: LineVersion,
    rows: Sequence[Any],
    card: VersionCard,
    stamp: Stamp,
    changed_by: LineApproval | None,
) -> _About:
    mine = [row for row in rows if row.line_id == version.line_id]
    arcs = {arc for arc, _ in version.arcs}
    same = [row for row in mine if set(row.arcs) == arcs]
    met = [row for row in mine if row.begins <= version.begins]
    inspected = max((r.last_inspected_on for r in met if r.last_inspected_on), default=None)
    if same:
        one = same[0]
        return _About(one.document, one.delivery_id, one.accuracy_m, inspected)
    if changed_by is not None:
        return _About(changed_by.document, changed_by.delivery_id, card.accuracy_m, inspected)
    document = version.document or card.document
    return _About(document, stamp.delivery_id, card.accuracy_m, inspected)


def _version_row(
    number: int, version: LineVersion, card: VersionCard, about: _About, stamp: Stamp
) -> tuple[object, ...]:
    legal = (card.coverage_id, card.status, card.approved, about.document, about.accuracy_m)
    days = (period(version.begins, version.ends), f'["{stamp.moment}",)')
    figures = (version.length_m, about.last_inspected_on)
    return (number, version.line_id, *legal, *figures, *days, about.delivery_id)


def _close(db: Session, table: str, ids: Sequence[int], stamp: Stamp) -> None:
    if ids:
        db.execute(_CLOSE[table], {"ids": list(ids), "moment": stamp.moment})


def areas_by_code(db: Session, coverage: int, level: int, day: date) -> dict[str, BaseGeometry]:
    """Return the published areas of a level on a day by the codes of their divisions."""
    values = {"coverage": coverage, "level": level, "day": day}
    return {row.code: shapely.from_wkb(row.wkb) for row in db.execute(text(_BY_CODE), values)}


def update_locations(db: Session, coverage: int) -> int:
    """Give places of divisions without an own point the label point of their best area.

    Villages have no area and keep none; a township keeps the seat that it was given.
    """
    return int(db.execute(text(_LOCATE), {"coverage": coverage}).scalar_one())


def set_seats(db: Session, seats: Iterable[Sequence[object]], delivery: int) -> int:
    """Give places of divisions their seats (division, lon, lat, status); return how many.

    Where a seat was known and is another now, the change is kept with the delivery.
    """
    db.execute(text("DROP TABLE IF EXISTS pg_temp.staged_seat"))
    db.execute(text(_STAGE_SEATS))
    copy_rows(db, "staged_seat", ("division_id", "lon", "lat", "status"), seats)
    before_moving(db, _SEATS_MOVING)
    seated = int(db.execute(text(_SET_SEATS)).scalar_one())
    remember_moves(db, delivery)
    return seated


_AREAS = """
SELECT id, division_id, level, lower(valid) AS begins, upper(valid) AS ends, area_m2
FROM division_area WHERE coverage_id = :coverage AND upper_inf(recorded)
"""

_VERSIONS = """
SELECT v.id, v.line_id, lower(v.valid) AS begins, upper(v.valid) AS ends, v.document,
       v.delivery_id, v.accuracy_m, v.last_inspected_on,
       ARRAY(SELECT arc_id FROM boundary_line_arc a WHERE a.version_id = v.id) AS arcs
FROM boundary_line_version v WHERE v.coverage_id = :coverage AND upper_inf(v.recorded)
"""

_WORDS = """
SELECT d.id, d.level,
       (SELECT n.name FROM division_name n WHERE n.division_id = d.id AND upper_inf(n.recorded)
        ORDER BY lower(n.valid) DESC LIMIT 1) AS name,
       (SELECT c.code FROM division_code c WHERE c.division_id = d.id AND c.scheme = 'nbs'
        AND upper_inf(c.recorded) ORDER BY lower(c.valid) DESC LIMIT 1) AS nbs,
       (SELECT c.code FROM division_code c WHERE c.division_id = d.id AND c.scheme = 'mca'
        AND upper_inf(c.recorded) ORDER BY lower(c.valid) DESC LIMIT 1) AS mca
FROM division d WHERE d.id = ANY(:divisions)
"""

_CLOSE = {
    "division_area": text(
        "UPDATE division_area SET recorded = tstzrange(lower(recorded), :moment)"
        " WHERE id = ANY(:ids)"
    ).bindparams(bindparam("ids")),
    "boundary_line_version": text(
        "UPDATE boundary_line_version SET recorded = tstzrange(lower(recorded), :moment)"
        " WHERE id = ANY(:ids)"
    ).bindparams(bindparam("ids")),
}

_LOCATE = """
WITH best AS (
    SELECT DISTINCT ON (a.division_id) a.division_id, a.label_point, c.status
    FROM division_area a JOIN coverage c ON c.id = a.coverage_id
    WHERE upper_inf(a.recorded) AND a.division_id IN (
        SELECT division_id FROM division_area WHERE coverage_id = :coverage)
    ORDER BY a.division_id, upper_inf(a.valid) DESC, lower(a.valid) DESC,
             array_position(ARRAY['official', 'public', 'synthetic'], c.status), c.id DESC),
located AS (
    UPDATE place p SET geom = b.label_point, location_status = b.status
    FROM best b
    WHERE p.is_division_id = b.division_id AND p.kind = 'division'
      AND (p.geom IS NULL OR p.location_status <> b.status
           OR NOT ST_Equals(p.geom, b.label_point))
    RETURNING 1)
SELECT count(*) FROM located
"""

_STAGE_SEATS = """
CREATE TEMPORARY TABLE staged_seat (
    division_id integer NOT NULL, lon double precision NOT NULL, lat double precision NOT NULL,
    status text NOT NULL) ON COMMIT DROP
"""

_SEATS_MOVING = """
SELECT p.id FROM staged_seat s JOIN place p ON p.is_division_id = s.division_id
WHERE p.kind <> 'division' AND p.geom IS NOT NULL
  AND NOT ST_Equals(p.geom, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4490))
"""

_SET_SEATS = """
WITH seated AS (
    UPDATE place p SET geom = ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4490),
                       location_status = s.status
    FROM staged_seat s WHERE p.is_division_id = s.division_id
    RETURNING 1)
SELECT count(*) FROM seated
"""

_BY_CODE = """
SELECT c.code, ST_AsBinary(a.geom) AS wkb
FROM division_area a
JOIN division_code c ON c.division_id = a.division_id AND c.valid @> CAST(:day AS date)
     AND upper_inf(c.recorded)
WHERE a.coverage_id = :coverage AND a.level = :level AND a.valid @> CAST(:day AS date)
  AND upper_inf(a.recorded)
"""
