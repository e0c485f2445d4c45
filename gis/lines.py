"""Positions along a line, offsets of points from it, and how much of it a track covers.

Distances are geodesic on the CGCS2000 ellipsoid. Only the choice of the nearest place is
made in a plane: an azimuthal equidistant one laid through the middle of the line, whose
scale is off by (d/R)²/6 at the distance d, so by less than 1e-4 within 150 km.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj
from shapely.geometry import LineString, MultiLineString, Point

from gis.measure import CGCS2000

Floats = npt.NDArray[np.float64]
Line = LineString | MultiLineString

LONGEST_STEP_M = 500.0
"""Longer segments are cut: between two vertices the line is straight in degrees (RFC 7946)."""

ON_THE_LINE_M = 0.001


class UnusableLine(ValueError):
    """The geometry has no length, so nothing can be measured along it."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where points lie relative to a line; all arrays have one entry a point.

    Attributes:
        chainage_m: Metres along the line from its start to the nearest place on it.
        offset_m: Metres from that place to the point, never negative.
        side: +1 left of the line (seen in its direction), -1 right of it, 0 on it.
        lon: Longitude of the nearest place, degrees.
        lat: Latitude of the nearest place, degrees.
        part: Number of the part of a multi-part line that the place is on; parts without
            length are not counted.
    """

    chainage_m: Floats
    offset_m: Floats
    side: npt.NDArray[np.int64]
    lon: Floats
    lat: Floats
    part: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a line a track covers.

    Attributes:
        share: Covered length over length, 0 to 1.
        covered_m: Covered length in metres.
        gaps: Uncovered stretches as (from, to) chainages in metres, in their order.
    """

    share: float
    covered_m: float
    gaps: tuple[tuple[float, float], ...]


