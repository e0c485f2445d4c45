"""A row of a table of signs (地名标志登记表): its columns, and the sign that it tells of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from api.services.checking_signs import lettering
from api.services.keeping_signs import CONDITION_WORDS, SignEntry, sign_kinds
from api.store.queries.signs import KeptSign, NamedPlace
from boundary_data.readers.degrees import UnreadableDegrees, written
from boundary_data.readers.table import Column, Row
from naming.place_kind import PlaceKind
from naming.signs.plate import axis_of
from naming.uncertain_day import NoDay, uncertain_day

COLUMNS = (
    Column("code", ("标志编号", "标志代码", "编号", "标志牌编号")),
    Column("name", ("标准地名", "地名", "标准名称", "地名名称", "名称")),
    Column("name_id", ("地名编号", "地名登记编号")),
    Column("place_code", ("地名代码",)),
    Column("county", ("区县", "县区", "所在区县", "所属政区", "区划代码")),
    Column("township", ("乡镇", "乡镇街道", "乡镇（街道）", "所在乡镇")),
    Column("characters", ("版面汉字", "汉字", "版面文字")),
    Column("romanization", ("版面拼音", "汉语拼音", "拼音", "罗马字母拼写")),
    Column("extra", ("其他文字", "方向文字")),
    Column("kind", ("标志类别", "标志类型", "类别", "种类")),
    Column("axis", ("走向",)),
    Column("lon", ("经度", "东经", "经度（度）")),
    Column("lat", ("纬度", "北纬", "纬度（度）")),
    Column("place_words", ("设置地点", "设置位置", "位置描述", "位置")),
    Column("material", ("材质", "材料")),
    Column("width_mm", ("宽", "宽度", "宽（毫米）", "宽度（毫米）", "宽(mm)")),
    Column("height_mm", ("高", "高度", "高（毫米）", "高度（毫米）", "高(mm)")),
    Column("set_up_by", ("设置单位", "设标单位")),
    Column("set_up_on", ("设置日期", "设标日期", "设置时间")),
    Column("maker", ("生产厂家", "制作单位", "生产单位")),
    Column("source", ("数据来源", "来源", "资料来源")),
    Column("remark", ("备注", "说明")),
    Column("state", ("状态",)),
    Column("condition", ("状况", "现状", "完好程度")),
)
STATES = {"拟设": "planned", "在用": "standing", "已设": "standing", "已拆除": "removed"}
AXES = {"东西": "east_west", "南北": "north_south"}
KIND_OF = {
    PlaceKind.DIVISION: "division",
    PlaceKind.TOWNSHIP: "division",
    PlaceKind.COMMITTEE: "committee",
    PlaceKind.VILLAGE: "settlement",
    PlaceKind.STREET: "street",
    PlaceKind.BUILDING: "building",
    PlaceKind.NATURAL: "natural",
    PlaceKind.PARK: "park",
}
"""The kind of sign for a kind of place, where the table says none; others are facilities."""
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
FORMULA_MARK = re.compile("^'(?=[=+@-])")
"""Exports put it before what a spreadsheet would take for a formula."""
TEXTS = (
    *("extra", "place_words", "material", "set_up_by", "maker", "source", "remark"),
    *("characters", "romanization"),
)
LONGEST = {"code": 60, "characters": 60, "romanization": 400, "remark": 1000}
LONGEST_TEXT = 200


class Unreadable(Exception):
    """A row that cannot be used; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class SignRow:
    """A row as read: its line, the code of the sign, which name it means, what else it tells.

    The code is empty where the table has none.
    """

    line: int
    code: str
    name: str
    name_id: int | None
    place_code: str
    within: tuple[str, ...]
    point: tuple[float, float] | None
    condition: str
    told: Mapping[str, Any] = field(default_factory=dict)


def sign_row(row: Row) -> SignRow:
    """Return what a row tells.

    Raises:
        Unreadable: It has no name, or a cell makes no sense.
    """
    values = {key: FORMULA_MARK.sub("", text.strip()) for key, text in row.values.items()}
    code = values.get("code", "")
    if not any(values.get(key) for key in ("name", "name_id", "place_code")):
        raise Unreadable("没有写明是哪个地名；请填标准地名、地名代码或地名编号")
    for key, text in values.items():
        most = LONGEST.get(key, LONGEST_TEXT)
        if len(text) > most:
            raise Unreadable(f"{_title(key)}有 {len(text)} 个字，最多 {most} 个；请缩短")
    return SignRow(
        line=row.number,
        code=code,
        name=values.get("name", ""),
        name_id=_whole(values, "name_id"),
        place_code=values.get("place_code", ""),
        within=(values.get("county", ""), values.get("township", "")),
        point=_point(values),
        condition=_word(values, "condition", {v: k for k, v in CONDITION_WORDS.items()}),
        told=_told(values),
    )


