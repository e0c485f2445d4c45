"""Delivered layers and what is cut from them: staged features, coverages, faces, arcs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, insert, literal, text
from sqlalchemy.orm import Session

from api.store.loading.facts import Stamp
from api.store.loading.staging import copy_rows
from api.store.tables.base import SRID
from api.store.tables.boundaries import Coverage


@dataclass(frozen=True, slots=True)
class CoverageCard:
    """What is said of a coverage: level rank, title, status, accuracy, document, first day."""

    level: int
    title: str
    status: str
    accuracy_class: str
    accuracy_m: float | None
    document: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class StoredArc:
    """An arc with the ids of the faces beside it; `line` in degrees, EPSG:4490.

    It is part of the coverage from `begins` (None: ever since) up to, not including, `ends`.
    """

    id: int
    left: int | None
    right: int | None
    line: LineString
    length_m: float
    begins: date | None = None
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether it is part of the coverage on a day."""
        return (self.begins is None or self.begins <= day) and (
            self.ends is None or day < self.ends
        )


def ewkb(geometry: BaseGeometry | None) -> bytes | None:
    """Return a geometry as the database takes it, in EPSG:4490."""
    if geometry is None:
        return None
    return bytes(shapely.to_wkb(shapely.set_srid(geometry, SRID), include_srid=True))


def hex_ewkb(geometry: BaseGeometry | None) -> str | None:
    """Return a geometry as COPY takes it, in EPSG:4490."""
    raw = ewkb(geometry)
    return None if raw is None else raw.hex()


def stage_features(db: Session, rows: Iterable[Sequence[object]]) -> int:
    """Keep delivered features (delivery_id, row_no, code, name, properties, problem, geom)."""
    columns = ("delivery_id", "row_no", "code", "name", "properties", "problem", "geom")
    return copy_rows(db, "staged_feature", columns, rows)


def divisions_called(
    db: Session, codes: Sequence[str], names: Sequence[str], level: int, day: date
) -> list[Any]:
    """Return (no, division_id, name, by_code, scheme) for units called by code or by name.

    `no` is the position in the arguments. A code is looked up in every scheme.
    """
    values = {"codes": list(codes), "names": list(names), "level": level, "day": day}
    return list(db.execute(text(_CALLED), values))


def enter_coverage(db: Session, card: CoverageCard, stamp: Stamp) -> int:
    """Enter a coverage valid from its first day on and return its id."""
    row = {
        "delivery_id": stamp.delivery_id,
        "level": card.level,
        "title": card.title,
        "status": card.status,
        "accuracy_m": card.accuracy_m,
        "accuracy_class": card.accuracy_class,
        "document": card.document,
        "valid": func.daterange(card.valid_from, None),
        "recorded": func.tstzrange(literal(stamp.moment), None),
    }
    return int(db.execute(insert(Coverage).values(row).returning(Coverage.id)).scalar_one())


def next_ids(db: Session, table: str, count: int) -> list[int]:
    """Return `count` new ids of a table, rising."""
    statement = text(
        "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
    )
    return [int(i) for i in db.execute(statement, {"table": table, "count": count}).scalars()]


def enter_faces(
    db: Session, coverage: int, divisions: Sequence[int], valid_from: date, stamp: Stamp
) -> dict[int, int]:
    """Enter one face for each division and say who holds it; return the face of each."""
    ids = next_ids(db, "face", len(divisions))
    copy_rows(db, "face", ("id", "coverage_id"), ((face, coverage) for face in ids))
    rows = (
        (face, division, f"[{valid_from},)", f'["{stamp.moment}",)')
        for face, division in zip(ids, divisions, strict=True)
    )
    copy_rows(db, "face_division", ("face_id", "division_id", "valid", "recorded"), rows)
    return dict(zip(divisions, ids, strict=True))


def enter_arcs(
    db: Session,
    coverage: int,
    arcs: Iterable[tuple[int | None, int | None, float, BaseGeometry]],
    *,
    begins: date | None = None,
) -> int:
    """Enter arcs (left face, right face, length in metres, line) and return their number.

    They are part of the coverage from `begins` on, or ever since.
    """
    columns = ("coverage_id", "left_face_id", "right_face_id", "length_m", "geom", "valid")
    days = f"[{begins or ''},)"
    rows = (
        (coverage, left, right, length, hex_ewkb(line), days) for left, right, length, line in arcs
    )
    return copy_rows(db, "arc", columns, rows)