class Ruler:
    """A line made ready for measuring: chainages, nearest places, coverage.

    The parts of a multi-part line follow each other without the way between them: the
    chainage of a part begins where that of the part before ends.
    """

    def __init__(self, line: Line) -> None:
        """Lay the ruler along `line` (degrees, EPSG:4490, longitude first).

        Raises:
            UnusableLine: if the line is empty or has no length.
        """
        parts = [_densified(part) for part in _parts(line)]
        kept = [part for part in parts if len(part) > 1]
        if not kept:
            raise UnusableLine("a line without length cannot be measured along")
        self._start = np.concatenate([part[:-1] for part in kept])
        self._end = np.concatenate([part[1:] for part in kept])
        self._part = np.repeat(np.arange(len(kept)), [len(part) - 1 for part in kept])
        self._lengths = _distances(self._start, self._end)
        self._ends = np.cumsum(self._lengths)
        self._plane = Plane.through(np.concatenate(kept))

    @property
    def length_m(self) -> float:
        """Return the geodesic length in metres."""
        return float(self._ends[-1])

    @cached_property
    def _flat(self) -> tuple[Floats, Floats]:
        return self._plane.project(self._start), self._plane.project(self._end)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(_segments(*self._flat))

    def locate(self, lon: Floats, lat: Floats) -> Located:
        """Return for each point (degrees) the nearest place on the line and its distance."""
        points = np.column_stack([lon, lat]).astype(np.float64)
        flat = self._plane.project(points)
        segment = self._tree.query_nearest(shapely.points(flat), all_matches=False)[1]
        start, end = self._flat[0][segment], self._flat[1][segment]
        along, across = end - start, flat - start
        squared = np.einsum("ij,ij->i", along, along)
        fraction = np.clip(np.einsum("ij,ij->i", along, across) / squared, 0.0, 1.0)
        foot = _between(self._start[segment], self._end[segment], fraction)
        offset = _distances(foot, points)
        cross = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
        side = np.where(offset <= ON_THE_LINE_M, 0, np.sign(cross)).astype(np.int64)
        chainage = self._ends[segment] - (1.0 - fraction) * self._lengths[segment]
        return Located(chainage, offset, side, foot[:, 0], foot[:, 1], self._part[segment])

    def nearest(self, point: Point) -> tuple[Point, float, float]:
        """Return the nearest place on the line, its chainage (m) and its distance (m)."""
        found = self.locate(np.array([point.x]), np.array([point.y]))
        place = Point(float(found.lon[0]), float(found.lat[0]))
        return place, float(found.chainage_m[0]), float(found.offset_m[0])

    def points_at(self, chainage_m: Floats) -> Floats:
        """Return the places (n x 2, degrees) at the given chainages, clipped to the line."""
        wanted = np.clip(chainage_m, 0.0, self.length_m)
        segment = np.minimum(np.searchsorted(self._ends, wanted), len(self._ends) - 1)
        fraction = 1.0 - (self._ends[segment] - wanted) / self._lengths[segment]
        return _between(self._start[segment], self._end[segment], fraction)

    def stretch(self, from_m: float, to_m: float) -> list[Floats]:
        """Return the vertices (n x 2, degrees) between two chainages, one array for each part.

        Raises:
            ValueError: if `to_m` does not lie beyond `from_m` on the line.
        """
        low, high = max(from_m, 0.0), min(to_m, self.length_m)
        starts = self._ends - self._lengths
        hit = np.flatnonzero((self._ends > low) & (starts < high))
        if not low < high or not len(hit):
            raise ValueError(f"no stretch of the line from {from_m} m to {to_m} m")
        return [
            np.vstack(
                [
                    self._on_segment(int(run[0]), max(low, float(starts[run[0]]))),
                    self._end[run[:-1]],
                    self._on_segment(int(run[-1]), min(high, float(self._ends[run[-1]]))),
                ]
            )
            for run in np.split(hit, np.flatnonzero(np.diff(self._part[hit])) + 1)
        ]

    def _on_segment(self, segment: int, chainage_m: float) -> Floats:
        share = 1.0 - (self._ends[segment] - chainage_m) / self._lengths[segment]
        return _between(
            self._start[segment : segment + 1],
            self._end[segment : segment + 1],
            np.array([share]),
        )

    def coverage(self, legs: Sequence[Floats], *, within_m: float) -> Coverage:
        """Return how much of the line lies within `within_m` metres of a track.

        Args:
            legs: Unbroken stretches of the track, each n x 2 in degrees; a leg of one
                point counts as that point. A dense track is thinned before (gis.tracks).
            within_m: How far from the line still counts as walking it, metres.
        """
        shapes = self._shapes(legs)
        if not len(shapes):
            return Coverage(0.0, 0.0, ((0.0, self.length_m),))
        tree = shapely.STRtree(shapes)
        gaps: list[tuple[float, float]] = []
        for start, end in self._part_spans():
            pitch = max(min(within_m / 2.0, 25.0), (end - start) / 50_000)
            stops = np.linspace(start, end, max(int((end - start) / pitch), 1) + 1)
            near = self._near(tree, stops, within_m)
            gaps += _stretches(stops, ~near, self._edges(tree, stops, near, within_m))
        uncovered = sum(end - start for start, end in gaps)
        covered = max(self.length_m - uncovered, 0.0)
        return Coverage(covered / self.length_m, covered, tuple(gaps))

    def _part_spans(self) -> Iterator[tuple[float, float]]:
        last = np.flatnonzero(np.append(np.diff(self._part), 1))
        start = 0.0
        for end in self._ends[last]:
            yield start, float(end)
            start = float(end)

    def _shapes(self, legs: Sequence[Floats]) -> npt.NDArray[np.object_]:
        """Return the segments of the legs in the plane, a point for a leg of one point."""
        filled = [leg for leg in legs if len(leg)]
        if not filled:
            return np.empty(0, dtype=np.object_)
        flat = self._plane.project(np.concatenate(filled))
        last = np.cumsum([len(leg) for leg in filled]) - 1
        starts = np.setdiff1d(np.arange(len(flat) - 1), last)
        lone = flat[last[[len(leg) == 1 for leg in filled]]]
        segments = _segments(flat[starts], flat[starts + 1])
        return np.concatenate([segments, np.asarray(shapely.points(lone), dtype=np.object_)])

    def _near(self, tree: shapely.STRtree, stops: Floats, within_m: float) -> npt.NDArray[np.bool_]:
        flat = self._plane.project(self.points_at(stops))
        hits = tree.query_nearest(shapely.points(flat), max_distance=within_m, all_matches=False)[0]
        near = np.zeros(len(stops), dtype=np.bool_)
        near[hits] = True
        return near

    def _edges(
        self,
        tree: shapely.STRtree,
        stops: Floats,
        near: npt.NDArray[np.bool_],
        within_m: float,
    ) -> Floats:
        """Return for each pair of stops the chainage at which coverage begins or ends."""
        low, high = stops[:-1].copy(), stops[1:].copy()
        mixed = np.flatnonzero(near[:-1] != near[1:])
        for _ in range(12):
            middle = (low[mixed] + high[mixed]) / 2.0
            same = self._near(tree, middle, within_m) == near[mixed]
            low[mixed] = np.where(same, middle, low[mixed])
            high[mixed] = np.where(same, high[mixed], middle)
        edges: Floats = (low + high) / 2.0
        return edges


