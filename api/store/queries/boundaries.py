"""Questions about boundary lines (界线): which there are, what is known of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, json_text, listing


@dataclass(frozen=True, slots=True)
class BoundaryWish:
    """Which lines are asked for; None means any.

    `between` are two division codes; `box` is west, south, east, north in EPSG:4490 degrees.
    """

    on: date
    known_at: datetime | None
    level: int | None = None
    division: int | None = None
    between: tuple[str, str] | None = None
    status: str | None = None
    box: tuple[float, float, float, float] | None = None


def boundaries_like(
    db: Session, wish: BoundaryWish, *, geometry: bool, limit: int, offset: int
) -> Listing:
    """Return a page of lines as GeoJSON features (EPSG:4490, 7 decimals), by level and code."""
    west, south, east, north = wish.box or (None, None, None, None)
    one, other = wish.between or (None, None)
    values = {
        "on": wish.on,
        "known": wish.known_at,
        "level": wish.level,
        "division": wish.division,
        "one": one,
        "other": other,
        "status": wish.status,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "geometry": geometry,
        "limit": limit,
        "offset": offset,
    }
    return listing(db, _LIST, values)


def codes_like(db: Session, wish: BoundaryWish, *, most: int) -> list[str]:
    """Return the codes of at most `most` lines that are asked for, by level and code."""
    found = boundaries_like(db, wish, geometry=False, limit=most, offset=0)
    return [feature["properties"]["code"] for feature in json.loads(found.features)]


def code_known(db: Session, code: str, on: date) -> bool:
    """Tell whether a division has this code on a day, by any list."""
    known = db.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM division_code WHERE code = :code"
            " AND valid @> CAST(:on AS date) AND upper_inf(recorded))"
        ),
        {"code": code, "on": on},
    )
    return bool(known.scalar())


def boundary_in_full(db: Session, code: str, on: date, known_at: datetime | None) -> str | None:
    """Return a line as one GeoJSON feature with its markers and versions, or None.

    The geometry is the best version's of the day; it is null if no version holds on it.
    """
    return json_text(db, _ONE, {"code": code, "on": on, "known": known_at})


@dataclass(frozen=True, slots=True)
class VersionKept:
    """A version of a line as we know it now; `shape` is EPSG:4490, in the line's direction.

    `person` entered the change that made it, empty if a delivered layer did; `source` is that.
    """

    id: int
    status: str
    approved: bool
    document: str
    begins: date
    ends: date | None
    length_m: float
    received_at: datetime
    person: str
    source: str
    shape: Any


def versions_of(db: Session, code: str) -> list[VersionKept]:
    """Return the versions of the line `code`, the newest first, the better status before."""
    rows = db.execute(text(_VERSIONS), {"code": code}).mappings()
    return [VersionKept(**{**row, "shape": shapely.from_wkb(bytes(row["shape"]))}) for row in rows]


_VERSIONS = """
SELECT v.id, v.status, v.approved, v.document, lower(v.valid) AS begins, upper(v.valid) AS ends,
       v.length_m, coalesce(c.recorded_at, y.received_at, lower(v.recorded)) AS received_at,
       coalesce(c.person, '') AS person, s.title AS source,
       ST_AsBinary(diming_line_shape(v.id)) AS shape
FROM boundary_line l JOIN boundary_line_version v ON v.line_id = l.id AND upper_inf(v.recorded)
LEFT JOIN delivery y ON y.id = v.delivery_id LEFT JOIN source s ON s.id = y.source_id
LEFT JOIN line_change c ON c.delivery_id = v.delivery_id
WHERE l.code = :code
      AND EXISTS (SELECT 1 FROM boundary_line_arc a WHERE a.version_id = v.id)
