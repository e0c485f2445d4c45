"""Fewer vertices for the screen, with common borders kept common."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

TOLERANCES_DEG = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02)
SCREEN_DIGITS = 5  # a metre


def within_budget(geometries: NDArray[np.object_], vertices: int) -> NDArray[np.object_]:
    """Return the polygons of a coverage with at most about `vertices` vertices.

    Common borders are simplified as one (`shapely.coverage_simplify`), so no gap opens.
    A layer already within the budget, or one that is no polygon layer, is only rounded.

    Args:
        geometries: Degrees, EPSG:4490; polygons, or anything else.
        vertices: How many vertices a page can bear.
    """
    shown = geometries
    if bool(np.isin(shapely.get_type_id(geometries), (3, 6)).all()):
        for tolerance in TOLERANCES_DEG:
            if int(shapely.get_num_coordinates(shown).sum()) <= vertices:
                break
            shown = shapely.coverage_simplify(geometries, tolerance)
    return np.asarray(
        shapely.transform(shown, lambda xy: np.round(xy, SCREEN_DIGITS)), dtype=object
    )
