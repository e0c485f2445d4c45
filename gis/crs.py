"""Coordinate systems: CGCS2000 (2000国家大地坐标系), its Gauss-Krueger zones, and refusals.

A transform that PROJ can only guess (a "ballpark" zero shift) is refused. The one
exception is taken on purpose: WGS 84 and CGCS2000 longitude/latitude are treated as
the same numbers, since they differ by centimetres to decimetres and no published
parameters exist; the remark on the result says so (rule CRS-6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

CGCS2000_EPSG = 4490
FIRST_MERIDIAN, LAST_MERIDIAN = 75, 135
SAME_AS_CGCS2000 = ("World Geodetic System 1984", "WGS 84", "WGS_1984")
CGCS2000_DATUMS = (
    "China 2000",
    "China Geodetic Coordinate System 2000",
    "D_China_2000",
    "CGCS2000",
)
NEEDS_PARAMETERS = {
    "Beijing 1954": "1954年北京坐标系",
    "New Beijing": "新1954年北京坐标系",
    "Xian 1980": "1980西安坐标系",
}
IDENTITY_REMARK = "WGS 84 与 CGCS2000 经纬度按同值处理（差异小于分米级，明示的约定）"


class TransformRefused(Exception):
    """The coordinates cannot be brought to CGCS2000 without guessing; the text says why."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A CGCS2000 Gauss-Krueger zone (高斯投影带).

    Attributes:
        epsg: Code of the projected system.
        width_deg: 3 or 6.
        number: Zone number, 25-45 (3 degrees) or 13-23 (6 degrees).
        meridian_deg: Central meridian (中央子午线).
        prefixed: Whether eastings begin with the zone number.
    """

    epsg: int
    width_deg: int
    number: int
    meridian_deg: int
    prefixed: bool


def _zones() -> tuple[Zone, ...]:
    """Return the table of EPSG 4491-4554 (rule CRS-2; EPSG registry v11)."""
    six = range(13, 24)
    three = range(25, 46)
    return (
        *(Zone(4491 + i, 6, n, 6 * n - 3, True) for i, n in enumerate(six)),
        *(Zone(4502 + i, 6, n, 6 * n - 3, False) for i, n in enumerate(six)),
        *(Zone(4513 + i, 3, n, 3 * n, True) for i, n in enumerate(three)),
        *(Zone(4534 + i, 3, n, 3 * n, False) for i, n in enumerate(three)),
    )


ZONES = _zones()


def zone_of(lon_deg: float, *, width_deg: int = 3, prefixed: bool = False) -> Zone:
    """Return the zone whose central meridian is nearest to longitude `lon_deg`.

    Raises:
        ValueError: if the longitude is outside the zones of CGCS2000 (73.5-136.5 for 3
            degrees, 72-138 for 6) or the width is not 3 or 6.
    """
    near = [
        zone
        for zone in ZONES
        if zone.width_deg == width_deg
        and zone.prefixed is prefixed
        and abs(lon_deg - zone.meridian_deg) <= width_deg / 2
    ]
    if not near:
        raise ValueError(f"no {width_deg}-degree CGCS2000 zone holds longitude {lon_deg}")
    return near[0]


def zone_with_prefix(number: int) -> Zone | None:
    """Return the zone whose eastings begin with `number`, or None (13-23: 6, 25-45: 3 degrees)."""
    return next((z for z in ZONES if z.prefixed and z.number == number), None)


@dataclass(frozen=True, slots=True)
class Transformed:
    """Geometries in EPSG:4490, lon/lat, and a Chinese remark on how they came there."""

    geometries: list[BaseGeometry | None]
    remark: str


def to_cgcs2000(geometries: Sequence[BaseGeometry | None], source: str | int | CRS) -> Transformed:
    """Return `geometries` in EPSG:4490, longitude first.

    Args:
        geometries: Coordinates as GIS files store them: x (east, longitude) first.
        source: EPSG number, authority code, WKT or CRS of the coordinates.

    Raises:
        TransformRefused: for an unknown system, for one that needs seven parameters
            (Beijing-54, Xian-80), for coordinates outside the system's reach.
    """
    crs = known_crs(source)
    geodetic = crs.geodetic_crs
    if geodetic is None:
        raise TransformRefused(
            f"坐标系“{crs.name}”不是大地或投影坐标系，无法转换；请注明 EPSG 代码"
        )
    _refuse_old_datum(crs)
    if not _as_cgcs2000(crs):
        return _shifted(geometries, crs)
    remark = "" if _is_cgcs2000(crs) else IDENTITY_REMARK
    if not crs.is_projected:
        return Transformed(list(geometries), remark)
    remark = "；".join(filter(None, (f"由“{crs.name}”投影反算", remark)))
    return Transformed(_moved(geometries, _transformer(crs.to_wkt(), geodetic.to_wkt())), remark)


def known_crs(source: str | int | CRS) -> CRS:
    """Return the system that `source` names.

    Raises:
        TransformRefused: if PROJ does not know it.
    """
    try:
        return CRS.from_user_input(source)
    except CRSError as error:
        raise TransformRefused(
            f"无法识别坐标系“{str(source)[:80]}”；请写明 EPSG 代码，例如 EPSG:4490"
        ) from error


def project(geometries: Sequence[BaseGeometry | None], zone: Zone) -> list[BaseGeometry | None]:
    """Return lon/lat `geometries` (EPSG:4490) as easting, northing in metres of `zone`."""
    return _moved(geometries, _transformer(f"EPSG:{CGCS2000_EPSG}", f"EPSG:{zone.epsg}"))


def same_degrees(crs: CRS) -> bool:
    """Tell whether the system's longitude/latitude are taken as those of CGCS2000."""
    return _as_cgcs2000(crs)


