"""Geodesic measures on the CGCS2000 ellipsoid (GRS80 to 0.1 mm).

Planar lengths of a municipality five degrees wide would be off by up to 850 ppm, so
lengths, areas, distances and azimuths never leave the ellipsoid.
"""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

CGCS2000 = Geod(a=6378137.0, rf=298.257222101)
AREAL = ("Polygon", "MultiPolygon")


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


def distance_m(a: Point, b: Point) -> float:
    """Return the geodesic distance between two points (degrees, EPSG:4490) in metres."""
    return abs(float(CGCS2000.inv(a.x, a.y, b.x, b.y)[2]))


def azimuth_deg(a: Point, b: Point) -> float:
    """Return the true azimuth from `a` to `b`, 0 = north, clockwise, in [0, 360)."""
    return float(CGCS2000.inv(a.x, a.y, b.x, b.y)[0]) % 360.0
