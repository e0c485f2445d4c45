"""What every request brings or may ask for, as annotated types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal, NoReturn
from urllib.parse import unquote_to_bytes
from zoneinfo import ZoneInfo

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator, JsonValue
from starlette.exceptions import HTTPException

from api.dependencies.callers import Caller, address_of
from api.services.person import Person
from api.services.reading_days import written_day, written_moment
from api.services.recording_batches import Transactions
from api.settings import Settings
from api.store.session import Session
from api.store.standing import VISITOR, Standing
from api.store.transactions import reading, writing

CHINA = ZoneInfo("Asia/Shanghai")
NUL_OR_SURROGATE = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
MOST = 1000
FARTHEST_M = 100_000.0
DIGITS = 9
"""Decimals of a degree that are read: a tenth of a millimetre, and no number too small."""


def _reader(request: Request, caller: Caller) -> Iterator[Session]:
    with reading(request.app.state.engine, standing=_standing(caller)) as session:
        yield session


def _writer(request: Request, actor: Actor, caller: Caller) -> Iterator[Session]:
    with writing(
        request.app.state.engine,
        actor=actor,
        request_id=request.state.request_id,
        standing=_standing(caller),
    ) as session:
        yield session


def _owner(request: Request, actor: Actor) -> Iterator[Session]:
    with writing(
        request.app.state.engine, actor=actor, request_id=request.state.request_id
    ) as session:
        yield session


def _standing(caller: Person | None) -> Standing:
    return VISITOR if caller is None else caller.standing


# What only looks at the request is async: it waits for nothing, and a thread of its own would
# cost more than it does.
async def _actor(request: Request, caller: Caller) -> str:
    return address_of(request) if caller is None else caller.actor


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


Actor = Annotated[str, Depends(_actor)]
"""Who asks, as the journal names it."""

Config = Annotated[Settings, Depends(_settings)]
"""The settings of the process."""

Reader = Annotated[Session, Depends(_reader, scope="function")]
"""A session that sees one state of the database and cannot write."""

Owner = Annotated[Session, Depends(_owner, scope="function")]
"""A session for writing accounts, which no policy holds: only behind a guard of its own."""

Db = Annotated[Session, Depends(_writer, scope="function")]
"""A session for writing: one request, one transaction, committed before the answer leaves."""


async def _transactions(request: Request, actor: Actor, caller: Caller) -> Transactions:
    def begin() -> AbstractContextManager[Session]:
        return writing(
            request.app.state.engine,
            actor=actor,
            request_id=request.state.request_id,
            standing=_standing(caller),
        )

    return begin


Many = Annotated[Transactions, Depends(_transactions)]
"""Opens transactions for writing, as many as the request has things to write."""


def refuse_parameter(name: str, message: str, remedy: str, kind: str = "parameter") -> NoReturn:
    """Refuse the query parameter `name` with 400, saying what is wrong and what to do.

    Raises:
        RequestValidationError: Always.
    """
    raise RequestValidationError(
        [{"type": kind, "loc": ("query", name), "msg": message, "ctx": {"remedy": remedy}}]
    )


@dataclass(frozen=True, slots=True)
class Box:
    """A box of EPSG:4490 degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Position:
    """A point in EPSG:4490 degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a long answer is asked for."""

    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Both time axes: the day of legal effect, and the moment of our knowledge (None: now)."""

    on: date
    known_at: datetime | None


async def _page(
    limit: Annotated[int, Query(ge=1, le=MOST, description="每页最多几条")] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="跳过前面几条")] = 0,
) -> Page:
    return Page(limit, offset)


Day = Annotated[date, BeforeValidator(written_day)]
"""A day as people write it: 2025-11-30."""


async def _moment(
    on: Annotated[
        Day | None,
        Query(description="法律效力所在日期，默认今天", examples=["2025-11-30"]),
    ] = None,
    known_at: Annotated[
        Annotated[datetime, BeforeValidator(written_moment)] | None,
        Query(
            description="按系统在该时刻所知回答，默认此刻；须带时区",
            examples=["2026-01-01T00:00:00+08:00"],
        ),
    ] = None,
) -> Moment:
    if known_at is not None and known_at.tzinfo is None:
        refuse_parameter(
            "known_at", "时间缺少时区", "请在末尾加上时区，例如 +08:00（加号写作 %2B）"
        )
    return Moment(on or datetime.now(CHINA).date(), known_at)


async def _box(
    bbox: Annotated[
        str | None,
        Query(
            max_length=200,
            description="范围：最小经度,最小纬度,最大经度,最大纬度（CGCS2000，度）",
            examples=["106.3,29.4,106.8,29.8"],
        ),
    ] = None,
) -> Box | None:
    if bbox is None:
        return None
    west, south, east, north = _numbers("bbox", bbox, 4)
    _on_earth("bbox", west, south)
    _on_earth("bbox", east, north)
    if west > east or south > north:
        refuse_parameter(
            "bbox", "最小值大于最大值", "请按“最小经度,最小纬度,最大经度,最大纬度”的顺序填写"
        )
    return Box(west, south, east, north)


async def _near(
    near: Annotated[
        str | None,
        Query(
            max_length=100,
            description="中心点：经度,纬度；结果按距离由近到远",
            examples=["106.55,29.56"],
        ),
    ] = None,
) -> Position | None:
    if near is None:
        return None
    lon, lat = _numbers("near", near, 2)
    _on_earth("near", lon, lat)
    return Position(lon, lat)


def _between(most: int) -> dict[str, JsonValue]:
    # told in the reference only: `_on_earth` refuses with better words
    return {"minimum": -most, "maximum": most}


async def _position(
    lon: Annotated[
        float, Query(description="经度，度", examples=[106.55], json_schema_extra=_between(180))
    ],
    lat: Annotated[
        float, Query(description="纬度，度", examples=[29.56], json_schema_extra=_between(90))
    ],
) -> Position:
    _on_earth("lat", lon, lat)
    return Position(round(lon, DIGITS), round(lat, DIGITS))


def _numbers(name: str, text: str, count: int) -> list[float]:
    try:
        numbers = [round(float(part), DIGITS) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) < float("inf") for number in numbers):
        refuse_parameter(name, f"应为 {count} 个用英文逗号隔开的数字", "例如 106.55,29.56")
    return numbers


def _on_earth(name: str, lon: float, lat: float) -> None:
    if reason := misplaced(lon, lat):
        refuse_parameter(name, *reason)


def misplaced(lon: float, lat: float) -> tuple[str, str] | None:
    """Return why a position cannot be meant so, and the remedy; None for a possible one."""
    if 3 <= lon <= 54 and 73 <= lat <= 136:
        return f"经度 {lon:g}、纬度 {lat:g}：经纬度可能写反", "请先写经度，后写纬度"
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return (
            f"经度 {lon:g}、纬度 {lat:g} 超出范围",
            "经度应在 -180 至 180 之间，纬度应在 -90 至 90 之间；若为米制坐标请先换算为经纬度",
        )
    return None


Paging = Annotated[Page, Depends(_page)]
When = Annotated[Moment, Depends(_moment)]
Within = Annotated[Box | None, Depends(_box)]
Near = Annotated[Position | None, Depends(_near)]
At = Annotated[Position, Depends(_position)]
Form = Annotated[
    Literal["geojson", "json"],
    Query(description="回答的形式：geojson（要素集合）或 json（普通列表）"),
]
WithGeometry = Annotated[bool, Query(description="是否带几何")]


async def refuse_unknown_parameters(request: Request) -> None:
    """Refuse query parameters that the matched route does not have, with 400."""
    known = sorted(_parameters(getattr(request.scope.get("route"), "dependant", None)))
    wrong = [
        {
            "type": "unknown_parameter",
            "loc": ("query", name),
            "msg": "没有这个查询参数",
            "ctx": {"remedy": _hint(name, known)},
        }
        for name in dict.fromkeys(request.query_params)
        if name not in known
    ]
    if wrong:
        raise RequestValidationError(wrong)


def _parameters(dependant: Dependant | None) -> set[str]:
    if dependant is None:
        return set()
    own = {field.alias for field in dependant.query_params}
    return own.union(*(_parameters(inner) for inner in dependant.dependencies))


def _hint(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f"是否想写“{close[0]}”？"
    return f"可用的参数：{'、'.join(known)}" if known else "该地址没有查询参数"


async def refuse_unreadable_query(request: Request) -> None:
    """Refuse a query string that is not UTF-8 or has a NUL, with 400."""
    raw = unquote_to_bytes(request.scope["query_string"].replace(b"+", b" "))
    try:
        readable = "\0" not in raw.decode()
    except UnicodeDecodeError:
        readable = False
    if not readable:
        refuse_parameter(
            "查询字符串",
            "不是 UTF-8 编码，或含空字符（NUL）",
            "请用 UTF-8 编码后再做百分号转义",
            kind="unreadable_text",
        )


async def refuse_unreadable_body(request: Request) -> None:
    """Refuse a JSON body that is not said to be JSON, or whose text nothing could store.

    Raises:
        HTTPException: 415, the media type is not JSON.
        RequestValidationError: It is not UTF-8, or a text has a NUL or a lone surrogate;
            each place is named.
    """
    body_field = getattr(request.scope.get("route"), "body_field", None)
    if body_field is None or type(body_field.field_info).__name__ in ("Form", "File"):
        return
    body = await request.body()
    if body and not _says_json(request.headers.get("content-type", "")):
        raise HTTPException(415)
    _refuse_other_encodings(body)
    if NUL_OR_SURROGATE.search(body):
        wrong = list(_unreadable(await request.json(), ("body",)))
        if wrong:
            raise RequestValidationError(wrong)


def _refuse_other_encodings(body: bytes) -> None:
    # the reader of JSON guesses UTF-16 and lets encoded surrogates pass
    try:
        body.decode()
    except UnicodeDecodeError as wrong:
        told = {
            "type": "unreadable_text",
            "loc": ("body",),
            "msg": f"第 {wrong.start + 1} 个字节起不是 UTF-8 编码",
            "ctx": {"remedy": "请改用 UTF-8 编码后重新提交"},
        }
        raise RequestValidationError([told]) from wrong


def _says_json(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def _unreadable(value: Any, place: tuple[str | int, ...]) -> Iterator[dict[str, Any]]:
    """Yield an error for every text in `value` with a NUL or a lone surrogate."""
    if isinstance(value, str):
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            yield {
                "type": "unreadable_text",
                "loc": place,
                "msg": "文字中有空字符（NUL）或不成对的代理字符",
                "ctx": {"remedy": "请删去该字符，并使用 UTF-8 编码"},
            }
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _unreadable(name, (*place, "字段名"))
            yield from _unreadable(inner, (*place, name))
    elif isinstance(value, list):
        for row, inner in enumerate(value):
            yield from _unreadable(inner, (*place, row))


class NotModified(Exception):
    """The caller already has this answer (304); `etag` is its tag."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag
