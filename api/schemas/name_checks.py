"""What a name check (地名审核) is asked and what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.drawn_lines import LineIn
from api.schemas.findings import VERDICT_TITLES, FindingOut, Verdicts
from api.schemas.offered_names import AlternativeOut
from api.schemas.strict import In, Out
from api.services.checking_names import NameCheck, NameWish
from api.services.office_rules import parameters_again
from api.services.reading_aloud import read_aloud, sentences
from api.services.reading_days import written_day
from api.services.suggesting_names import Offer
from api.services.telling_evidence import evidence_in_words
from api.store.queries.standpoints import Whereabouts
from naming.proposal import Details
from naming.provinces import region_of
from naming.renaming_ground import GROUNDS, RenamingGround
from naming.statements import Statement, statements_for
from rulebook.parameters import ParameterError
from rulebook.report import unheard
from rulebook.rule import Finding, Release, Weight

Longitude = Annotated[float, Field(ge=-180, le=180, description="经度（度，CGCS2000）")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="纬度（度，CGCS2000）")]
Day = Annotated[date, BeforeValidator(written_day)]
Positive = Annotated[float, Field(gt=0)]


CODE = re.compile(r"([0-9]{6}|[0-9]{9}|[0-9]{12})?")


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise PydanticCustomError(
            "code", "政区代码应为6、9或12位数字", {"remedy": "请填写完整的代码，例如 500101"}
        )
    return text


Code = Annotated[
    str, AfterValidator(_code), Field(json_schema_extra={"pattern": f"^{CODE.pattern}$"})
]


def _kept(version: str) -> str:
    """Return the version of parameters if it can be used again."""
    try:
        if version:
            parameters_again(version)
    except ParameterError as error:
        told = {"said": error.message, "remedy": error.remedy}
        raise PydanticCustomError("version", "{said}", told) from error
    return version


KeptVersion = Annotated[str, AfterValidator(_kept)]


class PointIn(In):
    """A location in degrees, EPSG:4490 (or CRS84)."""

    lon: Longitude
    lat: Latitude

    @model_validator(mode="before")
    @classmethod
    def _in_order(cls, point: Any) -> Any:
        """Refuse a point in China whose latitude was written first."""
        told = (point.get("lon"), point.get("lat")) if isinstance(point, dict) else ()
        numbers = [each for each in told if isinstance(each, int | float)]
        if len(numbers) == 2 and 3 <= numbers[0] <= 54 and 73 <= numbers[1] <= 136:
            raise PydanticCustomError(
                "swapped",
                "经度 {lon}、纬度 {lat}：经纬度可能写反",
                {"lon": numbers[0], "lat": numbers[1], "remedy": "请先写经度，后写纬度"},
            )
        return point


class ReleaseIn(In):
    """A named statement (具名说明) that sets a warning aside, e.g. no link with the person."""

    rule: str = Field(max_length=40, description="所解除的规则编号", examples=["GN-9-4b"])
    by: str = Field(min_length=1, max_length=100, description="说明人", examples=["张三"])
    reason: str = Field(
        min_length=1, max_length=1000, description="理由", examples=["与该人没有特定联系"]
    )
    on: Day = Field(description="说明日期", examples=["2026-11-20"])

    def release(self) -> Release:
        """Return the statement as the rulebook knows it."""
        return Release(rule=self.rule, by=self.by, reason=self.reason, on=self.on)


class NameWishIn(In):
    """One proposed name (拟用地名) with what is known of its place."""

    name: str = Field(description="拟用地名，照原样填写", examples=["石坡村"])
    place_type: str = Field("", description="地名类别：办公用语或五位代码", examples=["村"])
    division: Code = Field("", description="所在政区代码", examples=["500101"])
    county: str = Field("", max_length=60, description="所在区县名称", examples=["万州区"])
    province: str = Field("", max_length=60, description="所在省（自治区、直辖市）")
    location: PointIn | None = Field(None, description="位置坐标")
    line: LineIn | None = Field(
        None,
        description="道路中心线（GeoJSON LineString 或 MultiLineString），用来核对填报的长度；"
        "没有 location 时，以其中点为位置",
    )
    romanization: str = Field("", max_length=400, description="申报的罗马字母拼写")
    specific: str = Field("", max_length=400, description="申报的专名")
    generic: str = Field("", max_length=400, description="申报的通名")
    length_m: Positive | None = Field(None, description="道路长度（米）")
    width_m: Positive | None = Field(None, description="道路宽度（米）")
    area_m2: Positive | None = Field(None, description="使用面积（平方米）")
    floor_area_m2: Positive | None = Field(None, description="建筑面积（平方米）")
    green_share: Annotated[float, Field(ge=0, le=1)] | None = Field(None, description="绿地率")
    storeys: Annotated[int, Field(ge=1, le=300)] | None = Field(None, description="层数")
    reason: str = Field("", max_length=4000, description="命名理由")
    derived_from: str = Field("", max_length=400, description="派生自哪一现有地名")
    former_name: str = Field("", max_length=400, description="更名前的地名")
    ground: RenamingGround | None = Field(None, description=GROUNDS)
    measures_on: Day | None = Field(
        None, description="更改列入保护名录的地名时，保护措施的制定日期", examples=["2026-10-01"]
    )
    decided_on: Day | None = Field(None, description="作出决定的日期", examples=["2026-11-01"])
    significant_orientation: bool | None = Field(
        None, description="住宅区、楼宇、设施等是否具有重要地理方位意义"
    )
    applicant: str = Field("", max_length=400, description="申请人类别", examples=["建设单位"])
    course: str = Field("", max_length=400, description="道路走向")
    starts_at: str = Field("", max_length=400, description="起点")
    ends_at: str = Field("", max_length=400, description="止点")
    span_m: Positive | None = Field(None, description="桥梁总跨径（米）")
    commercial: bool | None = Field(None, description="街道是否位于商业区")
    consent: str = Field("", max_length=400, description="市级主管部门同意使用限制词语的文号")
    place_code: str = Field("", max_length=40, description="国家地名信息库二十位代码")
    releases: list[ReleaseIn] = Field(
        default_factory=list, max_length=50, description="具名说明：逐条解除警告"
    )

    def wish(self, parameters_version: str = "") -> NameWish:
        """Return the wish that the service understands."""
        lon, lat = self._point()
        return NameWish(
            name=self.name,
            place_type=self.place_type,
            where=Whereabouts(
                code=self.division,
                county=self.county,
                province=self.province,
                lon=lon,
                lat=lat,
            ),
            details=self._details(),
            releases=tuple(r.release() for r in self.releases),
            parameters_version=parameters_version,
        )

    def _details(self) -> Details:
        told = self.model_dump(include=set(Details.__annotations__))
        parts = {
            "ground": self.ground or "",
            "stated_specific": self.specific,
            "stated_generic": self.generic,
            "measured_length_m": self.line.length_m if self.line else None,
            "division_code": self.division[:9] if len(self.division) >= 9 else "",
            "region": region_of(self.division, self.province),
        }
        return cast("Details", {**told, **parts})

    def _point(self) -> tuple[float | None, float | None]:
        if self.location is not None:
            return self.location.lon, self.location.lat
        return self.line.middle if self.line else (None, None)


class _Terms(In):
    mode: Literal["new", "audit"] = Field("new", description="new 新命名，audit 核查现有地名")
    on: Day | None = Field(
        None, description="按哪一天的法规和地名库审核，缺省为今天", examples=["2026-11-22"]
    )
    parameters_version: KeptVersion = Field(
        "",
        max_length=400,
        description="重现旧报告用：照抄旧报告的 parameters，即按当时的参数和词表审核",
    )


class SingleCheckIn(NameWishIn, _Terms):
    """A check of one name."""

    suggest: bool = Field(True, description="未通过时，是否拟出经审核可用的名称（alternatives）")


class BatchCheckIn(_Terms):
    """A check of many names in one request."""

    proposals: list[NameWishIn] = Field(min_length=1, description="拟用地名，按顺序作答")


class ReadingOut(Out):
    """A character with several readings (多音字) and what else it may be."""

    character: str
    alternatives: list[str]


class RomanizationOut(Out):
    """The spelling by the rules of 1984 (罗马字母拼写)."""

    toned: str = Field(description="带声调", examples=["Shípōcūn"])
    plain: str = Field(description="不带声调，用于标志", examples=["Shipocun"])
    uncertain: list[ReadingOut] = Field(description="读音需人工核定的字")


class DivisionFoundOut(Out):
    """A division that the place is stated or found to be in."""

    id: int
    level: int = Field(description="1 省级，3 县级，4 乡级，5 村级")
    name: str
    geometry_status: str | None = Field(
        description="据以判断的界线：法定、公开来源、示意；按名称或代码认定时为空"
    )


class EvidenceOut(Out):
    """One thing that shows what a finding says, in words."""

    label: str = Field(examples=["距离"])
    text: str = Field(examples=["在本处东北面，相距3.2公里"])


class StatementOut(Out):
    """A statement (具名说明) that may set a warning aside, once somebody signs it."""

    text: str = Field(examples=["该词语与所涉人物没有特定联系"])
    source: str = Field(examples=["《地名管理条例实施办法》第三条"])
    standing: Literal["confirmed", "assumed"]

    @classmethod
    def of(cls, statement: Statement) -> StatementOut:
        """Return the statement as it goes out."""
        return cls(text=statement.text, source=statement.source, standing=statement.standing.value)


class NameFindingOut(FindingOut):
    """A finding about a name, with its evidence in words and the way out that the law gives."""

    evidence_in_words: list[EvidenceOut] = Field(description="证据，逐项一句，供宣读和打印")
    statements: list[StatementOut] = Field(
        description="可据以解除该警告的具名说明；不予通过的意见不能解除，因而为空"
    )

    @classmethod
    def of(cls, finding: Finding) -> NameFindingOut:
        """Return the finding as it goes out."""
        words = [EvidenceOut(label=la, text=te) for la, te in evidence_in_words(finding)]
        return cls(
            **FindingOut.of(finding).model_dump(),
            evidence_in_words=words,
            statements=[StatementOut.of(one) for one in statements_for(finding)],
        )


class UnheardOut(Out):
    """A statement that set nothing aside, and why."""

    rule: str
    by: str
    message: str = Field(examples=["GN-9-8a 的意见为不予通过，不能以说明解除"])

    @classmethod
    def of(cls, release: Release, findings: Sequence[Finding]) -> UnheardOut:
        """Return why `release` was not heard."""
        weights = {f.weight for f in findings if f.rule == release.rule}
        if Weight.BLOCK in weights:
            said = f"{release.rule} 的意见为不予通过，不能以说明解除"
        else:
            said = f"没有 {release.rule} 的意见，说明未起作用"
        return cls(rule=release.rule, by=release.by, message=said)


class NameCheckOut(Out):
    """The report on one name: verdict first, then each finding."""

    name: str
    verdict: Verdicts
    verdict_title: str = Field(examples=["通过"])
    summary: str = Field(
        description="可当面宣读的一两句话：结论、主要理由及其依据、怎么办",
        examples=["“石坡村”通过审核，未发现问题。"],
    )
    spoken: list[str] = Field(
        description="全部审核意见，可逐句宣读：先结论，后每条意见及其依据、证据和办法",
        examples=[["“石坡村”通过审核，未发现问题。"]],
    )
    findings: list[NameFindingOut]
    unheard: list[UnheardOut] = Field(description="未起作用的具名说明及其原因")
    alternatives: list[AlternativeOut] = Field(
        description="可改用的名称，逐个经同样的审核，无警告、不予通过；批量审核时为空"
    )
    place_kind: str | None = Field(description="审核所依据的类别")
    specific: str = Field(description="专名")
    generic: str = Field(description="通名")
    romanization: RomanizationOut
    divisions: list[DivisionFoundOut] = Field(description="由位置查得的各级政区，由大到小")
    mode: Literal["new", "audit"]
    on: date
    catalogue: str = Field(description="规则目录版本")
    parameters: str = Field(description="参数版本")

    @classmethod
    def of(
        cls, check: NameCheck, releases: Sequence[Release] = (), offers: Sequence[Offer] = ()
    ) -> NameCheckOut:
        """Return the report as it goes out, with its statements and offers."""
        report = check.report
        roman = report.romanization
        located = check.standpoint.located if check.standpoint else ()
        return cls(
            name=report.name,
            verdict=report.verdict.value,
            verdict_title=VERDICT_TITLES[report.verdict.value],
            summary=read_aloud(report),
            spoken=list(sentences(report)),
            findings=[NameFindingOut.of(f) for f in report.findings],
            unheard=[UnheardOut.of(r, report.findings) for r in unheard(releases, report.findings)],
            alternatives=[AlternativeOut.of(offer) for offer in offers],
            place_kind=report.kind.value if report.kind else None,
            specific=report.specific,
            generic=report.generic,
            romanization=RomanizationOut(
                toned=roman.toned,
                plain=roman.plain,
                uncertain=[
                    ReadingOut(character=char, alternatives=list(others))
                    for char, others in roman.uncertain
                ],
            ),
            divisions=[
                DivisionFoundOut(
                    id=found.division_id,
                    level=found.level,
                    name=found.name,
                    geometry_status=found.status,
                )
                for found in sorted(located, key=lambda f: f.level)
            ],
            mode=report.mode.value,
            on=report.on,
            catalogue=report.catalogue,
            parameters=report.parameters,
        )


class BatchCheckOut(Out):
    """The reports on many names, in the order they were asked, with the count of verdicts."""

    counts: dict[Verdicts, int]
    checks: list[NameCheckOut]

    @classmethod
    def of(
        cls, checks: Sequence[NameCheck], releases: Sequence[Sequence[Release]]
    ) -> BatchCheckOut:
        """Return the reports as they go out; `releases` are those of each name."""
        shown = [NameCheckOut.of(c, r) for c, r in zip(checks, releases, strict=True)]
        counts: dict[Verdicts, int] = {"pass": 0, "note": 0, "warn": 0, "block": 0}
        for each in shown:
            counts[each.verdict] += 1
        return cls(counts=counts, checks=shown)
