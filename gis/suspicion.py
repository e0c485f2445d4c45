"""Coordinates that are not what their label says: recognised and named, never repaired.

Files from old systems come with northing first, with Gauss-Krueger metres labelled as
degrees, with latitude first. This is the quick look that every reader takes: one place a
feature, by size alone. `gis.doctor` looks at all points and compares them with known places.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from gis.crs import ZONES, Zone, zone_with_prefix
from gis.doubt_words import WORDS
from gis.gcj02 import shift_deg

Box = tuple[float, float, float, float]

# Where northings and unprefixed eastings of any zone of China can lie, in metres (rule CRS-4).
NORTHING_M = (400_000.0, 6_100_000.0)
EASTING_M = (160_000.0, 840_000.0)
MERCATOR_LIMIT_M = 20_050_000.0
EXAMPLES = 10
CANDIDATES = 6  # more than these say nothing
HARMLESS = frozenset({"not_finite", "elsewhere"})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One doubt about the coordinates of a set of features.

    Attributes:
        kind: One of the keys of `gis.doubt_words.WORDS`.
        message: Chinese sentence saying what was seen.
        evidence: JSON-able facts: `features` (how many), `rows` (first ten, from 1),
            `example` (a coordinate pair), `candidates` (EPSG codes).
        repair: Chinese sentence saying what to do.
        confidence: 0 to 1.
    """

    kind: str
    message: str
    evidence: Mapping[str, object]
    repair: str
    confidence: float = 1.0

    @property
    def gross(self) -> bool:
        """Tell whether figures measured from such coordinates would be worthless."""
        return self.kind not in HARMLESS


def suspicions(
    geometries: Sequence[BaseGeometry | None], *, expected: Box | None = None
) -> list[Suspicion]:
    """Return the doubts about coordinates that are labelled longitude/latitude in degrees.

    Args:
        geometries: As read, untransformed.
        expected: Where they should lie (west, south, east, north), in degrees.
    """
    array = np.asarray(list(geometries), dtype=object)
    bounds = shapely.bounds(array)
    finite = _finite(array)
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    kinds: dict[str, list[int]] = {}
    for row, (x, y) in enumerate(middles):
        kind = "not_finite" if not finite[row] else _kind(x, y, expected)
        if kind:
            kinds.setdefault(kind, []).append(row)
    return [_suspicion(kind, rows, middles, expected) for kind, rows in kinds.items()]


def projected_suspicions(
    geometries: Sequence[BaseGeometry | None], *, prefix: int | None
) -> list[Suspicion]:
    """Return the doubts about coordinates labelled as metres of a projection.

    Args:
        geometries: As read: easting first.
        prefix: Zone number that the eastings of a CGCS2000 zone should begin with, 0 for
            a zone without, None for any other projection.
    """
    array = np.asarray(list(geometries), dtype=object)
    bounds = shapely.bounds(array)
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    finite = _finite(array)
    kinds: dict[str, list[int]] = {}
    for row, (x, y) in enumerate(middles):
        if not finite[row]:
            kinds.setdefault("not_finite", []).append(row)
        elif kind := _kind_in_metres(x, y, prefix):
            kinds.setdefault(kind, []).append(row)
    return [_suspicion(kind, rows, middles, None) for kind, rows in kinds.items()]


def map_shift_suspicion(
    measured: Sequence[tuple[float, float]], reference: Sequence[tuple[float, float]]
) -> Suspicion | None:
    """Return a doubt if `measured` differ from `reference` as GCJ-02 differs from truth.

    Args:
        measured: Longitude/latitude of points as delivered, at least three.
        reference: The same points from a trusted source, EPSG:4490.
    """
    if len(measured) < 3 or len(measured) != len(reference):
        return None
    given = np.asarray(measured, dtype=float)
    truth = np.asarray(reference, dtype=float)
    metres = np.array([111_320.0 * math.cos(math.radians(truth[:, 1].mean())), 110_940.0])
    offset = (given - truth) * metres
    predicted = np.array([shift_deg(lon, lat) for lon, lat in truth]) * metres
    size = float(np.median(np.hypot(predicted[:, 0], predicted[:, 1])))
    left = float(np.median(np.hypot(*(offset - predicted).T)))
    seen = float(np.median(np.hypot(offset[:, 0], offset[:, 1])))
    if size < 100 or left > 0.3 * size or seen < 0.5 * size:
        return None
    _, message, repair = WORDS["gcj02"]
    evidence = {
        "features": len(given),
        "offset_m": round(seen, 1),
        "expected_offset_m": round(size, 1),
        "residual_m": round(left, 1),
    }
    return Suspicion("gcj02", f"{message}（约 {seen:.0f} 米）", evidence, repair)


