"""What goes out about cases (办件)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.case_parts import (
    CaseStepOut,
    ConsultationOut,
    FilingOut,
    ItemOut,
    OpinionOut,
    PaperOut,
    ReleaseStatedOut,
)
from api.schemas.cases import Approvers, Kinds, Papers
from api.schemas.findings import SourceOut
from api.schemas.strict import Out
from api.services.cases.holding import tag_of
from api.services.cases.reading import CaseInFull, most_urgent
from api.store.queries.cases.keeping import KeptCase
from naming.procedure.asking import NotHeard
from naming.procedure.deadlines import Deadline
from naming.procedure.words import CaseKind, Stage


class VerbOut(Out):
    """Something that may be done."""

    verb: str = Field(examples=["accept"])
    title: str = Field(examples=["受理"])


class DeadlineOut(Out):
    """A duty with its day."""

    duty: str = Field(examples=["file"])
    title: str = Field(examples=["报送备案"])
    since: date = Field(description="自哪一天起算（次日为第1日）")
    due: date = Field(description="最后一天")
    days_late: int = Field(description="逾期天数，未逾期为 0")
    urgency: str = Field(description="in_time、soon、overdue、ordered、discipline")
    urgency_title: str = Field(examples=["临近期限"])
    source: SourceOut

    @classmethod
    def of(cls, deadline: Deadline) -> DeadlineOut:
        """Return a deadline as it goes out."""
        return cls(
            duty=deadline.duty.value,
            title=deadline.duty.zh,
            since=deadline.since,
            due=deadline.due,
            days_late=deadline.days_late,
            urgency=deadline.urgency.value,
            urgency_title=deadline.urgency.zh,
            source=SourceOut.of(deadline.clause),
        )


class CaseHeadOut(Out):
    """A case as lists show it."""

    id: UUID
    number: str = Field(examples=["DM500101-2026-00001"])
    kind: Kinds
    kind_title: str = Field(examples=["命名"])
    stage: str = Field(examples=["submitted"])
    stage_title: str = Field(examples=["待受理"])
    version: int
    etag: str = Field(description="办理或修改时放进 If-Match")
    title: str
    applicant: str
    applicant_type: str
    organisation: str = Field(description="提交申请的机构")
    county: str
    county_code: str
    items_total: int
    submitted_on: date | None
    accepted_on: date | None
    approved_on: date | None
    filed_on: date | None
    published_on: date | None
    changed_at: datetime

    @classmethod
    def values_of(cls, case: KeptCase) -> dict[str, Any]:
        """Return the fields of a kept case."""
        names = ("id", "number", "kind", "stage", "version", "title", "applicant")
        more = ("applicant_type", "organisation", "county", "county_code", "changed_at")
        days = ("submitted_on", "accepted_on", "approved_on", "filed_on", "published_on")
        return {
            **{name: getattr(case, name) for name in (*names, *more, *days)},
            "kind_title": CaseKind(case.kind).zh,
            "stage_title": Stage(case.stage).zh,
            "etag": f'"{tag_of(case)}"',
            "items_total": case.items,
        }

    @classmethod
    def of(cls, case: KeptCase) -> CaseHeadOut:
        """Return a kept case as it goes out."""
        return cls.model_validate(cls.values_of(case))


class DraftedOut(CaseHeadOut):
    """A case that was begun; number and code are what its applicant asks with."""

    code: str = Field(description="查询码，只告知这一次；已有的办件为空", examples=["K7QX2M9P"])

    @classmethod
    def begun(cls, case: KeptCase, code: str) -> DraftedOut:
        """Return a case that was begun as it goes out."""
        return cls.model_validate({**CaseHeadOut.values_of(case), "code": code})


class AuthorityOut(Out):
    """Who may approve names of a kind of place."""

    place_kind: str
    place_title: str
    approvers: list[Approvers]
    approver_titles: list[str]
    asks: str = Field(description="批准前征求谁的意见，没有为空")
    source: SourceOut


class DemandOut(Out):
    """A paper that a step needs."""

    paper: Papers
    paper_title: str
    before: str
    before_title: str
    binding: bool = Field(description="缺少时是否不能办理")
    source: SourceOut


class GapOut(Out):
    """Something that the next steps lack."""

    before: str
    before_title: str
    paper: Papers
    message: str
    binding: bool
    source: SourceOut


class UnheardOut(Out):
    """An opinion that an approval would lack."""

    asked_as: str
    asked_title: str
    message: str
    remedy: str
    binding: bool = Field(description="没有答复是否不能批准；否则只是提醒")
    source: SourceOut

    @classmethod
    def of(cls, one: NotHeard) -> UnheardOut:
        """Return a lacking opinion as it goes out."""
        return cls(
            asked_as=one.asking.of.value,
            asked_title=one.asking.of.zh,
            message=one.message,
            remedy=one.remedy,
            binding=one.asking.binding,
            source=SourceOut.of(one.asking.clause),
        )


class CaseOut(CaseHeadOut):
    """A case in full."""

    contact: str
    major_matter: bool
    famous: bool
    with_project: bool
    joint_meeting: bool
    rural: bool
    approver_type: Approvers | None
    approver: str
    approval_number: str
    verbs: list[VerbOut] = Field(description="您现在可以办理的动作")
    parts: list[str] = Field(description="您在本件中的身份")
    items: list[ItemOut] = Field(description="地名，最多列 200 个，其余见 /items")
    steps: list[CaseStepOut]
    papers: list[PaperOut]
    opinions: list[OpinionOut]
    consultations: list[ConsultationOut]
    releases: list[ReleaseStatedOut]
    filings: list[FilingOut]
    announcement_id: UUID | None
    deadlines: list[DeadlineOut]
    urgency: str | None = Field(description="最紧的期限有多紧")
    authorities: list[AuthorityOut]
    filing_receiver: str = Field(description="备案机关，批准后才知道")
    demands: list[DemandOut]
    gaps: list[GapOut]
    unheard: list[UnheardOut] = Field(description="批准前须征求而没有答复的意见")

    @classmethod
    def in_full(cls, found: CaseInFull) -> CaseOut:
        """Return a case in full as it goes out."""
        case = found.held.case
        flags = ("major_matter", "famous", "with_project", "joint_meeting", "rural", "contact")
        more = ("approver_type", "approver", "approval_number")
        urgency = most_urgent(found.deadlines)
        return cls.model_validate(
            {
                **cls.values_of(case),
                **{name: getattr(case, name) for name in (*flags, *more)},
                "verbs": [{"verb": v.value, "title": v.zh} for v in found.held.verbs],
                "parts": sorted(part.zh for part in found.held.parts),
                "items": [ItemOut.of(item) for item in found.items],
                "steps": [CaseStepOut.of(step) for step in found.steps],
                "papers": [PaperOut.of(one) for one in found.documents],
                "opinions": [OpinionOut.of(one) for one in found.opinions],
                "consultations": [ConsultationOut.of(one) for one in found.consultations],
                "releases": [ReleaseStatedOut.of(one) for one in found.releases],
                "filings": [FilingOut.of(one) for one in found.filings],
                "announcement_id": found.announcement.id if found.announcement else None,
                "deadlines": [DeadlineOut.of(one) for one in found.deadlines],
                "urgency": urgency.value if urgency else None,
                "unheard": [UnheardOut.of(one) for one in found.unheard],
                "filing_receiver": found.filing.receiver if found.filing else "",
                **_law(found),
            }
        )


def _law(found: CaseInFull) -> dict[str, Any]:
    return {
        "authorities": [
            AuthorityOut(
                place_kind=sort.place.value,
                place_title=sort.zh,
                approvers=[one.value for one in authority.approvers],
                approver_titles=[one.zh for one in authority.approvers],
                asks=authority.asks,
                source=SourceOut.of(authority.clause),
            )
            for sort, authority in found.authorities
        ],
        "demands": [
            DemandOut(
                paper=one.paper.value,
                paper_title=one.paper.zh,
                before=one.before.value,
                before_title=one.before.zh,
                binding=one.binding,
                source=SourceOut.of(one.clause),
            )
            for one in found.demands
        ],
        "gaps": [
            GapOut(
                before=verb.value,
                before_title=verb.zh,
                paper=gap.paper.value,
                message=gap.message,
                binding=gap.binding,
                source=SourceOut.of(gap.clause),
            )
            for verb, gap in found.gaps
        ],
    }