ORDER BY diming_status_rank(v.status), lower(v.valid) DESC, v.coverage_id DESC
"""

_LIST = """
WITH hits AS MATERIALIZED (
    SELECT l.id, l.code, l.name, l.level, l.left_division_id, l.right_division_id,
           v.id AS version_id, v.status, v.approved, v.accuracy_m, v.length_m, v.document,
           v.last_inspected_on, v.valid, v.valid_text, v.accuracy_class, v.title, v.source
    FROM boundary_line l
    JOIN LATERAL (
        SELECT v.*, c.accuracy_class, c.title, s.title AS source
        FROM boundary_line_version v JOIN coverage c ON c.id = v.coverage_id
        JOIN delivery y ON y.id = c.delivery_id JOIN source s ON s.id = y.source_id
        WHERE v.line_id = l.id AND diming_holds(v.valid, v.recorded, :on, :known)
          AND (CAST(:status AS text) IS NULL OR v.status = :status)
        ORDER BY diming_status_rank(v.status), c.id DESC LIMIT 1
    ) v ON true
    WHERE (CAST(:level AS integer) IS NULL OR l.level = :level)
      AND (CAST(:division AS integer) IS NULL
           OR :division IN (l.left_division_id, l.right_division_id))
      AND (CAST(:one AS text) IS NULL OR EXISTS (
          SELECT 1 FROM division_code a JOIN division_code b ON b.code = :other
          WHERE a.code = :one
            AND (a.division_id, b.division_id) IN ((l.left_division_id, l.right_division_id),
                                                   (l.right_division_id, l.left_division_id))
            AND diming_holds(a.valid, a.recorded, :on, :known)
            AND diming_holds(b.valid, b.recorded, :on, :known)))
      AND (CAST(:west AS double precision) IS NULL OR v.id IN (
          SELECT la.version_id FROM arc JOIN boundary_line_arc la ON la.arc_id = arc.id
          WHERE ST_Intersects(arc.geom, ST_MakeEnvelope(:west, :south, :east, :north, 4490))))
), page AS (
    SELECT * FROM hits ORDER BY level, code LIMIT :limit OFFSET :offset
)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', page.code,
        'geometry', CASE WHEN CAST(:geometry AS boolean) THEN
            diming_geojson(diming_line_shape(page.version_id)) END,
        'properties', json_build_object(
            'code', page.code, 'name', page.name, 'level', diming_level_word(page.level),
            'left', json_build_object('id', page.left_division_id, 'name', ln.name),
            'right', json_build_object('id', page.right_division_id, 'name', rn.name),
            'status', page.status, 'label', diming_status_label(page.status),
            'approved', page.approved, 'accuracy_m', page.accuracy_m,
            'accuracy_class', page.accuracy_class,
            'length_m', round(page.length_m::numeric, 1),
            'document', page.document, 'last_inspected_on', page.last_inspected_on,
            'source', page.source, 'valid', diming_period(page.valid, page.valid_text)
        )) ORDER BY page.level, page.code), '[]')::text
    FROM page
    LEFT JOIN division_name ln ON ln.division_id = page.left_division_id
         AND diming_holds(ln.valid, ln.recorded, :on, :known)
    LEFT JOIN division_name rn ON rn.division_id = page.right_division_id
         AND diming_holds(rn.valid, rn.recorded, :on, :known)
)
"""

_ONE = """
SELECT json_build_object(
    'type', 'Feature', 'id', l.code, 'geometry', diming_geojson(diming_line_shape(v.id)),
    'properties', json_build_object(
        'code', l.code, 'name', l.name, 'level', diming_level_word(l.level),
        'on', CAST(:on AS date),
        'left', json_build_object('id', l.left_division_id, 'name', ln.name),
        'right', json_build_object('id', l.right_division_id, 'name', rn.name),
        'status', v.status, 'label', diming_status_label(v.status), 'approved', v.approved,
        'accuracy_m', v.accuracy_m, 'accuracy_class', v.accuracy_class,
        'length_m', round(v.length_m::numeric, 1), 'document', v.document,
        'last_inspected_on', v.last_inspected_on, 'source', v.source, 'licence', v.licence,
        'versions', (
            SELECT coalesce(json_agg(json_build_object(
                'status', w.status, 'label', diming_status_label(w.status),
                'approved', w.approved, 'accuracy_m', w.accuracy_m, 'document', w.document,
                'length_m', round(w.length_m::numeric, 1),
                'last_inspected_on', w.last_inspected_on,
                'valid', diming_period(w.valid, w.valid_text))
                ORDER BY diming_status_rank(w.status), w.valid), '[]')
            FROM boundary_line_version w
            WHERE w.line_id = l.id AND diming_known(w.recorded, :known)),
        'markers', (
            SELECT coalesce(json_agg(json_build_object(
                'number', m.number,
                'standing', diming_marker_word(m.id, 'standing', :on, m.standing),
                'material', diming_marker_word(m.id, 'material', :on, m.material),
                'status', m.status, 'location', diming_geojson(p.geom), 'method', p.method,
                'accuracy_m', p.accuracy_m, 'datum', p.datum, 'height_m', p.height_m,
                'measured_on', p.measured_on, 'condition', k.condition, 'found_on', k.found_on)
                ORDER BY m.number), '[]')
            FROM marker m
            LEFT JOIN marker_position p ON p.marker_id = m.id
                 AND diming_holds(p.valid, p.recorded, :on, :known)
            LEFT JOIN LATERAL (
                SELECT k.condition, k.found_on FROM marker_condition k
                WHERE k.marker_id = m.id AND k.found_on <= CAST(:on AS date)
                ORDER BY k.found_on DESC, k.id DESC LIMIT 1) k ON true
            WHERE m.line_id = l.id)
    ))::text
FROM boundary_line l
LEFT JOIN LATERAL (
    SELECT v.*, c.accuracy_class, s.title AS source, s.licence
    FROM boundary_line_version v JOIN coverage c ON c.id = v.coverage_id
    JOIN delivery y ON y.id = c.delivery_id JOIN source s ON s.id = y.source_id
    WHERE v.line_id = l.id AND diming_holds(v.valid, v.recorded, :on, :known)
    ORDER BY diming_status_rank(v.status), c.id DESC LIMIT 1
) v ON true
LEFT JOIN division_name ln ON ln.division_id = l.left_division_id
     AND diming_holds(ln.valid, ln.recorded, :on, :known)
LEFT JOIN division_name rn ON rn.division_id = l.right_division_id
     AND diming_holds(rn.valid, rn.recorded, :on, :known)
WHERE l.code = :code
"""
