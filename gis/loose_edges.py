"""Where a layer of polygons is not matched: the faces between, and the edges GEOS calls invalid."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from gis.hairs import parted
from gis.local import METRES_PER_DEGREE
from gis.segments import Sides, mixed


@dataclass(frozen=True, slots=True)
class Edges:
    """What GEOS calls invalid at one gap width: units, and for each the stretches of its edge."""

    units: NDArray[np.intp]
    lines: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Faces:
    """The bounded areas that the single segments of a layer enclose.

    Within one of them the number of polygons that cover a point is the same everywhere,
    for it changes only across a single segment.

    Attributes:
        cells: The areas as the segments enclose them.
        areas: The areas less their hairs.
        hairs: What has no width and is no area.
        face: For each polygon that covers an area, the area.
        unit: And the polygon.
    """

    cells: NDArray[np.object_]
    areas: NDArray[np.object_]
    hairs: NDArray[np.object_]
    face: NDArray[np.intp]
    unit: NDArray[np.intp]

    @classmethod
    def of(cls, sides: Sides, tree: STRtree) -> Faces:
        """Return the faces of a layer and who covers them."""
        noded = shapely.node(shapely.multilinestrings(sides.runs(sides.single)))
        cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
        areas, hairs = parted(cells)
        face, unit = tree.query(shapely.point_on_surface(areas), predicate="intersects")
        return cls(cells, areas, hairs, face, unit)

    def bare(self) -> NDArray[np.object_]:
        """Return the areas that no polygon covers."""
        return np.delete(self.areas, np.unique(self.face))

    def thin(self, noise_m: float) -> NDArray[np.object_]:
        """Return the hairs, and the areas that no polygon covers and rounding may have left."""
        bare = self.bare()
        narrow = shapely.area(bare) * METRES_PER_DEGREE <= noise_m * shapely.length(bare)
        return np.concatenate([self.hairs, bare[narrow]])

    def crowded(self) -> NDArray[np.intp]:
        """Return the polygons that share an area with another, ascending."""
        many = np.bincount(self.face, minlength=len(self.areas)) > 1
        return np.unique(self.unit[many[self.face]])


def outer(sides: Sides, faces: Faces) -> NDArray[np.bool_]:
    """Return which single segments may have the outside on one side."""
    single = sides.single
    crowd = bool(len(faces.crowded()))
    bare = np.concatenate([faces.bare(), faces.hairs])
    if not crowd and not len(bare):
        return single
    # what borders a bare area does not border the outside; an overlap may do both
    known = shapely.coverage_union_all(faces.cells) if crowd else bare
    at = np.unique(sides.ends[single])
    met = np.zeros(len(sides.points), dtype=bool)
    met[at] = np.isin(mixed(sides.points[at]), mixed(shapely.get_coordinates(known)))
    both = met[sides.ends].all(axis=1)
    return np.asarray(single & (both if crowd else ~both), dtype=bool)


def degrees_of(width_m: float, polygons: NDArray[np.object_]) -> float:
    """Return degrees that are at least `width_m` everywhere among `polygons`."""
    north = float(np.abs(shapely.bounds(polygons)[:, [1, 3]]).max())
    shrink = max(math.cos(math.radians(min(north, 85.0))), 0.05)
    return width_m / (METRES_PER_DEGREE * shrink)


def beside(
    units: NDArray[np.intp], polygons: NDArray[np.object_], tree: STRtree
) -> NDArray[np.intp]:
    """Return `units` and all others in whose box one of theirs reaches, ascending."""
    near = tree.query(shapely.box(*shapely.bounds(polygons[units]).T))[1]
    return np.union1d(near, units)


def invalid_edges(
    raw: NDArray[np.object_],
    polygons: NDArray[np.object_],
    group: NDArray[np.intp],
    suspects: NDArray[np.intp],
    width_deg: float,
) -> NDArray[np.object_]:
    """Return what `shapely.coverage_invalid_edges` says of the suspects among `group`.

    Whether an edge is valid depends only on the polygons within reach of its own, so
    the function need not see the whole layer.
    """
    if not len(suspects):
        return np.empty(0, dtype=object)
    try:
        edges = shapely.coverage_invalid_edges(raw[group], gap_width=width_deg)
    except shapely.errors.GEOSException:
        edges = shapely.coverage_invalid_edges(polygons[group], gap_width=width_deg)
    return np.asarray(edges[np.searchsorted(group, suspects)], dtype=object)
