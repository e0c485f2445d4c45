"""The steps of a case (办理): submit, accept, return, strike, review, decide, file, announce."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from api.dependencies import CHINA, Db
from api.dependencies.callers import Signed, needs
from api.routes.cases import CaseId, IfMatch, case_out, tag_in
from api.schemas.case_lists import AnnouncementOut
from api.schemas.cases import AnnouncementIn, ApprovalIn, FileIn, NoteIn, StrikeIn
from api.schemas.cases_out import CaseHeadOut
from api.services.cases import applying, deciding, examining, finishing

OFFICIAL = needs("clerk", "reviewer", "approver", "editor", scope="names")
router = APIRouter(prefix="/api/v1/cases", tags=["办件"])
applicants = [needs(scope="names")]
officials = [OFFICIAL]

CHECKED = "按此刻的法规和地名库审核：不予通过的不能继续，警告须先具名说明。须带 If-Match。"
NOTE = {"one": {"summary": "说明", "value": {"note": "材料齐全"}}}
WHY = {"one": {"summary": "理由", "value": {"note": "缺少位置图，请补齐"}}}
STRIKE = {"one": {"summary": "剔除第2个", "value": {"row": 2, "note": "与邻镇道路重名"}}}
APPROVE = {
    "one": {
        "summary": "区人民政府批准",
        "value": {
            "approver_type": "county_government",
            "approver": "万州区人民政府",
            "number": "万州府[2026]8号",
            "decided_on": "2026-11-20",
        },
    }
}
FILE = {"one": {"summary": "备案", "value": {"number": "渝地名备[2026]31号"}}}
ANNOUNCE = {
    "one": {
        "summary": "公告",
        "value": {
            "id": "6f1c9d2e-7a43-4f51-9a8e-2f6b5c0d1e77",
            "number": "2026年第3号",
            "channels": ["government_site", "national_database"],
        },
    }
}


def _today() -> date:
    return datetime.now(CHINA).date()


def _step(path: str, *, summary: str, description: str, guards: list[Any] = officials) -> Any:
    """Return the decorator of the route of a step that answers how the case stands then."""
    return router.post(
        f"/{{id}}/{path}", summary=summary, description=description, dependencies=guards
    )


NoteBody = Annotated[NoteIn, Body(openapi_examples=NOTE)]
WhyBody = Annotated[NoteIn, Body(openapi_examples=WHY)]


@_step("submit", summary="提交办件", description=CHECKED, guards=applicants)
def submit(
    id: CaseId, body: NoteBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Submit a case; its names are held for it."""
    tag = tag_in(if_match)
    case = applying.submit(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step(
    "withdraw",
    summary="撤回办件",
    description="批准前可以撤回，预留的名称释放。",
    guards=applicants,
)
def withdraw(
    id: CaseId, body: NoteBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Withdraw a case."""
    tag = tag_in(if_match)
    case = applying.withdraw(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step("accept", summary="受理", description="受理后开始审查和计算办理期限。")
def accept(
    id: CaseId, body: NoteBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Accept a case."""
    tag = tag_in(if_match)
    case = examining.accept(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step("return", summary="退回补正", description="一次写明需要补正的全部内容。")
def send_back_to_applicant(
    id: CaseId, body: WhyBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Return a case for completion."""
    case = examining.send_back_to_applicant(
        db, id, person, tag=tag_in(if_match), on=_today(), note=body.note
    )
    return case_out(case, response)


@_step("strike", summary="剔除一个地名", description="写明理由，其余地名继续办理。")
def strike(
    id: CaseId,
    body: Annotated[StrikeIn, Body(openapi_examples=STRIKE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> CaseHeadOut:
    """Strike a name out of a case."""
    case = examining.strike(
        db, id, body.row, person, tag=tag_in(if_match), on=_today(), note=body.note
    )
    return case_out(case, response)


@_step(
    "review", summary="审核", description="材料齐全、征求意见结束后，送批准；申请人不能自己审核。"
)
def review(
    id: CaseId, body: NoteBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Finish the examination of a case."""
    tag = tag_in(if_match)
    case = examining.review(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step("send-back", summary="退回重审", description="批准前退回审查，写明理由。")
def send_back(
    id: CaseId, body: WhyBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Send a case back to be examined again."""
    tag = tag_in(if_match)
    case = deciding.send_back(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step(
    "approve",
    summary="批准",
    description="批准机关须合于《地名管理条例》第十二条；批准后地名入库。" + CHECKED,
)
def approve(
    id: CaseId,
    body: Annotated[ApprovalIn, Body(openapi_examples=APPROVE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> CaseHeadOut:
    """Approve a case; its names enter the register."""
    today = _today()
    wish = body.approval(today)
    return case_out(
        deciding.approve(db, id, wish, person, tag=tag_in(if_match), on=today), response
    )


@_step("refuse", summary="不予批准", description="写明理由，预留的名称随之释放。")
def refuse(
    id: CaseId, body: WhyBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Refuse a case."""
    tag = tag_in(if_match)
    case = deciding.refuse(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step(
    "report",
    summary="报送备案",
    description="自批准之日起15日内；备案报告、批复、申请和各项报告须齐全（《地名管理条例》第十三条）。",
)
def report(
    id: CaseId, body: NoteBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Send an approval to be filed."""
    tag = tag_in(if_match)
    case = finishing.report(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step("file", summary="备案", description="由备案机关办理；其他部门批准的地名随备案入库。")
def file(
    id: CaseId,
    body: Annotated[FileIn, Body(openapi_examples=FILE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> CaseHeadOut:
    """File an approval."""
    case = finishing.file(
        db, id, person, tag=tag_in(if_match), on=_today(), number=body.number, note=body.note
    )
    return case_out(case, response)


@_step("return-filing", summary="备案退回", description="由备案机关办理，写明需要补正的内容。")
def return_filing(
    id: CaseId, body: WhyBody, db: Db, person: Signed, response: Response, if_match: IfMatch = None
) -> CaseHeadOut:
    """Return an approval that was sent to be filed."""
    tag = tag_in(if_match)
    case = finishing.return_filing(db, id, person, tag=tag, on=_today(), note=body.note)
    return case_out(case, response)


@_step(
    "publish",
    summary="公告",
    description=(
        "六项内容须齐全。人民政府或地名主管部门批准的，自批准起15日内公告；其他部门批准的，"
        "自备案起15日内公告（《地名管理条例》第十四条）。"
    ),
)
def publish(
    id: CaseId,
    body: Annotated[AnnouncementIn, Body(openapi_examples=ANNOUNCE)],
    db: Db,
    person: Signed,
    if_match: IfMatch = None,
) -> AnnouncementOut:
    """Announce the names of a case."""
    tag = tag_in(if_match)
    return AnnouncementOut.of(finishing.publish(db, id, body.draft(), person, tag=tag, on=_today()))
