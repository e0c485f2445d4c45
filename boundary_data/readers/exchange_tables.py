"""Attribute tables of the exchange formats MZ/T 149 (界桩) and MZ/T 150 (界线) in.

The field names are those seen in a running system; the text of the standards was not at
hand (`exchange_fields.csv` names the source of each). Chinese titles are accepted beside them.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from boundary_data.frame import RowProblem
from boundary_data.marker import KnownReference
from boundary_data.readers.degrees import UnreadableDegrees, written
from boundary_data.readers.points import NORTH_M
from boundary_data.readers.table import BadRow, Column, open_table
from gis.crs import ZONES, zone_with_prefix
from gis.measure import distance_m, length_m
from gis.readings import unprojected

FIELDS = Path(__file__).parent / "exchange_fields.csv"
MARKERS, LINES = "MZ/T 149", "MZ/T 150"
SHEETS = "界桩登记表"
"""Columns of a register form that the exchange format does not have."""
AGREE_M = 1.0
LENGTH_SHARE = 0.01
LEVELS = ("省", "市", "县", "乡", "村", "省级", "市级", "县级", "乡级", "村级")
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExchangedMarker:
    """A marker of an exchange table; empty texts and None where the table says nothing.

    `zone` names the system in which plane and geographic coordinates agree; positions are
    degrees (EPSG:4490), metres, and `values` holds every known field by its meaning.
    """

    row: int
    number: str
    line_code: str
    lon: float | None
    lat: float | None
    height_m: float | None
    zone: str
    references: tuple[KnownReference, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class ExchangedLine:
    """A line of an exchange table; `geometry` (EPSG:4490) is None in a bare table."""

    row: int
    code: str
    name: str
    level: str
    length_km: float | None
    markers: int | None
    geometry: BaseGeometry | None
    values: Values


Item = TypeVar("Item")


@dataclass(slots=True)
class Exchanged(Generic[Item]):
    """What a table held, what was wrong in it, and how it was read (Chinese)."""

    items: list[Item] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    remark: str = ""

    def say(self, row: int, name: str, message: str) -> None:
        """Note a problem of one row; it stops no other."""
        self.problems.append(RowProblem(row, name, message))


@cache
def columns_of(standard: str) -> tuple[Column, ...]:
    """Return the columns of `MZ/T 149` or `MZ/T 150`, by their meaning."""
    with FIELDS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["standard"] == standard]
    required = {"number", "code"}
    return tuple(
        Column(row["meaning"], (row["field"], row["title"]), required=row["meaning"] in required)
        for row in rows
    )


def read_exchanged_markers(path: Path) -> Exchanged[ExchangedMarker]:
    """Return the markers of an MZ/T 149 table: CSV, XLSX or the attributes of a layer.

    The other columns of a register form (界桩登记表) are read too, where there are any.

    Raises:
        UnusableInput: if the file cannot be read or lacks the column of marker numbers.
        FileNotFoundError: if there is no such file.
    """
    found: Exchanged[ExchangedMarker] = Exchanged()
    with open_table(path, (*columns_of(MARKERS), *columns_of(SHEETS))) as table:
        found.remark = "；".join(table.remarks)
        for row in table:
            if isinstance(row, BadRow):
                found.say(row.number, "", row.message)
            else:
                found.items.append(_marker(found, row.number, row.values, row.geometry))
    seen = Counter((m.line_code, m.number) for m in found.items if m.number)
    for marker in found.items:
        if seen[marker.line_code, marker.number] > 1:
            found.say(marker.row, "JZBH", f"界桩编号“{marker.number}”在同一界线上重复；请更正编号")
    return found


def read_exchanged_lines(path: Path) -> Exchanged[ExchangedLine]:
    """Return the lines of an MZ/T 150 table, with geometry if the file is a layer.

    Raises:
        UnusableInput: if the file cannot be read or lacks the column of line codes.
        FileNotFoundError: if there is no such file.
    """
    found: Exchanged[ExchangedLine] = Exchanged()
    with open_table(path, columns_of(LINES)) as table:
        found.remark = "；".join(table.remarks)
        for row in table:
            if isinstance(row, BadRow):
                found.say(row.number, "", row.message)
            else:
                found.items.append(_line(found, row.number, row.values, row.geometry))
    return found


def _marker(
    found: Exchanged[ExchangedMarker], row: int, values: Values, geometry: BaseGeometry | None
) -> ExchangedMarker:
    if not values.get("number"):
        found.say(row, "JZBH", "没有界桩编号；请填写")
    lon, lat = (_number(found, row, values, n, f) for n, f in (("lon", "JD"), ("lat", "WD")))
    if (lon is None or lat is None) and isinstance(geometry, Point) and not geometry.is_empty:
        lon, lat = geometry.x, geometry.y
    zone = _agreeing(found, row, values, lon, lat)
    return ExchangedMarker(
        row=row,
        number=values.get("number", ""),
        line_code=values.get("line_code", ""),
        lon=lon,
        lat=lat,
        height_m=_number(found, row, values, "height_m", "GC"),
        zone=zone,
        references=_references(found, row, values),
        values=values,
    )


def _agreeing(
    found: Exchanged[ExchangedMarker],
    row: int,
    values: Values,
    lon: float | None,
    lat: float | None,
) -> str:
    """Return the zone in which ZZB and HZB are the place of JD and WD; say if there is none."""
    north = _number(found, row, values, "north_m", "ZZB")
    east = _number(found, row, values, "east_m", "HZB")
    if north is None or east is None:
        if lon is None or lat is None:
            found.say(row, "JD、WD", "没有位置；请填经纬度（JD、WD）或平面坐标（ZZB、HZB）")
        return ""
    if _is_northing(east) and not _is_northing(north):
        found.say(row, "ZZB、HZB", "纵坐标小于横坐标，像是两列颠倒；ZZB 填北、HZB 填东")
        north, east = east, north
    if lon is None or lat is None:
        own = zone_with_prefix(int(east // 1_000_000.0))
        if own is None:
            found.say(row, "HZB", "横坐标没有带号，又没有经纬度，无法定位；请补经纬度或带号")
        return "" if own is None else f"EPSG:{own.epsg}"
    place = Point(lon, lat)
    apart = {}
    for zone in ZONES:
        if zone.prefixed == bool(east // 1_000_000.0) and abs(lon - zone.meridian_deg) < 4.5:
            there = unprojected(np.array([[east, north]]), zone.epsg)[0]
            if np.isfinite(there).all():
                apart[f"EPSG:{zone.epsg}"] = distance_m(place, Point(*there))
    best = min(apart, key=lambda name: apart[name], default="")
    if best and apart[best] <= AGREE_M:
        return best
    said = f"最接近的是 {best}，相差 {apart[best]:.1f} 米" if best else "各投影带都对不上"
    found.say(row, "JD、WD", f"经纬度与平面坐标不是同一位置（{said}）；请核对坐标系与数值")
    return ""


def _is_northing(metres: float) -> bool:
    return NORTH_M[0] <= metres <= NORTH_M[1]


def _references(
    found: Exchanged[ExchangedMarker], row: int, values: Values
) -> tuple[KnownReference, ...]:
    kept = []
    for number, letter in ((1, "YH"), (2, "EH"), (3, "SH")):
        key = f"reference_{number}"
        name = values.get(f"{key}_name", "")
        azimuth = _number(found, row, values, f"{key}_azimuth", f"{letter}FWWFWJ")
        distance = _number(found, row, values, f"{key}_distance", f"{letter}FWWJL")
        if not name and azimuth is None and distance is None:
            continue
        if not name or azimuth is None or distance is None:
            found.say(row, f"{letter}FWW", f"{number}号方位物的位置、方位角、距离不全；请补齐")
        elif not 0.0 <= azimuth <= 360.0 or distance <= 0.0:
            found.say(row, f"{letter}FWW", f"{number}号方位物的方位角应在 0-360 度、距离应大于 0")
        else:
            kept.append(KnownReference(name=name, grid_azimuth_deg=azimuth, distance_m=distance))
    return tuple(kept)


def _line(
    found: Exchanged[ExchangedLine], row: int, values: Values, geometry: BaseGeometry | None
) -> ExchangedLine:
    if not values.get("code"):
        found.say(row, "JXDM", "没有界线代码；请填写")
    level = values.get("level", "")
    if level and level not in LEVELS:
        found.say(row, "JXDJ", f"界线等级“{level}”不认识；请填省、市、县、乡、村之一")
    length = _number(found, row, values, "length_km", "JXCD")
    if length is not None and geometry is not None and not geometry.is_empty:
        measured = length_m(geometry) / 1000.0
        if abs(measured - length) > LENGTH_SHARE * max(measured, length):
            found.say(
                row, "JXCD", f"界线长度填 {length:g} 千米，按图形量得 {measured:.3f} 千米；请核对"
            )
    markers = _count(found, row, values, "markers", "JZKS")
    kinds = [_count(found, row, values, n, f) for n, f in COUNTS]
    if markers is not None and all(count is not None for count in kinds):
        single, double, triple = (count or 0 for count in kinds)
        if markers not in {single + double + triple, single + 2 * double + 3 * triple}:
            found.say(row, "JZKS", "界桩颗数与单立、双立、三立颗数之和不符；请核对")
    return ExchangedLine(
        row=row,
        code=values.get("code", ""),
        name=values.get("name", ""),
        level=level.removesuffix("级"),
        length_km=length,
        markers=markers,
        geometry=geometry,
        values=values,
    )


COUNTS = (("single", "DLZKS"), ("double", "SLZKS"), ("triple", "SANLZKS"))


def _number(
    found: Exchanged[Item], row: int, values: Values, meaning: str, name: str
) -> float | None:
    text = values.get(meaning, "")
    if not text:
        return None
    try:
        return written(text).value
    except UnreadableDegrees as error:
        found.say(row, name, f"{error}；请填数字")
        return None


def _count(found: Exchanged[Item], row: int, values: Values, meaning: str, name: str) -> int | None:
    number = _number(found, row, values, meaning, name)
    if number is None or (number >= 0 and number.is_integer()):
        return None if number is None else int(number)
    found.say(row, name, f"颗数“{number:g}”应为非负整数；请核对")
    return None
