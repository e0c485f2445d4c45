"""Narrow gaps between polygons that are open to the outside of the coverage."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0
NEAR_DEG = 1e-9
TOUCH_M = 0.001
SHARED_M = 0.1


def open_gaps(
    narrow: Mapping[int, BaseGeometry],
    polygons: NDArray[np.object_],
    tree: STRtree,
    known: Sequence[BaseGeometry],
    *,
    width_m: float,
) -> Iterator[tuple[BaseGeometry, tuple[int, ...]]]:
    """Yield each slot with the polygons beside it.

    The slot is what closing (grow by half the width, shrink again) adds to the
    polygons along the edges, in a local frame in metres.

    Args:
        narrow: Stretches of edge, by polygon, that GEOS found closer than about the width.
        polygons: The coverage, degrees.
        tree: Index of `polygons`.
        known: Closed gaps already reported; edges along them are left out.
        width_m: Gap width in metres.
    """
    stretches = [line for line in narrow.values() if not line.is_empty]
    if not stretches:
        return
    edges = shapely.union_all(stretches)
    if known:
        edges = shapely.difference(edges, shapely.buffer(shapely.union_all(known), NEAR_DEG))
    reach = 3 * width_m / METRES_PER_DEGREE
    zones = shapely.get_parts(shapely.buffer(edges, reach, quad_segs=2))
    for zone in zones:
        near = tree.query(zone, predicate="intersects")
        with np.errstate(all="ignore"):  # GEOS divides by zero at reversing corners, harmlessly
            yield from list(_slots_in(zone, polygons[near], near, width_m))


def _slots_in(
    zone: BaseGeometry, polygons: NDArray[np.object_], names: NDArray[np.intp], width_m: float
) -> Iterator[tuple[BaseGeometry, tuple[int, ...]]]:
    frame = _Frame(zone)
    clipped = frame.metres(shapely.intersection(polygons, shapely.envelope(zone)))
    covered = shapely.union_all(clipped)
    # Slightly more than half, or a slot of exactly the width would stay open.
    half = width_m / 2 * 1.001
    closed = shapely.buffer(
        shapely.buffer(covered, half, join_style="mitre"), -half, join_style="mitre"
    )
    for slot in shapely.get_parts(shapely.difference(closed, covered)):
        if slot.geom_type != "Polygon" or slot.area == 0:
            continue
        grown = shapely.buffer(slot, TOUCH_M, join_style="mitre")
        shared = shapely.area(shapely.intersection(grown, clipped)) / TOUCH_M
        beside = [int(names[i]) for i in np.argsort(-shared) if shared[i] > SHARED_M]
        if len(beside) > 1:
            yield frame.degrees(slot), tuple(beside)


class _Frame:
    """A local frame in metres: equirectangular about the middle of a small area."""

    def __init__(self, zone: BaseGeometry) -> None:
        west, south, east, north = zone.bounds
        self.origin = np.array([(west + east) / 2, (south + north) / 2])
        shrink = math.cos(math.radians(float(self.origin[1])))
        self.scale = METRES_PER_DEGREE * np.array([shrink, 1.0])

    def metres(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        moved = shapely.transform(geometries, lambda xy: (xy - self.origin) * self.scale)
        return np.asarray(moved, dtype=object)

    def degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: xy / self.scale + self.origin)