def _finite(array: NDArray[np.object_]) -> NDArray[np.bool_]:
    coordinates, owner = shapely.get_coordinates(array, return_index=True)
    finite = np.ones(len(array), dtype=bool)
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite


def _kind(x: float, y: float, expected: Box | None) -> str:
    if not (math.isfinite(x) and math.isfinite(y)):
        return ""  # no coordinates at all: an empty geometry, which topology reports
    if abs(x) <= 180 and abs(y) <= 180:
        return _kind_in_degrees(x, y, expected)
    if _northing(x) and _prefix(y) is not None and not (_northing(y) and _prefix(x) is not None):
        return "northing_first"
    if _mercator_hits(x, y, expected):
        return "web_mercator"
    if _northing(y) and _prefix(x) is not None:
        return "gk_zone" if _prefix(x) else "gk_no_prefix"
    if abs(x) <= MERCATOR_LIMIT_M and abs(y) <= MERCATOR_LIMIT_M and max(abs(x), abs(y)) > 1e5:
        return "web_mercator"
    return "out_of_range"


def _kind_in_metres(x: float, y: float, prefix: int | None) -> str:
    if abs(x) <= 180 and abs(y) <= 90 and (x, y) != (0.0, 0.0):
        return "degrees"
    if prefix is None or (_northing(y) and _prefix(x) == prefix):
        return ""
    if _northing(x) and _prefix(y) is not None:
        return "northing_first"
    return "prefix_mismatch" if _northing(y) and _prefix(x) is not None else ""


def _kind_in_degrees(x: float, y: float, expected: Box | None) -> str:
    if abs(y) > 90:
        return "swapped" if abs(x) <= 90 else "out_of_range"
    if expected is None or _inside(x, y, expected):
        return ""
    return "swapped" if _inside(y, x, expected) else "elsewhere"


def _inside(x: float, y: float, box: Box, margin: float = 0.5) -> bool:
    west, south, east, north = box
    return west - margin <= x <= east + margin and south - margin <= y <= north + margin


def _northing(value: float) -> bool:
    return NORTHING_M[0] <= value <= NORTHING_M[1]


def _prefix(value: float) -> int | None:
    """Return the zone number an easting begins with, 0 for none, None if it is no easting."""
    number, rest = divmod(value, 1_000_000.0)
    if not EASTING_M[0] <= rest <= EASTING_M[1]:
        return None
    return int(number) if number == 0 or zone_with_prefix(int(number)) else None


def _mercator_hits(x: float, y: float, expected: Box | None) -> bool:
    """Tell whether Web Mercator explains the pair better than a zone prefix of 13-20 would."""
    if abs(x) > MERCATOR_LIMIT_M or abs(y) > MERCATOR_LIMIT_M or expected is None:
        return False
    lon, lat = _inverse(3857, x, y)
    return _inside(lon, lat, expected)


def _inverse(epsg: int, x: float, y: float) -> tuple[float, float]:
    target = 4326 if epsg == 3857 else 4490
    lon, lat = Transformer.from_crs(epsg, target, always_xy=True).transform(x, y)
    return float(lon), float(lat)


def _suspicion(
    kind: str, rows: list[int], middles: NDArray[np.float64], expected: Box | None
) -> Suspicion:
    _, message, repair = WORDS[kind]
    x, y = (float(v) for v in middles[rows[0]])
    evidence: dict[str, object] = {
        "features": len(rows),
        "rows": [row + 1 for row in rows[:EXAMPLES]],
        "example": [x, y] if math.isfinite(x) and math.isfinite(y) else None,
    }
    zones = _candidates(kind, x, y, expected)
    if zones:
        evidence["candidates"] = [f"EPSG:{zone.epsg}" for zone in zones]
        named = "、".join(f"{z.width_deg}度带中央子午线{z.meridian_deg}°" for z in zones)
        message = f"{message}（可能为{named}）"
    return Suspicion(kind, f"{len(rows)} 个图形：{message}", evidence, repair)


def _candidates(kind: str, x: float, y: float, expected: Box | None) -> list[Zone]:
    if kind == "northing_first":
        x, y = y, x
    elif kind not in {"gk_zone", "gk_no_prefix", "prefix_mismatch"}:
        return []
    number = _prefix(x)
    if number:
        zone = zone_with_prefix(number)
        return [zone] if zone else []
    if expected is None:
        return []
    plain = (zone for zone in ZONES if not zone.prefixed)
    fitting = [z for z in plain if _inside(*_inverse(z.epsg, x, y), expected, margin=0.0)]
    return fitting if len(fitting) <= CANDIDATES else []
