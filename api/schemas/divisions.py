"""The shapes of divisions (行政区划)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.features import (
    STATUS_WORDS,
    CodeOut,
    DatedCodeOut,
    DatedRefOut,
    Geometry,
    Level,
    MomentOut,
    PeriodOut,
    RefOut,
    Status,
)
from api.schemas.strict import Out


class DivisionOut(Out):
    """A division on a day."""

    id: int = Field(description="本系统编号")
    level: Level = Field(description="层级；village 为村（居）委会辖区，不是法定政区")
    name: str = Field(examples=["万州区"])
    type: str | None = Field(description="类型", examples=["区"])
    parent: RefOut | None = Field(description="当日的上级")
    codes: list[CodeOut] = Field(description="当日的代码，每个代码都注明体系")
    valid: PeriodOut = Field(description="该名称的有效期")
    geometry_status: Status | None = Field(description=f"几何的性质：{STATUS_WORDS}")
    geometry_label: str | None = Field(description="图上必须标注的文字")
    accuracy_m: float | None = Field(description="几何精度，米；不详为 null")
    area_m2: float | None = Field(description="椭球面积，平方米")


class NameLifeOut(Out):
    """A name that the division had."""

    name: str
    valid: PeriodOut
    source: str | None


class TypeLifeOut(Out):
    """A type that the division had."""

    type: str
    valid: PeriodOut


class SeatOut(Out):
    """The seat."""

    words: str
    location: Geometry | None


class EventOut(Out):
    """Something that happened to the division."""

    id: int
    kind: str
    role: Literal["predecessor", "successor"]
    happened: str
    before: str
    after: str
    document: str
    authority: str
    source_url: str


class GeometryOut(Out):
    """A geometry of the division, by publication."""

    title: str
    status: Status
    label: str
    accuracy_m: float | None
    accuracy_class: str
    area_m2: float
    valid: PeriodOut
    source: str
    licence: str


class DivisionInFullOut(Out):
    """Everything known of a division."""

    id: int
    level: Level
    on: str = Field(description="所问日期")
    name: str | None = Field(description="当日名称；当日不存在时为 null")
    type: str | None
    children: int = Field(description="当日下级的数量")
    seat: SeatOut | None
    names: list[NameLifeOut]
    types: list[TypeLifeOut]
    codes: list[DatedCodeOut]
    parents: list[DatedRefOut]
    events: list[EventOut]
    geometries: list[GeometryOut]
    geometry_status: Status | None
    geometry_label: str | None
    accuracy_m: float | None
    area_m2: float | None


class HolderOut(Out):
    """A division that holds the point."""

    id: int
    level: Level
    name: str | None
    type: str | None
    codes: list[CodeOut]
    basis: Literal["geometry", "affiliation"] = Field(
        description="geometry 由几何判定，affiliation 由下级的隶属关系得出"
    )
    status: Status = Field(description=f"所用几何的性质：{STATUS_WORDS}")
    label: str = Field(examples=["示意数据，非法定界线"])
    accuracy_m: float | None
    accuracy_class: str
    to_line_m: float | None = Field(description="该点到界线的距离，米")
    certain: bool | None = Field(
        description="距界线小于精度或恰在界线上时为 false；界线精度不详时为 null"
    )
    candidates: list[RefOut] = Field(description="精度范围内的其他区划")
    note: str


class PointOut(Out):
    """A point."""

    lon: float
    lat: float


class WhereaboutsOut(Out):
    """Where a point belongs."""

    point: PointOut
    moment: MomentOut
    divisions: list[HolderOut] = Field(description="由省到村；不在已装载的范围内时为空")
    note: str
