"""Defects of single polygons: empty, crossing, doubled, spiked, thin, in several parts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from gis.defects import Defect, Kind, defect_at
from gis.local import METRES_PER_DEGREE
from gis.segments import Rings

WHERE = re.compile(r"^(?P<reason>[^\[]+)\[(?P<x>\S+) (?P<y>\S+)\]$")
AREAL = ("Polygon", "MultiPolygon")
CROSSING = "Self-intersection"
SAME_DEG = 1e-9


def usable(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which are polygons with finite coordinates, valid or not."""
    kinds = shapely.get_type_id(geometries)
    areal = (kinds == 3) | (kinds == 6)
    filled = ~shapely.is_empty(geometries) & ~_not_finite(geometries)
    return np.asarray(areal & filled, dtype=bool)


def mended(
    geometries: NDArray[np.object_], valid: NDArray[np.bool_] | None = None
) -> NDArray[np.object_]:
    """Return the polygons with invalid ones rebuilt, so that they can be compared; areas only.

    Args:
        geometries: Polygons with finite coordinates.
        valid: Which are valid, if that is known.
    """
    result = geometries.copy()
    sound = shapely.is_valid(geometries) if valid is None else valid
    for index in np.flatnonzero(~sound):
        result[index] = areas_of(shapely.make_valid(geometries[index], method="structure"))
    return result


def unusable_defects(geometries: NDArray[np.object_]) -> Iterator[Defect]:
    """Yield a defect for everything that is no polygon: nothing, not finite, a line."""
    lost = _not_finite(geometries)
    for index in np.flatnonzero(~usable(geometries)):
        yield _unusable(int(index), geometries[index], not_finite=bool(lost[index]))


def ring_defects(
    polygons: NDArray[np.object_],
    valid: NDArray[np.bool_],
    rings: Rings,
    *,
    spike_deg: float,
    sliver_m: float,
) -> Iterator[Defect]:
    """Yield the defects that each polygon has by itself.

    Args:
        polygons: Polygons and multipolygons, degrees, EPSG:4490.
        valid: Which of them are valid.
        rings: Their rings.
        spike_deg: A corner sharper than this is a spike.
        sliver_m: A part with a smaller mean width, in metres, is a sliver.
    """
    for index in np.flatnonzero(~valid):
        yield from _invalid(int(index), polygons[index])
    yield from _doubled_vertices(rings)
    yield from _spikes(rings, spike_deg)
    yield from _parts(polygons, valid, sliver_m)


def _not_finite(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    lost = np.zeros(len(geometries), dtype=bool)
    lost[owner[~np.isfinite(coordinates).all(axis=1)]] = True
    return lost


def _unusable(index: int, geometry: BaseGeometry | None, *, not_finite: bool) -> Defect:
    if not_finite:
        return Defect(Kind.NOT_FINITE, (index,), None, 0.0, 0.0, None)
    if geometry is None or geometry.is_empty:
        return defect_at(Kind.EMPTY, (index,), None)
    return defect_at(Kind.NOT_POLYGON, (index,), geometry, detail=geometry.geom_type)


def _invalid(index: int, polygon: BaseGeometry) -> Iterator[Defect]:
    """Yield what makes a polygon invalid: what GEOS met first, then every other crossing."""
    said = str(shapely.is_valid_reason(polygon))
    match = WHERE.match(said)
    reason = match["reason"] if match else said
    kind = Kind.SELF_INTERSECTION if "Self-intersection" in reason else Kind.INVALID_RING
    place = Point(float(match["x"]), float(match["y"])) if match else None
    yield defect_at(kind, (index,), place, detail=reason)
    for crossing in _crossings(polygon):
        if place is None or shapely.distance(crossing, place) > SAME_DEG:
            yield defect_at(Kind.SELF_INTERSECTION, (index,), crossing, detail=CROSSING)


def _crossings(polygon: BaseGeometry) -> Iterator[Point]:
    """Yield where edges of the polygon cross between their vertices, each place once."""
    noded = shapely.get_parts(shapely.node(shapely.multilinestrings(shapely.get_rings(polygon))))
    ends = shapely.get_coordinates(shapely.get_point(noded, [[0], [-1]]))
    new = set(map(tuple, ends)) - set(map(tuple, shapely.get_coordinates(polygon)))
    told: list[Point] = []
    for place in map(Point, sorted(new)):
        if not told or shapely.distance(place, told[-1]) > SAME_DEG:
            told.append(place)
    yield from told


def areas_of(geometry: BaseGeometry) -> BaseGeometry:
    """Return the areas in `geometry`, without points and lines."""
    if geometry.geom_type in AREAL:
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in AREAL]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _doubled_vertices(rings: Rings) -> Iterator[Defect]:
    same = _going_on(rings.ring) & (rings.xy[:-1] == rings.xy[1:]).all(axis=1)
    at = np.flatnonzero(same)
    if not len(at):
        return
    owner = rings.owner[rings.ring[at]]
    at = at[np.argsort(owner, kind="stable")]
    units, first = np.unique(np.sort(owner), return_index=True)
    for unit, group in zip(units, np.split(at, first[1:]), strict=True):
        places = rings.xy[group]
        point = shapely.MultiPoint(places) if len(places) > 1 else Point(places[0])
        yield defect_at(Kind.DUPLICATE_VERTEX, (int(unit),), point, detail=str(len(places)))


