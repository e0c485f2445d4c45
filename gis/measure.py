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
    """Return the area of the polygons in `geometry` if edges are straight in longitude/latitude.

    That is what overlays mean by an edge; a geodesic through the same two vertices runs
    up to 1.3 m beside it on 11 km, which would be all there is of a thin area. Exact to
    1e-9: twice the area under each edge of the authalic (equal-area) latitude, its mean
    along the edge by three points of Gauss.

    Args:
        geometry: Longitude/latitude in degrees (EPSG:4490), rings in any direction.
    """
    area = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type in {"MultiPolygon", "GeometryCollection"}:
            area += straight_area_m2(part)
        elif part.geom_type == "Polygon":
            for number, ring in enumerate(shapely.get_rings(part)):
                inside = _ring_m2(shapely.get_coordinates(ring))
                area += -inside if number else inside
    return area


def _ring_m2(xy: NDArray[np.float64]) -> float:
    lon, lat = np.radians(xy[:, 0]), np.radians(xy[:, 1])
    about = float(lat.mean())
    middle, half = (lat[1:] + lat[:-1]) / 2, (lat[1:] - lat[:-1]) / 2
    heights = (_north_m2(middle + at * half, about) for at in GAUSS)
    mean = sum(w * h for w, h in zip(WEIGHTS, heights, strict=True))
    return abs(float(np.sum(np.diff(lon) * mean)))


def _north_m2(lat: NDArray[np.float64], about: float) -> NDArray[np.float64]:
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
