"""The shape of the leaflet of a kind of case (办事指南) as it goes out."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from api.schemas.findings import SourceOut
from api.schemas.strict import Out
from naming.procedure.leaflet import Leaflet, Limit, Needed, Station


class AuthorityOut(Out):
    """Who approves, whose opinion is asked before, with whom the approval is filed."""

    approvers: list[str] = Field(description="批准机关", examples=[["市、县级人民政府"]])
    asks: str = Field(description="批准前应征求谁的意见，不必征求的为空")
    filed_with: list[str] = Field(description="备案机关，与批准机关对应")
    source: SourceOut


class SpecialOut(Out):
    """Places of the kind that another organ approves."""

    what: str = Field(description="其中哪些地名另由他机关批准", examples=["街道等派出机关"])
    approvers: list[str] = Field(description="批准机关", examples=[["国务院"]])
    source: SourceOut


class StepOut(Out):
    """One thing that can be done in a stage."""

    verb: str = Field(examples=["受理"])
    by: str = Field(description="由谁办理", examples=["经办人"])
    to: str = Field(description="此后的阶段", examples=["审查中"])
    when: list[str] = Field(description="须具备的条件")
    source: SourceOut


class StationOut(Out):
    """One stage."""

    stage: str = Field(examples=["待受理"])
    steps: list[StepOut]

    @classmethod
    def of(cls, station: Station) -> Self:
        """Return a stage as it goes out."""
        steps = [
            StepOut(
                verb=step.verb,
                by=step.by,
                to=step.end,
                when=sorted(step.when),
                source=SourceOut.of(step.source),
            )
            for step in station.steps
        ]
        return cls(stage=station.stage.zh, steps=steps)


class NeededPaperOut(Out):
    """One paper that a step asks for."""

    paper: str = Field(description="材料", examples=["综合评估报告"])
    before: str = Field(description="在何步之前提交", examples=["审核"])
    when: str = Field(description="什么情形下须提交", examples=["一律"])
    binding: bool = Field(description="缺少时不能办理；否则只提醒")
    headings: list[str] = Field(description="必备要点")
    source: SourceOut

    @classmethod
    def of(cls, needed: Needed) -> Self:
        """Return a paper as it goes out."""
        asked = needed.demand
        return cls(
            paper=asked.paper.zh,
            before=asked.before.zh,
            when=asked.when.zh,
            binding=asked.binding,
            headings=list(needed.headings),
            source=SourceOut.of(asked.clause),
        )


class LimitOut(Out):
    """The days allowed for something."""

    duty: str = Field(examples=["报送备案"])
    days: int = Field(description="事由发生的次日为第1日", examples=[15])
    unit: str = Field(description="日为日历日，工作日按公布的放假安排计", examples=["日"])
    origin: str = Field(description="期限的来源")
    standing: Literal["confirmed", "assumed"] = Field(
        description="confirmed 已核实，assumed 待主管部门确认"
    )
    source: SourceOut

    @classmethod
    def of(cls, limit: Limit) -> Self:
        """Return a period as it goes out."""
        return cls(
            duty=limit.duty.zh,
            days=limit.days,
            unit=limit.parameter.unit,
            origin=limit.parameter.source,
            standing=limit.parameter.standing.value,
            source=SourceOut.of(limit.clause),
        )


class LeafletOut(Out):
    """What an applicant should know of a kind of case about a kind of place."""

    kind: str = Field(description="事项", examples=["命名"])
    place: str = Field(description="地名类别", examples=["道路、街巷"])
    applicants: list[str] = Field(description="申请人；所见规定没有写明的为空")
    authority: AuthorityOut
    special: list[SpecialOut] = Field(description="同类地名中另由他机关批准的")
    stages: list[StationOut]
    papers: list[NeededPaperOut]
    limits: list[LimitOut]

    @classmethod
    def of(cls, leaflet: Leaflet) -> Self:
        """Return the leaflet as it goes out."""
        authority = leaflet.authority
        return cls(
            kind=leaflet.kind.zh,
            place=leaflet.place.label,
            applicants=list(leaflet.applicants),
            authority=AuthorityOut(
                approvers=[organ.zh for organ in authority.approvers],
                asks=authority.asks,
                filed_with=[filing.receiver for filing in leaflet.filings],
                source=SourceOut.of(authority.clause),
            ),
            special=[
                SpecialOut(
                    what=sort.zh,
                    approvers=[organ.zh for organ in one.approvers],
                    source=SourceOut.of(one.clause),
                )
                for sort, one in leaflet.special
            ],
            stages=[StationOut.of(station) for station in leaflet.stations],
            papers=[NeededPaperOut.of(needed) for needed in leaflet.papers],
            limits=[LimitOut.of(limit) for limit in leaflet.limits],
        )