def _spikes(rings: Rings, spike_deg: float) -> Iterator[Defect]:
    xy, ring = _without_doubles(rings)
    if len(xy) < 4:
        return
    step = xy[1:] - xy[:-1]
    on = _going_on(ring)
    # A spike turns back: that sieve is cheap and leaves few corners.
    turns = step[:-1, 0] * step[1:, 0] + step[:-1, 1] * step[1:, 1] < 0
    inner = np.flatnonzero(turns & on[:-1] & on[1:]) + 1
    first = np.flatnonzero(np.append(True, ~on))
    last = np.append(first[1:], len(ring)) - 1
    first, last = first[last > first], last[last > first]
    at = np.concatenate([inner, first])
    back, ahead = -step[np.concatenate([inner, last]) - 1], step[at]
    scale = np.column_stack([np.cos(np.radians(xy[at, 1])), np.ones(len(at))])
    for vertex in np.sort(at[_sharp(back * scale, ahead * scale, spike_deg)]):
        yield defect_at(Kind.SPIKE, (int(rings.owner[ring[vertex]]),), Point(xy[vertex]))


def _without_doubles(rings: Rings) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return vertices and their rings; a doubled vertex would hide a corner."""
    doubled = (rings.xy[1:] == rings.xy[:-1]).all(axis=1) & _going_on(rings.ring)
    if not doubled.any():
        return rings.xy, rings.ring
    kept = np.append(True, ~doubled)
    return rings.xy[kept], rings.ring[kept]


def _sharp(
    back: NDArray[np.float64], on: NDArray[np.float64], angle_deg: float
) -> NDArray[np.bool_]:
    """Return where the two vectors enclose less than the angle."""
    cross = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0])
    dot = back[:, 0] * on[:, 0] + back[:, 1] * on[:, 1]
    return np.asarray(cross < math.tan(math.radians(angle_deg)) * dot, dtype=bool)


def _parts(
    polygons: NDArray[np.object_], valid: NDArray[np.bool_], sliver_m: float
) -> Iterator[Defect]:
    counts = shapely.get_num_geometries(polygons)
    for index in np.flatnonzero(counts > 1):
        apart = shapely.get_parts(polygons[index])
        apart = np.delete(apart, np.argmax(shapely.area(apart)))
        place = shapely.MultiPolygon(list(apart)) if len(apart) > 1 else apart.item()
        yield defect_at(Kind.MULTIPART, (int(index),), place, detail=str(counts[index]))
    # A crossing ring has no area of its own to judge by.
    parts, part_owner = shapely.get_parts(polygons[valid], return_index=True)
    owner = np.flatnonzero(valid)[part_owner]
    lengths = shapely.length(parts)
    widths = 2 * shapely.area(parts) / np.where(lengths > 0, lengths, 1.0)
    # In degrees a width can only look larger than in metres / METRES_PER_DEGREE: cheap first sieve.
    for at in np.flatnonzero(widths * METRES_PER_DEGREE * 0.1 < sliver_m):
        found = defect_at(Kind.SLIVER, (int(owner[at]),), parts[at])
        if found.width_m < sliver_m:
            yield found


def _going_on(ring: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return where, from the second vertex on, the ring of the one before goes on."""
    return np.asarray(ring[1:] == ring[:-1], dtype=bool)
