"""Changing the system of a whole layer, with parameters or without, and saying what it moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from gis.crs import (
    CGCS2000_EPSG,
    IDENTITY_REMARK,
    Transformed,
    TransformRefused,
    known_crs,
    needs_parameters,
    same_degrees,
    to_cgcs2000,
)
from gis.seven_parameters import DATUM_NAMES, SevenParameters

Floats = npt.NDArray[np.float64]
Geometries = Sequence[BaseGeometry | None]

OLD = {"beijing54": ("Beijing 1954", "Beijing_1954"), "xian80": ("Xian 1980", "Xian_1980")}


def into_cgcs2000(
    geometries: Geometries, source: str | int | CRS, seven: SevenParameters | None = None
) -> Transformed:
    """Return `geometries` in EPSG:4490, by seven parameters if the system is of their datum.

    Args:
        geometries: Coordinates as they stand, x (east, longitude) first.
        source: System of the coordinates.
        seven: Parameters of an old datum.

    Raises:
        TransformRefused: as `gis.crs.to_cgcs2000`; and where points lie outside the area
            of the parameters.
    """
    crs = known_crs(source)
    if seven is None or not _of_datum(crs, seven):
        return to_cgcs2000(geometries, crs)
    geodetic = crs.geodetic_crs
    inverse = Transformer.from_crs(crs, geodetic or crs, always_xy=True)

    def moved(points: Floats) -> Floats:
        degrees = np.column_stack(inverse.transform(points[:, 0], points[:, 1], errcheck=True))
        found = seven.to_cgcs2000(degrees)
        seven.refuse_elsewhere(found)
        return found

    remark = f"由“{crs.name}”（{DATUM_NAMES[seven.datum]}）按七参数转换；参数来源：{seven.source}"
    return Transformed(changed(geometries, moved), remark)


def out_of_cgcs2000(
    geometries: Geometries, target: str | int | CRS, seven: SevenParameters | None = None
) -> Transformed:
    """Return EPSG:4490 `geometries` in the system `target`, x (east, longitude) first.

    Raises:
        TransformRefused: if `target` is unknown, needs seven parameters that are not
            given, or can only be reached by guessing.
    """
    crs = known_crs(target)
    geodetic = crs.geodetic_crs
    if geodetic is None:
        raise TransformRefused(f"坐标系“{crs.name}”不是大地或投影坐标系，无法转换")
    if seven is not None and _of_datum(crs, seven):
        return Transformed(
            changed(geometries, lambda p: _forward(geodetic, crs, _checked(seven, p))),
            f"按七参数转换到“{crs.name}”；参数来源：{seven.source}",
        )
    if needs_parameters(crs):
        raise TransformRefused(
            f"转换到“{crs.name}”需要当地测绘部门的七参数；没有参数时不作近似换算（拒绝按零偏移猜测）"
        )
    if not same_degrees(crs):
        raise TransformRefused(
            f"坐标系“{crs.name}”与 CGCS2000 之间没有可靠的转换参数，拒绝按零偏移猜测；"
            "请选用 CGCS2000（EPSG:4490 及其高斯投影带）或 WGS 84 的坐标系"
        )
    remark = IDENTITY_REMARK if "China" not in str(geodetic.datum) else ""
    if not crs.is_projected:
        return Transformed(list(geometries), remark)
    said = "；".join(filter(None, (f"投影到“{crs.name}”", remark)))
    return Transformed(changed(geometries, lambda p: _forward(geodetic, crs, p)), said)


def changed(
    geometries: Geometries, function: Callable[[Floats], Floats]
) -> list[BaseGeometry | None]:
    """Return two-dimensional `geometries` with `function` applied to all finite coordinates.

    Raises:
        TransformRefused: if a result is not finite.
    """
    flat = shapely.force_2d(np.asarray(list(geometries), dtype=object))
    coordinates = shapely.get_coordinates(flat)
    finite = np.isfinite(coordinates).all(axis=1)
    if finite.any():
        coordinates[finite] = function(coordinates[finite])
    if not np.isfinite(coordinates[finite]).all():
        raise TransformRefused(
            "有坐标超出该坐标系的有效范围，可能坐标系写错或横纵坐标颠倒；请核对后再提交"
        )
    return list(shapely.set_coordinates(flat, coordinates))


def _forward(geodetic: CRS, crs: CRS, points: Floats) -> Floats:
    transformer = Transformer.from_crs(geodetic, crs, always_xy=True)
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1], errcheck=True))


def _checked(seven: SevenParameters, points: Floats) -> Floats:
    seven.refuse_elsewhere(points)
    return seven.from_cgcs2000(points)


def _of_datum(crs: CRS, seven: SevenParameters) -> bool:
    geodetic = crs.geodetic_crs
    told = "" if geodetic is None or geodetic.datum is None else str(geodetic.datum.name)
    return any(name in f"{told} {crs.name}" for name in OLD[seven.datum])


def system_label(crs: CRS) -> str:
    """Return `EPSG:n` for a system that has a number, else its name."""
    number = crs.to_epsg(min_confidence=60)
    return f"EPSG:{number}" if number else str(crs.name)


CGCS2000 = f"EPSG:{CGCS2000_EPSG}"
