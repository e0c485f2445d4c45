"""Diagnosing coordinates (坐标诊断) against what the register knows of their place."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import shapely

from api.services.knowing_lines import lines_of
from api.services.refusals import NothingThatDay, UnknownBoundary, UnknownDivision
from api.store.queries.known_places import KnownArea, areas_called, areas_of_level
from api.store.session import Session
from boundary_data.doctoring import doctor_parameters
from boundary_data.examining import place_of_polygons
from gis.places import Place
from rulebook.parameters import Parameters

LEVELS = {"province": 1, "county": 3, "town": 4, "village": 5}


def china(parameters: Parameters) -> Place:
    """Return the box of the country: what is known where nothing is known."""
    west, south, east, north = (float(word) for word in parameters.words("china"))
    return Place(area=shapely.box(west, south, east, north), margin_m=0.0)


def place_of_division(db: Session, code: str, on: date) -> Place:
    """Return the area and outline of the division with `code` on a day.

    Raises:
        UnknownDivision: No division has this code on that day, or it has no area.
    """
    found = areas_called(db, code, on)
    if not found:
        raise UnknownDivision(
            f"没有代码为“{code}”且有范围的行政区划", "请核对代码，或改用 --level、--against", "code"
        )
    return _place(found)


def place_of_level(db: Session, level: str, on: date) -> Place:
    """Return the areas and lines of all divisions of a level on a day.

    Raises:
        NothingThatDay: The register has no areas of this level on that day.
    """
    found = areas_of_level(db, LEVELS[level], on)
    if not found:
        raise NothingThatDay("登记库中当日没有这一层级的范围", "请先加载界线", "level")
    return _place(found)


def place_of_line(db: Session, code: str, on: date, numbers: list[str] | None) -> Place:
    """Return the line with `code`; with its markers for the points that have their numbers.

    Args:
        db: A session.
        code: Line code.
        on: The day.
        numbers: Marker number of each point, empty for those that are no markers.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line = lines_of(db, on)(code)
    if line is None or line.geometry is None:
        raise UnknownBoundary(f"没有编号为“{code}”的界线", "请先用 /api/v1/boundaries 查询", "line")
    margin = doctor_parameters().number("margin_m")
    geometry = line.geometry
    whole = shapely.MultiLineString([geometry]) if geometry.geom_type == "LineString" else geometry
    known = {marker.number: (marker.point.x, marker.point.y) for marker in line.markers}
    if numbers is None:
        return Place(lines=whole, margin_m=margin)
    nowhere = (np.nan, np.nan)
    markers: npt.NDArray[np.float64] = np.array([known.get(n, nowhere) for n in numbers])
    paired = bool(np.isfinite(markers).any())
    return Place(lines=whole, markers=markers if paired else None, margin_m=margin)


def _place(found: list[KnownArea]) -> Place:
    margin = doctor_parameters().number("margin_m")
    return place_of_polygons([area.polygon for area in found], margin_m=margin)
