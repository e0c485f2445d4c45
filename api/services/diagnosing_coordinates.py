"""Diagnosing coordinates (坐标诊断) against what the register knows of their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import shapely

from api.services.knowing_lines import lines_of
from api.services.refusals import NothingThatDay, UnknownBoundary, UnknownDivision
from api.store.queries.known_places import KnownArea, areas_called, areas_of_level
from api.store.session import Session
from boundary_data.doctoring import doctor_parameters
from boundary_data.examining import Examination, cured, examine, lines_from, place_of_polygons
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.raw import RawFeatures
from gis.crs import TransformRefused
from gis.exchange import GeometryRefused, geometry_of
from gis.places import Place
from gis.seven_parameters import SevenParameters
from gis.suspicion import suspicions
from gis.undoing import Moved, RepairRefused
from rulebook.parameters import Parameters

LEVELS = {"province": 1, "prefecture": 2, "county": 3, "township": 4, "village": 5}


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


def place_of_line(db: Session, code: str, on: date, numbers: Sequence[str] | None) -> Place:
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What coordinates are to be compared with; at most one of them, the country if none.

    Attributes:
        code: Division whose area holds them.
        level: Level whose lines they lie on or near: as the register names it.
        line: Code of the line they lie on.
        geometry: GeoJSON geometry, EPSG:4490: polygons or lines.
        points: True place of each feature (lon, lat), or None.
    """

    code: str = ""
    level: str = ""
    line: str = ""
    geometry: object = None
    points: Sequence[tuple[float, float] | None] | None = None


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """What was found, and what was repaired if that was asked for."""

    found: Examination
    moved: Moved | None = None
    applied: str = ""


def diagnose_coordinates(
    db: Session,
    raw: RawFeatures,
    comparison: Comparison,
    *,
    numbers: Sequence[str] | None,
    on: date,
    seven: SevenParameters | None,
    apply: str,
    system: int | None,
) -> Diagnosed:
    """Return what is wrong with the coordinates of `raw`, undoing one kind if told to.

    Args:
        db: A session.
        raw: The features as they stand.
        comparison: Where they should be.
        numbers: Marker number of each feature, for a comparison with a line.
        on: Day whose areas and lines count.
        seven: Parameters of an old datum.
        apply: Kind of mistake to undo; empty for none.
        system: EPSG number, where several explain as much.

    Raises:
        UnusableInput: if the request cannot be understood, or a repair would be a guess.
        UnknownDivision: if the register has no such division.
        UnknownBoundary: if it has no such line.
        NothingThatDay: if it has no such level on that day.
    """
    parameters = doctor_parameters()
    place = _compared(db, comparison, numbers, on, parameters)
    found = examine(raw, place, parameters=parameters, seven=seven)
    if not apply:
        return Diagnosed(found)
    try:
        return Diagnosed(found, cured(found, apply, seven=seven, system=system), apply)
    except (RepairRefused, TransformRefused) as refused:
        raise UnusableInput([Problem("apply", str(refused), "请先处理所述的问题")]) from refused


def _compared(
    db: Session,
    comparison: Comparison,
    numbers: Sequence[str] | None,
    on: date,
    parameters: Parameters,
) -> Place:
    margin = parameters.number("margin_m")
    if comparison.code:
        return place_of_division(db, comparison.code, on)
    if comparison.level:
        return place_of_level(db, comparison.level, on)
    if comparison.line:
        return place_of_line(db, comparison.line, on, numbers)
    if comparison.points is not None:
        nowhere = (np.nan, np.nan)
        markers = np.array([p or nowhere for p in comparison.points], dtype=np.float64)
        if np.isfinite(markers).any():
            return Place(markers=markers.reshape(-1, 2), margin_m=margin)
    if comparison.geometry is not None:
        return _drawn(comparison.geometry, margin)
    return china(parameters)


def _drawn(member: object, margin_m: float) -> Place:
    """Return the place that a GeoJSON geometry draws."""
    remedy = "请给 CGCS2000 经纬度的面（Polygon）或线（LineString）"
    try:
        shape = geometry_of(member)
    except GeometryRefused as error:
        raise UnusableInput([Problem("against.geometry", str(error), remedy)]) from error
    if shape is None or shape.is_empty:
        raise UnusableInput([Problem("against.geometry", "没有图形", remedy)])
    doubts = [doubt for doubt in suspicions([shape]) if doubt.gross]
    if doubts:
        raise UnusableInput([Problem("against.geometry", d.message, d.repair) for d in doubts])
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return place_of_polygons([shape], margin_m=margin_m)
    if shape.geom_type in {"LineString", "MultiLineString"} and shape.length > 0.0:
        return Place(lines=lines_from([shape]), margin_m=margin_m)
    raise UnusableInput([Problem("against.geometry", f"不能用{shape.geom_type}作参照", remedy)])


def _place(found: list[KnownArea]) -> Place:
    margin = doctor_parameters().number("margin_m")
    return place_of_polygons([area.polygon for area in found], margin_m=margin)
