"""Where listed names are: at their place, or else at a point inside their county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PlacedListing:
    """A listed name with a point (EPSG:4490); `exact` if it is the place's own."""

    name: str
    standing: str
    list_title: str
    exact: bool
    point: BaseGeometry


def placed_listings(
    db: Session, on: date, *, list_id: int | None = None, listing: int | None = None
) -> list[PlacedListing]:
    """Return the listed names that can be placed on a day, in the order of their lists."""
    values = {"on": on, "list": list_id, "listing": listing}
    return [
        PlacedListing(row[0], row[1], row[2], row[3], shapely.from_wkb(bytes(row[4])))
        for row in db.execute(text(_PLACED), values)
    ]


_PLACED = """
WITH counties AS MATERIALIZED (
    SELECT DISTINCT ON (division_id) division_id, ST_PointOnSurface(geom) AS point
    FROM diming_areas_on(:on) WHERE level IN (1, 3)
    ORDER BY division_id, diming_status_rank(status)
)
SELECT h.name, h.standing, l.title, p.geom IS NOT NULL,
       ST_AsBinary(coalesce(ST_PointOnSurface(p.geom), c.point))
FROM heritage_listing h
JOIN heritage_list l ON l.id = h.list_id
LEFT JOIN place_name n ON n.id = h.place_name_id
LEFT JOIN place p ON p.id = n.place_id AND p.location_status <> 'synthetic'
LEFT JOIN counties c ON c.division_id = h.division_id
WHERE upper_inf(h.recorded) AND coalesce(p.geom, c.point) IS NOT NULL
  AND NOT diming_kept_back(h.place_name_id)
  AND (CAST(:list AS integer) IS NULL OR h.list_id = :list)
  AND (CAST(:listing AS integer) IS NULL OR h.id = :listing)
ORDER BY h.list_id, h.id
"""
