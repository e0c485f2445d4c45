"""The shapes of boundary lines (界线) and markers (界桩)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.features import STATUS_WORDS, Geometry, Level, PeriodOut, RefOut, Status
from api.schemas.strict import Out


class BoundaryOut(Out):
    """A line on a day, by its best version."""

    code: str = Field(description="界线编号")
    name: str
    level: Level
    left: RefOut = Field(description="一侧的区划")
    right: RefOut = Field(description="另一侧的区划")
    status: Status = Field(description=STATUS_WORDS)
    label: str = Field(description="图上必须标注的文字", examples=["示意数据，非法定界线"])
    approved: bool
    accuracy_m: float | None
    accuracy_class: str
    length_m: float = Field(description="椭球长度，米")
    document: str
    last_inspected_on: date | None
    source: str
    valid: PeriodOut


class VersionOut(Out):
    """A version of a line."""

    status: Status
    label: str
    approved: bool
    accuracy_m: float | None
    document: str
    length_m: float
    last_inspected_on: date | None
    valid: PeriodOut


class MarkerOut(Out):
    """A marker."""

    number: str
    standing: Literal["single", "double", "triple", "tripoint"]
    material: str
    status: Status
    location: Geometry | None
    method: str | None
    accuracy_m: float | None
    datum: str | None
    height_m: float | None
    measured_on: date | None
    condition: Literal["intact", "damaged", "lost", "moved"] | None
    found_on: date | None


class BoundaryInFullOut(Out):
    """A line with its markers and versions; what depends on the day is null if none holds."""

    code: str
    name: str
    level: Level
    on: date
    left: RefOut
    right: RefOut
    status: Status | None
    label: str | None
    approved: bool | None
    accuracy_m: float | None
    accuracy_class: str | None
    length_m: float | None
    document: str | None
    last_inspected_on: date | None
    source: str | None
    licence: str | None
    versions: list[VersionOut]
    markers: list[MarkerOut]
