"""Ways to spoil good coordinates, each the way it happens in an office."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pyproj import Proj, Transformer

from gis import gcj02

Floats = np.ndarray
Wrong = Callable[[Floats], Floats]

KRASSOVSKY = {"a": 6378245.0, "rf": 298.3}


def zone(meridian: float, *, prefix: int = 0, **ellipsoid: float) -> Wrong:
    """Easting and northing of a zone, prefixed or not."""
    plane = Proj(proj="tmerc", lon_0=meridian, x_0=500_000, **(ellipsoid or {"ellps": "GRS80"}))

    def projected(points: Floats) -> Floats:
        east, north = plane(points[:, 0], points[:, 1])
        return np.column_stack([np.asarray(east) + prefix * 1e6, north])

    return projected


def system(epsg: int) -> Wrong:
    transformer = Transformer.from_crs(4326, epsg, always_xy=True)
    return lambda p: np.column_stack(transformer.transform(p[:, 0], p[:, 1]))


def turned(wrong: Wrong) -> Wrong:
    return lambda points: wrong(points)[:, ::-1]


def same(points: Floats) -> Floats:
    return points


def minutes(points: Floats) -> Floats:
    """106°33′12.3″ written as 106.33123."""
    degrees = np.floor(points)
    rest = (points - degrees) * 60.0
    whole = np.floor(rest)
    return degrees + whole / 100.0 + (rest - whole) * 60.0 / 10_000.0


def decimal_minutes(points: Floats) -> Floats:
    """106°33.205′ written as 106.33205."""
    degrees = np.floor(points)
    return degrees + (points - degrees) * 0.6


def packed(points: Floats) -> Floats:
    """106°33′12.3″ written as 1063312.3."""
    return np.round(minutes(points) * 10_000.0, 3)


def moved(east_m: float, north_m: float) -> Wrong:
    """Every point moved by the same vector."""

    def shifted(points: Floats) -> Floats:
        scale = np.array([111_320.0 * np.cos(np.radians(points[:, 1].mean())), 110_900.0])
        return points + np.array([east_m, north_m]) / scale

    return shifted


def beijing54(points: Floats) -> Floats:
    """Longitude and latitude of Beijing-54 by parameters published for another place."""
    return np.column_stack(_old(15.8, -154.4, -82.3).transform(points[:, 0], points[:, 1]))


def _old(x: float, y: float, z: float) -> Transformer:
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
        "+step +proj=cart +ellps=GRS80 "
        f"+step +inv +proj=helmert +x={x} +y={y} +z={z} +step +inv +proj=cart +ellps=krass "
        "+step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def beijing54_zone(meridian: float) -> Wrong:
    return lambda points: zone(meridian, **KRASSOVSKY)(beijing54(points))


# kind, what the label says (EPSG), how the numbers are spoilt
GROSS: tuple[tuple[str, int, Wrong], ...] = (
    ("swapped", 4490, turned(same)),
    ("northing_first", 4490, turned(zone(108))),
    ("northing_first", 4490, turned(zone(108, prefix=36))),
    ("northing_first", 4545, turned(zone(108))),
    ("northing_first", 4524, turned(zone(108, prefix=36))),
    ("gk_zone", 4490, zone(108, prefix=36)),
    ("gk_zone", 4490, zone(105, prefix=18)),
    ("gk_no_prefix", 4490, zone(108)),
    ("prefix_missing", 4524, zone(108)),
    ("prefix_unexpected", 4545, zone(108, prefix=36)),
    ("prefix_wrong", 4524, zone(108, prefix=35)),
    ("wrong_meridian", 4544, zone(108)),
    ("wrong_meridian", 4546, zone(108)),
    ("wrong_meridian", 4523, zone(108, prefix=36)),
    ("zone_width", 4507, zone(108)),
    ("zone_width", 4524, zone(105, prefix=18)),
    ("zone_width", 4496, zone(108, prefix=36)),
    ("web_mercator", 4490, system(3857)),
    ("web_mercator", 4545, system(3857)),
    ("degrees", 4545, same),
    ("degrees", 3857, same),
    ("utm", 4490, system(32648)),
    ("dms", 4490, minutes),
    ("dms", 4490, packed),
    ("wrong_unit", 4545, lambda p: zone(108)(p) / 1000.0),
    ("wrong_unit", 4545, lambda p: zone(108)(p) / 0.3048),
    ("wrong_unit", 4490, np.radians),
)
FINE: tuple[tuple[str, int, Wrong], ...] = (
    ("gcj02", 4490, gcj02.to_gcj02),
    ("bd09", 4490, gcj02.to_bd09),
    ("gcj02_removed_twice", 4490, gcj02.from_gcj02),
    ("gcj02", 4545, lambda p: zone(108)(gcj02.to_gcj02(p))),
    ("old_datum", 4490, beijing54),
    ("old_datum", 4545, beijing54_zone(108)),
    ("old_datum", 4490, moved(-98.0, -15.0)),
    ("common_shift", 4490, moved(150.0, 120.0)),
    ("dms", 4490, decimal_minutes),
    ("utm", 4507, system(32648)),
)


def after(first: Wrong, second: Wrong) -> Wrong:
    """One mistake, and another on top of it."""
    return lambda points: second(first(points))


SURVEY_ERROR: tuple[str, int, Wrong] = ("common_shift", 4490, moved(353.0, -353.0))
"""Half a kilometre to the south-east, 60 m from what GCJ-02 does there, and not GCJ-02."""

# the upper and the lower mistake, label, how the numbers are spoilt
DOUBLE: tuple[tuple[str, str, int, Wrong], ...] = (
    ("swapped", "gcj02", 4490, after(gcj02.to_gcj02, turned(same))),
    ("swapped", "bd09", 4490, after(gcj02.to_bd09, turned(same))),
    ("swapped", "common_shift", 4490, after(moved(150.0, 120.0), turned(same))),
    ("northing_first", "gcj02", 4490, after(gcj02.to_gcj02, turned(zone(108)))),
    ("gk_no_prefix", "gcj02", 4490, after(gcj02.to_gcj02, zone(108))),
    ("gk_zone", "gcj02", 4490, after(gcj02.to_gcj02, zone(108, prefix=36))),
    ("wrong_meridian", "gcj02", 4544, after(gcj02.to_gcj02, zone(108))),
    ("web_mercator", "gcj02", 4490, after(gcj02.to_gcj02, system(3857))),
    ("web_mercator", "bd09", 4490, after(gcj02.to_bd09, system(3857))),
    ("dms", "gcj02", 4490, after(gcj02.to_gcj02, minutes)),
)
