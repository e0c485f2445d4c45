"""What comes in about cases (办件): applications, papers, opinions, decisions, announcements."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from shapely.geometry.base import BaseGeometry

from api.schemas.strict import In
from api.services.cases.hearing import Answer, Question
from api.services.cases.wishes import (
    AnnouncementDraft,
    Approval,
    CaseDraft,
    ItemDraft,
    PaperDraft,
)
from api.services.reading_days import written_day
from gis.exchange import GeometryRefused, geometry_of
from naming.procedure.approvers import Approver
from naming.procedure.asking import Asked
from naming.procedure.papers import Paper
from naming.procedure.words import CaseKind
from naming.renaming_ground import GROUNDS, RenamingGround

Day = Annotated[date, BeforeValidator(written_day)]
Kinds = Literal[
    "naming", "renaming", "retirement", "correction", "heritage_listing", "filing_received"
]
Answers = Literal["agree", "agree_with_changes", "disagree"]
Papers = Literal[
    "application",
    "location_map",
    "risk_assessment",
    "comprehensive_assessment",
    "expert_argument",
    "consultation_report",
    "department_opinion",
    "meeting_minutes",
    "major_matter_report",
    "protection_measures",
    "project_approval",
    "evidence",
    "approval_reply",
    "filing_report",
    "filing_form",
    "filing_receipt",
    "other",
]
Approvers = Literal[
    "state_council",
    "state_department",
    "province_government",
    "county_government",
    "name_authority",
    "housing_department",
    "green_department",
    "competent_department",
]
Shapes = Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
Positive = Annotated[float, Field(gt=0, le=1e9)]
KIND_WORDS = "，".join(f"{kind.value} {kind.zh}" for kind in CaseKind)
PAPER_WORDS = "，".join(f"{paper.value} {paper.zh}" for paper in Paper)
APPROVER_WORDS = "，".join(f"{one.value} {one.zh}" for one in Approver)
ANSWER_WORDS = "，".join(f"{one.value} {one.zh}" for one in Answer)
ASKED_WORDS = "，".join(f"{one.value} {one.zh}" for one in Asked)
PLAIN = 400
LONG = 8000


class ShapeIn(In):
    """A GeoJSON geometry in degrees, EPSG:4490 (or CRS84), longitude first."""

    type: Shapes = Field(examples=["LineString"])
    coordinates: list[Any] = Field(
        max_length=20_000,
        description="坐标，先经度后纬度（CGCS2000，度）",
        examples=[[[108.41, 30.81], [108.42, 30.82]]],
    )

    @model_validator(mode="after")
    def _drawable(self) -> ShapeIn:
        bounds = self.geometry.bounds
        west, south, east, north = bounds if len(bounds) == 4 else (999.0,) * 4
        if west >= 3 and east <= 54 and south >= 73 and north <= 136:
            raise _refusal("图形的经纬度可能写反", "请先写经度，后写纬度")
        if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
            raise _refusal("图形没有坐标或超出经纬度范围", "请使用 CGCS2000 经纬度（度）")
        return self

    @property
    def geometry(self) -> BaseGeometry:
        """Return the geometry (EPSG:4490).

        Raises:
            PydanticCustomError: if the coordinates make none.
        """
        try:
            found = geometry_of({"type": self.type, "coordinates": self.coordinates})
        except GeometryRefused as refused:
            raise _refusal(str(refused), "请按 GeoJSON（RFC 7946）填写") from refused
        if found is None or found.is_empty or not found.is_valid:
            raise _refusal("图形是空的，或自相交", "请重新绘制")
        return found


def _refusal(message: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("shape", "{said}", {"said": message, "remedy": remedy})


class DetailsIn(In):
    """What else the rules of names ask of a place."""

    stated_specific: str = Field("", max_length=PLAIN, description="专名，不填按名称推定")
    stated_generic: str = Field("", max_length=PLAIN, description="通名，不填按名称推定")
    starts_at: str = Field("", max_length=PLAIN, description="道路起点", examples=["江南大道"])
    ends_at: str = Field("", max_length=PLAIN, description="道路止点", examples=["滨江路"])
    course: str = Field("", max_length=PLAIN, description="道路走向", examples=["东西"])
    derived_from: str = Field("", max_length=PLAIN, description="派生自哪一现有地名")
    ground: RenamingGround | None = Field(None, description=GROUNDS)
    consent: str = Field("", max_length=PLAIN, description="市级主管部门同意使用限制词语的文号")
    place_code: str = Field("", max_length=40, description="国家地名信息库二十位代码")
    area_m2: Positive | None = Field(None, description="使用面积（平方米）")
    floor_area_m2: Positive | None = Field(None, description="建筑面积（平方米）")
    green_share: Annotated[float, Field(ge=0, le=1)] | None = Field(None, description="绿地率")
    storeys: Annotated[int, Field(ge=1, le=300)] | None = Field(None, description="层数")
    span_m: Positive | None = Field(None, description="桥梁总跨径（米）")
    commercial: bool | None = Field(None, description="街道是否位于商业区")


class ItemIn(In):
    """One name that a case is about."""

    name: str = Field(
        "",
        max_length=60,
        description="拟用地名；废名、更正、列入名录的可不填",
        examples=["霁岚坡路"],
    )
    place_type: str = Field("", max_length=60, description="地名类别", examples=["道路"])
    division: str = Field(
        "",
        pattern="^([0-9]{6}|[0-9]{9}|[0-9]{12})?$",
        description="所在政区代码，不填按办理的区县",
        examples=["500101"],
    )
    romanization: str = Field("", max_length=PLAIN, description="申报的罗马字母拼写")
    geometry: ShapeIn | None = Field(None, description="位置，GeoJSON（CGCS2000）")
    name_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None, description="更名、废名、更正、列入名录的，填地名库中该地名的编号"
    )
    reason: str = Field("", max_length=LONG, description="理由", examples=["道路经过霁岚坡"])
    meaning: str = Field("", max_length=LONG, description="含义")
    origin: str = Field("", max_length=LONG, description="来历")
    location: str = Field("", max_length=PLAIN, description="位置描述", examples=["分水镇东部"])
    size: str = Field("", max_length=PLAIN, description="规模", examples=["占地 3 公顷"])
    length_m: Positive | None = Field(None, description="道路长度（米）", examples=[850])
    width_m: Positive | None = Field(None, description="道路宽度（米）", examples=[6])
    significant_orientation: bool | None = Field(None, description="是否具有重要地理方位意义")
    details: DetailsIn = Field(default_factory=DetailsIn, description="其他情况")
    change: dict[str, Annotated[str, Field(max_length=LONG)] | float | bool] | None = Field(
        None,
        max_length=20,
        description="更正的内容：name、romanization 或地名档案字段，改为什么",
        examples=[{"romanization": "Jìlánpō Lù"}],
    )

    def draft(self) -> ItemDraft:
        """Return it as the services take it."""
        told = self.details.model_dump(exclude_defaults=True)
        return ItemDraft(
            name=self.name,
            place_type=self.place_type,
            division_code=self.division,
            romanization=self.romanization,
            geometry=self.geometry.geometry if self.geometry else None,
            name_id=self.name_id,
            reason=self.reason,
            meaning=self.meaning,
            origin=self.origin,
            location=self.location,
            size=self.size,
            length_m=self.length_m,
            width_m=self.width_m,
            significant_orientation=self.significant_orientation,
            details=told,
            change=self.change,
        )


class CaseIn(In):
    """A case as it is applied for."""

    kind: Kinds = Field(description=KIND_WORDS)
    applicant: str = Field(
        min_length=1, max_length=200, description="申请单位", examples=["分水镇人民政府"]
    )
    applicant_type: str = Field(
        "",
        max_length=60,
        description="申请人类别：乡镇人民政府、街道办事处、村民委员会、居民委员会、建设单位等",
        examples=["乡镇人民政府"],
    )
    contact: str = Field("", max_length=PLAIN, description="联系人和电话，不公开")
    county: str = Field(
        pattern="^[0-9]{6}$", description="由哪个区县办理（六位代码）", examples=["500101"]
    )
    title: str = Field("", max_length=200, description="标题，不填自动拟定")
    major_matter: bool = Field(False, description="是否须作重大事项报告")
    famous: bool = Field(False, description="是否著名、跨省或边境的自然地理实体，或边境村寨")
    with_project: bool = Field(False, description="是否与项目等其他事项一并批准")
    joint_meeting: bool = Field(False, description="是否须经联席会议议定")
    rural: bool = Field(False, description="是否属于乡村著名行动")
    items: list[ItemIn] = Field(max_length=2000, description="地名，一个或多个")

    def draft(self) -> CaseDraft:
        """Return it as the services take it."""
        told = self.model_dump(exclude={"items", "kind", "county"})
        return CaseDraft(
            kind=CaseKind(self.kind),
            county_code=self.county,
            items=[item.draft() for item in self.items],
            **told,
        )


class NoteIn(In):
    """A step with a remark."""

    note: str = Field("", max_length=LONG, description="说明；退回、不予批准时写明理由")


class StrikeIn(In):
    """A name to be struck out."""

    row: int = Field(ge=1, le=10_000, description="第几个地名")
    note: str = Field(min_length=1, max_length=LONG, description="理由")


class ReleaseCaseIn(In):
    """A statement that sets a warning aside (具名说明); it is signed by whoever sends it."""

    rule: str = Field(max_length=40, description="规则编号", examples=["GN-9-4b"])
    reason: str = Field(max_length=LONG, description="理由", examples=["与该人没有特定联系"])
    row: int | None = Field(None, ge=1, le=10_000, description="第几个地名，不填为全部")


class PaperIn(In):
    """A paper of a case."""

    paper: Papers = Field(description=PAPER_WORDS)
    title: str = Field("", max_length=PLAIN, description="标题")
    number: str = Field("", max_length=100, description="文号", examples=["万州府函[2026]12号"])
    issuer: str = Field("", max_length=200, description="成文单位")
    issued_on: Day | None = Field(None, description="成文日期", examples=["2026-11-02"])
    fields: dict[str, Annotated[str, Field(max_length=LONG)]] = Field(
        default_factory=dict, max_length=40, description="按要点填写的正文，要点见办理程序"
    )

    def draft(self) -> PaperDraft:
        """Return it as the services take it."""
        return PaperDraft(paper=Paper(self.paper), **self.model_dump(exclude={"paper"}))


class OpinionAskIn(In):
    """An opinion that is asked for."""

    kind: Literal["department", "expert"] = Field(description="department 部门，expert 专家")
    asked_of: str = Field("", max_length=200, description="部门或专家", examples=["区交通局"])
    organisation_id: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="本系统中的机构编号；填写后由该机构的人员在线答复"
    )
    asked_as: Literal["name_authority", "local_government"] | None = Field(
        None,
        description=f"以何身份征求（{ASKED_WORDS}）；本系统中的机构按其性质确定，可不填",
    )
    question: str = Field("", max_length=LONG, description="征求什么意见")
    due_on: Day | None = Field(None, description="答复期限", examples=["2026-12-01"])

    def question_(self) -> Question:
        """Return it as the services take it."""
        capacity = Asked(self.asked_as) if self.asked_as else None
        return Question(self.asked_of, self.organisation_id, self.question, self.due_on, capacity)


class OpinionAnswerIn(In):
    """An opinion that is given."""

    answer: Answers = Field(description=ANSWER_WORDS)
    opinion: str = Field("", max_length=LONG, description="意见；不是“同意”的须写明理由")
    by_name: str = Field("", max_length=100, description="由经办人代录时，填写答复人")


class ConsultationIn(In):
    """A consultation of the public."""

    title: str = Field(min_length=1, max_length=200, examples=["关于拟命名霁岚坡路的公示"])
    body: str = Field("", max_length=LONG, description="说明")
    opens_on: Day | None = Field(None, description="开始日期，不填为今天")
    closes_on: Day | None = Field(None, description="截止日期，不填按规定的最短期限")


class SummaryIn(In):
    """What came of a consultation."""

    summary: str = Field("", max_length=LONG, description="征求意见情况")


class ReplyIn(In):
    """An answer to a comment of the public."""

    reply: str = Field(min_length=1, max_length=LONG, description="答复")
    adopted: bool = Field(description="是否采纳")


class ApprovalIn(In):
    """An approval."""

    approver_type: Approvers = Field(description=APPROVER_WORDS)
    approver: str = Field("", max_length=200, description="批准机关", examples=["万州区人民政府"])
    number: str = Field("", max_length=100, description="批准文号", examples=["万州府[2026]8号"])
    decided_on: Day | None = Field(None, description="批准日期，不填为今天")
    note: str = Field("", max_length=LONG, description="批准意见")

    def approval(self, today: date) -> Approval:
        """Return it as the services take it."""
        return Approval(
            Approver(self.approver_type),
            self.approver,
            self.number,
            self.decided_on or today,
            self.note,
        )


class FileIn(In):
    """A filing that is done."""

    number: str = Field("", max_length=100, description="备案号")
    note: str = Field("", max_length=LONG, description="说明")


class AnnouncementIn(In):
    """An announcement to be published."""

    id: UUID = Field(description="公告编号（UUID），由客户端生成")
    number: str = Field(max_length=100, description="公告文号", examples=["2026年第3号"])
    title: str = Field("", max_length=200, description="标题，不填自动拟定")
    organ: str = Field("", max_length=200, description="发布机关，不填为经办人所在机构")
    channels: list[
        Literal[
            "government_site",
            "new_media",
            "service_platform",
            "press",
            "radio_tv",
            "national_database",
        ]
    ] = Field(
        max_length=10,
        description="公告渠道，应含 national_database 和至少一种其他渠道，否则填 channels_reason",
        examples=[["government_site", "national_database"]],
    )
    channels_reason: str = Field(
        "", max_length=1000, description="渠道不全时，写明暂不在该渠道发布的理由"
    )

    def draft(self) -> AnnouncementDraft:
        """Return it as the services take it."""
        return AnnouncementDraft(**self.model_dump())


class CommentIn(In):
    """What somebody says in a consultation."""

    id: UUID = Field(description="意见编号（UUID），由客户端生成；同一编号只收一次")
    author: str = Field("", max_length=100, description="姓名，可不填")
    contact: str = Field("", max_length=200, description="联系方式，不公开，可不填")
    answer: Answers = Field(description=ANSWER_WORDS)
    comment: str = Field(min_length=1, max_length=4000, description="意见")
