"""Where the names of a case lie (所在政区): within its county, within an office's reach, across."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session


def within(db: Session, divisions: Sequence[int], wider: int, on: date) -> set[int]:
    """Return those of `divisions` that are `wider` or lie in it on a day."""
    values = {"ids": list(divisions), "wider": wider, "on": on}
    return set(db.execute(text(_WITHIN), values).scalars())


def reached(db: Session, divisions: Sequence[int], scope: Sequence[int], on: date) -> set[int]:
    """Return those of `divisions` that are one of `scope`, lie in one, or hold one."""
    values = {"ids": list(divisions), "scope": list(scope), "on": on}
    return set(db.execute(text(_REACHED), values).scalars())


def names_of(db: Session, divisions: Sequence[int], on: date) -> dict[int, str]:
    """Return the names of divisions on a day, by id."""
    found = db.execute(text(_NAMES), {"ids": list(divisions), "on": on})
    return {int(id): str(name) for id, name in found}


def counties_under(db: Session, shapes: Mapping[int, BaseGeometry]) -> dict[int, dict[int, float]]:
    """Return, for each shape (EPSG:4490) by its key, today's counties under it with their share.

    Shares are of the length of a line, the area of an area (in square degrees), the number of
    points; those of one shape add up to 1. A shape that no county is known under is left out.
    """
    told = json.dumps([{"key": key, "wkb": one.wkb_hex} for key, one in shapes.items()])
    parts: dict[int, dict[int, float]] = {}
    for key, county, part in db.execute(text(_UNDER), {"shapes": told}):
        parts.setdefault(int(key), {})[int(county)] = float(part)
    return {
        key: {county: part / sum(found.values()) for county, part in found.items()}
        for key, found in parts.items()
        if sum(found.values()) > 0
    }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line or an area (EPSG:4490) that was drawn for a division, and its county; ids."""

    shape: BaseGeometry
    division: int | None
    county: int | None


def points_within(db: Session, drawn: Mapping[int, Drawn]) -> dict[int, Point]:
    """Return, by its key, a point of each shape that lies in its division, else in its county.

    A shape that touches neither is left out.
    """
    told = json.dumps(
        [
            {"key": key, "wkb": one.shape.wkb_hex, "division": one.division, "county": one.county}
            for key, one in drawn.items()
        ]
    )
    rows = db.execute(text(_POINTS), {"shapes": told})
    return {int(key): Point(float(x), float(y)) for key, x, y in rows}


_WITHIN = """
SELECT d FROM unnest(CAST(:ids AS integer[])) AS d
WHERE d = :wider
   OR diming_ancestor(d, (SELECT w.level FROM division w WHERE w.id = :wider), :on) = :wider
"""
_REACHED = """
SELECT i.id FROM division i
WHERE i.id = ANY (CAST(:ids AS integer[])) AND EXISTS (
    SELECT FROM division s WHERE s.id = ANY (CAST(:scope AS integer[]))
      AND (s.id = i.id OR diming_ancestor(i.id, s.level, :on) = s.id
           OR diming_ancestor(s.id, i.level, :on) = i.id))
"""
_NAMES = """
SELECT d, coalesce(diming_division_name(d, :on), '') FROM unnest(CAST(:ids AS integer[])) AS d
"""
# areas are looked for by their pieces, of which each is small
_UNDER = """
WITH shape AS (
    SELECT s.key, ST_SetSRID(ST_GeomFromWKB(decode(s.wkb, 'hex')), 4490) AS geom
    FROM jsonb_to_recordset(CAST(:shapes AS jsonb)) AS s(key integer, wkb text)),
county AS MATERIALIZED (
    SELECT a.area_id, a.division_id FROM diming_areas_on(current_date) a WHERE a.level = 3)
SELECT s.key, c.division_id,
       sum(CASE ST_Dimension(s.geom)
           WHEN 0 THEN 1
           WHEN 1 THEN ST_Length(ST_Intersection(p.geom, s.geom))
           ELSE ST_Area(ST_Intersection(p.geom, s.geom)) END)
FROM shape s JOIN division_area_piece p ON ST_Intersects(p.geom, s.geom)
JOIN county c ON c.area_id = p.area_id
GROUP BY s.key, c.division_id
"""
_POINTS = """
WITH shape AS (
    SELECT s.key, s.division, s.county,
           ST_SetSRID(ST_GeomFromWKB(decode(s.wkb, 'hex')), 4490) AS geom
    FROM jsonb_to_recordset(CAST(:shapes AS jsonb))
         AS s(key integer, wkb text, division integer, county integer)),
part AS (
    SELECT s.key, a.division_id = s.division AS nearer, ST_Intersection(p.geom, s.geom) AS geom
    FROM shape s JOIN diming_areas_on(current_date) a ON a.division_id IN (s.division, s.county)
    JOIN division_area_piece p ON p.area_id = a.area_id AND ST_Intersects(p.geom, s.geom)),
best AS (
    SELECT DISTINCT ON (key) key, ST_PointOnSurface(geom) AS geom FROM part
    ORDER BY key, nearer DESC NULLS LAST, ST_Length(geom) DESC, ST_Area(geom) DESC)
SELECT key, ST_X(geom), ST_Y(geom) FROM best WHERE NOT ST_IsEmpty(geom)
"""
