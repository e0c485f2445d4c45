"""Ways in which pairs of numbers may be meant, and what each way makes of them.

A reading says order, unit, writing, system and map shift. Whatever is read comes out as
EPSG:4490 longitude/latitude, or as NaN where the numbers cannot be meant so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from gis import gcj02
from gis.crs import CGCS2000_EPSG, ZONES, Zone
from gis.seven_parameters import SevenParameters

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Where northings and unprefixed eastings can lie, metres; a municipality five degrees wide is
# often kept in one zone, so far beyond the 0.2-0.8 Mm of rule CRS-4.
NORTHING_M = (400_000.0, 6_100_000.0)
EASTING_M = (2_000.0, 998_000.0)
MERCATOR_LIMIT_M = 20_050_000.0
PREFIX_M = 1_000_000.0
WEB_MERCATOR = 3857
UTM_NORTH = 32600

FORMS = ("decimal", "d.mmss", "d.mm", "dddmmss", "dddmm")
"""Decimal degrees; 106.3312 and 106.3320 for 106°33′12″; 1063312 and 10633.2 for the same."""

SHIFTS = {
    "gcj02": gcj02.from_gcj02,
    "bd09": gcj02.from_bd09,
    "gcj02_removed_twice": gcj02.to_gcj02,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which pairs of numbers may be meant.

    Attributes:
        kind: What is wrong with the label if they are meant so; empty for as labelled.
        epsg: System of the numbers: 4490 for degrees, an unprefixed CGCS2000 zone, 3857, a
            UTM zone, or any other projected system.
        swapped: Whether the second number comes first: latitude, northing.
        form: One of `FORMS`, for degrees.
        unit: Degrees or metres in one unit of the numbers.
        prefix: Zone number that eastings begin with; 0 for none.
        shift: Empty, a key of `SHIFTS`, `old_datum` (needs parameters) or `common_shift`.
        vector_deg: What `common_shift` takes away, degrees of longitude and latitude.
        cost: How far-fetched it is, to choose between readings that explain as much.
    """

    kind: str = ""
    epsg: int = CGCS2000_EPSG
    swapped: bool = False
    form: str = "decimal"
    unit: float = 1.0
    prefix: int = 0
    shift: str = ""
    vector_deg: tuple[float, float] = (0.0, 0.0)
    cost: float = 0.0

    @property
    def system(self) -> str:
        """Return the authority code of the system, that of the prefixed zone if prefixed."""
        if self.prefix:
            zone = next((z for z in ZONES if z.prefixed and z.number == self.prefix), None)
            if zone is not None and zone.meridian_deg == meridian_of(self.epsg):
                return f"EPSG:{zone.epsg}"
        return f"EPSG:{self.epsg}"


def meant(points: Floats, reading: Reading, seven: SevenParameters | None = None) -> Floats:
    """Return `points` (n x 2, as they stand) as EPSG:4490 lon/lat if `reading` is right.

    Raises:
        ValueError: if the reading is of an old datum and no parameters are given.
    """
    pairs = points[:, ::-1] if reading.swapped else points
    pairs = pairs * reading.unit if reading.unit != 1.0 else pairs
    if reading.shift == "old_datum":
        return _of_old_datum(pairs, reading, seven)
    degrees = _as_degrees(pairs, reading)
    if reading.shift == "common_shift":
        return np.asarray(degrees - np.array(reading.vector_deg), dtype=np.float64)
    if reading.shift:
        return _where_on_earth(SHIFTS[reading.shift], degrees)
    return degrees


def zone_of_epsg(epsg: int | None) -> Zone | None:
    """Return the CGCS2000 zone with the EPSG number, or None."""
    return next((zone for zone in ZONES if zone.epsg == epsg), None)


def meridian_of(epsg: int) -> int | None:
    """Return the central meridian of a CGCS2000 zone in degrees, None for other systems."""
    zone = zone_of_epsg(epsg)
    return None if zone is None else zone.meridian_deg


