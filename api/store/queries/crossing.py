"""What a piece of land reaches into: units with the parts they hold, lines that run through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.measure import length_m


@dataclass(frozen=True, slots=True)
class CrossedUnit:
    """A division, and the part of the land in it (EPSG:4490)."""

    division_id: int
    level: int
    code: str | None
    name: str
    status: str
    accuracy_m: float | None
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class CrossedLine:
    """A line that runs through the land, geodesic metres of it."""

    code: str
    name: str
    level: int
    status: str
    length_m: float


def units_crossed(db: Session, land: BaseGeometry, on: date) -> list[CrossedUnit]:
    """Return the units that `land` (EPSG:4490) reaches into, with its part in each."""
    found = db.execute(text(_UNITS), {"land": shapely.to_wkb(land), "on": on})
    return [
        CrossedUnit(
            division_id=row.division_id,
            level=row.level,
            code=row.code,
            name=row.name or "",
            status=row.status,
            accuracy_m=row.accuracy_m,
            shape=shapely.from_wkb(bytes(row.shape)),
        )
        for row in found
    ]


def lines_crossed(db: Session, land: BaseGeometry, on: date) -> list[CrossedLine]:
    """Return the lines that run through `land` (EPSG:4490), the longest way first."""
    found = db.execute(text(_LINES), {"land": shapely.to_wkb(land), "on": on})
    lines = [
        CrossedLine(
            row.code, row.name, row.level, row.status, length_m(shapely.from_wkb(bytes(row.shape)))
        )
        for row in found
    ]
    return sorted((one for one in lines if one.length_m > 0), key=lambda one: -one.length_m)


_LAND = "SELECT ST_GeomFromWKB(:land, 4490) AS geom"

_UNITS = f"""
WITH land AS MATERIALIZED ({_LAND})
SELECT a.division_id, a.level, diming_code_of(a.division_id, :on) AS code,
       diming_division_name(a.division_id, :on) AS name, a.status, a.accuracy_m,
       ST_AsBinary(ST_CollectionExtract(ST_Intersection(a.geom, land.geom), 3)) AS shape
FROM land CROSS JOIN LATERAL (
    SELECT * FROM diming_areas_on(:on) a WHERE ST_Intersects(a.geom, land.geom)) a
ORDER BY a.level, a.division_id
"""

_LINES = f"""
WITH land AS MATERIALIZED ({_LAND})
SELECT v.code, v.name, v.level, v.status,
       ST_AsBinary(ST_Collect(ST_CollectionExtract(ST_Intersection(arc.geom, land.geom), 2)))
           AS shape
FROM land
JOIN arc ON ST_Intersects(arc.geom, land.geom)
JOIN boundary_line_arc la ON la.arc_id = arc.id
JOIN diming_lines_on(:on) v ON v.version_id = la.version_id
GROUP BY v.code, v.name, v.level, v.status
"""
