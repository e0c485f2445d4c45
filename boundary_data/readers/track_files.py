"""Tracks of positioning receivers in: GPX, KML (also gx:Track), GeoJSON and tables.

Points keep the order of the file. A track must be longitude/latitude in degrees; whether
they are those of CGCS2000 is for the doctor to say.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from boundary_data.frame import RowProblem
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.degrees import UnreadableDegrees, written
from boundary_data.readers.geojson import parsed
from boundary_data.readers.table import BadRow, Column, open_table
from boundary_data.track_columns import BEIJING
from boundary_data.track_reading import is_likely_year
from gis.tracks import Track

MOST_BYTES = 512 << 20
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
COLUMNS = (
    Column("经度", ("lon", "lng", "longitude", "东经", "x", "JD"), required=True),
    Column("纬度", ("lat", "latitude", "北纬", "y", "WD"), required=True),
    Column("时间", ("time", "timestamp", "datetime", "日期时间", "采集时间", "定位时间")),
    Column("精度", ("accuracy", "accuracy_m", "hdop_m", "精度（米）", "精度(米)")),
)
DATES = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S")
UNREAD = "，本点未读入"
Members = Mapping[str, object]


@dataclass(slots=True)
class TrackFile:
    """A track as read.

    Attributes:
        rows: Longitude, latitude (degrees), seconds since 1970 (NaN unknown), accuracy (m).
        numbers: Number of each point in the file, from 1 (a table's heading is row 1).
        problems: Points that could not be read.
        remark: How the file was read, in Chinese.
    """

    rows: list[tuple[float, float, float, float]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    remark: str = ""

    @property
    def track(self) -> Track:
        """Return the points as arrays."""
        table = np.array(self.rows, dtype=np.float64).reshape(-1, 4)
        return Track(*(np.ascontiguousarray(column) for column in table.T))

    def take(self, number: int, lon: str, lat: str, time: str = "", accuracy: str = "") -> None:
        """Take one point, or name what is wrong with it."""
        try:
            place = (written(lon).value, written(lat).value)
        except UnreadableDegrees as error:
            self.problems.append(RowProblem(number, "经度、纬度", f"{error}{UNREAD}；请填十进制度"))
            return
        seconds = seconds_of(time) if time else math.nan
        if seconds is None:
            told = f"“{time[:30]}”不是时间，按没有时间读入；请写成 2025-04-21T09:30:00+08:00"
            self.problems.append(RowProblem(number, "时间", told))
            seconds = math.nan
        try:
            metres = float(accuracy) if accuracy.strip() else math.nan
        except ValueError:
            told = f"精度“{accuracy.strip()[:30]}”不是数字，按不详读入；请填米数"
            self.problems.append(RowProblem(number, "精度", told))
            metres = math.nan
        self.rows.append((*place, seconds, metres))
        self.numbers.append(number)


def read_track_file(path: Path) -> TrackFile:
    """Return the track in the file `path`.

    Args:
        path: .gpx, .kml, .kmz, .geojson, .json, .csv, .tsv, .txt or .xlsx.

    Raises:
        UnusableInput: if the file is of no such form, is damaged, or has no point.
        FileNotFoundError: if there is no such file.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise FileNotFoundError(2, "文件不存在", str(path))
    reader = READERS.get(suffix)
    if reader is None:
        known = "、".join(READERS)
        raise _unusable(f"不支持的轨迹文件类型“{suffix or path.name}”", f"可用：{known}")
    found = reader(path)
    if not found.rows:
        detail = f"（{len(found.problems)} 个点无法读取）" if found.problems else ""
        raise _unusable(f"“{path.name}”中没有轨迹点{detail}", "请检查导出内容")
    return found


def seconds_of(text: str) -> float | None:
    """Return seconds since 1970 of a time (Beijing time without a zone), or None."""
    moment = _moment(text.strip())
    if moment is None or not is_likely_year(moment.year):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).timestamp()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=BEIJING)
        except ValueError:
            continue
    return None


def _gpx(path: Path) -> TrackFile:
    found = TrackFile(remark="GPX：轨迹点按文件次序；时间为 UTC")
    points = [e for e in _elements(path) if _tag(e) == "trkpt"]
    others = points or [e for e in _elements(path) if _tag(e) in {"rtept", "wpt"}]
    if not points and others:
        found.remark = "GPX 中没有轨迹，读入的是航线点、航点"
    for number, point in enumerate(others, start=1):
        time = next((c.text or "" for c in point if _tag(c) == "time"), "")
        # GPX itself has no metres of accuracy; apps write them among the extensions
        metres = next((c.text or "" for c in point.iter() if _tag(c).lower() == "accuracy"), "")
        found.take(number, point.get("lon", ""), point.get("lat", ""), time.strip(), metres)
    return found


