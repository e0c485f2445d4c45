"""Questions about place names (地名): by characters, by sound, by initials, by place.

A text is sought along ordered indexes (`diming_search_names`); where it is too common to pick
out those of a place, the place is sought first and its names are compared with the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, containing, json_text, listing, literal

MOST = 100
"""Names matching a text that are looked at: more than that nobody reads."""

MOST_LISTED = 20_000
"""Names counted where they are not sought by a text."""

By = Literal["characters", "pinyin", "initials", "letters"]
"""What a search text is; `letters` is a reading or initials, whichever is found."""


@dataclass(frozen=True, slots=True)
class NameWish:
    """Which names are asked for; None means any.

    `box` is west, south, east, north and `near` longitude, latitude in EPSG:4490 degrees;
    `radius_m` is geodesic. `likely` are readings that may be meant by a mistyped
    `q`. `division` is the id of a division of any level; `tag` one of `naming.name_tags`.
    """

    on: date
    known_at: datetime | None
    q: str | None = None
    by: By = "characters"
    likely: tuple[str, ...] = ()
    kind: str | None = None
    name_kind: str | None = None
    status: str | None = None
    division: int | None = None
    tag: str | None = None
    box: tuple[float, float, float, float] | None = None
    near: tuple[float, float] | None = None
    radius_m: float = 0.0


def names_like(db: Session, wish: NameWish, *, geometry: bool, limit: int, offset: int) -> Listing:
    """Return a page of names as GeoJSON features (EPSG:4490, 7 decimals).

    With a text, the exact before the near, then by what bears the name, then the nearest;
    without one, the nearest first if `near` is given. Where more than `MOST` names match a
    text (`MOST_LISTED` without one), no more are counted and `bounded` is true. Names with a
    tag are few: their text is compared name by name.
    """
    values = _values(wish) | {"geometry": geometry, "limit": limit, "offset": offset}
    if wish.q is not None and wish.tag is None:
        values["most"] = max(MOST, offset + limit + 1)
        found = db.execute(_SEARCH, values).one()
        return Listing(found.matched, found.returned, found.features, found.bounded)
    values["most"] = max(MOST_LISTED, offset + limit + 1)
    return listing(db, _list(wish), values)


def _values(wish: NameWish) -> dict[str, Any]:
    west, south, east, north = wish.box or (None, None, None, None)
    lon, lat = wish.near or (None, None)
    return {
        "way": wish.by,
        "q": wish.q,
        "likely": list(wish.likely),
        "on": wish.on,
        "known": wish.known_at,
        "kind": wish.kind,
        "name_kind": wish.name_kind,
        "status": wish.status,
        "division": wish.division,
        "tag": wish.tag,
        "inside": containing(wish.q or ""),
        "beginning": f"{literal(wish.q or '')}%",
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "lon": lon,
        "lat": lat,
        "radius": wish.radius_m,
    }


def _list(wish: NameWish) -> str:
    """Return the statement that seeks by place: it has the conditions given and no others."""
    asked = {
        "kind": wish.kind,
        "name_kind": wish.name_kind,
        "status": wish.status,
        "division": wish.division,
        "tag": wish.tag,
        "box": wish.box,
        "near": wish.near,
    }
    where = "".join(_CONDITIONS[name] for name, value in asked.items() if value is not None)
    if wish.q is not None:
        where += _WRITTEN[wish.by]
    order = "o.geom <-> ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)" if wish.near else "n.id"
    return _LIST.format(
        division=_INSIDE if wish.division is not None else "WITH",
        distance=_DISTANCE if wish.near else "CAST(NULL AS double precision)",
        where=where,
        order=order,
    )


def name_in_full(db: Session, name: int, on: date, known_at: datetime | None) -> str | None:
    """Return everything known of a name on a day as one GeoJSON feature, or None."""
    return json_text(db, _ONE, {"id": name, "on": on, "known": known_at})


_ONE = "SELECT diming_name_in_full(:id, :on, :known)::text"


_SEARCH = text("""
SELECT * FROM diming_search_names(
    :way, :q, :likely, :on, :known, diming_rank_of(:kind), :name_kind, :status, :west, :south,
    :east, :north, :lon, :lat, :radius, :division, :geometry, :most, :limit, :offset)
""")

_INSIDE = """
WITH RECURSIVE inside AS (
    SELECT CAST(:division AS integer) AS id
    UNION
    SELECT p.division_id FROM inside JOIN division_parent p ON p.parent_id = inside.id
         AND diming_holds(p.valid, p.recorded, :on, :known)
), within AS (
    SELECT id FROM place WHERE county_id IN (SELECT id FROM inside)
    UNION
    SELECT id FROM place WHERE division_id IN (SELECT id FROM inside)
    UNION
    SELECT c.place_id FROM place_division c
    WHERE c.division_id IN (SELECT id FROM inside)
      AND diming_holds(c.valid, c.recorded, :on, :known)
),"""

_DISTANCE = """ST_Distance(o.geom::geography,
         ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)::geography)"""

_WRITTEN: Mapping[By, str] = {
    "characters": " AND n.name LIKE :inside",
    "pinyin": " AND n.pinyin LIKE :beginning",
    "initials": " AND n.initials LIKE :beginning",
    "letters": " AND (n.pinyin LIKE :beginning OR n.initials LIKE :beginning)",
}

_CONDITIONS = {
    "tag": """ AND EXISTS (
        SELECT 1 FROM name_tag t
        WHERE t.place_name_id = coalesce(n.version_of, n.id) AND t.tag = :tag
          AND CASE WHEN CAST(:known AS timestamptz) IS NULL THEN t.until IS NULL
                   ELSE tstzrange(t.since, t.until) @> CAST(:known AS timestamptz) END)""",
    "kind": " AND o.kind = :kind",
    "name_kind": " AND n.kind = :name_kind",
    "status": " AND coalesce(n.status_in_use, n.status) = :status",
    "division": " AND o.id IN (SELECT id FROM within)",
    "box": " AND ST_Intersects(o.geom, ST_MakeEnvelope(:west, :south, :east, :north, 4490))",
    # a degree is nowhere shorter than 110 km times the cosine of the latitude
    "near": """ AND o.geom && ST_Expand(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490),
             :radius / 110000 / greatest(cos(radians(:lat)), 0.01))
         AND ST_DWithin(o.geom::geography,
             ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)::geography, :radius)""",
}

_LIST = """
{division} hits AS MATERIALIZED (
    SELECT n.id, {distance} AS distance_m
    FROM place_name n
    JOIN place o ON o.id = n.place_id
    WHERE diming_holds(n.valid, n.recorded, :on, :known)
      AND diming_holds(o.valid, o.recorded, :on, :known)
      AND (n.published OR diming_may_see(n.place_id))
      AND (n.version_of IS NULL OR NOT diming_kept_back(n.version_of)){where}
    ORDER BY {order} LIMIT :most
), page AS (
    SELECT row_number() OVER () AS place, p.* FROM (
        SELECT * FROM hits ORDER BY distance_m, id LIMIT :limit OFFSET :offset) p
)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(diming_name_feature(
        n, o, diming_named(o.division_id, :on, :known), diming_named(o.county_id, :on, :known),
        NULL, page.distance_m, :geometry) ORDER BY page.place), '[]')::text
    FROM page JOIN place_name n ON n.id = page.id JOIN place o ON o.id = n.place_id),
    (SELECT count(*) FROM hits) >= :most
"""
