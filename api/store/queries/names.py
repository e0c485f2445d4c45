"""Questions about place names (地名): by characters, by sound, by initials, by place.

Two Chinese characters give no trigram, so one and two characters are looked up as grams;
distances are filtered by a box in degrees first, because the index knows only degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, containing, json_text, listing, literal

By = Literal["characters", "pinyin", "initials", "letters"]
"""What a search text is; `letters` is a reading or initials, whichever is found."""

GRAM = 2


@dataclass(frozen=True, slots=True)
class NameWish:
    """Which names are asked for; None means any.

    `box` is west, south, east, north and `near` longitude, latitude in EPSG:4490 degrees;
    `radius_m` is geodesic. `division` is the id of a division of any level.
    """

    on: date
    known_at: datetime | None
    q: str | None = None
    by: By = "characters"
    kind: str | None = None
    name_kind: str | None = None
    status: str | None = None
    division: int | None = None
    box: tuple[float, float, float, float] | None = None
    near: tuple[float, float] | None = None
    radius_m: float = 0.0


def names_like(db: Session, wish: NameWish, *, geometry: bool, limit: int, offset: int) -> Listing:
    """Return a page of names as GeoJSON features (EPSG:4490, 7 decimals).

    Nearest first if `near` is given, else best match first: equal, beginning, shorter.
    """
    west, south, east, north = wish.box or (None, None, None, None)
    lon, lat = wish.near or (None, None)
    values = {
        "on": wish.on,
        "known": wish.known_at,
        "kind": wish.kind,
        "name_kind": wish.name_kind,
        "status": wish.status,
        "division": wish.division,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "lon": lon,
        "lat": lat,
        "radius": wish.radius_m,
        "geometry": geometry,
        "limit": limit,
        "offset": offset,
    }
    return listing(db, _LIST, values | _search(wish.q, wish.by))


def _search(q: str | None, by: By) -> dict[str, str | None]:
    """Return the search values: exactly those that the way of searching needs."""
    search: dict[str, str | None] = dict.fromkeys(
        ("gram", "pattern", "pinyin", "initials", "either_pinyin", "either_initials")
    )
    search["q"] = q
    if q is None:
        return search
    beginning = f"{literal(q)}%"
    if by == "characters":
        return search | ({"gram": q} if len(q) <= GRAM else {"pattern": containing(q)})
    if by == "letters":
        return search | {"either_pinyin": beginning, "either_initials": beginning}
    return search | {by: beginning}


def name_in_full(db: Session, name: int) -> str | None:
    """Return everything known of a place name as one GeoJSON feature, or None."""
    return json_text(db, _ONE, {"id": name})


_LIST = """
WITH RECURSIVE inside AS (
    SELECT CAST(:division AS integer) AS id WHERE CAST(:division AS integer) IS NOT NULL
    UNION
    SELECT p.division_id FROM inside JOIN division_parent p ON p.parent_id = inside.id
         AND diming_holds(p.valid, p.recorded, :on, :known)
), hits AS MATERIALIZED (
    SELECT n.id, n.place_id, n.name, n.pinyin, n.initials, CASE
               WHEN n.name = :q OR n.pinyin = :q OR n.initials = :q THEN 0
               WHEN starts_with(n.name, :q) THEN 1 ELSE 2 END AS match,
           CASE WHEN CAST(:lon AS double precision) IS NOT NULL THEN ST_Distance(
               o.geom::geography, ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)::geography)
           END AS distance_m
    FROM place_name n
    JOIN place o ON o.id = n.place_id
    WHERE diming_holds(n.valid, n.recorded, :on, :known)
      AND diming_holds(o.valid, o.recorded, :on, :known)
      AND (CAST(:gram AS text) IS NULL OR n.grams @> ARRAY[CAST(:gram AS text)])
      AND (CAST(:pattern AS text) IS NULL OR n.name LIKE :pattern)
      AND (CAST(:pinyin AS text) IS NULL OR n.pinyin LIKE :pinyin)
      AND (CAST(:initials AS text) IS NULL OR n.initials LIKE :initials)
      AND (CAST(:either_pinyin AS text) IS NULL
           OR n.pinyin LIKE :either_pinyin OR n.initials LIKE :either_initials)
      AND (CAST(:kind AS text) IS NULL OR o.kind = :kind)
      AND (CAST(:name_kind AS text) IS NULL OR n.kind = :name_kind)
      AND (CAST(:status AS text) IS NULL OR n.status = :status)
      AND (CAST(:division AS integer) IS NULL OR o.county_id = :division
           OR o.province_id = :division OR o.is_division_id = :division
           OR o.division_id IN (SELECT id FROM inside))
      AND (CAST(:west AS double precision) IS NULL
           OR ST_Intersects(o.geom, ST_MakeEnvelope(:west, :south, :east, :north, 4490)))
      -- a degree is nowhere shorter than 110 km times the cosine of the latitude
      AND (CAST(:lon AS double precision) IS NULL OR (
          o.geom && ST_Expand(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490),
              :radius / 110000 / greatest(cos(radians(:lat)), 0.01))
          AND ST_DWithin(o.geom::geography,
              ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)::geography, :radius)))
), page AS (
    SELECT * FROM hits
    ORDER BY distance_m NULLS LAST, match, char_length(name), id LIMIT :limit OFFSET :offset
)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', n.id,
        'geometry', CASE WHEN CAST(:geometry AS boolean) THEN diming_geojson(o.geom) END,
        'properties', json_build_object(
            'id', n.id, 'name', n.name, 'romanization', n.romanization,
            'romanization_plain', n.romanization_plain, 'specific', n.specific,
            'generic', n.generic, 'kind', n.kind, 'status', n.status,
            'place', json_build_object('id', o.id, 'kind', o.kind, 'type_code', o.type_code,
                                       'type_words', o.type_words,
                                       'division', o.is_division_id),
            'division', CASE WHEN o.division_id IS NOT NULL THEN json_build_object(
                'id', o.division_id, 'name', dn.name) END,
            'county', CASE WHEN o.county_id IS NOT NULL THEN json_build_object(
                'id', o.county_id, 'name', cn.name) END,
            'location_status', o.location_status,
            'valid', diming_period(n.valid, n.valid_text),
            'distance_m', round(page.distance_m::numeric, 1)
        )) ORDER BY page.distance_m NULLS LAST, page.match, char_length(page.name), page.id),
        '[]')::text
    FROM page
    JOIN place_name n ON n.id = page.id
    JOIN place o ON o.id = page.place_id
    LEFT JOIN division_name dn ON dn.division_id = o.division_id
         AND diming_holds(dn.valid, dn.recorded, :on, :known)
    LEFT JOIN division_name cn ON cn.division_id = o.county_id
         AND diming_holds(cn.valid, cn.recorded, :on, :known)
)
"""

_ONE = """
SELECT json_build_object(
    'type', 'Feature', 'id', n.id, 'geometry', diming_geojson(o.geom),
    'properties', json_build_object(
        'id', n.id, 'name', n.name, 'romanization', n.romanization,
        'romanization_plain', n.romanization_plain, 'specific', n.specific,
        'generic', n.generic, 'kind', n.kind, 'status', n.status,
        'sounds', n.sounds, 'reading_sure', n.reading_sure,
        'valid', diming_period(n.valid, n.valid_text),
        'place', json_build_object('id', o.id, 'kind', o.kind, 'type_code', o.type_code,
                                   'type_words', o.type_words, 'division', o.is_division_id),
        'division_id', o.division_id, 'location_status', o.location_status,
        'source', s.title, 'licence', s.licence,
        'other_names', (
            SELECT coalesce(json_agg(json_build_object(
                'id', x.id, 'name', x.name, 'kind', x.kind, 'status', x.status,
                'valid', diming_period(x.valid, x.valid_text)) ORDER BY x.valid, x.id), '[]')
            FROM place_name x
            WHERE x.place_id = n.place_id AND x.id <> n.id AND upper_inf(x.recorded)),
        'events', (
            SELECT coalesce(json_agg(json_build_object(
                'kind', e.kind, 'happened', e.happened_text, 'authority', e.authority,
                'document', e.document, 'source_url', e.source_url)
                ORDER BY e.happened, e.id), '[]')
            FROM name_event e WHERE e.place_name_id = n.id),
        'heritage', (
            SELECT coalesce(json_agg(json_build_object(
                'id', h.id, 'list', l.title, 'standing', h.standing) ORDER BY h.id), '[]')
            FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
            WHERE h.place_name_id = n.id AND upper_inf(h.recorded))
    ))::text
FROM place_name n
JOIN place o ON o.id = n.place_id
LEFT JOIN delivery y ON y.id = n.delivery_id
LEFT JOIN source s ON s.id = y.source_id
WHERE n.id = :id
"""
