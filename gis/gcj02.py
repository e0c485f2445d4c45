"""The shifted system of public web maps (GCJ-02, 火星坐标), to recognise it when it comes in.

GCJ-02 is CGCS2000 moved by a few hundred metres that vary from place to place. It has no
EPSG code; the formula is the one in public use and is good to some metres. We never publish
in it: it is only here so that a position taken from such a map is named for what it is.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from shapely.geometry import Point

_AXIS_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323


def shifted(point: Point) -> Point:
    """Return `point` (degrees, EPSG:4490) as a GCJ-02 map would show it."""
    x, y = point.x - 105.0, point.y - 35.0
    phi = point.y / 180.0 * pi
    magic = 1.0 - _ECCENTRICITY_SQUARED * sin(phi) ** 2
    north = _north(x, y) * 180.0
    east = _east(x, y) * 180.0
    radius_ns = _AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / (magic * sqrt(magic))
    radius_ew = _AXIS_M / sqrt(magic)
    return Point(point.x + east / (radius_ew * cos(phi) * pi), point.y + north / (radius_ns * pi))


def _ripple(value: float) -> float:
    return (20.0 * sin(6.0 * value * pi) + 20.0 * sin(2.0 * value * pi)) * 2.0 / 3.0


def _north(x: float, y: float) -> float:
    flat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    slow = (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    slower = (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    return flat + _ripple(x) + slow + slower


def _east(x: float, y: float) -> float:
    flat = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    slow = (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    slower = (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return flat + _ripple(x) + slow + slower
