"""Vertices that lie on a neighbour's edge where the neighbour has none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from gis.hairs import HAIR_DEG
from gis.segments import Sides, mixed


def hanging_vertices(
    thin: NDArray[np.object_],
    sides: Sides,
    polygons: NDArray[np.object_],
    tree: STRtree,
    within_deg: float,
) -> Iterator[tuple[int, int, NDArray[np.object_]]]:
    """Yield a polygon, a neighbour, and the vertices of the one on edges of the other only.

    Args:
        thin: Areas without width that the edges leave between the polygons: every vertex
            that hangs is a corner of one.
        sides: The segments of the polygons.
        polygons: Degrees.
        tree: Index of `polygons`.
        within_deg: How far from the neighbour's edge a vertex may lie, degrees.
    """
    here = np.isin(mixed(sides.points), mixed(shapely.get_coordinates(thin)))
    claims = np.flatnonzero(here[sides.start])
    point, first = np.unique(sides.start[claims], return_index=True)
    owner = sides.owner[claims[first]]
    places = np.asarray(shapely.points(sides.points[point]), dtype=object)
    at, near = tree.query(places, predicate="dwithin", distance=within_deg)
    has = np.column_stack([sides.start[claims], sides.owner[claims]])
    base = np.int64(len(polygons))
    foreign = ~np.isin(point[at] * base + near, has[:, 0] * base + has[:, 1])
    at, near = at[foreign], near[foreign]
    edges = shapely.boundary(polygons[near])
    beside = shapely.dwithin(edges, places[at], within_deg)
    pairs = np.column_stack([owner[at[beside]], near[beside]])
    for one, two in np.unique(pairs, axis=0).tolist():
        chosen = (pairs[:, 0] == one) & (pairs[:, 1] == two)
        yield one, two, places[at[beside][chosen]]


def not_at(places: NDArray[np.object_], told: STRtree) -> NDArray[np.object_]:
    """Return the points of `places` that lie on none of the geometries `told`."""
    hits = told.query(places, predicate="dwithin", distance=HAIR_DEG)
    return np.delete(places, np.unique(hits[0]))
