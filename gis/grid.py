"""Grid azimuths (坐标方位角) in the Gauss-Krueger zone of a point, and places given by them.

A grid azimuth is the true azimuth less the meridian convergence (子午线收敛角) of the zone; here
it is measured in the plane itself, between the projected points.
"""

from __future__ import annotations

import math

from shapely.geometry import Point

from gis.crs import Zone, project, zone_of
from gis.measure import CGCS2000

NEARBY_M = 0.001
"""Two points closer than this have no direction between them."""


def grid_azimuth_deg(a: Point, b: Point, zone: Zone | None = None) -> float:
    """Return the grid azimuth from `a` to `b`, 0 = grid north, clockwise, in [0, 360).

    Args:
        a: Longitude/latitude in degrees (EPSG:4490).
        b: The same.
        zone: The zone whose grid it is; by default the 3-degree zone of `a`.

    Raises:
        ValueError: the points are the same place, or `a` is outside every zone.
    """
    east_m, north_m = _apart(a, b, zone or zone_of(a.x))
    if math.hypot(east_m, north_m) < NEARBY_M:
        raise ValueError("there is no direction between two points at one place")
    return math.degrees(math.atan2(east_m, north_m)) % 360.0


def convergence_deg(point: Point, zone: Zone | None = None) -> float:
    """Return the meridian convergence at `point`: true azimuth less grid azimuth, degrees.

    East of the central meridian it is positive on the northern half of the earth.

    Raises:
        ValueError: the point is outside every zone.
    """
    lon, lat, _ = CGCS2000.fwd(point.x, point.y, 0.0, 10.0)
    return -((grid_azimuth_deg(point, Point(lon, lat), zone) + 180.0) % 360.0 - 180.0)


def placed(a: Point, grid_azimuth: float, distance_m: float, zone: Zone | None = None) -> Point:
    """Return the place at a grid azimuth (degrees) and a geodesic distance (metres) from `a`.

    The curvature of the geodesic in the plane is left out: at 1 km it turns by less than
    a second of arc.

    Raises:
        ValueError: `a` is outside every zone.
    """
    true = grid_azimuth + convergence_deg(a, zone)
    lon, lat, _ = CGCS2000.fwd(a.x, a.y, true, distance_m)
    return Point(lon, lat)


def turn_deg(one: float, other: float) -> float:
    """Return how far two azimuths (degrees) are apart, 0 to 180."""
    return abs((one - other + 180.0) % 360.0 - 180.0)


def _apart(a: Point, b: Point, zone: Zone) -> tuple[float, float]:
    here, there = project([a, b], zone)
    assert isinstance(here, Point)
    assert isinstance(there, Point)
    return there.x - here.x, there.y - here.y