def coverage_card(db: Session, coverage: int) -> CoverageCard:
    """Return what is said of a coverage."""
    row = db.execute(text(_CARD), {"coverage": coverage}).one()
    return CoverageCard(*row)


def stored_arcs(db: Session, coverage: int) -> list[StoredArc]:
    """Return the arcs of a coverage by id."""
    return [
        StoredArc(
            row.id,
            row.left_face_id,
            row.right_face_id,
            shapely.from_wkb(row.wkb),
            row.length_m,
            row.begins,
            row.ends,
        )
        for row in db.execute(text(_ARCS), {"coverage": coverage})
    ]


def _line(wkb: bytes) -> LineString:
    line = shapely.from_wkb(wkb)
    assert isinstance(line, LineString)
    return line


def face_holders(db: Session, coverage: int) -> dict[int, int]:
    """Return the division that holds each face of a coverage, as delivered."""
    return {
        int(face): int(division)
        for face, division in db.execute(text(_HOLDERS), {"coverage": coverage})
    }


def change_days(db: Session, divisions: Sequence[int], since: date) -> list[date]:
    """Return the days after `since` on which a division, or one above it, changes its place."""
    values = {"divisions": list(divisions), "since": since}
    return list(db.execute(text(_CHANGE_DAYS), values).scalars())


def units_above(db: Session, divisions: Sequence[int], level: int, day: date) -> dict[int, int]:
    """Return the unit of `level` that holds each division on `day`, itself included."""
    values = {"divisions": list(divisions), "level": level, "day": day}
    return {int(d): int(unit) for d, unit in db.execute(text(_ABOVE), values)}


def published_coverages(db: Session) -> list[tuple[int, int, int]]:
    """Return (coverage, base level, top level) of every coverage that has areas."""
    return [(int(a), int(b), int(c)) for a, b, c in db.execute(text(_PUBLISHED))]


def misfits(db: Session, coverage: int, level: int, day: date, least_m2: float) -> list[Any]:
    """Return how a coverage fits the best areas of other coverages beside it.

    Rows: kind (`overlap` with a neighbour, `gap` that nobody holds any more), name of a
    division of the coverage, name and status of the neighbour, area in square metres.
    """
    values = {"coverage": coverage, "level": level, "day": day, "least": least_m2}
    return list(db.execute(text(_MISFITS), values))


def tears_between_levels(
    db: Session,
    coverage: int,
    level: int,
    day: date,
    least_m2: float,
    *,
    only: Sequence[int] | None = None,
) -> list[Any]:
    """Return how the areas of a level of a coverage fit other levels of other coverages.

    Rows: kind, `name` of the unit that reaches too far or is not filled, `other` (name),
    `other_status`, area in square metres; the largest first. Kinds: `stranger`, a unit that
    lies partly in one of another level that it does not belong to; `beyond`, a unit that
    reaches beyond the one that it belongs to; `unfilled`, a unit not filled by those that
    belong to it. Counties and what lies below them are compared; with `only`, just these
    divisions of the coverage are.
    """
    values = {"coverage": coverage, "level": level, "day": day, "least": least_m2}
    return list(db.execute(text(_TEARS), {**values, "only": only and list(only)}))


_CALLED = """
WITH called AS (
    SELECT no::integer, code, name FROM unnest(CAST(:codes AS text[]), CAST(:names AS text[]))
           WITH ORDINALITY AS c(code, name, no))
SELECT c.no - 1 AS no, k.division_id, n.name, true AS by_code, k.scheme
FROM called c
JOIN division_code k ON k.code = c.code AND k.valid @> CAST(:day AS date) AND upper_inf(k.recorded)
JOIN division d ON d.id = k.division_id AND d.level = :level
JOIN division_name n ON n.division_id = d.id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
WHERE c.code <> ''
UNION ALL
SELECT c.no - 1, d.id, n.name, false, NULL
FROM called c
JOIN division_name n ON n.name = c.name AND n.valid @> CAST(:day AS date) AND upper_inf(n.recorded)
JOIN division d ON d.id = n.division_id AND d.level = :level
WHERE c.name <> ''
"""

