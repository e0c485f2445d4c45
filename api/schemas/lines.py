"""The shapes of a line between two units, its markers along it and its course (走向)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.features import Level
from api.schemas.strict import Out


class SideOut(Out):
    """One of the two units that a line parts."""

    code: str | None
    name: str | None


class LineOut(Out):
    """A line between two units."""

    code: str = Field(description="界线编号")
    name: str = Field(examples=["万州—云阳线"])
    level: Level | None
    sides: list[SideOut]
    status: Literal["legal", "surveyed", "public", "synthetic"] = Field(
        description="legal 法定，surveyed 勘定，public 公开来源，synthetic 示意"
    )
    label: str = Field(description="性质", examples=["示意数据，非法定界线"])
    accuracy_m: float | None
    length_m: float = Field(description="椭球长度，米")
    parts: int = Field(description="不相连的段数")
    marker_count: int = Field(description="界桩颗数，一号多立按颗计")
    station_count: int = Field(description="界桩号数，一号多立按一号计")
    tripoint_count: int = Field(description="其中三交点界桩")
    last_inspected_on: date | None = Field(description="最近一次联检")
    next_inspection_due: date | None = Field(description="下一次联检的期限；从未联检为 null")
    overdue: bool | None = Field(description="是否逾期；从未联检为 null")


class LinesOut(Out):
    """The lines between two units."""

    on: date
    count: int
    lines: list[LineOut]
    note: str = Field(description="没有界线时的说明；有则为空")


class StationOut(Out):
    """A marker's place along the line."""

    number: str = Field(description="界桩号，不含立桩字母")
    bodies: list[str] = Field(description="该号各界桩的全号")
    standing: Literal["single", "double", "triple", "tripoint"] | None
    lon: float
    lat: float
    chainage_m: float = Field(description="里程：自界线起点沿线的椭球距离，米")
    offset_m: float = Field(description="界桩到界线的距离，米")
    condition: Literal["intact", "damaged", "lost", "moved"] | None


class LegOut(Out):
    """A piece of the course that keeps one direction."""

    direction: str = Field(description="十六方位", examples=["东偏东北"])
    azimuth_deg: float = Field(description="真方位角，度")
    length_m: float


class StretchOut(Out):
    """The course between two markers."""

    start: str | None = Field(description="起点界桩号；界线起点为 null")
    end: str | None = Field(description="止点界桩号；界线止点为 null")
    from_m: float
    to_m: float
    length_m: float
    legs: list[LegOut]
    text: str = Field(description="走向说明")


class ProfileOut(Out):
    """A line from end to end."""

    line: LineOut
    on: date
    stations: list[StationOut]
    course: list[StretchOut]
    text: str = Field(description="全线走向说明")
