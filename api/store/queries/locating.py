"""What lies at and around points: areas, arcs of lines, markers, all as of one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString
from sqlalchemy import text
from sqlalchemy.orm import Session

Floats = npt.NDArray[np.float64]

FEW = 20
"""So many points ask for their neighbourhood; more take every line and marker of the day."""


@dataclass(frozen=True, slots=True)
class Covering:
    """The best area of one level that covers a point; `no` is the point's place in the request.

    `also` are other divisions of that level whose best areas cover it too: it lies on a line.
    """

    no: int
    level: int
    division_id: int
    status: str
    accuracy_m: float | None
    accuracy_class: str
    also: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineOfDay:
    """A line by its best version of the day."""

    id: int
    level: int
    code: str
    name: str
    sides: tuple[int, int]
    status: str
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class ArcOfDay:
    """An arc (EPSG:4490) and the lines of the day that run along it."""

    shape: LineString
    lines: tuple[LineOfDay, ...]


@dataclass(frozen=True, slots=True)
class MarkerOfDay:
    """A marker with its position of the day (degrees, EPSG:4490)."""

    number: str
    line_code: str
    standing: str
    status: str
    lon: float
    lat: float


def covering(db: Session, lon: Floats, lat: Floats, on: date) -> list[Covering]:
    """Return for each point (degrees) the area of each level that covers it, finest first."""
    values = {"lon": lon.tolist(), "lat": lat.tolist(), "on": on}
    return [
        Covering(
            no=row.no - 1,
            level=row.level,
            division_id=row.divisions[0],
            status=row.status,
            accuracy_m=row.accuracy_m,
            accuracy_class=row.accuracy_class,
            also=tuple(row.divisions[1:]),
        )
        for row in db.execute(text(_COVERING), values)
    ]


def arcs_around(db: Session, lon: Floats, lat: Floats, on: date) -> list[ArcOfDay]:
    """Return arcs of lines of the day, for each point and level the nearest ones among them."""
    values = {"lon": lon.tolist(), "lat": lat.tolist(), "on": on}
    statement = _ARCS_NEAR if len(lon) <= FEW else _ARCS
    shapes: dict[int, LineString] = {}
    lines: dict[int, list[LineOfDay]] = {}
    for row in db.execute(text(statement), values):
        shapes.setdefault(row.arc_id, _line(row.shape))
        lines.setdefault(row.arc_id, []).append(_line_of_day(row))
    return [ArcOfDay(shape, tuple(lines[arc])) for arc, shape in shapes.items()]


def markers_around(db: Session, lon: Floats, lat: Floats, on: date) -> list[MarkerOfDay]:
    """Return markers with a position on the day, for each point the nearest among them."""
    values = {"lon": lon.tolist(), "lat": lat.tolist(), "on": on}
    statement = _MARKERS_NEAR if len(lon) <= FEW else _MARKERS
    return [MarkerOfDay(**row) for row in db.execute(text(statement), values).mappings()]


def divisions_named(db: Session, ids: Sequence[int], on: date) -> dict[int, dict[str, Any]]:
    """Return name, type, level, codes and the divisions above (`up`, ids) of divisions."""
    found = db.execute(text(_DIVISIONS), {"ids": sorted(set(ids)), "on": on}).mappings()
    return {row["id"]: dict(row) for row in found}


def _line(shape: Any) -> LineString:
    line = shapely.from_wkb(bytes(shape))
    assert isinstance(line, LineString)
    return line


def _line_of_day(row: Any) -> LineOfDay:
    return LineOfDay(
        id=row.line_id,
        level=row.level,
        code=row.code,
        name=row.name,
        sides=(row.left_division_id, row.right_division_id),
        status=row.status,
        accuracy_m=row.accuracy_m,
    )


_ASKED = """
WITH asked AS MATERIALIZED (
    SELECT no, lat, ST_SetSRID(ST_MakePoint(lon, lat), 4490) AS geom
    FROM unnest(CAST(:lon AS double precision[]), CAST(:lat AS double precision[]))
         WITH ORDINALITY AS t(lon, lat, no)
)
"""

_COVERING = f"""{_ASKED}
SELECT no, level, (array_agg(division_id ORDER BY rank, coverage_id DESC, area_id)) AS divisions,
       (array_agg(status ORDER BY rank, coverage_id DESC, area_id))[1] AS status,
       (array_agg(accuracy_m ORDER BY rank, coverage_id DESC, area_id))[1] AS accuracy_m,
       (array_agg(accuracy_class ORDER BY rank, coverage_id DESC, area_id))[1] AS accuracy_class
