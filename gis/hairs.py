"""Hairs: parts of an area that are thinner than any coordinate can say.

A vertex that was meant to lie on its neighbour's edge misses it by the last digit. Noding
then leaves an area that runs along the edge with no width; a point chosen inside such an
area may lie on its border, and its place may be anywhere along the edge.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

HAIR_DEG = 1e-9
GRID_DEG = 1e-10
LONGER = 1.005


def parted(
    areas: NDArray[np.object_],
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the polygons `areas` (degrees) less their hairs, and those that are nothing else."""
    if not len(areas):
        return areas, areas
    sound, hairy, parts, whole = trimmed(areas)
    return np.concatenate([areas[sound], parts]), np.delete(areas[hairy], whole)


def trimmed(
    areas: NDArray[np.object_],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.object_], NDArray[np.intp]]:
    """Return which areas are sound, which have hairs, the true parts of those, and whose they are.

    Only areas that a point inside tells to be thin are touched; their vertices move by less
    than a hundredth of a millimetre.
    """
    clear = shapely.distance(shapely.point_on_surface(areas), shapely.boundary(areas))
    thin = clear < HAIR_DEG
    parts, whole = shapely.get_parts(
        shapely.set_precision(areas[thin], GRID_DEG), return_index=True
    )
    areal = (shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)
    return np.flatnonzero(~thin), np.flatnonzero(thin), parts[areal], whole[areal]


def points_inside(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return a point of each polygon (degrees), not on a hair of it unless it is nothing else."""
    points = np.asarray(shapely.point_on_surface(areas), dtype=object)
    thin = np.flatnonzero(shapely.distance(points, shapely.boundary(areas)) < HAIR_DEG)
    better = shapely.point_on_surface(shapely.set_precision(areas[thin], GRID_DEG))
    kept = ~shapely.is_empty(better)
    points[thin[kept]] = better[kept]
    return points


def shorn(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the areas (degrees) less the hairs that add to their perimeter."""
    if not len(areas):
        return areas
    short = np.asarray(shapely.set_precision(areas, GRID_DEG), dtype=object)
    longer = shapely.length(areas) > LONGER * shapely.length(short)
    return np.where(longer & ~shapely.is_empty(short), short, areas)
