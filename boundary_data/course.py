"""What a line's geometry says in words and figures: chainages of markers, its course (走向).

The course is told from marker to marker in sixteen directions from true north, as GB/T
17796-2009 (body not seen, rule SV-7) has it; lengths are geodesic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely.geometry import LineString, Point

from boundary_data.compass import compass, metres
from boundary_data.line import KnownLine
from boundary_data.marker import KnownMarker, station_of
from gis.lines import ON_THE_LINE_M, Floats, Plane
from gis.measure import azimuth_deg, length_m
from rulebook.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Station:
    """A marker's place along its line.

    Attributes:
        marker: The marker; of several bodies with one number, the first.
        bodies: The full numbers of all bodies that stand there.
        chainage_m: Geodesic metres along the line from its start.
        offset_m: Geodesic metres from the line to the marker.
    """

    marker: KnownMarker
    bodies: tuple[str, ...]
    chainage_m: float
    offset_m: float

    @property
    def number(self) -> str:
        """Return the number without the letter of a body."""
        return station_of(self.marker.number)


@dataclass(frozen=True, slots=True)
class Leg:
    """A piece of the course that keeps one direction."""

    direction: str
    azimuth_deg: float
    length_m: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """The course between two stations; `start` and `end` are None at the line's own ends."""

    start: Station | None
    end: Station | None
    from_m: float
    to_m: float
    legs: tuple[Leg, ...]

    @property
    def length_m(self) -> float:
        """Return the geodesic length of the stretch in metres."""
        return self.to_m - self.from_m


def stations(line: KnownLine) -> tuple[Station, ...]:
    """Return the stations of a line in their order along it.

    Raises:
        gis.lines.UnusableLine: if the line has no length.
    """
    if not line.markers:
        return ()
    lon = np.array([marker.point.x for marker in line.markers])
    lat = np.array([marker.point.y for marker in line.markers])
    found = line.ruler.locate(lon, lat)
    bodies: dict[str, list[int]] = {}
    for index in np.lexsort((np.arange(len(lon)), found.chainage_m)):
        bodies.setdefault(station_of(line.markers[index].number), []).append(int(index))
    return tuple(
        Station(
            marker=line.markers[indices[0]],
            bodies=tuple(sorted(line.markers[i].number for i in indices)),
            chainage_m=float(found.chainage_m[indices[0]]),
            offset_m=float(found.offset_m[indices[0]]),
        )
        for indices in bodies.values()
    )


def course(line: KnownLine, limits: Parameters) -> tuple[Stretch, ...]:
    """Return the course of a line, stretch by stretch from one station to the next.

    Args:
        line: The line, degrees, EPSG:4490.
        limits: Gives the compass words, how far a leg may leave the straight, as a share of
            the stretch (`course_leg_share`), and at least in metres (`course_leg_least_m`).

    Raises:
        gis.lines.UnusableLine: if the line has no length.
    """
    length = line.ruler.length_m
    places = stations(line)
    bounds: list[tuple[Station | None, float]] = [(one, one.chainage_m) for one in places]
    least = limits.number("course_leg_least_m")
    if not bounds or bounds[0][1] > least:
        bounds.insert(0, (None, 0.0))
    if length - bounds[-1][1] > least or len(bounds) == 1:
        bounds.append((None, length))
    return tuple(
        Stretch(start, end, from_m, to_m, tuple(_legs(line, from_m, to_m, limits)))
        for (start, from_m), (end, to_m) in pairwise(bounds)
        if to_m - from_m > ON_THE_LINE_M
    )


def told(stretch: Stretch, *, start: str = "界线起点", end: str = "界线止点") -> str:
    """Return the course of a stretch as one Chinese sentence.

    Args:
        stretch: From `course`.
        start: What to call the place where the line begins, if no marker stands there.
        end: What to call the place where it ends.
    """
    here = f"{stretch.start.number}号界桩" if stretch.start else start
    there = f"{stretch.end.number}号界桩" if stretch.end else end
    ways = [f"向{leg.direction}方向行{metres(leg.length_m)}" for leg in stretch.legs]
    if len(ways) == 1:
        return f"界线自{here}起，{ways[0]}，至{there}。"
    turns = "，".join([ways[0], *(f"折{way}" for way in ways[1:])])
    return f"界线自{here}起，{turns}，至{there}，本段长{metres(stretch.length_m)}。"


def _legs(line: KnownLine, from_m: float, to_m: float, limits: Parameters) -> Iterator[Leg]:
    off_m = max(
        (to_m - from_m) * limits.number("course_leg_share"), limits.number("course_leg_least_m")
    )
    legs = [
        leg
        for vertices in line.ruler.stretch(from_m, to_m)
        for leg in _straightened(vertices, off_m, limits)
    ]
    same: list[Leg] = []
    for leg in legs:
        if same and same[-1].direction == leg.direction:
            whole = same[-1].length_m + leg.length_m
            same[-1] = Leg(leg.direction, same[-1].azimuth_deg, whole)
        else:
            same.append(leg)
    yield from same


def _straightened(vertices: Floats, off_m: float, limits: Parameters) -> Iterator[Leg]:
    """Yield the legs of one part: corners of the way that are left when `off_m` is forgiven."""
    flat = LineString(Plane.through(vertices).project(vertices))
    kept = np.asarray(flat.simplify(off_m, preserve_topology=False).coords)
    corners = [_index_of(np.asarray(flat.coords), corner) for corner in kept]
    corners[0], corners[-1] = 0, len(vertices) - 1
    for first, last in pairwise(corners):
        if last <= first:
            continue
        azimuth = azimuth_deg(Point(vertices[first]), Point(vertices[last]))
        way = length_m(LineString(vertices[first : last + 1]))
        yield Leg(compass(azimuth, limits), azimuth, way)


def _index_of(points: Floats, wanted: Floats) -> int:
    return int(np.hypot(*(points - wanted).T).argmin())
