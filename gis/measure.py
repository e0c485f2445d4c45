"""Geodesic measures on the CGCS2000 ellipsoid (GRS80 to 0.1 mm).

Planar lengths of a municipality five degrees wide would be off by up to 850 ppm, so
lengths, areas, distances and azimuths never leave the ellipsoid.
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

CGCS2000 = Geod(a=6378137.0, rf=298.257222101)
AREAL = ("Polygon", "MultiPolygon")
GAUSS = (-math.sqrt(0.6), 0.0, math.sqrt(0.6))
WEIGHTS = (5 / 18, 8 / 18, 5 / 18)


def length_m(line: BaseGeometry) -> float:
    """Return the geodesic length of `line` in metres; of a polygon, its perimeter with holes.

    Args:
        line: Longitude/latitude in degrees (EPSG:4490), in that order.
    """
    if line.geom_type in AREAL:
        return area_and_perimeter(line)[1]
    if line.geom_type == "GeometryCollection":
        return sum(length_m(part) for part in shapely.get_parts(line))
    xy, part = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    if len(xy) < 2:
        return 0.0
    steps = CGCS2000.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])[2]
    return float(np.sum(np.where(part[1:] == part[:-1], steps, 0.0)))


def lengths_m(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the geodesic length in metres of each geometry: lines, and all rings of areas.

    Args:
        geometries: Longitude/latitude in degrees (EPSG:4490); points count nothing.
    """
    parts, owner = _single(geometries)
    areal = shapely.get_type_id(parts) == 3
    rings, part = shapely.get_rings(parts[areal], return_index=True)
    lines = np.concatenate([parts[~areal], rings])
    whose = np.concatenate([owner[~areal], owner[areal][part]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    on = np.flatnonzero(line[1:] == line[:-1])
    if not len(on):
        return np.zeros(len(geometries))
    steps = CGCS2000.inv(xy[on, 0], xy[on, 1], xy[on + 1, 0], xy[on + 1, 1])[2]
    return np.bincount(whose[line[on]], weights=steps, minlength=len(geometries)).astype(float)


def _single(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Return the points, lines and polygons in the geometries, and of which each is a part."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) > 3).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    return parts, owner


def area_m2(polygon: BaseGeometry) -> float:
    """Return the geodesic area of `polygon` in square metres, never negative.

    Args:
        polygon: Longitude/latitude in degrees (EPSG:4490), rings in any direction.
    """
    return area_and_perimeter(polygon)[0]


def area_and_perimeter(geometry: BaseGeometry) -> tuple[float, float]:
    """Return the geodesic area (m2) of the polygons in `geometry` and the length of all rings (m).

    Args:
        geometry: Longitude/latitude in degrees (EPSG:4490), rings in any direction.
    """
    area = perimeter = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type in {"MultiPolygon", "GeometryCollection"}:
            inner = area_and_perimeter(part)
            area, perimeter = area + inner[0], perimeter + inner[1]
        elif part.geom_type == "Polygon":
            for number, ring in enumerate(shapely.get_rings(part)):
                xy = shapely.get_coordinates(ring)
                lon, lat = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
                inside, length = CGCS2000.polygon_area_perimeter(lon, lat)
                area += -abs(inside) if number else abs(inside)
                perimeter += length
    return float(area), float(perimeter)


def straight_area_m2(geometry: BaseGeometry) -> float:
    """Return the area of the polygons in `geometry` as `straight_areas_m2` does for many."""
    return float(straight_areas_m2(np.array([geometry], dtype=object))[0])


def straight_areas_m2(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the areas of the polygons in each geometry if edges are straight in lon/lat.

    That is what overlays mean by an edge; a geodesic through the same two vertices runs
    up to 1.3 m beside it on 11 km, which would be all there is of a thin area. Exact to
    1e-9: for each edge its step in longitude times the mean, along the edge, of the area
    between the parallels (three points of Gauss).

    Args:
        geometries: Longitude/latitude in degrees (EPSG:4490), rings in any direction; what
            is no polygon counts nothing.
    """
    parts, owner = _single(geometries)
    areal = shapely.get_type_id(parts) == 3
    rings, part = shapely.get_rings(parts[areal], return_index=True)
    if not len(rings):
        return np.zeros(len(geometries))
    hole = np.append(False, part[1:] == part[:-1])
    inside = _rings_m2(*shapely.get_coordinates(rings, return_index=True))
    signed = np.where(hole, -inside, inside)
    summed = np.bincount(owner[areal][part], weights=signed, minlength=len(geometries))
    return summed.astype(float)


def _rings_m2(xy: NDArray[np.float64], ring: NDArray[np.int64]) -> NDArray[np.float64]:
    lon, lat = np.radians(xy[:, 0]), np.radians(xy[:, 1])
    first = np.flatnonzero(np.append(True, ring[1:] != ring[:-1]))
    about = lat[first][ring]
    middle, half = (lat[1:] + lat[:-1]) / 2, (lat[1:] - lat[:-1]) / 2
    mean = np.zeros(len(half))
    for at, weight in zip(GAUSS, WEIGHTS, strict=True):
        mean += weight * _north_m2(middle + at * half, about[1:])
    steps = np.where(ring[1:] == ring[:-1], np.diff(lon) * mean, 0.0)
    return np.abs(np.add.reduceat(np.append(steps, 0.0), first))


def _north_m2(lat: NDArray[np.float64], about: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area between the parallels `about` and `lat` for each radian of longitude.

    Integrates the ellipsoid's radii of curvature, M N cos(lat), over the difference, so that
    a difference of millimetres keeps its digits.
    """
    middle, half = (lat + about) / 2, (lat - about) / 2
    result = np.zeros_like(lat)
    for at, weight in zip(GAUSS, WEIGHTS, strict=True):
        here = middle + at * half
        bend = 1 - CGCS2000.es * np.sin(here) ** 2
        result += weight * np.cos(here) / bend**2
    return np.asarray(result * 2 * half * CGCS2000.a**2 * (1 - CGCS2000.es))


def distance_m(a: Point, b: Point) -> float:
    """Return the geodesic distance between two points (degrees, EPSG:4490) in metres."""
    return abs(float(CGCS2000.inv(a.x, a.y, b.x, b.y)[2]))


def azimuth_deg(a: Point, b: Point) -> float:
    """Return the true azimuth from `a` to `b`, 0 = north, clockwise, in [0, 360)."""
    return float(CGCS2000.inv(a.x, a.y, b.x, b.y)[0]) % 360.0
