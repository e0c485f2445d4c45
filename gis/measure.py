"""Geodesic measures on the CGCS2000 ellipsoid (GRS80 to 0.1 mm).

Planar lengths of a municipality five degrees wide would be off by up to 850 ppm, so
lengths, areas, distances and azimuths never leave the ellipsoid.
"""

from __future__ import annotations

from pyproj import Geod
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

CGCS2000 = Geod(a=6378137.0, rf=298.257222101)


def length_m(line: BaseGeometry) -> float:
    """Return the geodesic length of `line` in metres; of a polygon, its perimeter.

    Args:
        line: Longitude/latitude in degrees (EPSG:4490), in that order.
    """
    if line.geom_type in {"Polygon", "MultiPolygon"}:
        return abs(float(CGCS2000.geometry_area_perimeter(line)[1]))
    return float(CGCS2000.geometry_length(line))


def area_m2(polygon: BaseGeometry) -> float:
    """Return the geodesic area of `polygon` in square metres, never negative.

    Args:
        polygon: Longitude/latitude in degrees (EPSG:4490), rings in any direction.
    """
    if isinstance(polygon, Polygon):
        return abs(float(CGCS2000.geometry_area_perimeter(orient(polygon))[0]))
    parts = getattr(polygon, "geoms", ())
    return sum(area_m2(part) for part in parts if part.geom_type in {"Polygon", "MultiPolygon"})


def distance_m(a: Point, b: Point) -> float:
    """Return the geodesic distance between two points (degrees, EPSG:4490) in metres."""
    return abs(float(CGCS2000.inv(a.x, a.y, b.x, b.y)[2]))


def azimuth_deg(a: Point, b: Point) -> float:
    """Return the true azimuth from `a` to `b`, 0 = north, clockwise, in [0, 360)."""
    return float(CGCS2000.inv(a.x, a.y, b.x, b.y)[0]) % 360.0
