"""The rural naming programme (乡村著名行动), as it comes in and goes out."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.strict import In, Out
from api.services.programme import CountyFigures, Issue, Measure
from api.services.programme_issues import Audited, Standing, Told
from api.store.queries.map_sendings import KeptSending
from api.store.queries.programme import KeptIssue
from api.store.queries.programme_figures import Counted

Issues = Literal["unnamed", "several_names", "same_name", "irregular"]
Standings = Literal["reported", "open", "fixed", "unfounded"]
STANDING_WORDS = "，".join(f"{one.value} {one.zh}" for one in Standing)
Code = Field(pattern="^[0-9]{6}$", description="区县代码", examples=["500101"])
ISSUE_WORDS = "，".join(f"{one.value} {one.zh}" for one in Issue)


class CountyFiguresOut(Out):
    """The figures of a county in a year."""

    code: str
    name: str
    months: dict[str, list[int]] = Field(
        description="逐月数：" + "，".join(f"{m.value} {m.zh}" for m in Measure)
    )
    totals: dict[str, int] = Field(description="全年数")
    open_issues: dict[str, int] = Field(description="尚未整改的问题")

    @classmethod
    def of(cls, one: CountyFigures) -> CountyFiguresOut:
        """Return it as it goes out."""
        return cls(
            code=one.code,
            name=one.name,
            months={m.value: list(row) for m, row in one.months.items()},
            totals={m.value: one.total(m) for m in Measure},
            open_issues={issue.value: count for issue, count in one.open_issues.items()},
        )


class ProgrammeOut(Out):
    """The figures of a year."""

    year: int
    counties: list[CountyFiguresOut]


class CountedOut(Out):
    """One thing that a figure counts, and why."""

    county: str
    day: date
    measure: str
    name_id: int | None
    name: str
    place: str
    why: str = Field(description="为什么计入")
    href: str | None = Field(description="详情页")

    @classmethod
    def of(cls, one: Counted) -> CountedOut:
        """Return it as it goes out."""
        kind, _, id = one.thing.partition(":")
        pages = {"name": "/names/", "sign": "/signs/", "listing": "/heritage/"}
        return cls(
            county=one.county,
            day=one.day,
            measure=one.measure,
            name_id=one.name_id,
            name=one.name,
            place=one.place,
            why=one.why,
            href=f"{pages[kind]}{id}" if kind in pages else None,
        )


class CountedListOut(Out):
    """The things that a figure counts: as many as the figure says."""

    total: int
    things: list[CountedOut]


class AuditIn(In):
    """Which county is to be looked through."""

    county: str = Code


class AuditOut(Out):
    """What an audit of a county came to."""

    names: int = Field(description="核查的地名数")
    found: int = Field(description="新发现的问题")
    gone: int = Field(description="已不存在的问题")
    open: int = Field(description="本次核查仍有的问题")

    @classmethod
    def of(cls, one: Audited) -> AuditOut:
        """Return it as it goes out."""
        return cls(names=one.names, found=one.found, gone=one.gone, open=one.open)


class IssueIn(In):
    """An issue that somebody found."""

    type: Issues = Field(description=ISSUE_WORDS)
    county: str = Code
    name: str = Field("", max_length=60, description="地名，有地无名的可不填")
    place: str = Field(
        min_length=1, max_length=200, description="地点", examples=["分水镇石碾村三组"]
    )
    message: str = Field(
        min_length=1, max_length=2000, description="问题", examples=["通村道路没有名称"]
    )
    author: str = Field("", max_length=60, description="反映人，可不填")
    contact: str = Field("", max_length=100, description="联系方式，只供核实人员查看，可不填")

    def told(self) -> Told:
        """Return it as the service takes it."""
        return Told(**self.model_dump(exclude={"type"}), type=Issue(self.type))


class ReportOut(Out):
    """What was taken in from the public."""

    id: UUID
    message: str


class IssueOut(Out):
    """An issue."""

    id: UUID
    type: Issues
    type_title: str
    county: str
    name_id: int | None
    name: str
    place: str
    message: str
    rule: str
    found_on: date
    found_by: str
    by_audit: bool
    standing: Standings = Field(description=STANDING_WORDS)
    standing_title: str
    contact: str = Field(description="反映人的联系方式，只对管辖的机构显示")
    confirmed_on: date | None
    confirmed_by: str
    resolved_on: date | None
    resolution: str
    resolved_by: str

    @classmethod
    def of(cls, one: KeptIssue) -> IssueOut:
        """Return it as it goes out."""
        return cls(
            id=one.id,
            type=Issue(one.type).value,
            type_title=Issue(one.type).zh,
            county=one.county,
            name_id=one.place_name_id,
            name=one.name,
            place=one.place,
            message=one.message,
            rule=one.rule,
            found_on=one.found_on,
            found_by=one.found_by,
            by_audit=one.by_audit,
            standing=Standing(one.standing).value,
            standing_title=Standing(one.standing).zh,
            contact=one.contact,
            confirmed_on=one.confirmed_on,
            confirmed_by=one.confirmed_by,
            resolved_on=one.resolved_on,
            resolution=one.resolution,
            resolved_by=one.resolved_by,
        )


class IssuesOut(Out):
    """Issues."""

    total: int
    issues: list[IssueOut]


class ResolutionIn(In):
    """How an issue was resolved."""

    resolution: str = Field(max_length=2000, description="整改情况", examples=["已命名为石碾路"])
    unfounded: bool = Field(False, description="经核实不属实或无需整改，resolution 写明理由")


class SendingIn(In):
    """Names to be sent to a map vendor."""

    county: str = Code
    vendor: str = Field(min_length=1, max_length=100, description="发给谁", examples=["某地图"])
    again: bool = Field(False, description="已发过、没有变化的也再发一次")
    note: str = Field("", max_length=2000, description="说明")


class SendingOut(Out):
    """A sending."""

    id: UUID
    county: str
    vendor: str
    sent_on: date
    person: str
    note: str
    names: int = Field(description="地名数")
    added: int = Field(description="其中新增")
    changed: int = Field(description="其中变更")
    removed: int = Field(description="其中停用，请撤下")
    receipt: str
    received_on: date | None

    @classmethod
    def of(cls, one: KeptSending) -> SendingOut:
        """Return it as it goes out."""
        told = {name: getattr(one, name) for name in cls.model_fields}
        return cls(**told)


class SendingsOut(Out):
    """Sendings."""

    sendings: list[SendingOut]


class ReceiptIn(In):
    """What a vendor answered."""

    receipt: str = Field(min_length=1, max_length=500, description="回执", examples=["已收 12 条"])
