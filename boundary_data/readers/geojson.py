"""GeoJSON files: read feature by feature, so that one bad feature never stops the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from boundary_data.frame import RowProblem
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.raw import RawFeatures
from gis.exchange import DEFAULT_SYSTEM, GEOMETRY_TYPES, GeometryRefused, geometry_of, system_of

REMEDY = "请提交 GeoJSON FeatureCollection（RFC 7946），或改用 GeoPackage、Shapefile"


def parsed(path: Path) -> Mapping[str, object]:
    """Return the top object of the JSON file `path`.

    Raises:
        UnusableInput: if the file is empty, not UTF-8, not JSON, or not an object.
    """
    data = path.read_bytes()
    if not data.strip():
        raise UnusableInput([Problem("", f"文件“{path.name}”是空的", "请重新导出后提交")])
    try:
        top = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unusable(f"文件“{path.name}”不是 UTF-8 编码", "请以 UTF-8 编码保存") from error
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        raise _unusable(f"文件“{path.name}”不是合法的 JSON（{place}）", REMEDY) from error
    except (RecursionError, ValueError) as error:
        raise _unusable(f"文件“{path.name}”的 JSON 无法读取", REMEDY) from error
    if not isinstance(top, dict):
        raise _unusable("文件的最外层不是 JSON 对象", REMEDY, "$")
    return top


def read_geojson(top: Mapping[str, object]) -> RawFeatures:
    """Return the features of a parsed GeoJSON object, coordinates as they stand.

    Raises:
        UnusableInput: if it is no GeoJSON, or its crs member is malformed.
    """
    try:
        system = system_of(top)
    except GeometryRefused as error:
        raise _unusable(str(error), "请更正或删去 crs 成员", "$.crs") from error
    read = _Read()
    for number, member in enumerate(_members(top), start=1):
        read.take(number, member)
    return RawFeatures(
        read.geometries, read.rows, read.numbers, list(read.columns), system, read.problems
    )


def read_geojson_lines(path: Path) -> RawFeatures:
    """Return the features of a file with one GeoJSON feature a line (GeoJSONSeq, RFC 8142).

    Raises:
        UnusableInput: if the file is not UTF-8 or no line holds a JSON object.
    """
    read = _Read()
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line, text in enumerate(file, start=1):
                bare = text.strip("\x1e \t\r\n")
                if bare:
                    number += 1
                    _take_line(read, number, line, bare)
    except UnicodeDecodeError as error:
        raise _unusable(f"文件“{path.name}”不是 UTF-8 编码", "请以 UTF-8 编码保存") from error
    if not number:
        raise _unusable(f"文件“{path.name}”是空的", "请重新导出后提交")
    return RawFeatures(
        read.geometries, read.rows, read.numbers, list(read.columns), DEFAULT_SYSTEM, read.problems
    )


def _take_line(read: _Read, number: int, line: int, text: str) -> None:
    try:
        member = json.loads(text)
    except (json.JSONDecodeError, RecursionError, ValueError):
        read.problems.append(RowProblem(number, f"第{line}行", "不是合法的 JSON，未读入"))
        return
    if isinstance(member, dict) and member.get("type") in GEOMETRY_TYPES:
        member = {"type": "Feature", "properties": {}, "geometry": member}
    read.take(number, member)


def _members(top: Mapping[str, object]) -> list[object]:
    kind = top.get("type")
    if kind == "FeatureCollection":
        features = top.get("features")
        if not isinstance(features, list):
            raise _unusable("FeatureCollection 缺少 features 数组", REMEDY, "$.features")
        return features
    if kind == "Feature":
        return [top]
    if kind in GEOMETRY_TYPES:
        return [{"type": "Feature", "properties": {}, "geometry": top}]
    said = f"“{kind}”" if kind else "没有 type 成员"
    raise _unusable(f"不是 GeoJSON：{said}", REMEDY, "$.type")


class _Read:
    """What has been read so far."""

    def __init__(self) -> None:
        self.geometries: list[BaseGeometry | None] = []
        self.rows: list[Mapping[str, object]] = []
        self.numbers: list[int] = []
        self.columns: dict[str, None] = {}
        self.problems: list[RowProblem] = []

    def take(self, number: int, member: object) -> None:
        if not isinstance(member, dict) or member.get("type") != "Feature":
            self.problems.append(RowProblem(number, "type", "不是 Feature 对象，未读入"))
            return
        properties = member.get("properties")
        row = {str(k): v for k, v in properties.items()} if isinstance(properties, dict) else {}
        if "id" in member and "id" not in row:
            row["id"] = member["id"]
        self.columns |= dict.fromkeys(row)
        try:
            geometry = geometry_of(member.get("geometry"))
        except GeometryRefused as error:
            self.problems.append(RowProblem(number, "geometry", f"{error}，未读入", row))
            return
        self.geometries.append(geometry)
        self.rows.append(row)
        self.numbers.append(number)


def _unusable(message: str, remedy: str, field: str = "") -> UnusableInput:
    return UnusableInput([Problem(field, message, remedy)])