def _kml(path: Path) -> TrackFile:
    found = TrackFile(remark="KML：线的折点按文件次序")
    number = 0
    for element in _elements(path):
        if _tag(element) == "Track":
            times = [c.text or "" for c in element if _tag(c) == "when"]
            places = [(c.text or "").split() for c in element if _tag(c) == "coord"]
            if len(times) != len(places):
                found.problems.append(
                    RowProblem(number + 1, "when", "时间个数与点数不同，不用时间")
                )
                times = [""] * len(places)
            for place, time in zip(places, times, strict=True):
                number += 1
                found.take(number, *_two(place), time)
        elif _tag(element) == "LineString":
            texts = [c.text or "" for c in element if _tag(c) == "coordinates"]
            for corner in " ".join(texts).split():
                number += 1
                found.take(number, *_two(corner.split(",")))
    return found


def _two(parts: list[str]) -> tuple[str, str]:
    return (parts[0], parts[1]) if len(parts) >= 2 else ("", "")


def _elements(path: Path) -> Iterator[ElementTree.Element]:
    try:
        return ElementTree.fromstring(_bytes(path)).iter()
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError, LookupError) as error:
        raise _unusable(
            f"“{path.name}”不是完整的 {path.suffix[1:].upper()} 文件（{error}）", "请重新导出"
        ) from error


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() != ".kmz":
        if path.stat().st_size > MOST_BYTES:
            raise _unusable(f"“{path.name}”过大", "请按天分成几个文件")
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in [*archive.namelist(), "doc.kml"] if n.lower().endswith(".kml"))
        if archive.getinfo(name).file_size > MOST_BYTES:
            raise _unusable(f"“{path.name}”过大", "请按天分成几个文件")
        return archive.read(name)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _geojson(path: Path) -> TrackFile:
    found = TrackFile(remark="GeoJSON：线的折点（或点）按文件次序")
    number = 0
    for shape, properties in _members(parsed(path)):
        places = [place for line in _lines_of(shape) for place in line]
        times = _times(shape, properties)
        for index, place in enumerate(places):
            number += 1
            lon, lat = (*place, "", "")[:2] if isinstance(place, list) else ("", "")
            time = times[index] if index < len(times) else ""
            found.take(number, _plain(lon), _plain(lat), str(time or ""))
    return found


def _members(top: Mapping[str, object]) -> Iterator[tuple[Members, Members]]:
    """Yield the geometry and the properties of each feature."""
    listed = top.get("features") if top.get("type") == "FeatureCollection" else [top]
    for member in listed if isinstance(listed, list) else []:
        if isinstance(member, dict):
            shape = member.get("geometry") if member.get("type") == "Feature" else member
            told = member.get("properties")
            yield (
                shape if isinstance(shape, dict) else {},
                told if isinstance(told, dict) else {},
            )


def _times(shape: Members, properties: Members) -> list[object]:
    """Return the times of a feature's points, flat, as converters of tracks write them."""
    if shape.get("type") == "Point":
        return [properties.get("time") or properties.get("时间")]
    listed = properties.get("coordTimes") or properties.get("times") or shape.get("times")
    flat: list[object] = []
    for time in listed if isinstance(listed, list) else []:
        flat += time if isinstance(time, list) else [time]
    return flat


def _lines_of(shape: Members) -> list[list[object]]:
    coordinates = shape.get("coordinates")
    if not isinstance(coordinates, list):
        return []
    kind = shape.get("type")
    if kind == "Point":
        return [[coordinates]]
    if kind in {"LineString", "MultiPoint"}:
        return [coordinates]
    return [c for c in coordinates if isinstance(c, list)] if kind == "MultiLineString" else []


def _plain(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return json.dumps(value) if number else str(value)


def _table(path: Path) -> TrackFile:
    with open_table(path, COLUMNS) as table:
        found = TrackFile(remark="；".join(table.remarks))
        for row in table:
            if isinstance(row, BadRow):
                found.problems.append(RowProblem(row.number, "", row.message))
                continue
            values = row.values
            found.take(
                row.number,
                values.get("经度", ""),
                values.get("纬度", ""),
                values.get("时间", ""),
                values.get("精度", ""),
            )
    return found


def _unusable(message: str, remedy: str) -> UnusableInput:
    return UnusableInput([Problem("", message, remedy)])


READERS: dict[str, Callable[[Path], TrackFile]] = {
    ".gpx": _gpx,
    ".kml": _kml,
    ".kmz": _kml,
    ".geojson": _geojson,
    ".json": _geojson,
    **dict.fromkeys(TABLES, _table),
}
