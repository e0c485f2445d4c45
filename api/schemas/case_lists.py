"""Lists about cases (办件) as they go out: cases, tasks, names, reports, what the public sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.case_parts import CommentOut, ConsultationOut, ItemOut
from api.schemas.cases_out import CaseHeadOut, DeadlineOut, VerbOut
from api.schemas.findings import VERDICT_TITLES, FindingOut, Verdicts
from api.schemas.strict import Out
from api.services.cases.batches import Filled
from api.services.cases.checking import ItemCheck
from api.services.cases.public import CaseStatus, OpenConsultation
from api.services.cases.reading import Task
from api.store.queries.cases.outcomes import KeptAnnouncement, KeptReport
from naming.procedure.content import CHANNELS
from naming.procedure.words import Stage, Verb


class CasesOut(Out):
    """A page of cases."""

    count: int = Field(description="符合条件的总数")
    cases: list[CaseHeadOut]


class TaskOut(Out):
    """A case that waits for the caller."""

    case: CaseHeadOut
    verbs: list[VerbOut]
    deadline: DeadlineOut | None

    @classmethod
    def of(cls, task: Task) -> TaskOut:
        """Return a task as it goes out."""
        return cls(
            case=CaseHeadOut.of(task.case),
            verbs=[VerbOut(verb=v.value, title=v.zh) for v in task.verbs],
            deadline=DeadlineOut.of(task.deadline) if task.deadline else None,
        )


class TasksOut(Out):
    """The tasks of the caller, the most pressing first."""

    count: int
    overdue: int = Field(description="其中已逾期的")
    tasks: list[TaskOut]

    @classmethod
    def of(cls, tasks: Sequence[Task]) -> TasksOut:
        """Return tasks as they go out."""
        over = sum(task.deadline is not None and task.deadline.over for task in tasks)
        return cls(count=len(tasks), overdue=over, tasks=[TaskOut.of(one) for one in tasks])


class ItemsOut(Out):
    """A page of the names of a case."""

    count: int
    items: list[ItemOut]


class CheckedOut(Out):
    """The check of one name of a case."""

    row: int
    name: str
    verdict: Verdicts
    verdict_title: str
    findings: list[FindingOut]

    @classmethod
    def of(cls, each: ItemCheck) -> CheckedOut:
        """Return a check as it goes out."""
        report = each.check.report
        return cls(
            row=each.item.row,
            name=each.item.name,
            verdict=report.verdict.value,
            verdict_title=VERDICT_TITLES[report.verdict.value],
            findings=[FindingOut.of(f) for f in report.findings],
        )


class CheckedCaseOut(Out):
    """The check of the names of a case."""

    counts: dict[Verdicts, int]
    checks: list[CheckedOut] = Field(description="先列不予通过和警告的，最多 500 个")

    @classmethod
    def of(cls, checks: Sequence[ItemCheck]) -> CheckedCaseOut:
        """Return checks as they go out, the heaviest first."""
        order = ("block", "warn", "note", "pass")
        counts: dict[Verdicts, int] = {"pass": 0, "note": 0, "warn": 0, "block": 0}
        for each in checks:
            counts[each.check.report.verdict.value] += 1
        heaviest = sorted(checks, key=lambda c: order.index(c.check.report.verdict.value))
        return cls(counts=counts, checks=[CheckedOut.of(one) for one in heaviest[:500]])


class ReportKeptOut(Out):
    """The whole report of a check that is kept with a case."""

    id: int
    row: int
    occasion: str = Field(description="draft 起草时，submission 提交时，approval 批准时")
    name: str
    verdict: Verdicts
    catalogue: str = Field(description="规则目录版本")
    parameters: str = Field(description="参数版本")
    report: dict[str, Any]
    made_at: datetime

    @classmethod
    def of(cls, kept: KeptReport) -> ReportKeptOut:
        """Return a report as it goes out."""
        return cls.model_validate({name: getattr(kept, name) for name in cls.model_fields})


class ReportsOut(Out):
    """A page of reports."""

    reports: list[ReportKeptOut]


class CommentsOut(Out):
    """The comments of a consultation, as officials see them."""

    consultation: ConsultationOut
    comments: list[CommentOut]


class StatusStepOut(Out):
    """A step, as an applicant is told."""

    title: str
    organisation: str
    note: str
    taken_on: date


class StatusOut(Out):
    """How far a case is, as its applicant is told."""

    number: str
    title: str
    kind_title: str
    stage: str
    stage_title: str
    names: list[str]
    steps: list[StatusStepOut]
    deadlines: list[DeadlineOut]
    announcement_id: UUID | None

    @classmethod
    def of(cls, found: CaseStatus) -> StatusOut:
        """Return a status as it goes out."""
        head = CaseHeadOut.values_of(found.case)
        return cls(
            number=head["number"],
            title=head["title"],
            kind_title=head["kind_title"],
            stage=head["stage"],
            stage_title=Stage(found.case.stage).zh,
            names=list(found.names),
            steps=[
                StatusStepOut(
                    title=Verb(step.verb).zh,
                    organisation=step.organisation,
                    note=step.note,
                    taken_on=step.taken_on,
                )
                for step in found.steps
            ],
            deadlines=[DeadlineOut.of(one) for one in found.deadlines],
            announcement_id=found.announcement.id if found.announcement else None,
        )


class AnnouncedOut(Out):
    """A name in an announcement: the six mandatory fields and what else is told."""

    name: str = Field(description="标准地名")
    romanization: str = Field(description="罗马字母拼写")
    division: str = Field(description="所属政区")
    location: str = Field(description="位置描述")
    approver: str = Field(description="批准机关")
    approved_on: date = Field(description="批准时间")
    approval_number: str
    former_name: str
    place_type: str
    kind: str
    meaning: str
    name_id: int | None


class AnnouncementOut(Out):
    """A published announcement."""

    id: UUID
    case_number: str
    number: str
    title: str
    organ: str
    county: str
    county_code: str
    items: list[AnnouncedOut]
    channels: list[str]
    channel_titles: list[str]
    published_on: date
    published_at: datetime

    @classmethod
    def of(cls, kept: KeptAnnouncement) -> AnnouncementOut:
        """Return an announcement as it goes out."""
        told: Mapping[str, Any] = {
            n: getattr(kept, n) for n in cls.model_fields if hasattr(kept, n)
        }
        return cls.model_validate(
            {**told, "channel_titles": [CHANNELS.get(one, one) for one in kept.channels]}
        )


class AnnouncementsOut(Out):
    """A page of announcements, the newest first."""

    count: int
    announcements: list[AnnouncementOut]


class OpenConsultationOut(ConsultationOut):
    """A consultation that anybody may take part in, with the names that it is about."""

    items: list[dict[str, Any]]

    @classmethod
    def shown(cls, one: OpenConsultation) -> OpenConsultationOut:
        """Return a consultation as the public sees it."""
        told = ConsultationOut.of(one.consultation).model_dump()
        return cls.model_validate({**told, "items": list(one.items)})


class OpenConsultationsOut(Out):
    """The consultations that are open, the soonest over first."""

    consultations: list[OpenConsultationOut]


class CommentTakenOut(Out):
    """That a comment was taken in."""

    id: UUID
    fresh: bool = Field(description="同一编号重复提交时为 false")


class RowResultOut(Out):
    """What is said of a row of a table."""

    line: int = Field(description="表格的第几行")
    row: int | None = Field(description="办件中的序号；用不了的行为空")
    name: str
    doubts: list[str] = Field(description="没有采用的内容及原因")


class FilledOut(Out):
    """What became of a table of names."""

    case: CaseHeadOut
    taken: int = Field(description="采用的行数")
    replaced: int = Field(description="其中替换已有序号的")
    unusable: int = Field(description="用不了的行数")
    stated: int = Field(description="表中作出的具名说明数")
    unused: list[str] = Field(description="没有采用的列")
    results: list[RowResultOut] = Field(description="有话要说的行，最多列 1000 行")

    @classmethod
    def of(cls, filled: Filled) -> FilledOut:
        """Return it as it goes out."""
        return cls(
            case=CaseHeadOut.of(filled.case),
            taken=filled.taken,
            replaced=filled.replaced,
            unusable=filled.unusable,
            stated=filled.stated,
            unused=list(filled.unused),
            results=[
                RowResultOut(line=r.line, row=r.row, name=r.name, doubts=list(r.doubts))
                for r in filled.results[:1000]
            ],
        )
