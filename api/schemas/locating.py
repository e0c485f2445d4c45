"""The shapes of where points are (定位)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.features import STATUS_WORDS, CodeOut, Level, Status
from api.schemas.strict import In, Out
from api.services.locating import MOST_POINTS


class DivisionHereOut(Out):
    """A division that the answer names."""

    id: int
    level: Level
    name: str = Field(examples=["万州区"])
    type: str | None
    code: str | None = Field(description="当日的代码，民政部的优先", examples=["500101"])
    codes: list[CodeOut]


class UnitHereOut(Out):
    """A division that holds the point."""

    division: int = Field(description="区划编号，见 divisions")
    level: Level
    name: str
    basis: Literal["geometry", "affiliation"] = Field(
        description="geometry 由范围得出，affiliation 由下级的隶属关系得出"
    )
    status: Status = Field(description=f"所用范围的性质：{STATUS_WORDS}")
    accuracy_m: float | None
    accuracy_class: str
    also: list[int] = Field(description="同级中也含该点的区划：该点恰在界线上")


class LineHereOut(Out):
    """The nearest line of a level."""

    code: str = Field(description="界线编号")
    name: str = Field(examples=["万州—云阳线"])
    level: Level
    status: Status
    label: str = Field(description="图上必须标注的文字")
    accuracy_m: float | None
    distance_m: float = Field(description="到界线的椭球距离，米")
    lon: float = Field(description="界线上最近处的经度，度")
    lat: float = Field(description="界线上最近处的纬度，度")
    side: int | None = Field(description="该点在哪一侧的区划；不在任何一侧为 null")
    too_close: bool | None = Field(
        description="距离小于界线精度，不能确定在哪一侧；精度不详为 null"
    )


class MarkerHereOut(Out):
    """The nearest marker."""

    number: str
    line_code: str
    standing: Literal["single", "double", "triple", "tripoint"]
    status: Status
    lon: float
    lat: float
    distance_m: float = Field(description="椭球距离，米")
    bearing_deg: float = Field(description="自该点的真方位角，度，正北起顺时针")
    direction: str = Field(description="十六方位", examples=["东偏东北"])


class PointHereOut(Out):
    """One point."""

    id: str | int | None = Field(description="请求中给的标识")
    lon: float
    lat: float
    units: list[UnitHereOut] = Field(description="所在区划，由小到大；不在资料范围内为空")
    lines: list[LineHereOut] = Field(description="各级最近的界线，由近到远")
    marker: MarkerHereOut | None = Field(description="最近的界桩")
    summary: str = Field(description="一句话的结论")


class LocatedOut(Out):
    """One point with the divisions named in it."""

    on: date
    point: PointHereOut
    divisions: list[DivisionHereOut]
    note: str = Field(description="界线性质的提醒；没有为空")


class LocatedManyOut(Out):
    """Many points, in the order of the request, with the divisions named in them."""

    on: date
    count: int
    outside: int = Field(description="不在任何区划范围内的点数")
    too_close: int = Field(description="离界线过近、不能确定在哪一侧的点数")
    points: list[PointHereOut]
    divisions: list[DivisionHereOut]
    note: str


class PointIn(In):
    """A point to locate."""

    id: str | int | None = Field(default=None, description="自编标识，原样返回")
    lon: float = Field(description="经度，度，CGCS2000", examples=[106.55])
    lat: float = Field(description="纬度，度", examples=[29.56])


class PointsIn(In):
    """Points to locate."""

    points: list[PointIn] = Field(min_length=1, max_length=MOST_POINTS)
