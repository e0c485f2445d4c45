"""What a map shows: areas, names and where they are from, on a day, in EPSG:4490."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely
from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from api.store.queries.exporting import layer_on

MOST_NAMES = 20_000
"""More points than this are no map any more, and no page a browser likes."""


def county_by_code(db: Session, code: str, on: date) -> int | None:
    """Return the id of the county that has `code` in any scheme on a day, or None."""
    found = db.execute(text(_COUNTY), {"code": code, "on": on}).scalar()
    return None if found is None else int(found)


def areas_on(db: Session, level: int, on: date, county: int | None) -> list[dict[str, Any]]:
    """Return the best area of each division of a level on a day.

    Each has `name`, `type`, `code`, `above` (name of the division above), `status` and
    `geometry` (shapely). With `county` only that county and what lies in it.
    """
    return layer_on(db, "areas", on, level=level, county=county, most=None)


def first_day_of_areas(db: Session) -> date | None:
    """Return the first day for which any area is known, or None if there is none at all."""
    found: date | None = db.execute(text(_FIRST_DAY)).scalar()
    return found


def places_on(db: Session, on: date, county: int | None) -> list[dict[str, Any]]:
    """Return the names that have a place on a day, at most `MOST_NAMES`.

    Each has `name`, `romanization`, `kind`, `county`, `location_status` and `geometry` (a
    shapely point).
    """
    values = {"on": on, "county": county, "most": MOST_NAMES}
    return [_with_shape(row) for row in db.execute(text(_PLACES), values).mappings()]


def sources_on(db: Session, on: date) -> list[str]:
    """Return the titles of the sources of what a map of that day shows."""
    return [str(title) for title in db.execute(text(_SOURCES), {"on": on}).scalars()]


def _with_shape(row: RowMapping) -> dict[str, Any]:
    return {**row, "geometry": shapely.from_wkb(bytes(row["geometry"]))}


_COUNTY = """
SELECT c.division_id FROM division_code c JOIN division d ON d.id = c.division_id
WHERE c.code = :code AND d.level = 3 AND diming_holds(c.valid, c.recorded, :on, NULL)
ORDER BY array_position(ARRAY['mca', 'gb2260', 'nbs'], c.scheme) LIMIT 1
"""

_FIRST_DAY = """
SELECT min(lower(valid)) FROM division_area WHERE upper_inf(recorded)
"""

_PLACES = """
SELECT n.name, n.romanization, o.kind, cn.name AS county, o.location_status,
       ST_AsBinary(ST_PointOnSurface(o.geom)) AS geometry
FROM place_name n
JOIN place o ON o.id = n.place_id
LEFT JOIN division_name cn ON cn.division_id = o.county_id
     AND diming_holds(cn.valid, cn.recorded, :on, NULL)
WHERE o.geom IS NOT NULL AND n.kind = 'standard' AND n.published
  AND diming_holds(n.valid, n.recorded, :on, NULL)
  AND diming_holds(o.valid, o.recorded, :on, NULL)
  AND (CAST(:county AS integer) IS NULL OR o.county_id = :county)
ORDER BY n.id LIMIT :most
"""

_SOURCES = """
SELECT DISTINCT s.title FROM source s JOIN delivery y ON y.source_id = s.id
WHERE y.id IN (SELECT c.delivery_id FROM coverage c
               WHERE diming_holds(c.valid, c.recorded, :on, NULL))
   OR y.id IN (SELECT o.delivery_id FROM place o
               WHERE o.geom IS NOT NULL AND diming_holds(o.valid, o.recorded, :on, NULL))
ORDER BY s.title
"""