_CARD = """
SELECT level, title, status, accuracy_class, accuracy_m, document, lower(valid)
FROM coverage WHERE id = :coverage
"""

_ARCS = """
SELECT id, left_face_id, right_face_id, ST_AsBinary(geom) AS wkb, length_m,
       lower(valid) AS begins, upper(valid) AS ends
FROM arc WHERE coverage_id = :coverage ORDER BY id
"""

_HOLDERS = """
SELECT fd.face_id, fd.division_id FROM face f JOIN face_division fd ON fd.face_id = f.id
WHERE f.coverage_id = :coverage AND upper_inf(fd.recorded) ORDER BY fd.face_id
"""

_CHANGE_DAYS = """
WITH RECURSIVE up AS (
    SELECT unnest(CAST(:divisions AS integer[])) AS id
    UNION
    SELECT p.parent_id FROM up JOIN division_parent p ON p.division_id = up.id
    WHERE upper_inf(p.recorded))
SELECT DISTINCT day FROM (
    SELECT lower(p.valid) AS day FROM up JOIN division_parent p ON p.division_id = up.id
    WHERE upper_inf(p.recorded)
    UNION ALL
    SELECT upper(p.valid) FROM up JOIN division_parent p ON p.division_id = up.id
    WHERE upper_inf(p.recorded)
    UNION ALL
    SELECT upper(n.valid) FROM up JOIN division_name n ON n.division_id = up.id
    WHERE upper_inf(n.recorded)) days
WHERE day > CAST(:since AS date) ORDER BY day
"""

_ABOVE = """
SELECT d.id, a.unit
FROM unnest(CAST(:divisions AS integer[])) AS d(id)
CROSS JOIN LATERAL (
    SELECT diming_ancestor(d.id, CAST(:level AS integer), CAST(:day AS date)) AS unit) a
WHERE EXISTS (SELECT 1 FROM division_name n WHERE n.division_id = a.unit
              AND n.valid @> CAST(:day AS date) AND upper_inf(n.recorded))
"""

_PUBLISHED = """
SELECT c.id, c.level, min(a.level) FROM coverage c JOIN division_area a ON a.coverage_id = c.id
WHERE upper_inf(a.recorded) AND upper_inf(c.recorded) GROUP BY c.id, c.level ORDER BY c.id
"""

_MISFITS = """
WITH mine AS MATERIALIZED (
    SELECT a.division_id, a.geom FROM division_area a
    WHERE a.coverage_id = :coverage AND a.level = :level AND upper_inf(a.recorded)
      AND a.valid @> CAST(:day AS date)),
others AS MATERIALIZED (
    SELECT b.division_id, b.status, b.geom FROM diming_areas_on(:day) b
    WHERE b.level = :level AND b.coverage_id <> :coverage
      AND b.division_id NOT IN (SELECT division_id FROM mine)),
laps AS (
    SELECT m.division_id, o.division_id AS neighbour, o.status,
           ST_Area(ST_CollectionExtract(ST_Intersection(m.geom, o.geom), 3)::geography) AS area_m2
    FROM mine m JOIN others o ON ST_Intersects(m.geom, o.geom)),
earlier AS (
    SELECT DISTINCT ON (a.division_id) a.division_id, c.status, a.geom
    FROM division_area a JOIN coverage c ON c.id = a.coverage_id
    WHERE a.division_id IN (SELECT division_id FROM mine) AND a.coverage_id <> :coverage
      AND a.level = :level AND upper_inf(a.recorded) AND a.valid @> CAST(:day AS date)
    ORDER BY a.division_id,
             array_position(ARRAY['official', 'public', 'synthetic'], c.status), c.id DESC),
left_over AS (
    SELECT b.division_id, b.status, ST_Area(ST_CollectionExtract(ST_Difference(b.geom,
               (SELECT ST_Union(g.geom) FROM (
                    SELECT geom FROM mine WHERE ST_Intersects(mine.geom, b.geom)
                    UNION ALL
                    SELECT geom FROM others WHERE ST_Intersects(others.geom, b.geom)) g)),
               3)::geography) AS area_m2
    FROM earlier b)
SELECT 'overlap' AS kind, n.name, o.name AS neighbour, s.status, s.area_m2
FROM laps s
JOIN division_name n ON n.division_id = s.division_id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
JOIN division_name o ON o.division_id = s.neighbour AND o.valid @> CAST(:day AS date)
     AND upper_inf(o.recorded)
WHERE s.area_m2 >= :least
UNION ALL
SELECT 'gap', n.name, NULL, l.status, l.area_m2
FROM left_over l
JOIN division_name n ON n.division_id = l.division_id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
WHERE l.area_m2 >= :least
ORDER BY 1 DESC, 5 DESC
"""

