"""Defects of lines that should meet at their ends and bound areas: dangles, crossings, doubles.

A sound set of lines is noded: lines touch at end points only, every end meets another,
and every line has an area, or the outside, of its own on either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from gis.defects import Defect, Kind, defect_at
from gis.local import METRES_PER_DEGREE, LocalFrame

LINEAR = (1, 5)


def line_defects(
    lines: Sequence[BaseGeometry | None], *, short_m: float, near_m: float
) -> list[Defect]:
    """Return every defect of `lines` as boundary lines, worst kinds first.

    Args:
        lines: LineStrings and MultiLineStrings, degrees (EPSG:4490); None and others may come.
        short_m: A segment shorter than this is too short, metres.
        near_m: A dangling end says how far the next line is, up to this distance, metres.
    """
    array = np.asarray(list(lines), dtype=object)
    kinds = shapely.get_type_id(array)
    sound = np.isin(kinds, LINEAR) & ~shapely.is_empty(array)
    defects = [_unusable(int(i), array[i]) for i in np.flatnonzero(~sound)]
    numbers = np.flatnonzero(sound)
    parts, part_owner = shapely.get_parts(array[sound], return_index=True)
    owner = numbers[part_owner]
    if len(parts):
        tree = STRtree(parts)
        defects += _self_crossing(parts, owner)
        defects += _vertices(parts, owner, short_m)
        defects += _meeting(parts, owner, tree)
        defects += _ends(parts, owner, tree, near_m)
    order = list(Kind)
    return sorted(defects, key=lambda d: (order.index(d.kind), -d.length_m))


def _unusable(index: int, shape: BaseGeometry | None) -> Defect:
    if shape is None or shape.is_empty:
        return defect_at(Kind.EMPTY, (index,), None)
    return defect_at(Kind.NOT_LINE, (index,), shape, detail=shape.geom_type)


def _self_crossing(parts: NDArray[np.object_], owner: NDArray[np.intp]) -> Iterator[Defect]:
    for at in np.flatnonzero(~shapely.is_simple(parts)):
        pieces = shapely.get_parts(shapely.node(parts[at]))
        ends = shapely.get_coordinates(shapely.get_point(pieces, [[0], [-1]]))
        drawn = set(map(tuple, (parts[at].coords[0], parts[at].coords[-1])))
        places = [Point(xy) for xy in sorted(set(map(tuple, ends)) - drawn)]
        place = shapely.MultiPoint(places) if len(places) != 1 else places[0]
        found = place if places else parts[at]
        yield defect_at(
            Kind.SELF_INTERSECTION, (int(owner[at]),), found, detail="Self-intersection"
        )


def _vertices(
    parts: NDArray[np.object_], owner: NDArray[np.intp], short_m: float
) -> Iterator[Defect]:
    xy, part = shapely.get_coordinates(parts, return_index=True)
    on = part[1:] == part[:-1]
    step = np.abs(np.diff(xy, axis=0))
    same = on & (step == 0).all(axis=1)
    length = np.hypot(
        step[:, 0] * METRES_PER_DEGREE * np.cos(np.radians(xy[:-1, 1])),
        step[:, 1] * METRES_PER_DEGREE,
    )
    for kind, chosen in (
        (Kind.DUPLICATE_VERTEX, same),
        (Kind.SHORT_SEGMENT, on & ~same & (length < short_m)),
    ):
        for unit in np.unique(owner[part[:-1][chosen]]):
            at = np.flatnonzero(chosen & (owner[part[:-1]] == unit))
            place: BaseGeometry = shapely.MultiPoint(xy[at])
            if kind is Kind.SHORT_SEGMENT:
                place = shapely.MultiLineString([xy[i : i + 2] for i in at])
            yield defect_at(kind, (int(unit),), place, detail=str(len(at)))


def _meeting(
    parts: NDArray[np.object_], owner: NDArray[np.intp], tree: STRtree
) -> Iterator[Defect]:
    """Yield where two lines run along each other, or meet elsewhere than at their ends."""
    one, other = tree.query(parts, predicate="intersects")
    pairs = one < other
    one, other = one[pairs], other[pairs]
    common = shapely.intersection(parts[one], parts[other])
    ends = shapely.boundary(parts)
    for a, b, shared in zip(one.tolist(), other.tolist(), common, strict=True):
        units = (int(owner[a]), int(owner[b]))
        pieces = shapely.get_parts(shared)
        linear = pieces[shapely.get_dimensions(pieces) == 1]
        if len(linear):
            merged = shapely.line_merge(shapely.union_all(linear))
            yield defect_at(Kind.DOUBLED_LINE, units, merged)
        for place in pieces[shapely.get_dimensions(pieces) == 0]:
            at_ends = [
                parts[i].is_closed and place.equals(Point(parts[i].coords[0]))
                if ends[i].is_empty
                else ends[i].intersects(place)
                for i in (a, b)
            ]
            if not all(at_ends):
                yield defect_at(Kind.CROSSING, units, place)


def _ends(
    parts: NDArray[np.object_], owner: NDArray[np.intp], tree: STRtree, near_m: float
) -> Iterator[Defect]:
    """Yield the ends that meet no other line, with the way to the next one."""
    starts, stops = shapely.get_point(parts, 0), shapely.get_point(parts, -1)
    tips = np.concatenate([starts, stops])
    mine = np.tile(np.arange(len(parts)), 2)
    _, place = np.unique(shapely.get_coordinates(tips), axis=0, return_inverse=True)
    alone = np.bincount(place.ravel())[place.ravel()] == 1
    for at in np.flatnonzero(alone):
        touched = tree.query(tips[at], predicate="intersects")
        if np.any(touched != mine[at]):
            continue  # reported as a meeting that is not at both ends
        away = _way_m(tips[at], parts, tree, int(mine[at]), near_m)
        detail = "" if away is None else f"{away:.2f}"
        yield defect_at(Kind.DANGLE, (int(owner[mine[at]]),), tips[at], detail=detail)


def _way_m(
    tip: BaseGeometry, parts: NDArray[np.object_], tree: STRtree, own: int, near_m: float
) -> float | None:
    north = float(shapely.get_y(tip))
    reach = near_m / METRES_PER_DEGREE / max(np.cos(np.radians(north)), 0.05)
    near = tree.query(tip, predicate="dwithin", distance=reach)
    near = near[near != own]
    if not len(near):
        return None
    frame = LocalFrame.about(tip)
    flat = frame.metres(np.array([*parts[near], tip], dtype=object))
    away = float(shapely.distance(flat[:-1], flat[-1]).min())
    return away if away <= near_m else None


def one_sided(lines: Sequence[BaseGeometry | None]) -> list[int]:
    """Return the positions of the lines that bound no area: the same face is on both sides."""
    array = np.asarray(list(lines), dtype=object)
    usable = np.flatnonzero(np.isin(shapely.get_type_id(array), LINEAR) & ~shapely.is_empty(array))
    noded = shapely.get_parts(
        shapely.node(shapely.multilinestrings(shapely.get_parts(array[usable])))
    )
    _, cuts, dangles, _ = shapely.polygonize_full(noded)
    bare = shapely.union_all(np.array([cuts, dangles], dtype=object))
    if bare.is_empty:
        return []
    within = shapely.length(shapely.intersection(array[usable], bare))
    return [
        int(i) for i, w, g in zip(usable, within, array[usable], strict=True) if w > g.length / 2
    ]