FROM (
    SELECT q.no, a.*, diming_status_rank(a.status) AS rank
    FROM asked q CROSS JOIN LATERAL (
        SELECT * FROM diming_areas_on(:on) a WHERE a.area_id IN (
            SELECT p.area_id FROM division_area_piece p WHERE ST_Covers(p.geom, q.geom))) a
) hit
GROUP BY no, level ORDER BY no, level DESC
"""

_LINE_COLUMNS = """
    a.id AS arc_id, ST_AsBinary(a.geom) AS shape, v.line_id, v.level, v.code, v.name,
    v.left_division_id, v.right_division_id, v.status, v.accuracy_m
"""

_ARCS = f"""
SELECT {_LINE_COLUMNS}
FROM diming_lines_on(:on) v
JOIN boundary_line_arc la ON la.version_id = v.version_id
JOIN arc a ON a.id = la.arc_id
"""

# What is the nearest in degrees bounds how far the nearest in metres can be: a degree of
# longitude is shorter than one of latitude by the cosine of the latitude.
_ARCS_NEAR = f"""{_ASKED}, levels AS MATERIALIZED (
    SELECT wanted AS level FROM unnest(ARRAY[1, 2, 3, 4, 5]) AS wanted
    WHERE EXISTS (SELECT 1 FROM boundary_line l WHERE l.level = wanted)
), reach AS MATERIALIZED (
    SELECT q.geom, w.level,
           near.degrees / greatest(cos(radians(q.lat)), 0.05) * 1.01 + 1e-6 AS degrees
    FROM asked q CROSS JOIN levels w CROSS JOIN LATERAL (
        SELECT a.geom <-> q.geom AS degrees FROM arc a
        WHERE EXISTS (
            SELECT 1 FROM boundary_line_arc la
            JOIN diming_lines_on(:on) v ON v.version_id = la.version_id AND v.level = w.level
            WHERE la.arc_id = a.id)
        ORDER BY a.geom <-> q.geom LIMIT 1) near
)
SELECT DISTINCT ON (a.id, v.line_id) {_LINE_COLUMNS}
FROM reach r
JOIN arc a ON ST_DWithin(a.geom, r.geom, r.degrees)
JOIN boundary_line_arc la ON la.arc_id = a.id
JOIN diming_lines_on(:on) v ON v.version_id = la.version_id AND v.level = r.level
"""

_MARKER_COLUMNS = """
    m.number, l.code AS line_code, m.status,
    diming_marker_word(m.id, 'standing', :on, m.standing) AS standing,
    ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat
"""

_MARKERS = f"""
SELECT {_MARKER_COLUMNS}
FROM marker_position p JOIN marker m ON m.id = p.marker_id JOIN boundary_line l ON l.id = m.line_id
WHERE p.valid @> CAST(:on AS date) AND upper_inf(p.recorded)
ORDER BY l.code, m.number
"""

_MARKERS_NEAR = f"""{_ASKED}, reach AS MATERIALIZED (
    SELECT q.geom, near.degrees / greatest(cos(radians(q.lat)), 0.05) * 1.01 + 1e-6 AS degrees
    FROM asked q CROSS JOIN LATERAL (
        SELECT p.geom <-> q.geom AS degrees FROM marker_position p
        WHERE p.valid @> CAST(:on AS date) AND upper_inf(p.recorded)
        ORDER BY p.geom <-> q.geom LIMIT 1) near
)
SELECT DISTINCT {_MARKER_COLUMNS}
FROM reach r
JOIN marker_position p ON ST_DWithin(p.geom, r.geom, r.degrees)
     AND p.valid @> CAST(:on AS date) AND upper_inf(p.recorded)
JOIN marker m ON m.id = p.marker_id JOIN boundary_line l ON l.id = m.line_id
ORDER BY l.code, m.number
"""

_DIVISIONS = """
SELECT d.id, d.level, coalesce(n.name, '') AS name, t.type, (
    SELECT coalesce(json_agg(json_build_object('scheme', c.scheme, 'code', c.code)
                             ORDER BY c.scheme), '[]')
    FROM division_code c
    WHERE c.division_id = d.id AND c.valid @> CAST(:on AS date) AND upper_inf(c.recorded)
) AS codes, diming_code_of(d.id, :on) AS code,
   array_remove(ARRAY[diming_ancestor(d.id, 4, :on), diming_ancestor(d.id, 3, :on),
                      diming_ancestor(d.id, 2, :on), diming_ancestor(d.id, 1, :on)], NULL) AS up
FROM division d
LEFT JOIN division_name n ON n.division_id = d.id
     AND n.valid @> CAST(:on AS date) AND upper_inf(n.recorded)
LEFT JOIN division_type t ON t.division_id = d.id
     AND t.valid @> CAST(:on AS date) AND upper_inf(t.recorded)
WHERE d.id = ANY(:ids)
"""