def distances_m(points: Floats, legs: Sequence[Floats]) -> Floats:
    """Return for each of `points` (n x 2, degrees) its metres to the nearest leg of a track.

    Legs are as for `Ruler.coverage`; a leg of one point counts as that point. Infinite
    where there is no leg.
    """
    filled = [leg for leg in legs if len(leg)]
    if not filled:
        return np.full(len(points), np.inf)
    plane = Plane.through(np.concatenate([points, *filled]))
    flat = [plane.project(leg) for leg in filled]
    shapes = [Point(leg[0]) if len(leg) == 1 else LineString(leg) for leg in flat]
    wanted = shapely.points(plane.project(points))
    return np.asarray(shapely.distance(wanted, shapely.GeometryCollection(shapes)))


@dataclass(frozen=True, slots=True)
class Plane:
    """A metric plane through one place, good for neighbourhoods of some hundred km."""

    projection: Proj

    @classmethod
    def through(cls, points: Floats) -> Plane:
        """Return the plane through the middle of the box around `points` (n x 2, degrees)."""
        lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2.0
        return cls(Proj(proj="aeqd", lon_0=float(lon), lat_0=float(lat), ellps="GRS80"))

    def project(self, points: Floats) -> Floats:
        """Return `points` (n x 2, degrees) as metres east and north of the middle."""
        x, y = self.projection(points[:, 0], points[:, 1])
        return np.column_stack([x, y])


def _parts(line: Line) -> list[Floats]:
    singles = [line] if isinstance(line, LineString) else list(line.geoms)
    return [np.asarray(shapely.get_coordinates(single)) for single in singles]


def _densified(vertices: Floats) -> Floats:
    """Return the vertices with repeated ones left out and long segments cut up."""
    moved = np.append(True, np.any(np.diff(vertices, axis=0) != 0.0, axis=1))
    clean: Floats = vertices[moved[: len(vertices)]]
    if len(clean) < 2:
        return clean
    pieces = np.ceil(_distances(clean[:-1], clean[1:]) / LONGEST_STEP_M).astype(int)
    pieces = np.maximum(pieces, 1)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    fraction = (np.arange(len(segment)) - first) / pieces[segment]
    cut = _between(clean[:-1][segment], clean[1:][segment], fraction)
    whole: Floats = np.vstack([cut, clean[-1:]])
    return whole


def _stretches(
    stops: Floats, inside: npt.NDArray[np.bool_], edges: Floats
) -> list[tuple[float, float]]:
    """Return the runs of `inside` stops as (from, to), ended at the edges between stops."""
    flips = np.flatnonzero(inside[:-1] != inside[1:])
    bounds = [float(edges[i]) for i in flips]
    if inside[0]:
        bounds.insert(0, float(stops[0]))
    if inside[-1]:
        bounds.append(float(stops[-1]))
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def _segments(start: Floats, end: Floats) -> npt.NDArray[np.object_]:
    return np.asarray(shapely.linestrings(np.stack([start, end], axis=1)), dtype=np.object_)


def _between(start: Floats, end: Floats, fraction: Floats) -> Floats:
    weight = fraction[:, np.newaxis]
    mixed: Floats = start * (1.0 - weight) + end * weight
    return mixed


def _distances(a: Floats, b: Floats) -> Floats:
    return np.asarray(CGCS2000.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2], dtype=np.float64)
