"""Questions about protected historical names (历史地名保护名录)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, containing, listing


@dataclass(frozen=True, slots=True)
class HeritageWish:
    """Which listings are asked for; None means any."""

    on: date
    known_at: datetime | None
    q: str | None = None
    standing: str | None = None
    division: int | None = None
    list_id: int | None = None


def heritage_like(
    db: Session, wish: HeritageWish, *, geometry: bool, limit: int, offset: int
) -> Listing:
    """Return a page of listings as GeoJSON features; the geometry is the listed name's place."""
    values = {
        "on": wish.on,
        "known": wish.known_at,
        "pattern": containing(wish.q) if wish.q else None,
        "standing": wish.standing,
        "division": wish.division,
        "list": wish.list_id,
        "geometry": geometry,
        "limit": limit,
        "offset": offset,
    }
    return listing(db, _LIST, values)


_LIST = """
WITH hits AS MATERIALIZED (
    SELECT h.* FROM heritage_listing h
    WHERE diming_holds(h.valid, h.recorded, :on, :known)
      AND NOT diming_kept_back(h.place_name_id)
      AND (CAST(:pattern AS text) IS NULL OR h.name LIKE :pattern)
      AND (CAST(:standing AS text) IS NULL OR h.standing = :standing)
      AND (CAST(:division AS integer) IS NULL OR h.division_id = :division)
      AND (CAST(:list AS integer) IS NULL OR h.list_id = :list)
), page AS (
    SELECT * FROM hits ORDER BY id LIMIT :limit OFFSET :offset
)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', page.id,
        'geometry', CASE WHEN CAST(:geometry AS boolean) THEN diming_geojson(o.geom) END,
        'properties', json_build_object(
            'id', page.id, 'name', page.name, 'standing', page.standing,
            'type_words', page.type_words, 'note', page.note, 'county', page.county_text,
            'division_id', page.division_id, 'name_id', n.id,
            'list', json_build_object('title', l.title, 'level', l.level,
                                      'province', l.province, 'published_on', l.published_on,
                                      'complete', l.complete),
            'source_url', page.source_url,
            'valid', diming_period(page.valid, page.valid_text)
        )) ORDER BY page.id), '[]')::text
    FROM page
    JOIN heritage_list l ON l.id = page.list_id
    LEFT JOIN place_name n ON n.id = page.place_name_id AND n.published
    LEFT JOIN place o ON o.id = n.place_id
)
"""
