"""What a gazetteer prints of an area: its standard and listed names with their records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class BookRow:
    """A name as the register has it; `fields` are those of its record."""

    name: str
    romanization: str
    kind: str
    type_words: str
    county: str
    township: str
    fields: dict[str, Any]
    former: list[str]
    lon: float | None
    lat: float | None


def names_for_book(db: Session, division_id: int, on: date) -> list[BookRow]:
    """Return the published standard and listed names in a division on a day, in no order."""
    found = db.execute(text(_NAMES), {"division": division_id, "on": on})
    return [BookRow(*tuple(row)) for row in found]


@dataclass(frozen=True, slots=True)
class AreaWithNames:
    """A county or province with how many names a book of it has."""

    code: str
    name: str
    count: int


def areas_with_names(db: Session, division_ids: list[int]) -> list[AreaWithNames]:
    """Return the provinces and counties among and right below some divisions, by code."""
    found = db.execute(text(_AREAS), {"divisions": division_ids})
    return [AreaWithNames(*tuple(row)) for row in found]


_AREAS = """
WITH wanted AS (
    SELECT d.id FROM division d WHERE d.id = ANY (:divisions) AND d.level IN (1, 3)
    UNION
    SELECT p.division_id FROM division_parent p
    JOIN division d ON d.id = p.division_id AND d.level = 3
    WHERE p.parent_id = ANY (:divisions) AND upper_inf(p.recorded) AND p.valid @> current_date
)
SELECT diming_code_of(w.id, current_date) AS code, n.name,
       (SELECT count(*) FROM place_name m JOIN place o ON o.id = m.place_id
        WHERE m.kind = 'standard' AND m.status IN ('standard', 'listed') AND m.published
          AND upper_inf(m.recorded) AND m.valid @> current_date
          AND (o.county_id = w.id OR o.province_id = w.id OR o.is_division_id = w.id))
FROM wanted w
JOIN division_name n ON n.division_id = w.id AND upper_inf(n.recorded)
     AND n.valid @> current_date
WHERE diming_code_of(w.id, current_date) IS NOT NULL
ORDER BY code
"""

_NAMES = """
SELECT n.name, n.romanization, p.kind, p.type_words,
       coalesce(c.name, ''), coalesce(t.name, ''),
       coalesce(r.fields, '{}'::jsonb),
       coalesce((SELECT array_agg(f.name ORDER BY upper(f.valid))
                 FROM place_name f
                 WHERE f.place_id = p.id AND f.kind = 'former' AND upper_inf(f.recorded)
                   AND f.published), '{}'),
       CASE WHEN p.location_status <> 'synthetic' THEN ST_X(ST_PointOnSurface(p.geom)) END,
       CASE WHEN p.location_status <> 'synthetic' THEN ST_Y(ST_PointOnSurface(p.geom)) END
FROM place_name n
JOIN place p ON p.id = n.place_id
LEFT JOIN name_record r ON r.place_name_id = n.id AND upper_inf(r.recorded)
LEFT JOIN LATERAL (SELECT name FROM division_name d WHERE d.division_id = p.county_id
                   AND upper_inf(d.recorded) AND d.valid @> CAST(:on AS date)) c ON true
LEFT JOIN LATERAL (SELECT diming_ancestor(p.division_id, 4, :on) AS id) a ON true
LEFT JOIN LATERAL (SELECT name FROM division_name d WHERE d.division_id = a.id
                   AND upper_inf(d.recorded) AND d.valid @> CAST(:on AS date)) t ON true
WHERE n.kind = 'standard' AND n.status IN ('standard', 'listed') AND n.published
  AND upper_inf(n.recorded) AND n.valid @> CAST(:on AS date)
  AND (p.county_id = :division OR p.province_id = :division OR p.is_division_id = :division)
"""
