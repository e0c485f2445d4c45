"""Audits of counties beside the requests (地名问题核查): asked for, watched, stopped."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Body, Path, Query, Request, Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.schemas.programme_audits import AuditWorkIn, AuditWorkOut, AuditWorksOut
from api.services import programme_audits
from api.services.clerk import Clerk
from api.services.programme_issues import OFFICIALS
from api.store.queries import programme_audits as kept

router = APIRouter(prefix="/api/v1/programme/audit-works", tags=["乡村著名行动"])
WORKS = [needs(*OFFICIALS, scope="names")]
ASKED = {
    "one": {"summary": "一个区县", "value": {"county": "500101"}},
    "all": {"summary": "管辖的全部区县", "value": {}},
}
MOST = 50
AuditId = Annotated[int, Path(ge=1, le=2**31 - 1, description="核查的编号")]


def clerk_of(request: Request) -> Clerk:
    """Return the clerk of this process, to be woken once the audit is committed."""
    clerk: Clerk = request.app.state.programme_clerk
    return clerk


@router.post(
    "",
    status_code=202,
    dependencies=WORKS,
    summary="在后台核查地名问题",
    description=(
        "立即回答编号（202），再以该编号查看进度；逐个区县核查，核查完的即保存。"
        "服务中断的，重新启动后接着核查。本机构已有核查在进行的，回答该次核查。"
    ),
)
def begin(
    body: Annotated[AuditWorkIn, Body(openapi_examples=ASKED)],
    db: Db,
    today: Today,
    person: Signed,
    request: Request,
    response: Response,
    later: BackgroundTasks,
) -> AuditWorkOut:
    """Put an audit down."""
    found = programme_audits.begin(db, body.county, person, on=today)
    later.add_task(clerk_of(request).wake)
    response.headers["Location"] = f"/api/v1/programme/audit-works/{found.id}"
    return AuditWorkOut.of(found)


@router.get("", summary="地名问题核查的记录", description=f"最近的在前，最多 {MOST} 次。")
def listed(
    db: Reader,
    _person: Signed,
    county: Annotated[str, Query(pattern="^([0-9]{6})?$", description="只列核查了该区县的")] = "",
) -> AuditWorksOut:
    """Answer the audits."""
    found = kept.audits(db, county=county, limit=MOST)
    return AuditWorksOut(audits=[AuditWorkOut.of(one) for one in found])


@router.get(
    "/{id}", summary="核查的进度和结果", description="核查完之前每隔一两秒查询；结果长期保存。"
)
def watch(id: AuditId, db: Reader, _person: Signed) -> AuditWorkOut:
    """Answer how far an audit is, and what it found."""
    return AuditWorkOut.of(programme_audits.find(db, id))


@router.delete(
    "/{id}",
    dependencies=WORKS,
    summary="停止核查",
    description="由发起的机构停止；停止前核查完的区县，结果保留。",
)
def stop(id: AuditId, db: Db, person: Signed) -> AuditWorkOut:
    """Stop an audit."""
    return AuditWorkOut.of(programme_audits.give_up(db, id, person))
