"""Whether the units of one level fill the units of the level above and stay inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.defects import Defect, Kind, defect_at
from gis.rings import mended, usable

NOBODY = -1
HALF = 0.5


def parents_by_area(
    children: Sequence[BaseGeometry | None], parents: Sequence[BaseGeometry | None]
) -> list[int]:
    """Return, for each child, the position of the parent that holds most of it, or -1.

    A child of which no parent holds half has none.
    """
    kids, folks = _prepared(children), _prepared(parents)
    tree = STRtree(folks)
    result = np.full(len(kids), NOBODY, dtype=np.int64)
    inside, holder = tree.query(kids, predicate="covered_by")
    result[inside] = holder
    rest = np.flatnonzero((result == NOBODY) & ~shapely.is_empty(kids))
    position, parent = tree.query(kids[rest], predicate="intersects")
    child = rest[position]
    share = shapely.area(shapely.intersection(kids[child], folks[parent])) / shapely.area(
        kids[child]
    )
    for at in np.argsort(share):
        if share[at] >= HALF:
            result[child[at]] = parent[at]
    return [int(p) for p in result]


def nesting_defects(
    children: Sequence[BaseGeometry | None],
    parents: Sequence[BaseGeometry | None],
    parent_of: Sequence[int],
    *,
    noise_m: float,
) -> Iterator[Defect]:
    """Yield where children stick out of their parent, leave it unfilled, or have none.

    `units` of a defect are positions among the children, except for `UNFILLED` and
    `CHILDLESS`, where they are positions among the parents.

    Args:
        children: Polygons of the lower level, degrees, EPSG:4490.
        parents: Polygons of the upper level.
        parent_of: For each child the position of its parent, -1 for none.
        noise_m: Areas with a smaller mean width, in metres, are rounding.
    """
    kids, folks = _prepared(children), _prepared(parents)
    owner = np.asarray(parent_of, dtype=np.int64)
    for child in np.flatnonzero(owner == NOBODY):
        yield defect_at(Kind.ORPHAN, (int(child),), kids[child])
    for parent in range(len(folks)):
        mine = np.flatnonzero(owner == parent)
        if len(mine):
            yield from _between(kids, mine, folks[parent], parent, noise_m)
        else:
            yield defect_at(Kind.CHILDLESS, (parent,), folks[parent])


def _between(
    kids: NDArray[np.object_],
    mine: NDArray[np.intp],
    parent: BaseGeometry,
    number: int,
    noise_m: float,
) -> Iterator[Defect]:
    together = shapely.union_all(kids[mine])
    if shapely.equals(together, parent):
        return
    yield from _areas(Kind.UNFILLED, number, shapely.difference(parent, together), noise_m)
    outside = shapely.difference(together, parent)
    if not outside.is_empty:
        for child in mine:
            own = shapely.intersection(kids[child], outside)
            yield from _areas(Kind.STICKS_OUT, int(child), own, noise_m)


def _areas(kind: Kind, unit: int, geometry: BaseGeometry, noise_m: float) -> Iterator[Defect]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            found = defect_at(kind, (unit,), part)
            if found.width_m > noise_m:
                yield found


def _prepared(geometries: Sequence[BaseGeometry | None]) -> NDArray[np.object_]:
    array = np.asarray(list(geometries), dtype=object)
    good = usable(array)
    result = np.full(len(array), shapely.Polygon(), dtype=object)
    result[good] = mended(array[good])
    return result
