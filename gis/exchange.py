"""GeoJSON geometry in and out (RFC 7946): order, precision, ring direction, bbox.

Reading is strict about what cannot be guessed (NaN, missing numbers, unknown systems)
and lenient about what can be told from the rest (ring direction, an unclosed ring).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

DIGITS = 7  # 1e-7 degree is a centimetre
DEFAULT_SYSTEM = "OGC:CRS84"
GEOMETRY_TYPES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


class GeometryRefused(Exception):
    """A geometry or a crs member that cannot be read; the text says why, in Chinese."""


def geometry_of(member: object) -> BaseGeometry | None:
    """Return the geometry of a GeoJSON `geometry` member; None for null.

    Coordinates are taken as they stand, first number first; heights are dropped. NaN
    and infinity are kept, for the caller to report with the feature's number.

    Raises:
        GeometryRefused: for an unknown type, missing or malformed coordinates.
    """
    if member is None:
        return None
    if not isinstance(member, Mapping) or "type" not in member:
        raise GeometryRefused("geometry 不是几何对象（缺少 type）")
    kind = member["type"]
    if kind not in GEOMETRY_TYPES:
        raise GeometryRefused(f"不认识的几何类型“{kind}”")
    content = "geometries" if kind == "GeometryCollection" else "coordinates"
    if not isinstance(member.get(content), list):
        raise GeometryRefused(f"缺少数组 {content}")
    try:
        with np.errstate(invalid="ignore"):
            return shapely.force_2d(shape(dict(member)))
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        raise GeometryRefused(f"坐标不合规范：{_reason(error)}") from error


def system_of(collection: Mapping[str, object]) -> str:
    """Return the coordinate system that the old `crs` member names, else CRS84.

    Raises:
        GeometryRefused: if the member is there but not of the agreed form.
    """
    member = collection.get("crs")
    if member is None:
        return DEFAULT_SYSTEM
    properties = member.get("properties") if isinstance(member, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    if not isinstance(name, str) or not name.strip():
        raise GeometryRefused(
            'crs 成员不合规范；应为 {"type": "name", "properties": {"name": "EPSG:4490"}}，或删去'
        )
    return name.strip()


def geojson_geometry(geometry: BaseGeometry | None, *, digits: int = DIGITS) -> object:
    """Return a `geometry` member: rounded, exterior rings counter-clockwise, null if empty."""
    if geometry is None or geometry.is_empty:
        return None
    turned = shapely.orient_polygons(geometry)
    return mapping(shapely.transform(turned, lambda xy: np.round(xy, digits)))


def feature(
    geometry: BaseGeometry | None, properties: Mapping[str, object], *, digits: int = DIGITS
) -> dict[str, object]:
    """Return a GeoJSON feature; figures that JSON cannot say (NaN) become null."""
    return {
        "type": "Feature",
        "properties": {key: _sayable(value) for key, value in properties.items()},
        "geometry": geojson_geometry(geometry, digits=digits),
    }


def feature_collection(features: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return a GeoJSON feature collection (CGCS2000 longitude/latitude, as CRS84)."""
    return {"type": "FeatureCollection", "features": list(features)}


def bbox_of(geometries: Iterable[BaseGeometry | None]) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of `geometries`, or None if they have no extent."""
    bounds: NDArray[np.float64] = shapely.bounds(np.asarray(list(geometries), dtype=object))
    if not len(bounds) or np.isnan(bounds).all():
        return None
    low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _sayable(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _reason(error: Exception) -> str:
    said = str(error)
    if "at least four" in said or "at least 4" in said or "LinearRing" in said:
        return "多边形的环至少需要四个坐标点"
    return said[:120] or type(error).__name__
