"""Which area a set of lines has on either side of each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

OUTSIDE = -1
STEP_DEG = 1e-6
STEP_SHARE = 0.01


def faces_beside(
    lines: Sequence[BaseGeometry | None],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the number of the bounded area on the left and on the right of each line.

    The areas are those that the lines enclose; -1 is the outside, and what is no line. Asked
    a tenth of a metre beside the middle of the line's longest segment.

    Args:
        lines: LineStrings and MultiLineStrings, degrees (EPSG:4490); None and others may come.
    """
    array = np.asarray(list(lines), dtype=object)
    left = np.full(len(array), OUTSIDE, dtype=np.intp)
    right = left.copy()
    linear = np.isin(shapely.get_type_id(array), (1, 5)) & ~shapely.is_empty(array)
    if not linear.any():
        return left, right
    noded = shapely.node(shapely.multilinestrings(shapely.get_parts(array[linear])))
    faces = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    tree = STRtree(faces)
    at, middle, across = _middles(array)
    for result, side in ((left, 1.0), (right, -1.0)):
        point, face = tree.query(shapely.points(middle + side * across), predicate="within")
        result[at[point]] = face
    return left, right


def _middles(
    lines: NDArray[np.object_],
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Return lines, the middle of the longest segment of each, and a short step to its left."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    on = np.flatnonzero(part[1:] == part[:-1])
    step = xy[on + 1] - xy[on]
    length = np.hypot(step[:, 0], step[:, 1])
    line = owner[part[on]]
    longest = np.lexsort([-length, line])
    at, first = np.unique(line[longest], return_index=True)
    chosen = longest[first]
    chosen, at = chosen[length[chosen] > 0], at[length[chosen] > 0]
    middle = (xy[on[chosen]] + xy[on[chosen] + 1]) / 2
    unit = step[chosen] / length[chosen, np.newaxis]
    by = np.minimum(STEP_DEG, STEP_SHARE * length[chosen])
    across = np.column_stack([-unit[:, 1], unit[:, 0]]) * by[:, np.newaxis]
    return at.astype(np.intp), middle, across
