"""A row of a table of names becomes a wish; what cannot be read is told and left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from shapely.geometry.base import BaseGeometry

from api.services.checking_names import NameWish
from api.services.name_columns import NAME_COLUMNS, Form
from api.store.queries.standpoints import Whereabouts
from boundary_data.readers.table import BadRow, Row
from gis.measure import length_m
from naming.proposal import Details
from naming.provinces import region_of
from naming.rules import CATALOGUE
from rulebook.rule import Release

YES = frozenset({"是", "有", "y", "yes", "true", "1", "√"})
NO = frozenset({"否", "无", "不", "不是", "没有", "n", "no", "false", "0", "×"})
SHOWN = 20
MOST_RELEASES = 20
TITLES = {column.name: column.title for column in NAME_COLUMNS}
_NUMBER = re.compile(r"([+-]?[0-9][0-9,，]*\.?[0-9]*|[+-]?\.[0-9]+)\s*(\D*)")
_UNITS = {
    "": 1.0,
    "米": 1.0,
    "m": 1.0,
    "公里": 1000.0,
    "千米": 1000.0,
    "km": 1000.0,
    "平方米": 1.0,
    "㎡": 1.0,
    "m²": 1.0,
    "m2": 1.0,
    "公顷": 10_000.0,
    "亩": 10_000 / 15,
    "层": 1.0,
    "万平方米": 10_000.0,
}
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ]00:00:00)?")
_LENGTHS = frozenset({"length_m", "width_m", "span_m"})
_LENGTH_UNITS = frozenset({"", "米", "m", "公里", "千米", "km"})
_BETWEEN_RULES = re.compile(r"[;；,，、\s]+")
TOWN_DIGITS = 9
_RULES = frozenset(rule.id for rule in CATALOGUE)


def wish_of(row: Row) -> tuple[NameWish, tuple[str, ...]]:
    """Return what a row asks, and in Chinese what of it could not be used."""
    value = row.values
    doubts: list[str] = []
    details = _details(value, doubts)
    if row.geometry is None:
        lon, lat = _stated_point(value, doubts)
    else:
        lon, lat = _point_of(row.geometry, value, doubts)
        line = geometry_of(row)
        if line is not None and line.geom_type.endswith("LineString"):
            details["measured_length_m"] = length_m(line)
    where = Whereabouts(
        _code(value.get("code", ""), doubts),
        value.get("county", ""),
        value.get("province", ""),
        lon,
        lat,
    )
    if region := region_of(where.code, where.province):
        details["region"] = region
    if len(where.code) >= TOWN_DIGITS:
        details.setdefault("division_code", where.code[:TOWN_DIGITS])
    wish = NameWish(
        value["name"],
        value.get("place_type", ""),
        where,
        details,
        _releases(value, doubts),
        f"本表第{row.number}行",
    )
    return wish, tuple(doubts)


def geometry_of(row: Row | BadRow) -> BaseGeometry | None:
    """Return the geometry of a row if there is one of which every figure is a number."""
    if isinstance(row, BadRow) or row.geometry is None:
        return None
    return row.geometry if _finite(row.geometry) or row.geometry.is_empty else None


def _details(value: Mapping[str, str], doubts: list[str]) -> Details:
    found: dict[str, Any] = {}
    for name, text in value.items():
        if text and name in _READERS:
            read = _READERS[name](name, text, doubts)
            if read is not None:
                found[name] = read
    # what a renaming keeps of the old name is not new
    if "former_name" in found:
        found.setdefault("derived_from", found["former_name"])
    return cast("Details", found)


def _text(name: str, text: str, doubts: list[str]) -> str:  # noqa: ARG001
    return text


def _measure(name: str, text: str, doubts: list[str]) -> float | None:
    found = _NUMBER.fullmatch(text)
    unit = found[2].strip().lower() if found else None
    known = unit in (_LENGTH_UNITS if name in _LENGTHS else _UNITS)
    if not found or unit is None or not known:
        doubts.append(f"{TITLES[name]}“{text[:SHOWN]}”不是数字，未采用")
        return None
    number = float(re.sub("[,，]", "", found[1])) * _UNITS[unit]
    if number <= 0:
        doubts.append(f"{TITLES[name]}“{text[:SHOWN]}”应大于0，未采用")
        return None
    return number


def _count(name: str, text: str, doubts: list[str]) -> int | None:
    number = _measure(name, text, doubts)
    if number is not None and not number.is_integer():
        doubts.append(f"{TITLES[name]}“{text[:SHOWN]}”应为整数，未采用")
        return None
    return None if number is None else int(number)


def _share(name: str, text: str, doubts: list[str]) -> float | None:
    percent = text.endswith(("%", "\uff05"))
    number = _number(text.rstrip("%\uff05 "), TITLES[name], doubts)
    if number is None:
        return None
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        hint = f"请写作{number:g}%" if 1 < number <= 100 else "应在0至1之间"
        doubts.append(f"{TITLES[name]}“{text[:SHOWN]}”未采用，{hint}")
        return None
    return share


def _flag(name: str, text: str, doubts: list[str]) -> bool | None:
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    doubts.append(f"{TITLES[name]}“{text[:SHOWN]}”应填“是”或“否”，未采用")
    return None


def _day(name: str, text: str, doubts: list[str]) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass  # the 31st of June
    doubts.append(f"{TITLES[name]}“{text[:SHOWN]}”不是日期，未采用；请写作2026-11-20")
    return None


_Reader = Callable[[str, str, list[str]], object]
_BY_FORM: dict[Form, _Reader] = {
    Form.TEXT: _text,
    Form.NUMBER: _measure,
    Form.COUNT: _count,
    Form.SHARE: _share,
    Form.FLAG: _flag,
    Form.DAY: _day,
}
_READERS = {column.name: _BY_FORM[column.form] for column in NAME_COLUMNS if column.detail}


def _releases(value: Mapping[str, str], doubts: list[str]) -> tuple[Release, ...]:
    """Return the named statements of a row; one that is not whole releases nothing."""
    said = {name: value.get(name, "") for name in ("release_rules", "release_by")}
    said |= {name: value.get(name, "") for name in ("release_reason", "release_on")}
    if not any(said.values()):
        return ()
    missing = "、".join(TITLES[name] for name, text in said.items() if not text)
    if missing:
        doubts.append(f"具名说明缺{missing}，未采用")
        return ()
    on = _day("release_on", said["release_on"], doubts)
    if on is None:
        return ()
    rules = [rule for rule in _BETWEEN_RULES.split(said["release_rules"]) if rule]
    for rule in rules:
        if rule not in _RULES:
            doubts.append(f"具名说明所写的规则“{rule[:SHOWN]}”不存在，未采用")
    known = list(dict.fromkeys(rule for rule in rules if rule in _RULES))[:MOST_RELEASES]
    by, reason = said["release_by"], said["release_reason"]
    return tuple(Release(rule=rule, by=by, reason=reason, on=on) for rule in known)


def _code(code: str, doubts: list[str]) -> str:
    if not code or (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        return code
    doubts.append(f"区划代码“{code[:SHOWN]}”不是6、9或12位数字，未采用")
    return ""


def _point_of(
    geometry: BaseGeometry, value: Mapping[str, str], doubts: list[str]
) -> tuple[float | None, float | None]:
    if geometry.is_empty:
        return _stated_point(value, doubts)
    if not _finite(geometry):
        doubts.append("图形的坐标不全是数字，未采用")
        return None, None
    point = geometry.representative_point()
    return _on_earth(point.x, point.y, doubts)


def _stated_point(value: Mapping[str, str], doubts: list[str]) -> tuple[float | None, float | None]:
    lon = _number(value.get("lon", ""), "经度", doubts)
    lat = _number(value.get("lat", ""), "纬度", doubts)
    if lon is None or lat is None:
        return None, None
    return _on_earth(lon, lat, doubts)


def _on_earth(lon: float, lat: float, doubts: list[str]) -> tuple[float | None, float | None]:
    if 3 <= lon <= 54 and 73 <= lat <= 136:
        doubts.append(f"坐标（{lon:g}，{lat:g}）的经纬度可能写反，未采用")
        return None, None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        doubts.append(f"坐标（{lon:g}，{lat:g}）超出经纬度范围，未采用；请使用CGCS2000经纬度（度）")
        return None, None
    return lon, lat


def _number(text: str, what: str, doubts: list[str]) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        doubts.append(f"{what}“{text[:SHOWN]}”不是数字，未采用")
        return None
    return number


def _finite(geometry: BaseGeometry) -> bool:
    return all(abs(bound) < float("inf") for bound in geometry.bounds)