def words_of_state(state: str) -> str:
    """Return what a table calls a state of a sign."""
    return next(words for words, code in STATES.items() if code == state)


def words_of_axis(axis: str) -> str:
    """Return what a table calls the way a road runs, empty for none."""
    return next((words for words, code in AXES.items() if code == axis), "")


def sign_kind_of(place_kind: str) -> str:
    """Return the kind of sign that places of a kind have."""
    return KIND_OF.get(PlaceKind(place_kind), "facility")


def entry_of(row: SignRow, name: NamedPlace, known: KeptSign | None) -> SignEntry:
    """Return the sign as it is to stand: what the row tells, else what is known, else the usual.

    Raises:
        Unreadable: Its position cannot be one.
    """
    if row.point is not None and not (73 <= row.point[0] <= 136 and 3 <= row.point[1] <= 54):
        lon, lat = row.point
        raise Unreadable(f"经度 {lon:g}、纬度 {lat:g} 不在我国范围内；请核对是否写反或单位有误")
    here = row.point or ((known.lon, known.lat) if known else (None, None))
    kind = sign_kind_of(name.place_kind)
    if known is None:
        entry = SignEntry(name.id, kind, name.name, lettering(name.romanization), code=row.code)
        if kind == "street" and name.bearing_deg is not None:
            entry = replace(entry, axis=axis_of(name.bearing_deg))
    else:
        fields = {key: getattr(known, key) for key in SignEntry.__dataclass_fields__}
        entry = SignEntry(**fields)
    told = {key: value for key, value in row.told.items() if value not in ("", None)}
    told |= {"code": row.code, "place_name_id": name.id, "lon": here[0], "lat": here[1]}
    return replace(entry, **told)


def _told(values: Mapping[str, str]) -> dict[str, Any]:
    kinds: dict[str, str] = {}
    for code, words in sign_kinds().items():
        kinds |= {words: code, words.removesuffix("标志"): code}
    return {
        **{key: values.get(key, "") for key in TEXTS},
        "kind": _word(values, "kind", kinds),
        "state": _word(values, "state", STATES),
        "axis": _word({"axis": values.get("axis", "").removesuffix("向")}, "axis", AXES),
        "width_mm": _whole(values, "width_mm"),
        "height_mm": _whole(values, "height_mm"),
        "set_up_on": _day(values.get("set_up_on", "")),
    }


def _point(values: Mapping[str, str]) -> tuple[float, float] | None:
    told = [values.get("lon", ""), values.get("lat", "")]
    if not any(told):
        return None
    if not all(told):
        raise Unreadable("经度、纬度只填了一项；请同时填写，或都不填")
    try:
        lon, lat = (written(text).value for text in told)
    except (UnreadableDegrees, ValueError) as error:
        raise Unreadable(
            f"经纬度“{told[0]}，{told[1]}”读不懂；请写作 108.36 或 108°21′36″"
        ) from error
    if not (73 <= lon <= 136 and 3 <= lat <= 54):
        raise Unreadable(f"经度 {lon:g}、纬度 {lat:g} 不在我国范围内；请核对是否写反或单位有误")
    return lon, lat


def _word(values: Mapping[str, str], key: str, words: Mapping[str, str]) -> str:
    text = values.get(key, "")
    if not text or text in words.values():
        return text
    if text not in words:
        raise Unreadable(f"{_title(key)}“{text}”不认识；可用：{'、'.join(dict.fromkeys(words))}")
    return words[text]


def _whole(values: Mapping[str, str], key: str) -> int | None:
    text = values.get(key, "").removesuffix("毫米").removesuffix("mm").removesuffix(".0").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 2**63):
        raise Unreadable(f"{_title(key)}“{text}”不是整数；请只填数字")
    if key.endswith("_mm") and int(text) > 20_000:
        raise Unreadable(f"{_title(key)}“{text}”过大；单位是毫米")
    return int(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        parted = DAY.fullmatch(text.replace("T", " ").partition(" ")[0])
        if parted:
            return date(*(int(one) for one in parted.groups()))
        exact = uncertain_day(text).exact
    except (NoDay, ValueError) as error:
        raise Unreadable(f"设置日期“{text}”读不懂；请写作 2026-05-01") from error
    if exact is None:
        raise Unreadable(f"设置日期“{text}”不到日；请写作 2026-05-01，不清楚的留空并写入备注")
    return exact


def _title(key: str) -> str:
    return next(column.aliases[0] for column in COLUMNS if column.name == key)
