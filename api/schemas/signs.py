"""The shapes of signs (地名标志): what stands on them, how they are, what is done about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas.findings import VERDICT_TITLES, FindingOut, Verdicts
from api.schemas.name_checks import PointIn
from api.schemas.strict import In, Out
from api.services.keeping_signs import CONDITION_WORDS, SignEntry, sign_kinds
from api.services.reading_days import written_day
from api.store.queries.signs import KeptSign
from rulebook.report import Report

Day = Annotated[date, BeforeValidator(written_day)]
Axis = Literal["", "east_west", "north_south"]
State = Literal["planned", "standing", "removed"]
Condition = Literal["good", "worn", "damaged", "wrong", "missing"]
AXES = "走向：east_west 东西，north_south 南北；不分的留空"
STATES = "planned 拟设，standing 在用，removed 已拆除"
CONDITIONS = "，".join(f"{key} {word}" for key, word in CONDITION_WORDS.items())
KINDS = "，".join(f"{key} {word}" for key, word in sign_kinds().items())
Kind = Annotated[str, Field(max_length=40, description=f"类别：{KINDS}", examples=["street"])]
Characters = Annotated[str, Field(max_length=60, description="版面汉字", examples=["望涧路"])]
Romanization = Annotated[
    str, Field(max_length=400, description="版面拼音", examples=["WANGJIAN LU"])
]
Extra = Annotated[str, Field(max_length=200, description="版面其他文字，如方向", examples=["东"])]


class SignIn(In):
    """A sign as it is to stand in the register."""

    name_id: int = Field(ge=1, le=2**63 - 1, description="地名编号", examples=[1])
    kind: Kind
    characters: Characters
    romanization: Romanization
    extra: Extra = ""
    axis: Axis = Field("", description=AXES)
    code: str | None = Field(None, min_length=1, max_length=60, description="标志编号")
    place_words: str = Field("", max_length=200, description="设置地点", examples=["路口东侧"])
    place: PointIn | None = Field(None, description="位置坐标")
    material: str = Field("", max_length=60, description="材质", examples=["铝合金反光膜"])
    width_mm: int | None = Field(None, ge=1, le=20_000, description="宽，毫米", examples=[1500])
    height_mm: int | None = Field(None, ge=1, le=20_000, description="高，毫米", examples=[500])
    set_up_by: str = Field("", max_length=120, description="设置单位")
    set_up_on: Day | None = Field(None, description="设置日期", examples=["2026-05-01"])
    maker: str = Field("", max_length=120, description="生产厂家")
    source: str = Field("", max_length=200, description="数据来源")
    remark: str = Field("", max_length=1000, description="备注")
    state: State = Field("standing", description=STATES)

    def entry(self) -> SignEntry:
        """Return the sign that the service understands."""
        told = self.model_dump(exclude={"place", "name_id"})
        lon, lat = (self.place.lon, self.place.lat) if self.place else (None, None)
        return SignEntry(**told, place_name_id=self.name_id, lon=lon, lat=lat)


class SignOut(Out):
    """A sign as it stands."""

    id: UUID
    name_id: int
    name: str = Field(description="地名")
    code: str | None
    kind: str
    kind_title: str = Field(examples=["街路巷标志"])
    characters: str
    romanization: str
    extra: str
    axis: Axis
    place_words: str
    lon: float | None
    lat: float | None
    material: str
    width_mm: int | None
    height_mm: int | None
    set_up_by: str
    set_up_on: date | None
    maker: str
    source: str
    remark: str
    state: State
    condition: Condition
    condition_title: str = Field(examples=["完好"])
    next_due: date | None = Field(description="应在此日前巡查")
    version: int
    verdict: Verdicts
    verdict_title: str
    findings: list[FindingOut] = Field(description="版面与地名对照的意见")

    @classmethod
    def of(cls, sign: KeptSign, report: Report) -> SignOut:
        """Return a sign as it goes out."""
        made = {
            "name_id": sign.place_name_id,
            "kind_title": sign_kinds().get(sign.kind, sign.kind),
            "condition_title": CONDITION_WORDS[sign.condition],
            "verdict": report.verdict.value,
            "verdict_title": VERDICT_TITLES[report.verdict.value],
            "findings": [FindingOut.of(one) for one in report.findings],
        }
        told = {name: getattr(sign, name) for name in cls.model_fields if name not in made}
        return cls.model_validate({**told, **made})


class SignRowOut(Out):
    """A sign in a list."""

    id: UUID
    name_id: int
    name: str
    code: str | None
    kind: str
    characters: str
    romanization: str
    division: str | None
    place_words: str
    set_up_on: date | None
    state: State
    condition: Condition
    next_due: date | None = Field(description="应在此日前巡查")


class InspectionIn(In):
    """A look at a sign (巡查)."""

    inspected_on: Day = Field(description="巡查日期", examples=["2026-11-20"])
    condition: Condition = Field(description=f"状况：{CONDITIONS}")
    note: str = Field("", max_length=1000, description="说明", examples=["立柱锈蚀"])


class RepairIn(In):
    """A repair of a sign (维修、更换)."""

    repaired_on: Day = Field(description="完成日期", examples=["2026-11-21"])
    unit: str = Field(min_length=1, max_length=120, description="实施单位")
    what: str = Field(min_length=1, max_length=1000, description="维修内容", examples=["更换版面"])
    condition: Condition = Field("good", description=f"修后状况：{CONDITIONS}")


class InspectionOut(Out):
    """A look at a sign, with who took it."""

    id: UUID
    inspected_on: date
    person: str
    organisation: str
    condition: Condition
    note: str
    recorded_at: datetime


class RepairOut(Out):
    """A repair of a sign, with who entered it."""

    id: UUID
    repaired_on: date
    unit: str
    what: str
    condition: Condition
    person: str
    recorded_at: datetime


class SignWorkOut(Out):
    """What was done about a sign, the newest first."""

    id: UUID
    inspections: list[InspectionOut]
    repairs: list[RepairOut]


class DutyOut(Out):
    """A sign that is to be mended or looked at."""

    id: UUID
    name_id: int
    name: str
    characters: str
    kind: str
    division: str | None
    place_words: str
    lon: float | None
    lat: float | None
    condition: Condition
    condition_title: str
    to_be_mended: bool = Field(description="损坏、内容有误或缺失，应维修或更换")
    next_due: date | None
    overdue_days: int | None = Field(description="巡查已逾期天数")


class DutiesOut(Out):
    """Signs that wait for somebody, those to be mended first."""

    by: date
    count: int
    signs: list[DutyOut]


class SignPhotoOut(Out):
    """A photo of a sign, and what its file tells of itself."""

    id: UUID
    file: str
    caption: str
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    distance_m: float | None = Field(description="照片自带位置与标志登记位置的距离，米")
    far: bool = Field(description="相距过远，请核对")
    href: str


class SignPhotosOut(Out):
    """The photos of a sign."""

    id: UUID
    photos: list[SignPhotoOut]


class SignCheckIn(In):
    """What is to stand on a sign, to be checked."""

    name: str = Field(min_length=1, max_length=60, description="地名", examples=["石坡村"])
    characters: Characters
    romanization: Romanization
    extra: Extra = ""


class SignCheckOut(Out):
    """What is to be said of the text of a sign."""

    name: str
    status: str = Field(description="该地名在库中的状态；库中没有的为 proposed")
    romanization: str = Field(description="应有的拼写（带调）")
    on_sign: str = Field(description="版面拼音的写法")
    verdict: Verdicts
    verdict_title: str
    findings: list[FindingOut]
    parameters: str
