"""Tables of boundary points (边界点成果表) in: longitude/latitude or plane coordinates.

Surveyors call the northing X (纵坐标) and the easting Y (横坐标), programs the other way
round; 纵 and 横 are taken at their word, bare X and Y by the size of the numbers, and the
remark says which it was. A zone is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from shapely.geometry import Point

from boundary_data.frame import RowProblem
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.degrees import UnreadableDegrees, Written, written
from boundary_data.readers.raw import RawFeatures
from boundary_data.readers.table import BadRow, Column, Row, open_table

COLUMNS = (
    Column(
        "经度",
        (
            "lon",
            "lng",
            "long",
            "longitude",
            "东经",
            "JD",
            "经度（度）",
            "经度(度)",
            "大地经度",
            "L",
        ),
    ),
    Column("纬度", ("lat", "latitude", "北纬", "WD", "纬度（度）", "纬度(度)", "大地纬度", "B")),
    Column(
        "纵坐标",
        ("ZZB", "northing", "north", "n", "纵坐标X", "纵坐标x", "X（纵）", "北坐标", "X坐标（纵）"),
    ),
    Column(
        "横坐标",
        ("HZB", "easting", "east", "e", "横坐标Y", "横坐标y", "Y（横）", "东坐标", "Y坐标（横）"),
    ),
    Column("X", ("x坐标", "坐标x", "x(m)", "x（m）", "x（米）", "x(米)")),
    Column("Y", ("y坐标", "坐标y", "y(m)", "y（m）", "y（米）", "y(米)")),
    Column("坐标系", ("crs", "epsg", "坐标系统", "system")),
)
PAIRS = (("经度", "纬度"), ("横坐标", "纵坐标"), ("X", "Y"))
DEGREES_LIMIT = 400.0
NORTH_M = (1_000_000.0, 6_100_000.0)
"""Northings north of 9°; eastings are below without prefix and above with one."""
NEEDED = "请把表头写作“经度、纬度”，或“纵坐标、横坐标”（米），每行一个点"


@dataclass(slots=True)
class _Sheet:
    """What has been read of a table so far."""

    pair: tuple[str, str]
    pairs: list[tuple[float, float]]
    rows: list[Mapping[str, object]]
    numbers: list[int]
    problems: list[RowProblem]
    systems: set[str]
    turned: int = 0
    parted: int = 0


def read_points(path: Path) -> RawFeatures:
    """Return the points of the table `path`, easting or longitude first.

    Args:
        path: CSV (any usual encoding) or XLSX, one point a row, headings in the first.

    Raises:
        UnusableInput: if no pair of columns holds coordinates, or the rows name several
            coordinate systems.
        FileNotFoundError: if there is no such file.
    """
    with open_table(path, COLUMNS) as table:
        pair = next((p for p in PAIRS if set(p) <= table.found.keys()), None)
        if pair is None:
            have = "、".join(h for h in table.headings if h) or "无"
            raise UnusableInput([Problem("表头", f"没有成对的坐标列；现有列：{have}", NEEDED)])
        sheet = _Sheet(pair, [], [], [], [], set())
        for row in table:
            _take(sheet, row, table.headings)
        headings = [h for h in table.headings if h]
        remarks = table.remarks
    if len(sheet.systems) > 1:
        raise UnusableInput(
            [
                Problem(
                    "坐标系",
                    f"表中有几个坐标系：{'、'.join(sorted(sheet.systems))}",
                    "请按坐标系分成几个文件",
                )
            ]
        )
    points, said = _in_order(sheet)
    return RawFeatures(
        [Point(x, y) for x, y in points],
        sheet.rows,
        sheet.numbers,
        headings,
        next(iter(sheet.systems), ""),
        sheet.problems,
        "；".join([*remarks, *said]),
    )


def _take(sheet: _Sheet, row: Row | BadRow, headings: Sequence[str]) -> None:
    if isinstance(row, BadRow):
        sheet.problems.append(RowProblem(row.number, "", row.message))
        return
    cells = {h: v for h, v in zip(headings, row.cells, strict=False) if h}
    read: list[Written] = []
    for name in sheet.pair:
        text = row.values.get(name, "")
        try:
            if not text:
                raise UnreadableDegrees("是空的")
            read.append(written(text))
        except UnreadableDegrees as error:
            message = f"{error}，本行未读入；请填数字或 106°33′12.3″ 的样子"
            sheet.problems.append(RowProblem(row.number, name, message, cells))
            return
    first, second = read
    if first.axis == "lat" or second.axis == "lon":
        first, second = second, first
        sheet.turned += 1
    sheet.parted += first.parted or second.parted
    system = row.values.get("坐标系", "")
    if system:
        sheet.systems.add(f"EPSG:{system}" if system.isdigit() else system)
    sheet.pairs.append((first.value, second.value))
    sheet.rows.append(cells)
    sheet.numbers.append(row.number)


def _in_order(sheet: _Sheet) -> tuple[npt.NDArray[np.float64], list[str]]:
    """Return the pairs with the easting or longitude first, and how that was known."""
    points = np.array(sheet.pairs, dtype=np.float64).reshape(-1, 2)
    said = []
    if sheet.parted:
        said.append(f"{sheet.parted} 行以度分秒书写，已换算为十进制度")
    if sheet.turned:
        said.append(f"{sheet.turned} 行按所写的 N、E（北纬、东经）分辨经纬度")
    if sheet.pair == ("X", "Y") and len(points) and np.abs(points).max() > DEGREES_LIMIT:
        x, y = np.median(points, axis=0)
        if NORTH_M[0] <= x <= NORTH_M[1] and not NORTH_M[0] <= y <= NORTH_M[1]:
            said.append("X 列按数值大小读作纵坐标（北），Y 列读作横坐标（东）")
            return points[:, ::-1], said
        said.append("X 列读作横坐标（东），Y 列读作纵坐标（北）")
    elif sheet.pair == ("X", "Y"):
        said.append("X 列读作经度，Y 列读作纬度")
    return points, said
