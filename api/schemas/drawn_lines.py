"""A line that somebody drew, as it comes in: the course of a road (道路中心线)."""

from __future__ import annotations

import math
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from api.schemas.strict import In
from gis.exchange import GeometryRefused, geometry_of
from gis.measure import length_m


class LineIn(In):
    """A GeoJSON line in degrees, EPSG:4490 (or CRS84), longitude first."""

    type: Literal["LineString", "MultiLineString"] = Field(examples=["LineString"])
    coordinates: list[Any] = Field(
        description="坐标数组，先经度后纬度（CGCS2000，度）",
        examples=[[[106.5, 29.5], [106.51, 29.5]]],
    )

    @model_validator(mode="after")
    def _on_earth(self) -> LineIn:
        """Refuse what cannot be measured: no numbers, one point, latitude first."""
        bounds = self.geometry.bounds
        if not bounds or not all(map(math.isfinite, bounds)):
            raise _refusal("线没有坐标，或坐标不是数字", "请给出至少两个不同的点")
        west, south, east, north = bounds
        if west >= 3 and east <= 54 and south >= 73 and north <= 136:
            raise _refusal("线的经纬度可能写反", "请先写经度，后写纬度")
        if max(-west, east) > 180 or max(-south, north) > 90:
            raise _refusal("线的坐标超出经纬度范围", "请使用 CGCS2000 经纬度（度）")
        if self.length_m == 0:
            raise _refusal("线没有长度", "请给出至少两个不同的点")
        return self

    @property
    def geometry(self) -> BaseGeometry:
        """Return the line (EPSG:4490).

        Raises:
            PydanticCustomError: if the coordinates make no line.
        """
        try:
            found = geometry_of({"type": self.type, "coordinates": self.coordinates})
        except GeometryRefused as refused:
            raise _refusal(str(refused), "请按 GeoJSON（RFC 7946）填写 coordinates") from refused
        if not isinstance(found, LineString | MultiLineString) or found.is_empty:
            raise _refusal("线没有坐标", "请给出至少两个不同的点")
        return found

    @property
    def length_m(self) -> float:
        """Return the geodesic length, metres."""
        return length_m(self.geometry)

    @property
    def middle(self) -> tuple[float, float]:
        """Return longitude and latitude of the point half way along."""
        line = self.geometry
        longest = max(getattr(line, "geoms", [line]), key=length_m)
        point = longest.interpolate(0.5, normalized=True)
        return point.x, point.y


def _refusal(message: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("line", "{said}", {"said": message, "remedy": remedy})
