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

METRES_PER_DEGREE = 111_320.0
WHERE = re.compile(r"^(?P<reason>[^\[]+)\[(?P<x>\S+) (?P<y>\S+)\]$")
AREAL = ("Polygon", "MultiPolygon")


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
        result[index] = _areas_of(shapely.make_valid(geometries[index], method="structure"))
    return result


def unusable_defects(geometries: NDArray[np.object_]) -> Iterator[Defect]:
    """Yield a defect for everything that is no polygon: nothing, not finite, a line."""
    lost = _not_finite(geometries)
    for index in np.flatnonzero(~usable(geometries)):
        yield _unusable(int(index), geometries[index], not_finite=bool(lost[index]))


def ring_defects(
    polygons: NDArray[np.object_],
    valid: NDArray[np.bool_],
    *,
    spike_deg: float,
    sliver_m: float,
) -> Iterator[Defect]:
    """Yield the defects that each polygon has by itself.

    Args:
        polygons: Polygons and multipolygons, degrees, EPSG:4490.
        valid: Which of them are valid.
        spike_deg: A corner sharper than this is a spike.
        sliver_m: A part with a smaller mean width, in metres, is a sliver.
    """
    for index in np.flatnonzero(~valid):
        yield _invalid(int(index), polygons[index])
    xy, ring, owner = _vertices(polygons)
    yield from _doubled_vertices(xy, ring, owner)
    yield from _spikes(xy, ring, owner, spike_deg)
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


def _invalid(index: int, polygon: BaseGeometry) -> Defect:
    said = str(shapely.is_valid_reason(polygon))
    match = WHERE.match(said)
    reason = match["reason"] if match else said
    kind = Kind.SELF_INTERSECTION if "Self-intersection" in reason else Kind.INVALID_RING
    place = Point(float(match["x"]), float(match["y"])) if match else None
    return defect_at(kind, (index,), place, detail=reason)


def _areas_of(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type in AREAL:
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in AREAL]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _doubled_vertices(
    xy: NDArray[np.float64], ring: NDArray[np.int64], owner: NDArray[np.int64]
) -> Iterator[Defect]:
    same = (ring[:-1] == ring[1:]) & (xy[:-1] == xy[1:]).all(axis=1)
    for index in np.unique(owner[:-1][same]):
        places = xy[:-1][same & (owner[:-1] == index)]
        point = shapely.MultiPoint(places) if len(places) > 1 else Point(places[0])
        yield defect_at(Kind.DUPLICATE_VERTEX, (int(index),), point, detail=str(len(places)))


def _spikes(
    xy: NDArray[np.float64],
    ring: NDArray[np.int64],
    owner: NDArray[np.int64],
    spike_deg: float,
) -> Iterator[Defect]:
    if len(xy) < 4:
        return
    before, after = _neighbours(xy, ring)
    back, on = before - xy, after - xy
    # Degrees of longitude are shorter than they look; a coarse sieve spares most the cosine.
    near = _sharp(back, on, min(4 * spike_deg, 45.0)) & _leading(ring)
    for at in np.flatnonzero(near):
        scale = np.array([math.cos(math.radians(xy[at, 1])), 1.0])
        if _sharp(back[at : at + 1] * scale, on[at : at + 1] * scale, spike_deg)[0]:
            yield defect_at(Kind.SPIKE, (int(owner[at]),), Point(xy[at]))


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
        yield defect_at(Kind.MULTIPART, (int(index),), polygons[index], detail=str(counts[index]))
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


def _vertices(
    polygons: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return vertices with the number of their ring and of their polygon."""
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return xy, ring, part_owner[ring_part[ring]] if len(ring) else ring


def _neighbours(
    xy: NDArray[np.float64], ring: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the vertex before and after each; rings are closed, so ends look across."""
    before, after = np.roll(xy, 1, axis=0), np.roll(xy, -1, axis=0)
    first = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    last = np.r_[first[1:] - 1, len(xy) - 1]
    before[first] = xy[last - 1]
    after[last] = xy[first + 1]
    return before, after


def _leading(ring: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return False for the closing vertex of every ring, which repeats the first."""
    return np.append(ring[1:] == ring[:-1], False).astype(bool)