def plain_zone(meridian_deg: int, width_deg: int = 3) -> Zone:
    """Return the zone without prefix; 3 and 6 degree zones of a meridian are the same numbers."""
    return next(
        z
        for z in ZONES
        if not z.prefixed and z.meridian_deg == meridian_deg and z.width_deg == width_deg
    )


def _as_degrees(pairs: Floats, reading: Reading) -> Floats:
    if reading.epsg == CGCS2000_EPSG:
        return _on_earth(_written(pairs, reading.form))
    return unprojected(_unprefixed(pairs, reading), reading.epsg)


def _unprefixed(pairs: Floats, reading: Reading) -> Floats:
    if meridian_of(reading.epsg) is None:
        return pairs
    metres = np.asarray(pairs - np.array([reading.prefix * PREFIX_M, 0.0]), dtype=np.float64)
    if reading.shift or not reading.kind:
        return metres  # what a label says is taken at its word, however far from the meridian
    possible = within(metres[:, 0], EASTING_M) & within(metres[:, 1], NORTHING_M)
    return np.where(possible[:, np.newaxis], metres, np.nan)


def _of_old_datum(pairs: Floats, reading: Reading, seven: SevenParameters | None) -> Floats:
    if seven is None:
        raise ValueError("a reading of an old datum needs its seven parameters")
    meridian = meridian_of(reading.epsg)
    if meridian is not None:
        return seven.unprojected(_unprefixed(pairs, reading), meridian)
    degrees = _as_degrees(pairs, reading)
    return _where_on_earth(seven.to_cgcs2000, degrees)


def _where_on_earth(function: object, degrees: Floats) -> Floats:
    """Apply `function` to the finite rows only: series and pipelines do not like NaN."""
    good = finite_rows(degrees)
    moved = np.full_like(degrees, np.nan)
    if good.any() and callable(function):
        moved[good] = function(degrees[good])
    return moved


def finite_rows(points: Floats) -> Bools:
    """Tell for each of `points` (n x 2) whether both its numbers are finite."""
    return np.asarray(np.isfinite(points).all(axis=1), dtype=np.bool_)


def within(values: Floats, limits: tuple[float, float]) -> Bools:
    """Tell for each value whether it lies between the limits."""
    inside: Bools = (values >= limits[0]) & (values <= limits[1])
    return inside


def _written(pairs: Floats, form: str) -> Floats:
    """Return the decimal degrees of numbers that write degrees, minutes and seconds."""
    if form == "decimal":
        return pairs
    size, sign = np.abs(pairs), np.sign(pairs)
    packed = size * 10_000.0 if form in {"d.mmss", "d.mm"} else size
    if form == "dddmm":
        packed = size * 100.0
    packed = np.round(packed, 9)
    degrees, rest = np.divmod(packed, 10_000.0)
    if form in {"d.mm", "dddmm"}:
        minutes, seconds = rest / 100.0, np.zeros_like(rest)
    else:
        minutes, seconds = np.divmod(rest, 100.0)
    value = sign * (degrees + minutes / 60.0 + seconds / 3600.0)
    return np.where((minutes < 60.0) & (seconds < 60.0), value, np.nan)


def _on_earth(degrees: Floats) -> Floats:
    good = (np.abs(degrees[:, 0]) <= 180.0) & (np.abs(degrees[:, 1]) <= 90.0)
    return np.where(good[:, np.newaxis], degrees, np.nan)


def unprojected(metres: Floats, epsg: int) -> Floats:
    """Return easting, northing (n x 2) of a projected system as lon/lat; NaN out of reach."""
    lon, lat = _inverse(epsg).transform(metres[:, 0], metres[:, 1], errcheck=False)
    degrees = np.column_stack([lon, lat])
    return np.where(np.isfinite(degrees), degrees, np.nan)


@lru_cache(maxsize=64)
def _inverse(epsg: int) -> Transformer:
    crs = CRS.from_epsg(epsg)
    geodetic = crs.geodetic_crs
    return Transformer.from_crs(crs, geodetic or CGCS2000_EPSG, always_xy=True)
