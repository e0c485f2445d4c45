"""Which polygon lies left and right of every segment of a set of polygons.

Segments are matched by equal coordinates, in arrays; half a million vertices take
half a second. Both the coverage audit and the cutting into arcs start here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Sides:
    """Undirected segments with the polygons on their sides.

    Attributes:
        points: Distinct vertices, shape (n, 2), degrees.
        ends: Indices into `points`, shape (m, 2); the segment runs from the first to the second.
        left: Index of the polygon on the left, or `OUTSIDE`.
        right: Index of the polygon on the right, or `OUTSIDE`.
        torn: True where more than one polygon claims one side.
        claims: Owner of every claim as (segment, polygon), shape (k, 2).
    """

    points: NDArray[np.float64]
    ends: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    torn: NDArray[np.bool_]
    claims: NDArray[np.int64]

    @property
    def single(self) -> NDArray[np.bool_]:
        """Return where a segment has not exactly one polygon on each side."""
        return np.asarray(self.torn | (self.left == OUTSIDE) | (self.right == OUTSIDE), dtype=bool)

    def lines(self, which: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return the chosen segments as LineStrings."""
        return np.asarray(shapely.linestrings(self.points[self.ends[which]]), dtype=object)


def sides_of(polygons: NDArray[np.object_]) -> Sides:
    """Return the segments of `polygons` (Polygon or MultiPolygon, valid) with their sides."""
    start, end, owner = _directed_segments(polygons)
    points, index = _distinct(np.concatenate([start, end]))
    a, b = index[: len(start)], index[len(start) :]
    forward = a < b
    low, high = np.where(forward, a, b), np.where(forward, b, a)
    key, segment = np.unique(low * np.int64(len(points) + 1) + high, return_inverse=True)
    ends = np.column_stack(np.divmod(key, np.int64(len(points) + 1)))
    left = np.full(len(key), OUTSIDE, dtype=np.int64)
    right = left.copy()
    left[segment[forward]] = owner[forward]
    right[segment[~forward]] = owner[~forward]
    on_left = np.bincount(segment[forward], minlength=len(key))
    on_right = np.bincount(segment[~forward], minlength=len(key))
    torn = (on_left > 1) | (on_right > 1) | ((left == right) & (left != OUTSIDE))
    return Sides(points, ends, left, right, torn, np.column_stack([segment, owner]))


def _directed_segments(
    polygons: NDArray[np.object_],
) -> tuple[NDArray[np.complex128], NDArray[np.complex128], NDArray[np.int64]]:
    """Return start, end and owner of all segments, each polygon on its segments' left."""
    oriented = shapely.orient_polygons(polygons)
    parts, part_owner = shapely.get_parts(oriented, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    vertices = xy[:, 0] + 1j * xy[:, 1]
    within = (ring[:-1] == ring[1:]) & (vertices[:-1] != vertices[1:])
    owner = part_owner[ring_part[ring[:-1][within]]]
    return vertices[:-1][within], vertices[1:][within], owner.astype(np.int64)


def _distinct(
    vertices: NDArray[np.complex128],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    distinct, index = np.unique(vertices, return_inverse=True)
    return np.column_stack([distinct.real, distinct.imag]), index.astype(np.int64)
