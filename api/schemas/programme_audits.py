"""Audits of counties beside the requests (地名问题核查) as they come in and go out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.programme import AuditOut
from api.schemas.strict import In, Out
from api.services.programme_audits import totals
from api.store.queries.programme_audits import KeptAudit

STATE_TITLES = {
    "waiting": "排队等候",
    "working": "正在核查",
    "done": "已核查完",
    "failed": "没有核查完",
}


class AuditWorkIn(In):
    """Which counties are to be looked through."""

    county: str = Field(
        "",
        pattern="^([0-9]{6})?$",
        description="区县代码，不填为管辖的全部区县",
        examples=["500101"],
    )


class CountyAuditOut(AuditOut):
    """What an audit of a county came to."""

    code: str
    name: str


class AuditWorkOut(Out):
    """An audit: how far it is, and what it found, county by county."""

    id: int
    state: Literal["waiting", "working", "done", "failed"] = Field(
        description="，".join(f"{state} {title}" for state, title in STATE_TITLES.items())
    )
    state_title: str
    person: str = Field(description="发起人")
    organisation: str
    on: date = Field(description="按哪一天的地名核查")
    counties_total: int
    counties_done: int
    doing: str = Field(description="正在核查的区县")
    total: AuditOut = Field(description="已核查的各区县合计")
    counties: list[CountyAuditOut] = Field(description="已核查的区县，逐个")
    failure: str
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, kept: KeptAudit) -> AuditWorkOut:
        """Return an audit as it goes out."""
        done, whole = len(kept.results), len(kept.counties)
        working = kept.state == "working" and done < whole
        return cls(
            id=kept.id,
            state=kept.state,
            state_title=STATE_TITLES[kept.state],
            person=kept.person,
            organisation=kept.organisation,
            on=kept.on_day,
            counties_total=whole,
            counties_done=done,
            doing=kept.counties[done]["name"] if working else "",
            total=AuditOut(**totals(kept)),
            counties=[CountyAuditOut(**one) for one in kept.results],
            failure=kept.failure,
            created_at=kept.created_at,
            ended_at=kept.ended_at,
        )


class AuditWorksOut(Out):
    """Audits, the latest first."""

    audits: list[AuditWorkOut]
