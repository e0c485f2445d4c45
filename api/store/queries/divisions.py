"""Questions about divisions (行政区划): which there are, what is known of one, what is here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, containing, json_text, listing


@dataclass(frozen=True, slots=True)
class DivisionWish:
    """Which divisions are asked for; None means any."""

    on: date
    known_at: datetime | None
    level: int | None = None
    parent: int | None = None
    code: str | None = None
    scheme: str | None = None
    name: str | None = None
    q: str | None = None


def divisions_like(
    db: Session, wish: DivisionWish, *, geometry: bool, limit: int, offset: int
) -> Listing:
    """Return a page of divisions as GeoJSON features (EPSG:4490, 7 decimals), by level and id."""
    values = {
        "on": wish.on,
        "known": wish.known_at,
        "level": wish.level,
        "parent": wish.parent,
        "code": wish.code,
        "scheme": wish.scheme,
        "name": wish.name,
        "pattern": containing(wish.q) if wish.q else None,
        "geometry": geometry,
        "limit": limit,
        "offset": offset,
    }
    return listing(db, _LIST, values)


def division_in_full(db: Session, division: int, on: date, known_at: datetime | None) -> str | None:
    """Return everything known of a division as one GeoJSON feature, or None if there is none.

    It has its facts on the day `on` beside the whole history of names, types, parents and codes.
    """
    return json_text(db, _ONE, {"id": division, "on": on, "known": known_at})


def divisions_at(
    db: Session, lon: float, lat: float, on: date, known_at: datetime | None
) -> list[dict[str, Any]]:
    """Return the divisions that hold a point, by the best geometry of each level, finest first.

    Each row has `level`, `division_id`, `name`, `type`, `codes`, `status`, `label`,
    `accuracy_m`, `accuracy_class`, `title`, `to_line_m` (metres from the point to the nearest
    line of that area) and `candidates`: other divisions within the accuracy.
    """
    values = {"lon": lon, "lat": lat, "on": on, "known": known_at}
    return [dict(row) for row in db.execute(text(_AT), values).mappings()]


def ancestors_of(
    db: Session, division: int, on: date, known_at: datetime | None
) -> list[dict[str, Any]]:
    """Return the division and those above it on a day: `id`, `level`, `name`, `type`, `codes`."""
    values = {"id": division, "on": on, "known": known_at}
    return [dict(row) for row in db.execute(text(_ANCESTORS), values).mappings()]


# What is divided by law (行政区划) is public; a village or residents' committee is no division of
# that law, and may be kept back like any other name.
_TOLD = """ (d.level < 5 OR NOT EXISTS (
    SELECT 1 FROM place o JOIN place_name h ON h.place_id = o.id
    WHERE o.is_division_id = d.id AND h.kind = 'standard' AND h.version_of IS NULL
      AND upper_inf(h.recorded) AND NOT h.published AND NOT diming_may_see(o.id)))
"""

_LIST = (
    """
WITH hits AS MATERIALIZED (
    SELECT d.id, d.level, n.name, n.valid, n.valid_text, p.parent_id
    FROM division d
    JOIN division_name n ON n.division_id = d.id AND diming_holds(n.valid, n.recorded, :on, :known)
    LEFT JOIN division_parent p ON p.division_id = d.id
         AND diming_holds(p.valid, p.recorded, :on, :known)
    WHERE (CAST(:level AS integer) IS NULL OR d.level = :level)
      AND (CAST(:parent AS integer) IS NULL OR p.parent_id = :parent)
      AND (CAST(:name AS text) IS NULL OR n.name = :name)
      AND (CAST(:pattern AS text) IS NULL OR n.name LIKE :pattern)
      AND ((CAST(:code AS text) IS NULL AND CAST(:scheme AS text) IS NULL) OR EXISTS (
          SELECT 1 FROM division_code c
          WHERE c.division_id = d.id AND diming_holds(c.valid, c.recorded, :on, :known)
            AND (CAST(:code AS text) IS NULL OR c.code = :code)
            AND (CAST(:scheme AS text) IS NULL OR c.scheme = :scheme)))
      AND"""
    + _TOLD
    + """), page AS (
    SELECT * FROM hits ORDER BY level, id LIMIT :limit OFFSET :offset
)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', page.id,
        'geometry', CASE WHEN CAST(:geometry AS boolean) THEN diming_geojson(a.geom) END,
        'properties', json_build_object(
            'id', page.id, 'level', diming_level_word(page.level), 'name', page.name,
            'type', t.type,
            'parent', CASE WHEN page.parent_id IS NOT NULL
                THEN json_build_object('id', page.parent_id, 'name', pn.name) END,
            'codes', codes.list,
            'valid', diming_period(page.valid, page.valid_text),
            'geometry_status', a.status, 'geometry_label', diming_status_label(a.status),
            'accuracy_m', a.accuracy_m, 'area_m2', round(a.area_m2)
        )) ORDER BY page.level, page.id), '[]')::text
    FROM page
    LEFT JOIN division_type t ON t.division_id = page.id
         AND diming_holds(t.valid, t.recorded, :on, :known)
    LEFT JOIN division_name pn ON pn.division_id = page.parent_id
         AND diming_holds(pn.valid, pn.recorded, :on, :known)
    LEFT JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object('scheme', c.scheme, 'code', c.code)
                                 ORDER BY c.scheme), '[]') AS list
        FROM division_code c
        WHERE c.division_id = page.id AND diming_holds(c.valid, c.recorded, :on, :known)
    ) codes ON true
    LEFT JOIN LATERAL (
        SELECT a.geom, a.area_m2, v.status, v.accuracy_m
        FROM division_area a JOIN coverage v ON v.id = a.coverage_id
        WHERE a.division_id = page.id AND diming_holds(a.valid, a.recorded, :on, :known)
        ORDER BY diming_status_rank(v.status), v.id DESC LIMIT 1
    ) a ON true
)
"""
)

_ONE = (
    """
