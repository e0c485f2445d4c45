"""Lists of signs (地名标志): a page of them, those that wait for somebody, all for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.listing import Listing, listing

STEP = 1_000
BEGINNING = ("-infinity", "00000000-0000-0000-0000-000000000000")


@dataclass(frozen=True, slots=True)
class SignWish:
    """Which signs are asked for; None means any.

    Attributes:
        name_id: Signs of this name.
        q: Part of the characters, or the code of the sign.
        kind: Kind of sign.
        division: Signs in this division.
        state: `planned`, `standing` or `removed`.
        condition: How the sign is.
        box: West, south, east, north (EPSG:4490).
        due_by: Signs that stand and are to be mended, or looked at until this day; those to be
            mended come first, then by the day.
        keeper: Divisions of whoever is to look after them; asked with `due_by`.
    """

    name_id: int | None = None
    q: str | None = None
    kind: str | None = None
    division: int | None = None
    state: str | None = None
    condition: str | None = None
    box: tuple[float, float, float, float] | None = None
    due_by: date | None = None
    keeper: Sequence[int] = ()

    def values(self) -> dict[str, Any]:
        """Return it as the statements ask for it."""
        west, south, east, north = self.box or (None, None, None, None)
        return {
            "name_id": self.name_id,
            "q": self.q,
            "kind": self.kind,
            "division": self.division,
            "state": self.state,
            "condition": self.condition,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "due_by": self.due_by,
            "keeper": list(self.keeper),
        }


def signs_like(db: Session, wish: SignWish, *, limit: int, offset: int) -> Listing:
    """Return a page of signs as GeoJSON features, in the order in which they were registered."""
    return listing(db, _SIGNS, {**wish.values(), "limit": limit, "offset": offset})


def signs_for_export(db: Session, wish: SignWish) -> Iterator[dict[str, Any]]:
    """Yield signs of published names in the order of registration, `STEP` at a time.

    What is not published is left out whoever asks: nobody sees from a file that goes on its
    way what in it was not for all. `lon`, `lat` are degrees (EPSG:4490).
    """
    values = {**wish.values(), "at": BEGINNING[0], "after": BEGINNING[1], "step": STEP}
    while found := db.execute(text(_EXPORT), values).mappings().all():
        yield from map(dict, found)
        values |= {"at": found[-1]["registered_at"], "after": found[-1]["id"]}


def signs_at(db: Session, wish: SignWish) -> list[tuple[UUID, str | None, str]]:
    """Return the signs that are asked for, oldest first: id, code, where they stand in words."""
    return [tuple(row) for row in db.execute(text(_AT), wish.values())]


def duties(
    db: Session, divisions: Sequence[int], by: date, limit: int, offset: int
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many signs in the divisions are to be mended or looked at, and a page of them."""
    wish = SignWish(due_by=by, keeper=divisions)
    values = {**wish.values(), "limit": limit, "offset": offset}
    found = [dict(row) for row in db.execute(text(_DUTIES), values).mappings()]
    return (found[0]["matched"] if found else 0), found


_WISHED = """
    (CAST(:name_id AS bigint) IS NULL OR s.place_name_id = :name_id)
    AND (CAST(:q AS text) IS NULL OR strpos(s.characters, :q) > 0 OR s.code = :q)
    AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
    AND (CAST(:state AS text) IS NULL OR s.state = :state)
    AND (CAST(:condition AS text) IS NULL OR s.condition = :condition)
    AND (CAST(:west AS double precision) IS NULL
         OR s.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4490))
    AND (CAST(:division AS integer) IS NULL
         OR diming_lies_in(o.division_id, :division, current_date, NULL))
    AND (CAST(:due_by AS date) IS NULL
         OR s.state = 'standing'
            AND (s.next_due <= :due_by OR s.condition IN ('damaged', 'wrong', 'missing'))
            AND EXISTS (SELECT 1 FROM unnest(CAST(:keeper AS integer[])) AS w(id)
                        WHERE diming_lies_in(o.division_id, w.id, current_date, NULL)))
"""

_SIGNS = f"""
WITH hits AS MATERIALIZED (
    SELECT s.*, n.name, o.division_id,
           CAST(:due_by AS date) IS NOT NULL
           AND s.condition IN ('damaged', 'wrong', 'missing') AS to_be_mended,
           CASE WHEN CAST(:due_by AS date) IS NOT NULL THEN s.next_due END AS waits
    FROM sign s JOIN place_name n ON n.id = s.place_name_id JOIN place o ON o.id = n.place_id
    WHERE (n.published OR diming_may_see(n.place_id)) AND {_WISHED}
), page AS (
    SELECT * FROM hits ORDER BY to_be_mended DESC, waits, registered_at, id
    LIMIT :limit OFFSET :offset
)
SELECT (SELECT count(*) FROM hits), (SELECT count(*) FROM page), (
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', p.id, 'geometry', diming_geojson(p.geom),
        'properties', json_build_object(
            'id', p.id, 'name_id', p.place_name_id, 'name', p.name, 'code', p.code,
            'kind', p.kind, 'characters', p.characters, 'romanization', p.romanization,
            'division', diming_where(p.division_id, current_date),
            'place_words', p.place_words, 'set_up_on', p.set_up_on, 'state', p.state,
            'condition', p.condition, 'next_due', p.next_due))
        ORDER BY p.to_be_mended DESC, p.waits, p.registered_at, p.id), '[]')::text
    FROM page p)
"""

_EXPORT = f"""
SELECT s.id, s.place_name_id AS name_id, n.name, o.place_code,
       coalesce(diming_division_name(o.county_id, current_date), '') AS county,
       coalesce(diming_division_name(diming_ancestor(o.division_id, CAST(4 AS smallint),
                                                     current_date), current_date), '') AS township,
       s.code, s.kind, s.characters, s.romanization, s.extra, s.axis, s.place_words,
       ST_X(s.geom) AS lon, ST_Y(s.geom) AS lat, s.material, s.width_mm, s.height_mm,
       s.set_up_by, s.set_up_on, s.maker, s.source, s.remark, s.state, s.condition,
       s.next_due, s.registered_at
FROM sign s JOIN place_name n ON n.id = s.place_name_id JOIN place o ON o.id = n.place_id
WHERE n.published AND {_WISHED}
  AND (s.registered_at, s.id) > (CAST(:at AS timestamptz), CAST(:after AS uuid))
ORDER BY s.registered_at, s.id LIMIT :step
"""

_AT = f"""
SELECT s.id, s.code, s.place_words
FROM sign s JOIN place_name n ON n.id = s.place_name_id JOIN place o ON o.id = n.place_id
WHERE (n.published OR diming_may_see(n.place_id)) AND s.state <> 'removed' AND {_WISHED}
ORDER BY s.registered_at, s.id
"""

_DUTIES = f"""
SELECT count(*) OVER () AS matched, s.id, s.place_name_id AS name_id, n.name, s.characters,
       s.kind, s.place_words, s.condition, s.next_due, ST_X(s.geom) AS lon, ST_Y(s.geom) AS lat,
       diming_where(o.division_id, current_date) AS division,
       s.condition IN ('damaged', 'wrong', 'missing') AS to_be_mended,
       greatest(current_date - s.next_due, 0) AS overdue_days
FROM sign s JOIN place_name n ON n.id = s.place_name_id JOIN place o ON o.id = n.place_id
WHERE (n.published OR diming_may_see(n.place_id)) AND {_WISHED}
ORDER BY to_be_mended DESC, s.next_due, s.id
LIMIT :limit OFFSET :offset
"""
