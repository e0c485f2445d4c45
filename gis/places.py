"""Where points should lie, and how far from there they do.

A place may be known by the points' own markers, by lines that they lie on, by the area
that holds them, or by several of these. Distances are in metres, geodesic to 1e-4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gis.lines import Line, Plane, Ruler
from gis.measure import CGCS2000
from gis.readings import finite_rows

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Box = tuple[float, float, float, float]

DEGREE_M = 110_900.0
FARTHEST_DEG = 8.0
"""Points further than this from the place are not measured in its plane."""


@dataclass(frozen=True, eq=False)
class Place:
    """What is known of where points should lie; EPSG:4490 throughout.

    Attributes:
        area: Polygon that holds the points, or None.
        lines: Lines that the points lie on or near, or None.
        markers: Own true position of each point (n x 2; NaN where not known), or None.
        margin_m: How far outside `area`, or from lines and markers, is still the place.
    """

    area: BaseGeometry | None = None
    lines: Line | None = None
    markers: Floats | None = None
    margin_m: float = 3000.0

    @cached_property
    def box(self) -> Box:
        """Return the box around all that is known (degrees), without margin."""
        bounds = [g.bounds for g in (self.area, self.lines) if g is not None and not g.is_empty]
        if self.markers is not None and np.isfinite(self.markers).any():
            low, high = np.nanmin(self.markers, axis=0), np.nanmax(self.markers, axis=0)
            bounds.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        if not bounds:
            raise ValueError("a place needs an area, lines or markers")
        table = np.array(bounds)
        west, south = table[:, :2].min(axis=0)
        east, north = table[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)

    @property
    def exact(self) -> bool:
        """Tell whether lines or markers are known, so that metres can be compared."""
        return self.lines is not None or self.markers is not None

    @cached_property
    def ruler(self) -> Ruler | None:
        """Return the lines made ready for measuring."""
        return None if self.lines is None else Ruler(self.lines)

    def for_points(self, rows: npt.NDArray[np.int64]) -> Place:
        """Return the place of some of the points only."""
        if self.markers is None:
            return self
        made = Place(self.area, self.lines, self.markers[rows], self.margin_m)
        for ready in ("box", "ruler", "_plane", "_flat_area", "_grown_area"):
            if ready in self.__dict__:
                made.__dict__[ready] = self.__dict__[ready]
        return made

    def inside(self, points: Floats) -> Bools:
        """Tell for each of `points` (n x 2, degrees) whether it lies in the place."""
        west, south, east, north = self.box
        y = self.margin_m / DEGREE_M
        x = y / max(np.cos(np.radians(min(abs(north), 80.0))), 0.1)
        near: Bools = (
            (points[:, 0] >= west - x)
            & (points[:, 0] <= east + x)
            & (points[:, 1] >= south - y)
            & (points[:, 1] <= north + y)
        )
        if self.area is not None and near.any():
            flat = self._plane.project(points[near])
            near[near] = shapely.intersects_xy(self._grown_area, flat[:, 0], flat[:, 1])
        return near

    def outside_m(self, points: Floats) -> Floats:
        """Return how far each point lies outside the area, metres; zero inside, NaN unread."""
        off = self._far_m(points)
        close = finite_rows(points) & (self._degrees_away(points) <= FARTHEST_DEG)
        if self.area is None:
            return np.where(close, 0.0, off)
        if close.any():
            flat = shapely.points(self._plane.project(points[close]))
            off[close] = shapely.distance(self._flat_area, flat)
        return off

    def exact_m(self, points: Floats) -> Floats:
        """Return how far each point is from its marker, or else from the lines, metres.

        NaN where the point has no position or neither is known.
        """
        off = np.full(len(points), np.nan)
        paired = np.zeros(len(points), dtype=np.bool_)
        if self.markers is not None:
            paired = finite_rows(self.markers)
            both = paired & finite_rows(points)
            off[both] = _geodesic(points[both], self.markers[both])
        if self.ruler is not None:
            open_ = ~paired & finite_rows(points)
            close = open_ & (self._degrees_away(points) <= FARTHEST_DEG)
            off[open_ & ~close] = self._far_m(points[open_ & ~close])
            if close.any():
                off[close] = self.ruler.locate(points[close, 0], points[close, 1]).offset_m
        return off

    def _degrees_away(self, points: Floats) -> Floats:
        west, south, east, north = self.box
        x = np.maximum(np.maximum(west - points[:, 0], points[:, 0] - east), 0.0)
        y = np.maximum(np.maximum(south - points[:, 1], points[:, 1] - north), 0.0)
        return np.hypot(x, y)

    def _far_m(self, points: Floats) -> Floats:
        west, south, east, north = self.box
        middle = np.array([[(west + east) / 2.0, (south + north) / 2.0]])
        off = np.full(len(points), np.nan)
        good = finite_rows(points) & (np.abs(points) <= [180.0, 90.0]).all(axis=1)
        off[good] = _geodesic(points[good], np.repeat(middle, int(good.sum()), axis=0))
        return off

    @cached_property
    def _plane(self) -> Plane:
        west, south, east, north = self.box
        return Plane.through(np.array([[west, south], [east, north]]))

    @cached_property
    def _flat_area(self) -> BaseGeometry:
        assert self.area is not None
        cut = shapely.segmentize(shapely.simplify(self.area, 1e-5), 0.05)
        flat: BaseGeometry = shapely.transform(cut, self._plane.project)
        return flat

    @cached_property
    def _grown_area(self) -> BaseGeometry:
        # distances to the area are slow to ask for each point; once grown it is a yes or no
        coarse = shapely.simplify(self._flat_area, self.margin_m / 30.0)
        grown: BaseGeometry = shapely.buffer(coarse, self.margin_m, quad_segs=4)
        shapely.prepare(grown)
        return grown


def _geodesic(a: Floats, b: Floats) -> Floats:
    return np.asarray(CGCS2000.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2], dtype=np.float64)
