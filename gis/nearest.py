"""Which of many lines, and which of many points, is nearest to each of many places.

Distances are geodesic on the CGCS2000 ellipsoid. Candidates are chosen in a plane laid through
the lines around a tile of places, in which the scale is off by less than 1e-3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, MultiLineString

from gis.lines import Floats, Ruler
from gis.measure import CGCS2000

TILE_DEG = 4.0
DEGREE_M = 110_000.0
"""A degree of latitude is nowhere shorter."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest thing for each place; all arrays have one entry a place.

    Attributes:
        index: Which of the things it is; -1 where there is none.
        distance_m: Metres to it; infinite where there is none.
        azimuth_deg: True azimuth from the place to it, 0 = north, in [0, 360).
        lon: Longitude of its nearest point, degrees.
        lat: Latitude of its nearest point, degrees.
    """

    index: Integers
    distance_m: Floats
    azimuth_deg: Floats
    lon: Floats
    lat: Floats

    @classmethod
    def nothing(cls, count: int) -> Nearest:
        """Return an answer for `count` places where there is nothing to find."""
        unknown = np.full(count, np.nan)
        return cls(np.full(count, -1), np.full(count, np.inf), unknown, unknown, unknown)


def nearest_lines(lines: Sequence[LineString], lon: Floats, lat: Floats) -> Nearest:
    """Return for each place (degrees, EPSG:4490) the nearest of `lines`.

    Lines without length are never the nearest.
    """
    usable = [i for i, line in enumerate(lines) if line.length > 0.0]
    if not usable or not len(lon):
        return Nearest.nothing(len(lon))
    shapes = np.array([lines[i] for i in usable], dtype=object)
    tree = shapely.STRtree(shapes)
    index, foot = np.empty(len(lon), dtype=np.int64), np.empty((len(lon), 2))
    for here in _tiles(lon, lat):
        index[here], foot[here] = _nearest_of_tile(tree, lon[here], lat[here])
    return _measured(np.asarray(usable)[index], lon, lat, foot)


def nearest_points(points: Floats, lon: Floats, lat: Floats) -> Nearest:
    """Return for each place (degrees, EPSG:4490) the nearest of `points` (n x 2, degrees)."""
    if not len(points) or not len(lon):
        return Nearest.nothing(len(lon))
    things, places = _on_sphere(points[:, 0], points[:, 1]), _on_sphere(lon, lat)
    few = min(4, len(points))
    index = np.empty(len(lon), dtype=np.int64)
    for rows in np.array_split(np.arange(len(lon)), 1 + len(lon) * len(points) // 4_000_000):
        chord = places[rows] @ things.T
        # the sphere only names candidates: the ellipsoid may order near equals otherwise
        best = np.argpartition(-chord, few - 1, axis=1)[:, :few]
        candidates = points[best.ravel()]
        metres = CGCS2000.inv(
            np.repeat(lon[rows], few), np.repeat(lat[rows], few), candidates[:, 0], candidates[:, 1]
        )[2]
        choice = np.asarray(metres).reshape(-1, few).argmin(axis=1)
        index[rows] = best[np.arange(len(rows)), choice]
    return _measured(index, lon, lat, points[index])


def _tiles(lon: Floats, lat: Floats) -> Iterator[Integers]:
    tile = np.column_stack([np.floor(lon / TILE_DEG), np.floor(lat / TILE_DEG)])
    which = np.unique(tile, axis=0, return_inverse=True)[1].ravel()
    for number in range(int(which.max()) + 1):
        yield np.flatnonzero(which == number)


def _nearest_of_tile(tree: shapely.STRtree, lon: Floats, lat: Floats) -> tuple[Integers, Floats]:
    """Return the lines and the places on them, from those lines that can be the nearest."""
    near = tree.query_nearest(shapely.points(lon, lat), all_matches=False, return_distance=True)[1]
    # by degrees the nearest is at most this far away in metres, so a nearer one lies in this box
    narrow = max(float(np.cos(np.radians(np.abs(lat).max()))), 0.05)
    reach = float(near.max()) / narrow * 1.01 + 1e-6
    box = shapely.box(lon.min() - reach, lat.min() - reach, lon.max() + reach, lat.max() + reach)
    candidates = np.sort(tree.query(box))
    ruler = Ruler(MultiLineString(list(tree.geometries[candidates])))
    found = ruler.locate(lon, lat)
    return candidates[found.part], np.column_stack([found.lon, found.lat])


def _measured(index: Integers, lon: Floats, lat: Floats, foot: Floats) -> Nearest:
    azimuth, _, metres = CGCS2000.inv(lon, lat, foot[:, 0], foot[:, 1])
    return Nearest(
        index=np.asarray(index, dtype=np.int64),
        distance_m=np.asarray(metres, dtype=np.float64),
        azimuth_deg=np.asarray(azimuth, dtype=np.float64) % 360.0,
        lon=foot[:, 0],
        lat=foot[:, 1],
    )


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    x, y = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
