"""Narrow gaps between polygons that are open to the outside of the coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.local import METRES_PER_DEGREE, LocalFrame
from gis.rings import areas_of, mended

NEAR_DEG = 1e-9
TOUCH_M = 0.001
GRID_M = 1e-5  # overlays are snapped to it: rounding cannot make them fail
HAIR_M = 5e-4  # what is thinner runs on along an edge and is no part of the slot
SHARED_M = 0.1
LONG, STRAIT = 20.0, 10.0
"""How many times longer than wide a slot is that no shore has: units that touch, that do not."""


def open_gaps(
    narrow: Sequence[BaseGeometry],
    polygons: NDArray[np.object_],
    tree: STRtree,
    known: Sequence[BaseGeometry],
    *,
    width_m: float,
    apart: bool = False,
) -> Iterator[tuple[BaseGeometry, tuple[int, ...]]]:
    """Yield each slot with the polygons beside it.

    The slot is what closing (grow by half the width, shrink again) adds to the
    polygons along the edges, in a local frame in metres.

    Args:
        narrow: Stretches of edge that GEOS found closer than about the width, or unmatched.
        polygons: The coverage, degrees.
        tree: Index of `polygons`.
        known: Gaps already reported; they are not reported again.
        width_m: Gap width in metres.
        apart: Leave out slots that nature may have made: wedges that open from where the
            two main polygons touch, and short straits.
    """
    if not narrow:
        return
    edges = shapely.union_all(list(narrow))
    told = np.asarray(list(known), dtype=object)
    index = STRtree(told)
    close = told[index.query(edges, predicate="dwithin", distance=NEAR_DEG)]
    if len(close):
        edges = shapely.difference(edges, shapely.buffer(shapely.union_all(close), NEAR_DEG))
    reach = 3 * width_m / METRES_PER_DEGREE
    for zone in shapely.get_parts(shapely.buffer(edges, reach, quad_segs=2)):
        names = tree.query(zone, predicate="intersects")
        filled = told[index.query(zone, predicate="intersects")]
        with np.errstate(all="ignore"):  # GEOS divides by zero at reversing corners, harmlessly
            yield from list(_slots_in(zone, polygons[names], names, filled, width_m, apart=apart))


def _slots_in(
    zone: BaseGeometry,
    polygons: NDArray[np.object_],
    names: NDArray[np.intp],
    filled: NDArray[np.object_],
    width_m: float,
    *,
    apart: bool,
) -> Iterator[tuple[BaseGeometry, tuple[int, ...]]]:
    frame = LocalFrame.about(zone)
    clipped = frame.metres(shapely.intersection(polygons, shapely.envelope(zone)))
    solid = mended(np.concatenate([clipped, frame.metres(filled)]))
    clipped = solid[: len(clipped)]
    covered = shapely.union_all(solid, grid_size=GRID_M)
    # Slightly more than half, or a slot of exactly the width would stay open.
    half = width_m / 2 * 1.001
    closed = shapely.buffer(
        shapely.buffer(covered, half, join_style="mitre"), -half, join_style="mitre"
    )
    here = frame.metres(np.array([zone], dtype=object))[0]
    added = areas_of(shapely.difference(closed, covered, grid_size=GRID_M))
    slots = shapely.intersection(added, here, grid_size=GRID_M)
    for slot in shapely.get_parts(shapely.set_precision(slots, HAIR_M)):
        if slot.geom_type != "Polygon" or slot.area == 0:
            continue
        grown = shapely.buffer(slot, TOUCH_M, join_style="mitre")
        shared = shapely.area(shapely.intersection(grown, clipped)) / TOUCH_M
        beside = [i for i in np.argsort(-shared) if shared[i] > SHARED_M]
        if len(beside) < 2:
            continue
        meet = shapely.dwithin(clipped[beside[0]], clipped[beside[1]], TOUCH_M)
        if apart and not (_even(slot, width_m) if meet else _ways(slot) > STRAIT):
            continue
        yield frame.degrees(slot), tuple(int(names[i]) for i in beside)


def _even(slot: BaseGeometry, width_m: float) -> bool:
    """Tell whether a slot stays narrow over a long way: a shore would go on opening.

    A wedge between two shores grows until it is as wide as the search; a border that was
    drawn beside its neighbour's keeps its distance.
    """
    long = _ways(slot) > LONG and slot.length > 4 * width_m
    return bool(long and shapely.buffer(slot, -width_m / 4, quad_segs=2).is_empty)


def _ways(slot: BaseGeometry) -> float:
    """Return how many times longer than wide a slot is."""
    return float(slot.length**2 / (4 * slot.area))