def needs_parameters(crs: CRS) -> str:
    """Return the Chinese name of the old datum that the system is of; empty for others."""
    told = _datum(crs).replace(" ", "").replace("_", "")
    return next((c for name, c in NEEDS_PARAMETERS.items() if name.replace(" ", "") in told), "")


def _datum(crs: CRS) -> str:
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None:
        return ""
    return f"{geodetic.datum.name} {geodetic.name}"


def _is_cgcs2000(crs: CRS) -> bool:
    return any(name in _datum(crs) for name in CGCS2000_DATUMS)


def _as_cgcs2000(crs: CRS) -> bool:
    return any(name in _datum(crs) for name in (*CGCS2000_DATUMS, *SAME_AS_CGCS2000))


def _refuse_old_datum(crs: CRS) -> None:
    chinese = needs_parameters(crs)
    if chinese:
        raise TransformRefused(
            f"{chinese}（{crs.name}）没有公开的、适用于本地的转换参数，直接换算会偏移数十米；"
            "请先用当地七参数转换为 CGCS2000（EPSG:4490）后再提交"
        )


def _shifted(geometries: Sequence[BaseGeometry | None], crs: CRS) -> Transformed:
    try:
        transformer = _transformer(crs.to_wkt(), f"EPSG:{CGCS2000_EPSG}")
    except ProjError as error:
        raise TransformRefused(
            f"坐标系“{crs.name}”到 CGCS2000 没有可靠的转换参数，拒绝按零偏移猜测；"
            "请先用七参数转换为 CGCS2000（EPSG:4490）后再提交"
        ) from error
    return Transformed(_moved(geometries, transformer), f"由“{crs.name}”转换")


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)


def _moved(
    geometries: Sequence[BaseGeometry | None], transformer: Transformer
) -> list[BaseGeometry | None]:
    array = np.asarray(list(geometries), dtype=object)
    flat = shapely.force_2d(array)
    coordinates = shapely.get_coordinates(flat)
    finite = np.isfinite(coordinates).all(axis=1)
    try:
        moved = transformer.transform(coordinates[finite, 0], coordinates[finite, 1], errcheck=True)
    except ProjError as error:
        raise TransformRefused(
            "有坐标超出该坐标系的有效范围，可能坐标系写错或横纵坐标颠倒；请核对后再提交"
        ) from error
    coordinates[finite] = np.column_stack(moved)
    return list(shapely.set_coordinates(flat, coordinates))
