"""Works on cases (批量办理) as they come in and go out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.case_lists import RowResultOut
from api.schemas.cases import AnnouncementIn, ApprovalIn, FileIn
from api.schemas.strict import In, Out
from api.services.cases.works import (
    Failure,
    Work,
    WorkWish,
    announcement,
    approval,
    filing,
    reporting,
    share_done,
    submission,
)
from api.store.queries.cases.works import KeptWork

STATE_TITLES = {
    "waiting": "排队等候",
    "working": "正在办理",
    "done": "已办完",
    "failed": "没有办成",
}
WORK_WORDS = "，".join(f"{one.value} {one.zh}" for one in Work if one is not Work.FILL)


class WorkIn(In):
    """What is to be done with all names of a case."""

    work: Literal["check", "submit", "approve", "report", "file", "publish"] = Field(
        description=WORK_WORDS
    )
    note: Annotated[str, Field(max_length=8000)] = Field("", description="提交、报送备案时的说明")
    approval: ApprovalIn | None = Field(None, description="work 为 approve 时填写批准信息")
    filing: FileIn | None = Field(None, description="work 为 file 时可填写备案号和说明")
    announcement: AnnouncementIn | None = Field(None, description="work 为 publish 时填写公告内容")

    @model_validator(mode="after")
    def _whole(self) -> WorkIn:
        if self.work == "approve" and self.approval is None:
            said = {"said": "没有填写批准信息", "remedy": "请填写 approval"}
            raise PydanticCustomError("approval", "{said}", said)
        if self.work == "publish" and self.announcement is None:
            said = {"said": "没有填写公告内容", "remedy": "请填写 announcement"}
            raise PydanticCustomError("announcement", "{said}", said)
        return self

    def wish(self, tag: str, today: date) -> WorkWish:
        """Return it as the services take it."""
        if self.work == "submit":
            return submission(self.note, tag)
        if self.work == "approve" and self.approval is not None:
            return approval(self.approval.approval(today), tag)
        if self.work == "publish" and self.announcement is not None:
            return announcement(self.announcement.draft(), tag)
        if self.work == "report":
            return reporting(self.note, tag)
        if self.work == "file":
            told = self.filing or FileIn()
            return filing(told.number, told.note, tag)
        return WorkWish(Work.CHECK)


class WorkErrorOut(Out):
    """One thing for which a work was refused."""

    field: str
    message: str
    remedy: str


class WorkFailureOut(Out):
    """Why a work came to nothing."""

    message: str
    remedy: str
    errors: list[WorkErrorOut]


class WorkOut(Out):
    """A work on a case: how far it is, and what it came to."""

    id: int
    case_id: UUID
    work: str
    work_title: str
    state: Literal["waiting", "working", "done", "failed"] = Field(
        description="，".join(f"{state} {title}" for state, title in STATE_TITLES.items())
    )
    state_title: str
    person: str = Field(description="发起人")
    phase: str = Field(description="正在做什么")
    rows_total: int
    rows_done: int = Field(description="本步骤已处理的行数")
    share: float = Field(description="总进度，0 至 1")
    attempts: int = Field(description="服务中断后重新办理的，大于 1")
    counts: dict[str, int] = Field(description="各结论的数量；读取表格的为采用、替换、用不了的行数")
    unused: list[str] = Field(description="读取表格时没有采用的列")
    results: list[RowResultOut] = Field(description="读取表格时有话要说的行，最多 1000 行")
    failure: WorkFailureOut | None
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, kept: KeptWork) -> WorkOut:
        """Return a work as it goes out."""
        told: dict[str, Any] = {n: getattr(kept, n) for n in cls.model_fields if hasattr(kept, n)}
        told |= {"work_title": Work(kept.work).zh, "state_title": STATE_TITLES[kept.state]}
        told |= {"share": round(share_done(kept), 3), "counts": kept.outcome.get("counts", {})}
        told |= {"unused": kept.outcome.get("unused", [])}
        told |= {"results": kept.outcome.get("results", []), "failure": _failure(kept)}
        return cls.model_validate(told)


def _failure(kept: KeptWork) -> WorkFailureOut | None:
    if kept.state != "failed":
        return None
    told = Failure.read(kept.outcome)
    errors = [
        WorkErrorOut(field=c.field, message=c.message, remedy=c.remedy) for c in told.complaints
    ]
    said = told.message or "办理时发生内部错误，没有办理"
    return WorkFailureOut(message=said, remedy=told.remedy, errors=errors)


class WorksOut(Out):
    """The works on a case, the latest first."""

    works: list[WorkOut]
