"""The shapes of land across lines (跨界用地)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.schemas.features import STATUS_WORDS, Level, Status
from api.schemas.findings import SourceOut
from api.schemas.strict import In, Out


class LandIn(In):
    """A piece of land."""

    geometry: dict[str, Any] = Field(
        description="GeoJSON 的 Polygon 或 MultiPolygon，CGCS2000 经纬度，先经度后纬度"
    )


class ShareOut(Out):
    """The part of the land that lies in a unit."""

    division: int
    level: Level
    code: str | None
    name: str
    status: Status = Field(description=STATUS_WORDS)
    accuracy_m: float | None
    area_m2: float = Field(description="椭球面积，平方米")
    share: float = Field(description="占地块面积的比例，0 至 1")
    sure: bool | None = Field(description="false：窄于界线精度，不能确定是否涉及；null：精度不详")


class ConsentOut(Out):
    """Whose consent is needed on a level."""

    level: Level
    units: list[str] = Field(description="涉及的区划名称")
    required: bool | None = Field(
        description="是否须征得毗邻各方同意；界线不是法定界线或不能确定时为 null"
    )
    message: str
    source: SourceOut


class CrossedLineOut(Out):
    """A line that runs through the land."""

    code: str
    name: str
    level: Level
    status: Status
    length_m: float = Field(description="界线在地块内的椭球长度，米")


class LandOut(Out):
    """What the land lies in."""

    on: date
    area_m2: float
    units: list[ShareOut] = Field(description="各级涉及的区划，面积大的在前")
    outside_m2: dict[str, float] = Field(description="各级不在任何区划范围内的面积，平方米")
    lines: list[CrossedLineOut]
    consents: list[ConsentOut] = Field(description="各级的跨界结论；不跨界为空")
    verdict: Literal["within", "crossing", "unsure", "unknown"] = Field(
        description="within 不跨界，crossing 跨界，unsure 不能确定，unknown 不在资料范围内"
    )
    summary: str
    note: str
