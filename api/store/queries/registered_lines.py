"""A boundary line as the register knows it: geometry from its arcs, markers, sides, last check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class RegisteredLine:
    """A line's best version on a day; `arcs` run in the line's direction, in order (EPSG:4490).

    `sides` are (code, name) of the two divisions; a side without a code has an empty one.
    """

    code: str
    name: str
    level: str
    sides: tuple[tuple[str, str], ...]
    status: str
    accuracy_m: float | None
    last_inspected_on: date | None
    arcs: tuple[shapely.LineString, ...]
    markers: tuple[dict[str, Any], ...]


def registered_line(db: Session, code: str, on: date) -> RegisteredLine | None:
    """Return the line `code` as it is on a day, or None if the register has no such line.

    Each marker has `number`, `point`, `standing`, `caretaker` (a code), `accuracy_m`,
    `condition` and `references` (name, grid_azimuth_deg, distance_m). A marker without a
    position on that day is left out.
    """
    row = db.execute(text(_LINE), {"code": code, "on": on}).mappings().first()
    if row is None:
        return None
    arcs = db.execute(text(_ARCS), {"version": row["version_id"]}).scalars()
    markers = db.execute(text(_MARKERS), {"line": row["id"], "on": on}).mappings()
    return RegisteredLine(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        sides=(
            (row["left_code"] or "", row["left_name"] or ""),
            (row["right_code"] or "", row["right_name"] or ""),
        ),
        status=row["status"],
        accuracy_m=row["accuracy_m"],
        last_inspected_on=row["last_inspected_on"],
        arcs=_shapes(arcs),
        markers=tuple(
            {**marker, "point": shapely.from_wkb(bytes(marker["point"]))} for marker in markers
        ),
    )


def approved_lines(db: Session, level: int, on: date) -> tuple[shapely.LineString, ...]:
    """Return the pieces of every approved line of a level on a day (EPSG:4490)."""
    return _shapes(db.execute(text(_APPROVED), {"level": level, "on": on}).scalars())


def _shapes(found: Iterable[Any]) -> tuple[shapely.LineString, ...]:
    shapes = (shapely.from_wkb(bytes(one)) for one in found)
    return tuple(shape for shape in shapes if isinstance(shape, shapely.LineString))


_LINE = """
SELECT l.id, l.code, l.name, diming_level_word(l.level) AS level, v.id AS version_id, v.status,
       v.accuracy_m, v.last_inspected_on,
       diming_code_of(l.left_division_id, :on) AS left_code,
       diming_code_of(l.right_division_id, :on) AS right_code,
       ln.name AS left_name, rn.name AS right_name
FROM boundary_line l
JOIN LATERAL (
    SELECT v.* FROM boundary_line_version v
    WHERE v.line_id = l.id AND diming_holds(v.valid, v.recorded, :on, NULL)
    ORDER BY diming_status_rank(v.status), v.coverage_id DESC LIMIT 1
) v ON true
LEFT JOIN division_name ln ON ln.division_id = l.left_division_id
     AND diming_holds(ln.valid, ln.recorded, :on, NULL)
LEFT JOIN division_name rn ON rn.division_id = l.right_division_id
     AND diming_holds(rn.valid, rn.recorded, :on, NULL)
WHERE l.code = :code
"""

_ARCS = """
SELECT ST_AsBinary(CASE WHEN la.forward THEN arc.geom ELSE ST_Reverse(arc.geom) END)
FROM boundary_line_arc la JOIN arc ON arc.id = la.arc_id
WHERE la.version_id = :version ORDER BY la.seq
"""

_APPROVED = """
SELECT ST_AsBinary(arc.geom)
FROM boundary_line l
JOIN boundary_line_version v ON v.line_id = l.id AND v.approved
     AND diming_holds(v.valid, v.recorded, :on, NULL)
JOIN boundary_line_arc la ON la.version_id = v.id
JOIN arc ON arc.id = la.arc_id
WHERE l.level = :level
"""

_MARKERS = """
SELECT m.number, diming_marker_word(m.id, 'standing', :on, m.standing) AS standing,
       nullif(diming_marker_word(m.id, 'caretaker', :on,
              diming_code_of(m.caretaker_division_id, :on)), '') AS caretaker,
       p.accuracy_m, ST_AsBinary(p.geom) AS point, k.condition, refs.list AS references
FROM marker m
JOIN marker_position p ON p.marker_id = m.id AND diming_holds(p.valid, p.recorded, :on, NULL)
LEFT JOIN LATERAL (
    SELECT k.condition FROM marker_condition k
    WHERE k.marker_id = m.id AND k.found_on <= CAST(:on AS date)
    ORDER BY k.found_on DESC, k.id DESC LIMIT 1
) k ON true
LEFT JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object(
        'name', r.name, 'grid_azimuth_deg', r.grid_azimuth_deg, 'distance_m', r.distance_m)
        ORDER BY r.id), '[]') AS list
    FROM marker_reference r
    WHERE r.marker_id = m.id AND diming_holds(r.valid, r.recorded, :on, NULL)
) refs ON true
WHERE m.line_id = :line ORDER BY m.number
"""
