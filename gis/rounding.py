"""Vertices that differ by rounding only: which they are, and the polygons with them made one.

Two programs that write the same border with different digits leave hairs between
neighbours, by the thousand and thinner than anybody can measure. They are told apart from
drawn differences before the rest is judged.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.segments import Rings, Sides, sorted_apart

SHIFTS = ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5))


def without_roundings(
    polygons: NDArray[np.object_],
    rings: Rings,
    sides: Sides,
    within_deg: float,
    *,
    leading: NDArray[np.bool_] | None = None,
) -> NDArray[np.object_] | None:
    """Return the polygons with vertices closer than `within_deg` made one, None if there are none.

    Only vertices of single segments are looked at: the others have their match. Cells of
    a grid twice as wide, laid in four ways, hold any two such vertices together once.

    Args:
        polygons: Degrees; Polygons and MultiPolygons with finite coordinates.
        rings: The rings of `polygons`, all of them, doubled vertices included.
        sides: Their segments.
        within_deg: Greatest difference along either axis, degrees.
        leading: Polygons whose vertices stay where they are.
    """
    loose = _close(sides, within_deg)
    if not len(loose):
        return None
    still = np.zeros(len(sides.points), dtype=bool)
    if leading is not None:
        claims = leading[sides.owner]
        still[sides.start[claims]] = True
        loose = loose[np.argsort(~still[loose], kind="stable")]
    places = sides.points[loose]
    merged = places
    for shift in SHIFTS:
        cells = np.floor(merged / (2 * within_deg) + shift)
        _, cell = sorted_apart(cells)
        first = np.zeros(int(cell.max(initial=-1)) + 1, dtype=np.int64)
        first[cell[::-1]] = np.arange(len(cell))[::-1]
        merged = np.where(still[loose, np.newaxis], places, merged[first[cell]])
    moved = (merged != places).any(axis=1)
    if not moved.any():
        return None
    points = sides.points.copy()
    points[loose] = merged
    _, point = sorted_apart(rings.xy)
    return np.asarray(shapely.set_coordinates(polygons.copy(), points[point]), dtype=object)


def _close(sides: Sides, within_deg: float) -> NDArray[np.int64]:
    """Return the vertices of single segments that have another at nearly their longitude."""
    single = np.zeros(len(sides.points), dtype=bool)
    single[sides.ends[sides.single].ravel()] = True
    vertices = np.flatnonzero(single)
    order = np.argsort(sides.points[vertices, 0])
    near = np.diff(sides.points[vertices[order], 0]) <= within_deg
    beside = np.append(near, False) | np.append(False, near)
    return np.sort(vertices[order[beside]])
