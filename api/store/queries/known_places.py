"""Areas and lines of the register, to compare coordinates with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class KnownArea:
    """The best area of a division on a day (EPSG:4490) and what it may be taken for."""

    name: str
    status: str
    polygon: BaseGeometry


def areas_called(db: Session, code: str, on: date) -> list[KnownArea]:
    """Return the areas of the divisions that bear a code, of any scheme, on a day."""
    return _areas(db, _BY_CODE, {"code": code, "on": on})


def areas_of_level(db: Session, level: int, on: date) -> list[KnownArea]:
    """Return the areas of all divisions of a level (1 province to 5 village) on a day."""
    return _areas(db, _BY_LEVEL, {"level": level, "on": on})


def points_called(db: Session, names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return the point (EPSG:4490) of each name that one place only bears, of those asked for."""
    rows = db.execute(text(_BY_NAME), {"names": list(names)})
    return {row.name: (row.lon, row.lat) for row in rows}


def _areas(db: Session, statement: str, values: dict[str, object]) -> list[KnownArea]:
    rows = db.execute(text(statement), values).mappings()
    return [
        KnownArea(row["name"] or "", row["status"], shapely.from_wkb(bytes(row["shape"])))
        for row in rows
    ]


_COLUMNS = """
SELECT n.name, a.status, ST_AsBinary(a.geom) AS shape
FROM diming_areas_on(:on) a
LEFT JOIN division_name n ON n.division_id = a.division_id AND n.valid @> CAST(:on AS date)
     AND upper_inf(n.recorded)
"""

_BY_CODE = (
    _COLUMNS
    + """
WHERE a.division_id IN (
    SELECT c.division_id FROM division_code c
    WHERE c.code = :code AND c.valid @> CAST(:on AS date) AND upper_inf(c.recorded))
ORDER BY a.division_id
"""
)

_BY_LEVEL = _COLUMNS + "WHERE a.level = :level ORDER BY a.division_id"

_BY_NAME = """
SELECT n.name, min(ST_X(p.geom)) AS lon, min(ST_Y(p.geom)) AS lat
FROM place_name n JOIN place p ON p.id = n.place_id
WHERE n.name = ANY(CAST(:names AS text[])) AND upper_inf(n.recorded) AND upper_inf(p.recorded)
  AND ST_GeometryType(p.geom) = 'ST_Point' AND p.location_status IN ('official', 'public')
GROUP BY n.name
HAVING count(DISTINCT p.id) = 1
"""
