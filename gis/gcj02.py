"""The map shifts GCJ-02 (火星坐标) and BD-09 (百度坐标): recognised, never published from.

The series is the one in public circulation since 2010; its ellipsoid is Krassovsky's
(rule CRS-8). BD-09 is a small turn on top of GCJ-02. Neither has an official inverse;
the inverses here solve the forward series to a tenth of a millimetre.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

AXIS_M = 6378245.0
ECCENTRICITY2 = 0.00669342162296594323
BAIDU_TURN = math.pi * 3000.0 / 180.0
BAIDU_SHIFT_DEG = (0.0065, 0.006)
ROUNDS = 12


def shift_deg(lon: float, lat: float) -> tuple[float, float]:
    """Return how far GCJ-02 moves a point of China, in degrees of longitude and latitude.

    Args:
        lon: True longitude in degrees.
        lat: True latitude in degrees.
    """
    ((east, north),) = shifts_deg(np.array([[lon, lat]]))
    return float(east), float(north)


def shifts_deg(points: Floats) -> Floats:
    """Return how far GCJ-02 moves each of `points` (n x 2, true lon/lat), in degrees."""
    lon, lat = points[:, 0], points[:, 1]
    east, north = _series_m(lon - 105.0, lat - 35.0)
    phi = np.radians(lat)
    root = np.sqrt(1 - ECCENTRICITY2 * np.sin(phi) ** 2)
    meridian_m = AXIS_M * (1 - ECCENTRICITY2) / root**3
    parallel_m = AXIS_M / root * np.cos(phi)
    moved: Floats = np.degrees(np.column_stack([east / parallel_m, north / meridian_m]))
    return moved


def to_gcj02(points: Floats) -> Floats:
    """Return where a GCJ-02 map shows `points` (n x 2, true lon/lat, degrees)."""
    shown: Floats = points + shifts_deg(points)
    return shown


def from_gcj02(points: Floats) -> Floats:
    """Return the true lon/lat of `points` (n x 2) as a GCJ-02 map shows them."""
    return _undone(to_gcj02, points)


def to_bd09(points: Floats) -> Floats:
    """Return where a BD-09 map shows `points` (n x 2, true lon/lat, degrees)."""
    return _turned(to_gcj02(points))


def from_bd09(points: Floats) -> Floats:
    """Return the true lon/lat of `points` (n x 2) as a BD-09 map shows them."""
    return from_gcj02(_undone(_turned, points))


def _undone(forward: Callable[[Floats], Floats], points: Floats) -> Floats:
    """Solve `forward(x) = points`; both shifts change slowly, so each round gains three digits."""
    found = points.copy()
    for _ in range(ROUNDS):
        found += points - forward(found)
    return found


def _turned(points: Floats) -> Floats:
    x, y = points[:, 0], points[:, 1]
    reach = np.hypot(x, y) + 0.00002 * np.sin(y * BAIDU_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * BAIDU_TURN)
    east, north = BAIDU_SHIFT_DEG
    shown: Floats = np.column_stack([reach * np.cos(angle) + east, reach * np.sin(angle) + north])
    return shown


def _series_m(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    pi, sin = np.pi, np.sin
    root = np.sqrt(np.abs(x))
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    return east, north
