"""Where points are (定位): units of all levels, the nearest lines and the nearest marker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from api.store.queries import locating as store
from api.store.queries.locating import ArcOfDay, Covering, LineOfDay, MarkerOfDay
from api.store.session import Session
from gis.lines import ON_THE_LINE_M, Floats
from gis.nearest import Nearest, nearest_lines, nearest_points

MOST_POINTS = 10_000
LEVELS = ("province", "prefecture", "county", "township", "village")


@dataclass(frozen=True, slots=True)
class UnitHere:
    """A division that holds a point, by its area, or because it holds one that does.

    `also` are divisions of the level that cover it too, which is right on the line then.
    """

    division_id: int
    level: int
    basis: Literal["geometry", "affiliation"]
    status: str
    accuracy_m: float | None
    accuracy_class: str
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineHere:
    """The nearest line of a level.

    Attributes:
        line: The line.
        distance_m: Geodesic metres to it.
        lon: Longitude of its nearest place, degrees.
        lat: Latitude of its nearest place, degrees.
        side: The division of the two that the point lies in; None in neither of them.
        too_close: Whether the point is nearer than the line is accurate, so that nobody can
            say on which side it is; None if the accuracy is not known.
    """

    line: LineOfDay
    distance_m: float
    lon: float
    lat: float
    side: int | None
    too_close: bool | None


@dataclass(frozen=True, slots=True)
class MarkerHere:
    """The nearest marker, its geodesic metres and its true azimuth from the point."""

    marker: MarkerOfDay
    distance_m: float
    azimuth_deg: float


@dataclass(frozen=True, slots=True)
class PointHere:
    """What is known of one point (degrees, EPSG:4490): units finest first, lines nearest first."""

    lon: float
    lat: float
    units: tuple[UnitHere, ...]
    lines: tuple[LineHere, ...]
    marker: MarkerHere | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The answer for many points, with every division that it names, by id."""

    points: tuple[PointHere, ...]
    divisions: dict[int, dict[str, Any]]


def locate(db: Session, places: Sequence[tuple[float, float]], on: date) -> Surroundings:
    """Return what lies at and around each of `places` (longitude, latitude; EPSG:4490).

    The side of a line is told from the area that holds the point, not from the line's
    direction, so that both always agree.
    """
    lon, lat = np.array(places, dtype=np.float64).reshape(-1, 2).T
    held = store.covering(db, lon, lat, on)
    lines = _lines(store.arcs_around(db, lon, lat, on), lon, lat)
    markers = store.markers_around(db, lon, lat, on)
    near = nearest_points(np.array([(m.lon, m.lat) for m in markers]).reshape(-1, 2), lon, lat)
    divisions = _divisions(db, held, lines, on)
    units = _units(held, divisions, len(lon))
    points = tuple(
        PointHere(
            lon=float(lon[no]),
            lat=float(lat[no]),
            units=units[no],
            lines=_lines_of(no, lines, units[no]),
            marker=_marker_of(no, near, markers),
        )
        for no in range(len(lon))
    )
    return Surroundings(points, divisions)


@dataclass(frozen=True, slots=True)
class _Level:
    """The arcs of one level, the line along each, and the nearest arc for each point."""

    lines: tuple[LineOfDay, ...]
    nearest: Nearest


def _lines(arcs: Sequence[ArcOfDay], lon: Floats, lat: Floats) -> list[_Level]:
    by_level: dict[int, list[tuple[ArcOfDay, LineOfDay]]] = {}
    for arc in arcs:
        for line in arc.lines:
            by_level.setdefault(line.level, []).append((arc, line))
    return [
        _Level(
            tuple(line for _, line in pairs),
            nearest_lines([arc.shape for arc, _ in pairs], lon, lat),
        )
        for _, pairs in sorted(by_level.items())
    ]


def _divisions(
    db: Session, held: Sequence[Covering], lines: Sequence[_Level], on: date
) -> dict[int, dict[str, Any]]:
    ids = {id for one in held for id in (one.division_id, *one.also)}
    ids |= {
        side
        for level in lines
        for index in np.unique(level.nearest.index)
        if index >= 0
        for side in level.lines[index].sides
    }
    found = store.divisions_named(db, list(ids), on)
    above = {up for id in ids if id in found for up in found[id]["up"]} - set(found)
    return {**found, **store.divisions_named(db, list(above), on)} if above else found


def _units(
    held: Sequence[Covering], divisions: dict[int, dict[str, Any]], count: int
) -> list[tuple[UnitHere, ...]]:
    by_point: list[dict[int, UnitHere]] = [{} for _ in range(count)]
    for one in held:
        by_point[one.no][one.level] = UnitHere(
            one.division_id,
            one.level,
            "geometry",
            one.status,
            one.accuracy_m,
            one.accuracy_class,
            one.also,
        )
    for here in by_point:
        if here:
            finest = here[max(here)]
            for up in divisions[finest.division_id]["up"]:
                level = divisions[up]["level"]
                here.setdefault(level, _affiliated(up, level, finest))
    return [tuple(here[level] for level in sorted(here, reverse=True)) for here in by_point]


def _affiliated(division: int, level: int, finest: UnitHere) -> UnitHere:
    return UnitHere(
        division, level, "affiliation", finest.status, finest.accuracy_m, finest.accuracy_class
    )


def _lines_of(no: int, levels: Sequence[_Level], units: Sequence[UnitHere]) -> tuple[LineHere, ...]:
    holding = {unit.division_id for unit in units}
    found = []
    for level in levels:
        if level.nearest.index[no] < 0:
            continue
        line = level.lines[level.nearest.index[no]]
        distance = float(level.nearest.distance_m[no])
        found.append(
            LineHere(
                line=line,
                distance_m=distance,
                lon=float(level.nearest.lon[no]),
                lat=float(level.nearest.lat[no]),
                side=next((side for side in line.sides if side in holding), None),
                too_close=_too_close(distance, line.accuracy_m),
            )
        )
    return tuple(sorted(found, key=lambda one: (round(one.distance_m, 3), one.line.level)))


def _too_close(distance_m: float, accuracy_m: float | None) -> bool | None:
    if distance_m <= ON_THE_LINE_M:
        return True
    return None if accuracy_m is None else distance_m <= accuracy_m


def _marker_of(no: int, near: Nearest, markers: Sequence[MarkerOfDay]) -> MarkerHere | None:
    if near.index[no] < 0:
        return None
    return MarkerHere(
        markers[near.index[no]], float(near.distance_m[no]), float(near.azimuth_deg[no])
    )