SELECT json_build_object(
    'type', 'Feature', 'id', d.id, 'geometry', diming_geojson(area.geom),
    'properties', json_build_object(
        'id', d.id, 'level', diming_level_word(d.level),
        'on', CAST(:on AS date),
        'name', (SELECT n.name FROM division_name n
                 WHERE n.division_id = d.id AND diming_holds(n.valid, n.recorded, :on, :known)),
        'type', (SELECT t.type FROM division_type t
                 WHERE t.division_id = d.id AND diming_holds(t.valid, t.recorded, :on, :known)),
        'children', (SELECT count(*) FROM division_parent p
                     WHERE p.parent_id = d.id AND diming_holds(p.valid, p.recorded, :on, :known)),
        'seat', (SELECT json_build_object('words', s.words, 'location', diming_geojson(s.geom))
                 FROM division_seat s
                 WHERE s.division_id = d.id AND diming_holds(s.valid, s.recorded, :on, :known)),
        'names', (SELECT coalesce(json_agg(json_build_object(
                      'name', n.name, 'valid', diming_period(n.valid, n.valid_text),
                      'source', s.title) ORDER BY n.valid), '[]')
                  FROM division_name n LEFT JOIN delivery y ON y.id = n.delivery_id
                  LEFT JOIN source s ON s.id = y.source_id
                  WHERE n.division_id = d.id AND diming_known(n.recorded, :known)),
        'types', (SELECT coalesce(json_agg(json_build_object(
                      'type', t.type, 'valid', diming_period(t.valid, t.valid_text))
                      ORDER BY t.valid), '[]')
                  FROM division_type t
                  WHERE t.division_id = d.id AND diming_known(t.recorded, :known)),
        'codes', (SELECT coalesce(json_agg(json_build_object(
                      'scheme', c.scheme, 'code', c.code,
                      'valid', diming_period(c.valid, c.valid_text), 'source', s.title)
                      ORDER BY c.scheme, c.valid), '[]')
                  FROM division_code c LEFT JOIN delivery y ON y.id = c.delivery_id
                  LEFT JOIN source s ON s.id = y.source_id
                  WHERE c.division_id = d.id AND diming_known(c.recorded, :known)),
        'parents', (SELECT coalesce(json_agg(json_build_object(
                        'id', p.parent_id, 'name', (
                            SELECT n.name FROM division_name n WHERE n.division_id = p.parent_id
                              AND diming_known(n.recorded, :known)
                            ORDER BY n.valid @> CAST(:on AS date) DESC, n.valid DESC LIMIT 1),
                        'valid', diming_period(p.valid, p.valid_text)) ORDER BY p.valid), '[]')
                    FROM division_parent p
                    WHERE p.division_id = d.id AND diming_known(p.recorded, :known)),
        'events', (SELECT coalesce(json_agg(json_build_object(
                       'id', e.id, 'kind', e.kind, 'role', r.role, 'happened', e.happened_text,
                       'before', e.before_text, 'after', e.after_text, 'document', e.document,
                       'authority', e.authority, 'source_url', e.source_url)
                       ORDER BY e.happened, e.id), '[]')
                   FROM division_event_part r JOIN division_event e ON e.id = r.event_id
                   WHERE r.division_id = d.id),
        'geometries', (SELECT coalesce(json_agg(json_build_object(
                           'title', v.title, 'status', v.status,
                           'label', diming_status_label(v.status), 'accuracy_m', v.accuracy_m,
                           'accuracy_class', v.accuracy_class, 'area_m2', round(a.area_m2),
                           'valid', diming_period(a.valid, a.valid_text), 'source', s.title,
                           'licence', s.licence)
                           ORDER BY diming_status_rank(v.status), a.valid), '[]')
                       FROM division_area a JOIN coverage v ON v.id = a.coverage_id
                       JOIN delivery y ON y.id = v.delivery_id JOIN source s ON s.id = y.source_id
                       WHERE a.division_id = d.id AND diming_known(a.recorded, :known)),
        'geometry_status', area.status, 'geometry_label', diming_status_label(area.status),
        'accuracy_m', area.accuracy_m, 'area_m2', round(area.area_m2)
    ))::text
