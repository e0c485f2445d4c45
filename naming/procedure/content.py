"""What an application says of each name (申请内容, 条例 article 11), and what it lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from naming.laws import ASSUMED, DECREE, RURAL
from naming.place_kind import PlaceKind
from naming.procedure.laws import ANNOUNCEMENTS, practice
from naming.procedure.words import CaseKind
from rulebook.law import Clause
from rulebook.parameters import Parameters

SCHEME = DECREE.clause("第十一条第（一）项")
ENTITY = DECREE.clause("第十一条第（二）项")
CATEGORY = DECREE.clause("第三条")
ROADS = RURAL.clause("采集内容", ASSUMED, "据办理实例")
SIX = ANNOUNCEMENTS.clause("公告内容", ASSUMED, "据新闻转述")
OLD = practice("更名、废名、更正须指明登记的地名")
APPLIED = frozenset({CaseKind.NAMING, CaseKind.RENAMING})
BRINGING = APPLIED | {CaseKind.FILING_RECEIVED}
"""Kinds of cases that bring a name: where its place is has to be said, to be announced too."""
ORIENTED = frozenset({PlaceKind.BUILDING, PlaceKind.FACILITY, PlaceKind.OTHER})


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one name in a case.

    Lengths in metres. `registered` says whether a name of the register is pointed at;
    `size` is the size in words; `measured_m` is the length of the drawn line.
    """

    kind: CaseKind
    name: str
    place: PlaceKind | None
    reason: str = ""
    location: str = ""
    size: str = ""
    drawn: bool = False
    registered: bool = False
    starts_at: str = ""
    ends_at: str = ""
    length_m: float | None = None
    width_m: float | None = None
    measured_m: float | None = None
    significant_orientation: bool | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something an application lacks: the field, in Chinese what, and under which clause."""

    field: str
    message: str
    clause: Clause


def lacks_of(said: Said, parameters: Parameters) -> Iterator[Lack]:
    """Yield everything that is missing or does not agree in what is said of a name."""
    if said.place is None:
        yield Lack("place_type", "没有写明地名类别，或类别不在条例所列之内", CATEGORY)
    if said.kind not in (CaseKind.NAMING, CaseKind.FILING_RECEIVED) and not said.registered:
        yield Lack("name_id", f"没有指明要{said.kind.zh}的是登记的哪一个地名", OLD)
    if not said.reason.strip():
        yield Lack("reason", f"没有写明{said.kind.zh}的理由", SCHEME)
    if said.kind in BRINGING:
        yield from _entity(said)
    if said.kind in APPLIED:
        yield from _size(said)
        yield from _road(said, parameters)


def _size(said: Said) -> Iterator[Lack]:
    if not said.size.strip() and said.length_m is None:
        yield Lack("size", "没有写明地理实体的规模（长度、面积等）", ENTITY)


def _entity(said: Said) -> Iterator[Lack]:
    if not said.location.strip() and not said.drawn:
        yield Lack("location", "没有写明地理实体的位置，也没有在图上标出", ENTITY)
    if said.place in ORIENTED and said.significant_orientation is not True:
        message = "住宅区、楼宇、设施等须具有重要地理方位意义，才属于地名管理的范围"
        yield Lack("significant_orientation", message, CATEGORY)


def _road(said: Said, parameters: Parameters) -> Iterator[Lack]:
    if said.place is not PlaceKind.STREET:
        return
    for field, value, words in (
        ("starts_at", said.starts_at.strip(), "起点"),
        ("ends_at", said.ends_at.strip(), "止点"),
        ("length_m", said.length_m, "长度"),
        ("width_m", said.width_m, "宽度"),
    ):
        if not value:
            yield Lack(field, f"道路没有填写{words}", ROADS)
    if said.length_m and said.measured_m:
        off = abs(said.measured_m - said.length_m) / said.length_m
        if off > parameters.number("length_tolerance"):
            message = f"填报长度{said.length_m:.0f}米与图上量得的{said.measured_m:.0f}米相差过大"
            yield Lack("length_m", message, ROADS)


ANNOUNCED = {
    "name": "标准地名",
    "romanization": "罗马字母拼写",
    "division": "所属政区",
    "location": "位置描述",
    "approver": "批准机关",
    "approved_on": "批准时间",
}
"""The six things that an announcement must say of each name (备案公告管理办法)."""


def lacks_of_announcement(fields: dict[str, str]) -> Iterator[Lack]:
    """Yield each of the six mandatory fields that is empty."""
    for key, words in ANNOUNCED.items():
        if not fields.get(key, "").strip():
            yield Lack(key, f"公告缺少“{words}”", SIX)


CHANNELS = {
    "government_site": "政府网站",
    "new_media": "新媒体",
    "service_platform": "服务平台",
    "press": "报刊",
    "radio_tv": "广播电视",
    "national_database": "国家地名信息库",
}
"""Where names are announced: at least one, and the national database."""

NATIONAL = "national_database"
THROUGH = ANNOUNCEMENTS.clause("公告渠道", ASSUMED, "据新闻转述")


def doubts_of_channels(channels: Collection[str]) -> Iterator[Lack]:
    """Yield what should be otherwise about the channels; only a warning, set aside by a reason."""
    if NATIONAL not in channels:
        yield Lack("channels", "公告应在国家地名信息库发布", THROUGH)
    if not set(channels) - {NATIONAL}:
        yield Lack("channels", "公告应在政府网站等至少一种渠道发布", THROUGH)
