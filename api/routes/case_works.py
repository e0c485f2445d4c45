"""Works on a case with many names (批量办理): asked for, watched, stopped."""

from __future__ import annotations

from typing import Annotated

from fastapi import (
    APIRouter,
    BackgroundTasks,
    Body,
    File,
    Form,
    Path,
    Request,
    Response,
    UploadFile,
)

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.cases import CaseId, IfMatch, tag_in
from api.schemas.case_works import WorkIn, WorkOut, WorksOut
from api.services.cases import works
from api.services.clerk import Clerk
from api.store.queries.cases.works import KeptWork

router = APIRouter(prefix="/api/v1", tags=["办件"], dependencies=[needs(scope="names")])

BESIDE = (
    "立即回答编号（202），再以该编号查看进度。全部办成或全部不办："
    "服务中断的，重新启动后自动从头办理，不会只办一半。"
)
WISHES = {
    "submit": {"summary": "提交", "value": {"work": "submit", "note": ""}},
    "check": {"summary": "审核", "value": {"work": "check"}},
}
TABLE = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {"one": {"summary": "一张表", "value": {"file": "拟用地名.xlsx"}}}
            }
        }
    }
}
WorkId = Annotated[int, Path(ge=1, le=2**31 - 1, description="批量办理的编号")]


def clerk_of(request: Request) -> Clerk:
    """Return the clerk of this process, to be woken once the work is committed."""
    clerk: Clerk = request.app.state.case_clerk
    return clerk


def _begun(kept: KeptWork, request: Request, response: Response, later: BackgroundTasks) -> WorkOut:
    later.add_task(clerk_of(request).wake)
    response.headers["Location"] = f"/api/v1/cases/{kept.case_id}/works/{kept.id}"
    return WorkOut.of(kept)


@router.post(
    "/cases/{id}/works",
    status_code=202,
    summary="批量办理：审核、提交、批准、报送备案、备案、公告",
    description="地名多的办件用。除审核外须带 If-Match。" + BESIDE,
)
def begin(
    id: CaseId,
    body: Annotated[WorkIn, Body(openapi_examples=WISHES)],
    db: Db,
    today: Today,
    person: Signed,
    request: Request,
    response: Response,
    later: BackgroundTasks,
    if_match: IfMatch = None,
) -> WorkOut:
    """Put a work on a case down."""
    tag = tag_in(if_match)
    kept = works.begin(db, id, body.wish(tag or "", today), person, tag=tag, on=today)
    return _begun(kept, request, response, later)


@router.post(
    "/cases/{id}/works/table",
    status_code=202,
    summary="批量办理：读取表格",
    description="由表格填写或补正地名，读完接着审核。须带 If-Match。" + BESIDE,
    openapi_extra=TABLE,
)
def fill(
    id: CaseId,
    file: Annotated[UploadFile, File(description="XLSX 或 CSV，按模板填写")],
    db: Db,
    today: Today,
    person: Signed,
    request: Request,
    response: Response,
    later: BackgroundTasks,
    whole: Annotated[bool, Form(description="是否替换全部地名；否则只补正带序号的行")] = True,
    if_match: IfMatch = None,
) -> WorkOut:
    """Put down that the names of a case are to be taken from a table."""
    tag = tag_in(if_match)
    wish = works.table(file.file.read(), file.filename or "", tag or "", whole=whole)
    kept = works.begin(db, id, wish, person, tag=tag, on=today)
    return _begun(kept, request, response, later)


@router.get("/cases/{id}/works", summary="批量办理的列表", description="最近的在前。")
def listed(id: CaseId, db: Reader, person: Signed) -> WorksOut:
    """Answer the works on a case."""
    return WorksOut(works=[WorkOut.of(one) for one in works.listed(db, id, person)])


@router.get(
    "/cases/{id}/works/{work}",
    summary="批量办理的进度和结果",
    description="办完前每隔一两秒查询；没有办成的写明原因，办件保持原样。",
)
def watch(id: CaseId, work: WorkId, db: Reader, person: Signed) -> WorkOut:
    """Answer how far a work is, or what it came to."""
    return WorkOut.of(works.find(db, id, work, person))


@router.delete(
    "/cases/{id}/works/{work}",
    summary="停止批量办理",
    description="由发起人停止，已做的部分不保留；已办完的保持原样。",
)
def stop(id: CaseId, work: WorkId, db: Db, person: Signed) -> WorkOut:
    """Stop a work on a case."""
    return WorkOut.of(works.give_up(db, id, work, person))