FROM division d
LEFT JOIN LATERAL (
    SELECT a.geom, a.area_m2, v.status, v.accuracy_m
    FROM division_area a JOIN coverage v ON v.id = a.coverage_id
    WHERE a.division_id = d.id AND diming_holds(a.valid, a.recorded, :on, :known)
    ORDER BY diming_status_rank(v.status), v.id DESC LIMIT 1
) area ON true
WHERE d.id = :id AND"""
    + _TOLD
)

_AT = """
WITH point AS (
    SELECT ST_SetSRID(ST_MakePoint(:lon, :lat), 4490) AS geom
), inside AS (
    SELECT DISTINCT ON (a.level) a.level, a.division_id, a.coverage_id, a.geom,
           v.status, v.accuracy_m, v.accuracy_class, v.title
    FROM point
    JOIN division_area a ON ST_Intersects(a.geom, point.geom)
    JOIN coverage v ON v.id = a.coverage_id
    WHERE diming_holds(a.valid, a.recorded, :on, :known)
    ORDER BY a.level, diming_status_rank(v.status), v.id DESC, a.division_id
)
SELECT diming_level_word(i.level) AS level, i.division_id, n.name, t.type, codes.list AS codes,
       i.status, diming_status_label(i.status) AS label, i.accuracy_m, i.accuracy_class, i.title,
       ST_Distance(ST_Boundary(i.geom)::geography, point.geom::geography) AS to_line_m,
       others.list AS candidates
FROM inside i
CROSS JOIN point
LEFT JOIN division_name n ON n.division_id = i.division_id
     AND diming_holds(n.valid, n.recorded, :on, :known)
LEFT JOIN division_type t ON t.division_id = i.division_id
     AND diming_holds(t.valid, t.recorded, :on, :known)
LEFT JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('scheme', c.scheme, 'code', c.code)
                             ORDER BY c.scheme), '[]') AS list
    FROM division_code c
    WHERE c.division_id = i.division_id AND diming_holds(c.valid, c.recorded, :on, :known)
) codes ON true
LEFT JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('id', b.division_id, 'name', bn.name)
                             ORDER BY b.division_id), '[]') AS list
    FROM division_area b
    LEFT JOIN division_name bn ON bn.division_id = b.division_id
         AND diming_holds(bn.valid, bn.recorded, :on, :known)
    WHERE b.coverage_id = i.coverage_id AND b.level = i.level AND b.division_id <> i.division_id
      AND diming_holds(b.valid, b.recorded, :on, :known)
      -- a degree is nowhere shorter than 111 km times the cosine of the latitude
      AND b.geom && ST_Expand(point.geom,
          coalesce(i.accuracy_m, 0) / 110000 / greatest(cos(radians(:lat)), 0.01) + 1e-9)
      AND ST_DWithin(b.geom::geography, point.geom::geography, coalesce(i.accuracy_m, 0))
) others ON true
ORDER BY i.level DESC
"""

_ANCESTORS = """
WITH RECURSIVE up AS (
    SELECT CAST(:id AS integer) AS id, 0 AS step
    UNION ALL
    SELECT p.parent_id, up.step + 1
    FROM up JOIN division_parent p ON p.division_id = up.id
         AND diming_holds(p.valid, p.recorded, :on, :known)
    WHERE up.step < 6
)
SELECT d.id, diming_level_word(d.level) AS level, n.name, t.type, codes.list AS codes
FROM up
JOIN division d ON d.id = up.id
LEFT JOIN division_name n ON n.division_id = d.id
     AND diming_holds(n.valid, n.recorded, :on, :known)
LEFT JOIN division_type t ON t.division_id = d.id
     AND diming_holds(t.valid, t.recorded, :on, :known)
LEFT JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('scheme', c.scheme, 'code', c.code)
                             ORDER BY c.scheme), '[]') AS list
    FROM division_code c
    WHERE c.division_id = d.id AND diming_holds(c.valid, c.recorded, :on, :known)
) codes ON true
ORDER BY up.step
"""


def names_of_divisions(db: Session, divisions: Collection[int]) -> dict[int, str]:
    """Return what divisions are called today with those above them, by id."""
    if not divisions:
        return {}
    asked = "SELECT d, diming_where(d, current_date) FROM unnest(CAST(:all AS integer[])) AS d"
    found = db.execute(text(asked), {"all": sorted(divisions)})
    return {int(row[0]): str(row[1] or "") for row in found}
