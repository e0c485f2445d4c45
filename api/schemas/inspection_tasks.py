"""The shapes of rounds and tasks of joint inspections (联检轮次、任务) and their figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.features import DIVISION_CODE, Level
from api.schemas.strict import In, Out
from api.services.reading_days import written_day

Day = Annotated[date, BeforeValidator(written_day)]
States = Literal["due", "under_way", "overdue", "filed", "cancelled"]
STATE_WORDS = "due 待检，under_way 已有记录，overdue 逾期未备案，filed 已备案，cancelled 已取消"


class RoundIn(In):
    """A round to be planned."""

    title: str = Field(min_length=1, max_length=200, examples=["重庆市第五轮县级界线联合检查"])
    number: int = Field(ge=1, le=99, description="轮次", examples=[5])
    level: Literal["county", "township"] = Field(description="界线层级")
    starts_on: Day = Field(examples=["2026-01-01"])
    ends_on: Day = Field(examples=["2030-12-31"])
    document: str = Field(default="", max_length=200, description="部署文件的文号")
    lines: list[Annotated[str, Field(max_length=64)]] = Field(
        default_factory=list, max_length=10_000, description="界线编号；不填为该层级的全部界线"
    )
    leads: dict[str, Annotated[str, Field(pattern=DIVISION_CODE)]] = Field(
        default_factory=dict, description="各界线的牵头方代码；不填由代码小的一方牵头"
    )


class RoundOut(Out):
    """A round."""

    id: UUID
    title: str
    number: int
    level: Level
    starts_on: date
    ends_on: date
    document: str


class RoundsOut(Out):
    """All rounds, the newest first."""

    rounds: list[RoundOut]


class AdHocIn(In):
    """An inspection for an occasion."""

    line_code: str = Field(min_length=1, max_length=64)
    occasion: str = Field(
        min_length=2, max_length=500, description="事由", examples=["特大洪水致河道改移"]
    )
    due_on: Day
    lead_code: str = Field(pattern=DIVISION_CODE, description="牵头方代码")
    from_m: float | None = Field(default=None, ge=0, description="检查段起点里程，米")
    to_m: float | None = Field(default=None, gt=0, description="检查段止点里程，米")

    @model_validator(mode="after")
    def _section(self) -> AdHocIn:
        if (self.from_m is None) != (self.to_m is None):
            raise PydanticCustomError("section", "检查段的起点和止点须同时填写，或都不填")
        if self.from_m is not None and self.to_m is not None and self.from_m >= self.to_m:
            raise PydanticCustomError("section", "检查段的起点里程应小于止点里程")
        return self


class CancelIn(In):
    """Why a task is cancelled."""

    reason: str = Field(min_length=2, max_length=500, description="取消的原因")


class SideOut(Out):
    """A side of a task."""

    code: str | None
    name: str | None


class TaskOut(Out):
    """A task."""

    id: UUID
    round_id: UUID | None
    round: str | None = Field(description="所属轮次")
    kind: Literal["routine", "ad_hoc"] = Field(description="routine 例行，ad_hoc 专项")
    occasion: str
    line_code: str
    line_name: str
    level: Level
    lead: SideOut
    assist: SideOut
    from_m: float | None
    to_m: float | None
    length_m: float | None
    markers: int
    due_on: date
    days_left: int = Field(description="距期限的天数，逾期为负")
    state: States = Field(description=STATE_WORDS)
    record_id: UUID | None
    stage: str | None = Field(description="联检记录的阶段")
    filed_on: date | None
    cancelled_for: str | None


class TasksOut(Out):
    """A page of tasks, the soonest due first."""

    on: date
    count: int
    tasks: list[TaskOut]


class ReminderOut(Out):
    """A reminder of a task that is due."""

    task_id: UUID
    urgency: Literal["overdue", "soon", "later"] = Field(
        description="overdue 逾期，soon 临期，later 尚早"
    )
    sentence: str
    what: str
    who: str
    due_on: date
    days_left: int = Field(description="距期限的天数，逾期为负")
    remind_on: date = Field(description="从哪一天起提醒")
    address: str


class RemindersOut(Out):
    """Reminders, the most urgent first."""

    on: date
    count: int
    overdue: int
    reminders: list[ReminderOut]


class FiguresOut(Out):
    """Counts of tasks of a division, or of all."""

    division: str | None = Field(description="区划；合计为 null")
    code: str | None
    planned: int = Field(description="任务数（不含已取消）")
    due: int
    under_way: int
    filed: int
    overdue: int
    soon: int = Field(description="半年内到期")
    km: float = Field(description="界线长度，千米")
    km_filed: float
    markers: int = Field(description="界桩颗数")
    markers_filed: int


class BoardOut(Out):
    """The figures of a round, or of all tasks: in all, then by division."""

    on: date
    total: FiguresOut | None
    divisions: list[FiguresOut]
