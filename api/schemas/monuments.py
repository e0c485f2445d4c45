"""The shapes of culture markers (边界文化标志) and covenant steles (睦邻友好公约碑)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.inspection_records import ByIn
from api.schemas.markers import ChangeIn, Lat, Lon, Text, WrittenDay
from api.schemas.strict import In, Out


class MonumentIn(In):
    """What both kinds have."""

    name: str = Field(min_length=1, max_length=100, description="名称", examples=["万云睦邻碑"])
    lon: Lon
    lat: Lat
    accuracy_m: float | None = Field(default=None, gt=0, le=10_000, description="坐标精度，米")
    address: Text = Field(default="", description="所在地")
    material: Text = Field(default="", description="材质")
    size: Text = Field(default="", description="尺寸", examples=["高2.4米，宽1.2米"])
    inscription: str = Field(default="", max_length=5000, description="碑文、铭文")
    erected_on: WrittenDay | None = Field(default=None, description="设立日期")
    erected_by: list[Text] = Field(default=[], max_length=10, description="设立单位")
    caretaker: Text = Field(default="", description="管护单位")
    near_marker: Text = Field(default="", description="附近的界桩编号")
    state: Literal["standing", "damaged", "removed"] = Field(
        default="standing", description="standing 完好，damaged 损坏，removed 已拆除"
    )
    note: str = Field(default="", max_length=5000)


class CultureMarkerIn(MonumentIn):
    """A culture marker."""

    form: Literal["stele", "sculpture", "gate", "pavilion", "wall", "board", "other"] = Field(
        default="stele",
        description="形式：stele 石碑，sculpture 雕塑，gate 牌坊，pavilion 亭，wall 文化墙，"
        "board 展板，other 其他",
    )
    theme: Text = Field(default="", description="主题")
    story: str = Field(default="", max_length=5000, description="所述的边界故事、历史")
    designer: Text = Field(default="", description="设计者")


class CovenantSteleIn(MonumentIn):
    """A covenant stele."""

    signatories: list[Text] = Field(min_length=2, max_length=10, description="缔约各方，至少两方")
    covenant: str = Field(min_length=1, max_length=10_000, description="公约全文")
    signed_on: WrittenDay | None = Field(default=None, description="缔约日期")
    witness: Text = Field(default="", description="见证单位或人员")
    valid_until: WrittenDay | None = Field(default=None, description="约定的期限；无期限为 null")


class CultureMarkerWriteIn(In):
    """A culture marker as it is registered or changed."""

    id: UUID = Field(description="本次提交的编号，由填报端生成；重复提交只算一次")
    by: ByIn
    change: ChangeIn
    monument: CultureMarkerIn


class CovenantSteleWriteIn(In):
    """A covenant stele as it is registered or changed."""

    id: UUID = Field(description="本次提交的编号，由填报端生成；重复提交只算一次")
    by: ByIn
    change: ChangeIn
    monument: CovenantSteleIn


class MonumentRefOut(Out):
    """A monument and its revision."""

    id: UUID
    line: str = Field(description="界线编号")
    kind: Literal["culture_marker", "covenant_stele"]
    title: str = Field(examples=["边界文化标志"])
    revision: int
    etag: str = Field(description="修改时放进 If-Match")
    chainage_m: float = Field(description="里程：最近的界线处，米")
    offset_m: float = Field(description="到界线的距离，米")


class CultureMarkerOut(MonumentRefOut):
    """A culture marker on a day."""

    monument: CultureMarkerIn


class CovenantSteleOut(MonumentRefOut):
    """A covenant stele on a day."""

    monument: CovenantSteleIn


class CultureMarkersOut(Out):
    """The culture markers of a line."""

    line: str
    on: date
    count: int
    items: list[CultureMarkerOut]


class CovenantStelesOut(Out):
    """The covenant steles of a line."""

    line: str
    on: date
    count: int
    items: list[CovenantSteleOut]


class MonumentVersionOut(Out):
    """A version of what was known of a monument."""

    revision: int
    valid_from: date
    document: str
    monument: dict[str, Any]
    person: str
    division_code: str


class MonumentVersionsOut(Out):
    """All versions of what was known of a monument."""

    id: UUID
    versions: list[MonumentVersionOut]
