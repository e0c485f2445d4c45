"""A line from a GeoJSON geometry: LineString or MultiLineString, longitude first."""

from __future__ import annotations

import math
from itertools import chain

import numpy as np
import numpy.typing as npt
from shapely.geometry import LineString, MultiLineString

from boundary_data.problems import Problem
from gis.lines import Line, Ruler, UnusableLine

Floats = npt.NDArray[np.float64]

LON, LAT = (73.0, 136.0), (3.0, 54.0)
"""The box of China's lands and seas, degrees: only to tell swapped or projected numbers."""


def read_line(raw: object, path: str, problems: list[Problem]) -> Line | None:
    """Return the line in `raw` (degrees, EPSG:4490), or None after naming what is wrong."""
    if not isinstance(raw, dict) or raw.get("type") not in ("LineString", "MultiLineString"):
        problems.append(Problem(path, "不是界线几何", "请给GeoJSON的LineString或MultiLineString"))
        return None
    for key in raw:
        if key not in {"type", "coordinates", "bbox"}:
            problems.append(
                Problem(f"{path}.{key}", f"未知字段“{key}”", "几何只含type与coordinates")
            )
    before = len(problems)
    coordinates = raw.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates:
        problems.append(Problem(f"{path}.coordinates", "缺少坐标", "请给坐标数组"))
        return None
    place = f"{path}.coordinates"
    if raw["type"] == "LineString":
        lines = [read_part(coordinates, place, problems)]
    else:
        lines = [read_part(p, f"{place}[{i}]", problems) for i, p in enumerate(coordinates)]
    return _measurable(lines, path, problems) if len(problems) == before else None


def read_part(raw: object, path: str, problems: list[Problem]) -> list[tuple[float, float]]:
    """Return the vertices of one part; the first unusable vertex is named."""
    if not isinstance(raw, list) or len(raw) < 2:
        problems.append(Problem(path, "一段至少要有两个点", "请给[[经度,纬度],…]"))
        return []
    table = numbers_of(raw)
    if table is not None and _all_inside(table):
        return [(lon, lat) for lon, lat in table[:, :2].tolist()]
    vertices: list[tuple[float, float]] = []
    for index, pair in enumerate(raw):
        flaw = flaw_of(pair)
        if flaw:
            problems.append(Problem(f"{path}[{index}]", *flaw))
            return []
        vertices.append((float(pair[0]), float(pair[1])))
    return vertices


def numbers_of(raw: list[object]) -> Floats | None:
    """Return lists of as many numbers each as a table (n x 2 or n x 3), or None if they are not."""
    if set(map(type, raw)) != {list} or set(map(len, raw)) not in ({2}, {3}):  # type: ignore[arg-type]  # just tested
        return None
    flat: list[object] = list(chain.from_iterable(raw))  # type: ignore[arg-type]  # just tested
    if not set(map(type, flat)) <= {int, float}:
        return None
    try:
        return np.array(flat, dtype=np.float64).reshape(len(raw), -1)
    except OverflowError:
        return None


def _all_inside(table: Floats) -> bool:
    lon, lat = table[:, 0], table[:, 1]
    inside = (LON[0] <= lon) & (lon <= LON[1]) & (LAT[0] <= lat) & (lat <= LAT[1])
    return bool(inside.all() and (np.abs(table) < 1e12).all())


def flaw_of(pair: object) -> tuple[str, str] | None:
    """Return what is wrong with a `[lon, lat]` pair and its remedy, or None if it is good."""
    if not isinstance(pair, list) or not 2 <= len(pair) <= 3:
        return "不是坐标对", "请写成[经度,纬度]"
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in pair):
        return "坐标不是数字", "请写成[经度,纬度]，不加引号"
    lon, lat = pair[0], pair[1]
    if not all(abs(v) < 1e12 and math.isfinite(v) for v in pair):
        return "坐标不是有限的数", "请核对坐标"
    if LON[0] <= lon <= LON[1] and LAT[0] <= lat <= LAT[1]:
        return None
    if LON[0] <= lat <= LON[1] and LAT[0] <= lon <= LAT[1]:
        return "经纬度写反了", "请把经度写在前、纬度写在后"
    if max(abs(lon), abs(lat)) > 360.0:
        return "像是投影坐标（米）", "请换算为CGCS2000经纬度（十进制度）"
    return "坐标不在我国范围内", "请核对坐标，经度在前、纬度在后"


def _measurable(
    parts: list[list[tuple[float, float]]], path: str, problems: list[Problem]
) -> Line | None:
    line: Line = LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)
    try:
        Ruler(line)
    except UnusableLine:
        problems.append(Problem(path, "界线长度为零", "请核对坐标"))
        return None
    return line
