"""The shapes of marker sheets (界桩登记表), their versions, and what the rules find in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas.features import DIVISION_CODE, STATUS_WORDS, Status
from api.schemas.findings import FindingOut, Verdicts
from api.schemas.inspection_records import ByIn
from api.schemas.strict import In, Out
from api.services.reading_days import written_day
from api.services.sheet_json import change_of, sheet_of
from boundary_data.marker_sheet import Change, MarkerSheet

Standings = Literal["single", "double", "triple", "tripoint"]
Conditions = Literal["intact", "damaged", "lost", "moved"]
WrittenDay = Annotated[date, BeforeValidator(written_day)]
Text = Annotated[str, Field(max_length=500)]
Lon = Annotated[float, Field(ge=73.0, le=136.0, description="经度，度，CGCS2000")]
Lat = Annotated[float, Field(ge=3.0, le=54.0, description="纬度，度，CGCS2000")]


class PositionIn(In):
    """Where a marker stands."""

    lon: Lon
    lat: Lat
    method: Literal["gnss_rtk", "gnss_static", "gnss_handheld", "total_station", "map"] | None = (
        Field(default=None, description="测量方法")
    )
    accuracy_m: float | None = Field(default=None, gt=0, le=10_000, description="点位精度，米")
    measured_on: WrittenDay | None = Field(default=None, description="测量日期")
    measured_by: Text = Field(default="", description="测量单位或人员")


class ReferenceIn(In):
    """A reference object (方位物)."""

    name: str = Field(min_length=1, max_length=100, examples=["黄葛树"])
    part: str = Field(default="", max_length=100, description="部位", examples=["树干中心"])
    grid_azimuth_deg: float | None = Field(
        default=None, description="坐标方位角，度；自界桩起，坐标北起算，顺时针"
    )
    distance_m: float | None = Field(default=None, description="距离，米")
    lon: Lon | None = None
    lat: Lat | None = None
    accuracy_m: float | None = Field(
        default=None, gt=0, le=10_000, description="方位物坐标的精度，米"
    )


class CaretakerIn(In):
    """Who looks after a marker for one side."""

    division_code: str = Field(pattern=DIVISION_CODE, description="一方的代码")
    organ: Text = Field(default="", description="管护单位")
    person: Text = Field(default="", description="管护员")
    basis: Text = Field(default="", description="依据：协议书、管护协议的名称或文号")


class PlaceIn(In):
    """Where a marker stands as one side names it."""

    division_code: str = Field(pattern=DIVISION_CODE, description="一方的代码")
    address: str = Field(min_length=1, max_length=200, description="所在地，到村")


class SheetIn(In):
    """Everything the register form of a marker says."""

    number: str = Field(
        min_length=1, max_length=64, description="编号；省界为八位，末位为类型码", examples=["001Q"]
    )
    standing: Standings = Field(
        description="single 单立，double 双立，triple 三立，tripoint 三交点"
    )
    position: PositionIn
    faces: Literal["single", "double", "triple"] | None = Field(
        default=None, description="面数：single 单面，double 双面，triple 三面"
    )
    material: Text = Field(default="", description="材质", examples=["石"])
    caretaker: str = Field(default="", pattern=rf"^$|{DIVISION_CODE}", description="管护方的代码")
    caretakers: list[CaretakerIn] = Field(default=[], max_length=6, description="各方管护")
    places: list[PlaceIn] = Field(default=[], max_length=6, description="各方所称的所在地")
    height_m: float | None = Field(default=None, ge=-500, le=9000, description="高程，米")
    height_datum: Literal["1985", "1956", "ellipsoid"] | None = Field(
        default=None, description="高程基准：1985 国家高程基准，1956 黄海高程，ellipsoid 大地高"
    )
    references: list[ReferenceIn] = Field(default=[], max_length=20, description="方位物")
    inscriptions: list[Text] = Field(default=[], max_length=6, description="各面注记")
    buried_on: WrittenDay | None = Field(default=None, description="埋设日期")
    state: Literal["in_use", "scrapped"] = Field(
        default="in_use", description="in_use 在用，scrapped 报废"
    )
    note: str = Field(default="", max_length=5000)

    def sheet(self) -> MarkerSheet:
        """Return it as the services take it."""
        return sheet_of(self.model_dump(mode="json"))


class ChangeIn(In):
    """On what a version of a sheet rests."""

    kind: Literal["register", "change", "correct", "move", "scrap"] = Field(
        description="register 登记，change 变更，correct 更正，move 迁移，scrap 报废"
    )
    valid_from: WrittenDay = Field(description="自何日起有效")
    document: str = Field(min_length=1, max_length=200, description="依据文件的文号或名称")
    reason: str = Field(default="", max_length=2000, description="原因")
    agreement: Text = Field(default="", description="迁移：毗邻各方的协议")
    joint_survey: Text = Field(default="", description="迁移：共同测绘的成果")
    filing_no: Text = Field(default="", description="迁移：向界线批准机关备案的文号")

    def change(self) -> Change:
        """Return it as the services take it."""
        return change_of(self.model_dump(mode="json"))


class MarkerWriteIn(In):
    """A sheet as it is registered or changed."""

    id: UUID = Field(description="由填报端生成；同一 id 重复提交只算一次")
    by: ByIn = Field(description="经办人")
    change: ChangeIn
    sheet: SheetIn


class ConditionOut(Out):
    """In what condition a marker was found."""

    condition: Conditions
    found_on: date
    found_by: str
    note: str


class PictureOut(Out):
    """A photo or sketch of a marker."""

    id: UUID
    kind: Literal["photo", "sketch"] = Field(description="photo 照片，sketch 略图")
    sha256: str
    file: str
    caption: str
    taken_at: datetime | None = Field(description="照片自带的拍摄时间")
    lon: float | None = Field(description="照片自带的位置，度")
    lat: float | None
    href: str = Field(description="取回原件的地址")


class RegisteredOut(Out):
    """A marker of the register on a day."""

    line: str = Field(description="界线编号")
    number: str
    on: date
    status: Status = Field(description=STATUS_WORDS)
    revision: int = Field(description="最新的版次；0 为原有登记，未曾变更")
    etag: str = Field(description="变更时放进 If-Match")
    description: str = Field(description="界桩说明", examples=["单立双面石质界桩"])
    condition: Conditions | None = Field(description="截至该日最近一次检查的状况")
    found_on: date | None
    sheet: SheetIn


class RegisteredInFullOut(RegisteredOut):
    """A marker with its history, its pictures and what the rules find in its sheet."""

    chainage_m: float | None = Field(description="里程：自界线起点沿线的椭球距离，米")
    offset_m: float | None = Field(description="到界线的距离，米")
    conditions: list[ConditionOut] = Field(description="历次状况，近的在前")
    pictures: list[PictureOut]
    verdict: Verdicts
    findings: list[FindingOut] = Field(description="登记表的核对意见")


class RegisteredListOut(Out):
    """The markers of a line on a day."""

    line: str
    on: date
    count: int
    markers: list[RegisteredOut]


class SheetVersionOut(Out):
    """A version of a sheet."""

    revision: int
    valid_from: date = Field(description="自何日起有效")
    kind: str = Field(description="登记、变更、更正、迁移、报废")
    document: str = Field(description="依据文件")
    change: dict[str, Any]
    sheet: dict[str, Any] = Field(description="该版登记表全文")
    verdict: Verdicts
    person: str
    division_code: str
    written_at: datetime


class SheetVersionsOut(Out):
    """All versions of a marker's sheet."""

    line: str
    number: str
    versions: list[SheetVersionOut]


class AuditedMarkerOut(Out):
    """What the rules find in the sheet of a marker."""

    number: str
    verdict: Verdicts
    findings: list[FindingOut]


class MarkerAuditOut(Out):
    """The audit of the sheets of a line."""

    line: str
    on: date
    checked: int = Field(description="核对的界桩数")
    clean: int = Field(description="没有意见的界桩数")
    counts: dict[str, int] = Field(description="各规则的意见数")
    catalogue: str
    parameters: str
    markers: list[AuditedMarkerOut] = Field(description="有意见的界桩")
