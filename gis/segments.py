"""Which polygon lies left and right of every segment of a set of polygons.

Segments are matched by equal coordinates, in arrays: vertices and then segments are
sorted as whole numbers, which takes a tenth of a second for half a million of them. Both
the coverage audit and the cutting into arcs start here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

OUTSIDE = -1
ODD = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93))


@dataclass(frozen=True, slots=True)
class Rings:
    """The rings of a set of polygons laid end to end, each closed.

    Attributes:
        xy: Vertices, shape (n, 2), degrees.
        ring: Ring of each vertex, from 0, ascending.
        owner: Polygon of each ring.
        part: Part (polygon of a multipolygon) of each ring, from 0 over the whole set.
        hole: Which rings are holes.
    """

    xy: NDArray[np.float64]
    ring: NDArray[np.int64]
    owner: NDArray[np.int64]
    part: NDArray[np.int64]
    hole: NDArray[np.bool_]

    @classmethod
    def of(cls, polygons: NDArray[np.object_]) -> Rings:
        """Return the rings of `polygons` (Polygon or MultiPolygon), valid or not."""
        parts, part_owner = shapely.get_parts(polygons, return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        hole = np.zeros(len(part), dtype=bool)
        hole[1:] = part[1:] == part[:-1]
        owner = np.asarray(part_owner[part], dtype=np.int64)
        return cls(xy, np.asarray(ring, np.int64), owner, np.asarray(part, np.int64), hole)

    def owners(self) -> NDArray[np.int64]:
        """Return the polygon of every vertex."""
        return self.owner[self.ring]

    def turned(self) -> NDArray[np.bool_]:
        """Return which rings have their polygon on the right of their direction."""
        if not len(self.xy):
            return np.zeros(0, dtype=bool)
        first = np.flatnonzero(np.append(True, self.ring[1:] != self.ring[:-1]))
        counts = np.diff(np.append(first, len(self.ring)))
        x, y = (self.xy[:, i] - np.repeat(self.xy[first, i], counts) for i in (0, 1))
        cross = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
        # each ring ends where it began, which is the origin: no step leads to the next ring
        clockwise = np.add.reduceat(cross, first) < 0
        return np.asarray(clockwise != self.hole, dtype=bool)


@dataclass(frozen=True, slots=True)
class Sides:
    """Undirected segments with the polygons on their sides.

    Attributes:
        points: Distinct vertices, shape (n, 2), degrees.
        ends: Indices into `points`, shape (m, 2); the segment runs from the first to the second.
        left: Index of the polygon on the left, or `OUTSIDE`.
        right: Index of the polygon on the right, or `OUTSIDE`.
        torn: True where more than one polygon claims one side.
        segment: Segment of every claim; claims stand along the rings.
        owner: Polygon that makes the claim.
        start: Point that the claim runs from, in the direction of its ring.
        end: Point that it runs to.
        ring: Ring of each claim.
    """

    points: NDArray[np.float64]
    ends: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    torn: NDArray[np.bool_]
    segment: NDArray[np.int64]
    owner: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    ring: NDArray[np.int64]

    @property
    def single(self) -> NDArray[np.bool_]:
        """Return where a segment has not exactly one polygon on each side."""
        return np.asarray(self.torn | (self.left == OUTSIDE) | (self.right == OUTSIDE), dtype=bool)

    def owners(self, which: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the polygons that claim any of the chosen segments, ascending."""
        claiming = np.zeros(int(self.owner.max(initial=-1)) + 1, dtype=bool)
        claiming[self.owner[which[self.segment]]] = True
        return np.flatnonzero(claiming)

    def lines(self, which: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return the chosen segments as LineStrings."""
        return np.asarray(shapely.linestrings(self.points[self.ends[which]]), dtype=object)

    def runs(self, which: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return the chosen segments joined along their rings, as LineStrings.

        Runs meet others only at their ends. A segment claimed twice is there twice.
        """
        chosen = np.flatnonzero(which[self.segment])
        if not len(chosen):
            return np.empty(0, dtype=object)
        degree = np.bincount(self.ends[which].ravel(), minlength=len(self.points))
        start, end, ring = self.start[chosen], self.end[chosen], self.ring[chosen]
        joined = (np.diff(chosen) == 1) & (ring[1:] == ring[:-1]) & (degree[start[1:]] == 2)
        run = np.append(0, np.cumsum(~joined))
        last = np.flatnonzero(np.append(~joined, True))
        # every step gives its start, the last step of a run its end too
        nodes = np.insert(start, last + 1, end[last])
        return np.asarray(
            shapely.linestrings(self.points[nodes], indices=np.insert(run, last + 1, run[last])),
            dtype=object,
        )


def sides_of(polygons: NDArray[np.object_], rings: Rings | None = None) -> Sides:
    """Return the segments of `polygons` (Polygon or MultiPolygon, valid) with their sides.

    Args:
        polygons: Degrees, rings in any direction.
        rings: The rings of `polygons`, if they are at hand.
    """
    rings = Rings.of(polygons) if rings is None else rings
    points, index = sorted_apart(rings.xy)
    start, end = index[:-1], index[1:]
    within = (rings.ring[:-1] == rings.ring[1:]) & (start != end)
    a, b = start[within], end[within]
    ring = rings.ring[:-1][within]
    owner = rings.owner[ring]
    forward = (a < b) != rings.turned()[ring]
    base = np.int64(len(points) + 1)
    key, segment = np.unique(np.minimum(a, b) * base + np.maximum(a, b), return_inverse=True)
    ends = np.column_stack(np.divmod(key, base))
    ahead, back = segment[forward], segment[~forward]
    left = np.full(len(key), OUTSIDE, dtype=np.int64)
    right = left.copy()
    left[ahead] = owner[forward]
    right[back] = owner[~forward]
    on_left = np.bincount(ahead, minlength=len(key))
    on_right = np.bincount(back, minlength=len(key))
    torn = (on_left > 1) | (on_right > 1) | ((left == right) & (left != OUTSIDE))
    return Sides(points, ends, left, right, torn, segment, owner, a, b, ring)


def sorted_apart(xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct points of `xy` (n, 2), and for each row which of them it is.

    The order of the points is the same for the same rows, and has no meaning.
    """
    flat = np.ascontiguousarray(xy) + 0.0  # -0.0 is the same place as 0.0
    vertices = flat.view(np.complex128).ravel()
    keys, index = np.unique(mixed(flat), return_inverse=True)
    distinct = np.empty(len(keys), dtype=np.complex128)
    distinct[index] = vertices
    if not np.array_equal(distinct[index], vertices):  # two places with one mixture: once in 1e7
        distinct, index = np.unique(vertices, return_inverse=True)
    return distinct.view(np.float64).reshape(-1, 2), index.astype(np.int64, copy=False)


def mixed(xy: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return a whole number for each point (n, 2), which sorts many times faster than the point.

    Different points have different numbers but for one pair in some ten million layers.
    """
    bits = xy.view(np.uint64)
    with np.errstate(over="ignore"):
        x, y = bits[:, 0] * ODD[0], bits[:, 1] * ODD[1]
        both = (x ^ (x >> np.uint64(32))) * ODD[2] + (y ^ (y >> np.uint64(29)))
        return np.asarray((both ^ (both >> np.uint64(31))) * ODD[0], dtype=np.uint64)