_TEARS = """
WITH mine AS MATERIALIZED (
    SELECT a.division_id, a.level, a.geom, c.status
    FROM division_area a JOIN coverage c ON c.id = a.coverage_id
    WHERE a.coverage_id = :coverage AND a.level = :level AND a.level >= 3
      AND upper_inf(a.recorded) AND a.valid @> CAST(:day AS date)
      AND (CAST(:only AS integer[]) IS NULL OR a.division_id = ANY(:only))),
others AS MATERIALIZED (
    SELECT b.division_id, b.level, b.geom, b.status FROM diming_areas_on(:day) b
    WHERE b.level >= 3 AND b.level <> :level AND b.coverage_id <> :coverage
      AND EXISTS (SELECT 1 FROM mine m WHERE ST_Intersects(m.geom, b.geom))),
pairs AS MATERIALIZED (
    SELECT lower.division_id AS low, lower.geom AS low_geom, upper.division_id AS high,
           upper.geom AS high_geom, o.division_id AS other, o.status AS other_status,
           diming_ancestor(lower.division_id, upper.level, :day) = upper.division_id AS belongs
    FROM mine m JOIN others o ON ST_Intersects(m.geom, o.geom)
    CROSS JOIN LATERAL (
        SELECT m.division_id, m.level, m.geom WHERE m.level > o.level
        UNION ALL SELECT o.division_id, o.level, o.geom WHERE o.level > m.level) lower
    CROSS JOIN LATERAL (
        SELECT m.division_id, m.level, m.geom WHERE m.level < o.level
        UNION ALL SELECT o.division_id, o.level, o.geom WHERE o.level < m.level) upper),
below AS MATERIALIZED (
    SELECT DISTINCT ON (p.high) p.high, p.high_geom, p.other_status,
           (SELECT ST_Union(k.geom) FROM diming_areas_on(:day) k
            WHERE k.level = d.level AND ST_Intersects(k.geom, p.high_geom)) AS held
    FROM pairs p JOIN division d ON d.id = p.low WHERE p.belongs),
found AS (
    SELECT 'stranger' AS kind, low AS unit, high AS against, other_status,
           ST_Intersection(low_geom, high_geom) AS geom
    FROM pairs WHERE NOT belongs AND NOT ST_Touches(low_geom, high_geom)
    UNION ALL
    SELECT 'beyond', low, high, other_status, ST_Difference(low_geom, high_geom)
    FROM pairs WHERE belongs AND NOT ST_Covers(high_geom, low_geom)
    UNION ALL
    SELECT 'unfilled', high, NULL, other_status, ST_Difference(high_geom, held) FROM below),
sized AS (
    SELECT kind, unit, against, other_status,
           ST_Area(ST_CollectionExtract(geom, 3)::geography) AS area_m2 FROM found)
SELECT s.kind, n.name, o.name AS other, s.other_status, s.area_m2
FROM sized s
JOIN division_name n ON n.division_id = s.unit AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
LEFT JOIN division_name o ON o.division_id = s.against AND o.valid @> CAST(:day AS date)
     AND upper_inf(o.recorded)
WHERE s.area_m2 >= :least ORDER BY s.kind, s.area_m2 DESC, n.name
"""
