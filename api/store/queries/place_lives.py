"""Places (地理实体) in the register: entered, corrected, put into divisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geoalchemy2.shape import from_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from api.store.tables.base import SRID
from api.store.tables.names import Place


@dataclass(frozen=True, slots=True)
class Life:
    """When something holds: from a day on, up to another or on and on; uncertain in EDTF."""

    begun: date
    ended: date | None = None
    text: str | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns `valid` and `valid_text`."""
        return {"valid": Range(self.begun, self.ended), "valid_text": self.text}


def enter_place(
    db: Session, values: Mapping[str, Any], geometry: BaseGeometry | None, life: Life
) -> int:
    """Enter a place and return its id; its county and province follow from its division."""
    shape = None if geometry is None else from_shape(geometry, srid=SRID)
    row = {**values, **_above(values["division_id"]), **life.columns()}
    placed = insert(Place).values(**row, geom=shape)
    return int(db.execute(placed.returning(Place.id)).scalar_one())


def change_place(db: Session, id: int, values: Mapping[str, Any]) -> None:
    """Change what is known of a place; a geometry is given as shapely, under `geom`."""
    told = dict(values)
    if told.get("geom") is not None:
        told["geom"] = from_shape(told["geom"], srid=SRID)
    if "division_id" in told:
        told |= _above(told["division_id"])
    db.execute(update(Place).where(Place.id == id).values(**told))


def _above(division: int | None) -> dict[str, Any]:
    ancestors = {"county_id": 3, "province_id": 1}
    return {
        column: func.diming_ancestor(division, level, func.current_date())
        for column, level in ancestors.items()
    }


def known_since(db: Session, id: int, day: date) -> None:
    """Let a place be there from a day on, if it is known from a later one only."""
    db.execute(text(_KNOWN_SINCE), {"id": id, "day": day})


def set_crossed(db: Session, place: int, divisions: Sequence[int], since: date) -> None:
    """Say which divisions a place crosses from a day on; others are closed."""
    values = {"place": place, "divisions": list(divisions), "since": since}
    db.execute(text(_UNCROSS), values)
    db.execute(text(_CROSS), values)


def place_exists(db: Session, id: int) -> bool:
    """Tell whether there is such a place; it is locked against a second name at a time."""
    found = db.execute(select(Place.id).where(Place.id == id).with_for_update())
    return found.first() is not None


def place_with_code(db: Session, place_code: str) -> int | None:
    """Return the place that has a code of the national database, or None."""
    return db.execute(select(Place.id).where(Place.place_code == place_code)).scalar()


def town_codes(db: Session, division: int) -> list[str]:
    """Return the nine-digit codes, in all schemes, of the town that a division is or is in."""
    return [str(code) for code in db.execute(text(_TOWN_CODES), {"division": division}).scalars()]


def kind_and_division(db: Session, place: int) -> tuple[str, int | None]:
    """Return what a place is and the division that holds it."""
    row = db.execute(select(Place.kind, Place.division_id).where(Place.id == place)).one()
    return row.kind, row.division_id


def region_of(db: Session, place: int) -> str:
    """Return the code of the county that a place lies in, or else an empty text."""
    asked = select(func.diming_code_of(Place.county_id, func.current_date()))
    return str(db.execute(asked.where(Place.id == place)).scalar() or "")


def county_code_of(db: Session, county: int | None) -> str:
    """Return the code that a county is known by today, empty for none."""
    code = db.execute(select(func.diming_code_of(county, func.current_date()))).scalar()
    return code or ""


def division_exists(db: Session, id: int) -> bool:
    """Tell whether there is such a division."""
    found = db.execute(text("SELECT 1 FROM division WHERE id = :id"), {"id": id})
    return found.first() is not None


def divisions_under(db: Session, geometry: BaseGeometry) -> list[int]:
    """Return today's towns that a geometry (EPSG:4490) reaches, the one with most of it first."""
    return [int(row.division_id) for row in db.execute(text(_UNDER), {"wkb": geometry.wkb})]


def lies_in_any(db: Session, division: int, wider: Sequence[int]) -> bool:
    """Tell whether a division is, today, one of `wider` or lies in one."""
    values = {"division": division, "wider": list(wider)}
    return bool(db.execute(text(_LIES_IN), values).scalar())


_KNOWN_SINCE = """
UPDATE place SET valid = daterange(:day, upper(valid)) WHERE id = :id AND lower(valid) > :day
"""

_UNCROSS = """
UPDATE place_division SET recorded = tstzrange(lower(recorded), clock_timestamp())
WHERE place_id = :place AND upper_inf(recorded) AND division_id <> ALL (:divisions)
  AND CAST(:since AS date) IS NOT NULL
"""

_CROSS = """
INSERT INTO place_division (place_id, division_id, valid, recorded)
SELECT :place, d.id, daterange(:since, NULL), tstzrange(clock_timestamp(), NULL)
FROM unnest(CAST(:divisions AS integer[])) AS d(id)
WHERE NOT EXISTS (SELECT 1 FROM place_division p WHERE p.place_id = :place
                  AND p.division_id = d.id AND upper_inf(p.recorded))
"""

_TOWN_CODES = """
SELECT DISTINCT substr(c.code, 1, 9)
FROM division_code c
WHERE c.division_id = diming_ancestor(:division, 4, current_date) AND length(c.code) = 9
"""

_UNDER = """
WITH shape AS (SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), 4490) AS geom)
SELECT a.division_id, max(CASE ST_Dimension(s.geom)
           WHEN 0 THEN 1
           WHEN 1 THEN ST_Length(ST_Intersection(a.geom, s.geom))
           ELSE ST_Area(ST_Intersection(a.geom, s.geom)) END) AS part
FROM shape s JOIN diming_areas_on(current_date) a ON a.level = 4 AND ST_Intersects(a.geom, s.geom)
GROUP BY a.division_id
HAVING max(ST_Dimension(s.geom)) = 0 OR max(CASE ST_Dimension(s.geom)
           WHEN 1 THEN ST_Length(ST_Intersection(a.geom, s.geom))
           ELSE ST_Area(ST_Intersection(a.geom, s.geom)) END) > 0
ORDER BY part DESC, a.division_id
"""

_LIES_IN = """
SELECT EXISTS (SELECT 1 FROM unnest(CAST(:wider AS integer[])) AS w(id)
               WHERE diming_lies_in(:division, w.id, current_date, NULL))
"""
