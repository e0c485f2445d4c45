"""Where a gap is open to the outside: the lines that would close it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

AT_DEG = 2e-8
CORNER_DEG = 1e-7
OVER_DEG = 1e-9


def mouths_of(
    gaps: Sequence[BaseGeometry], polygons: NDArray[np.object_], tree: STRtree
) -> list[LineString]:
    """Return for each open gap the straight lines from unit to unit across its open ends.

    Args:
        gaps: Areas between polygons that are open to the outside, degrees.
        polygons: The coverage.
        tree: Index of `polygons`.
    """
    found = []
    for gap in gaps:
        near = polygons[tree.query(gap, predicate="dwithin", distance=CORNER_DEG)]
        clip = shapely.envelope(shapely.buffer(gap, 10 * CORNER_DEG))
        edges = shapely.union_all(shapely.intersection(shapely.boundary(near), clip))
        free = shapely.difference(gap.boundary, shapely.buffer(edges, AT_DEG, quad_segs=2))
        for part in shapely.get_parts(shapely.line_merge(free)):
            if part.geom_type == "LineString" and part.length > AT_DEG and not part.is_closed:
                ends = [_landing(Point(part.coords[i]), edges) for i in (0, -1)]
                if ends[0] != ends[1]:
                    found.append(_lengthened(*ends))
    return found


def _landing(tip: Point, edges: BaseGeometry) -> tuple[float, float]:
    """Return where a mouth ends: a corner of the units if one is there, else on their edge."""
    corners = np.atleast_1d(np.asarray(shapely.points(shapely.get_coordinates(edges))))
    away = shapely.distance(corners, tip)
    if away.min() < CORNER_DEG:
        place = corners[int(away.argmin())]
    else:
        place = shapely.get_point(shapely.shortest_line(edges, tip), 0)
    return float(place.x), float(place.y)


def _lengthened(start: tuple[float, float], end: tuple[float, float]) -> LineString:
    """Return the line with both ends a tenth of a millimetre longer, so that it surely meets."""
    a, b = np.array(start), np.array(end)
    more = (b - a) / np.hypot(*(b - a)) * OVER_DEG
    return LineString([a - more, b + more])
