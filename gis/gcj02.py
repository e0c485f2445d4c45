"""The map shift GCJ-02 (火星坐标), to recognise it; never to publish from it (rule CRS-8).

The series is the one in public circulation since 2010; its ellipsoid is Krassovsky's.
"""

from __future__ import annotations

import math

AXIS_M = 6378245.0
ECCENTRICITY2 = 0.00669342162296594323


def shift_deg(lon: float, lat: float) -> tuple[float, float]:
    """Return how far GCJ-02 moves a point of China, in degrees of longitude and latitude.

    Args:
        lon: True longitude in degrees.
        lat: True latitude in degrees.
    """
    east, north = _series_m(lon - 105.0, lat - 35.0)
    phi = math.radians(lat)
    root = math.sqrt(1 - ECCENTRICITY2 * math.sin(phi) ** 2)
    meridian_m = AXIS_M * (1 - ECCENTRICITY2) / root**3
    parallel_m = AXIS_M / root * math.cos(phi)
    return math.degrees(east / parallel_m), math.degrees(north / meridian_m)


def _series_m(x: float, y: float) -> tuple[float, float]:
    wave = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (
        (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    )
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    return east, north
