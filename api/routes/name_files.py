"""Whole tables of names (批量审核): sent, watched while they are checked, given back annotated."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator

from api.dependencies import CHINA, Actor, Day
from api.dependencies.senders import Sending
from api.problems import table
from api.schemas.name_files import FailureErrorOut, FailureOut, NameFileOut
from api.services.checking_files import SUFFIXES, Desk
from api.services.name_file_jobs import Failure, Job, Reason
from rulebook.report import Mode

router = APIRouter(prefix="/api/v1/name-files", tags=["审核"])

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
EXAMPLE = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {
                    "csv": {
                        "summary": "CSV 表格",
                        "value": {"file": "地名,类别,区县\n石坡村,村,万州区\n", "mode": "new"},
                    }
                }
            }
        }
    }
}
Id = Annotated[
    str,
    Path(max_length=64, description="批量审核的编号", examples=["Yk1vS0pxQmZ3c2RmZw"]),
]
NO_STORE = {"Cache-Control": "no-store"}
FAILURES = {
    Reason.UNUSABLE: table.INVALID_BODY,
    Reason.DATABASE: table.DATABASE_UNAVAILABLE,
    Reason.SLOW: table.QUERY_TOO_SLOW,
    Reason.INTERRUPTED: table.CHECK_INTERRUPTED,
    Reason.INTERNAL: table.INTERNAL_ERROR,
}


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


@router.post(
    "",
    status_code=202,
    summary="批量审核一张表",
    description=(
        f"上传一个表格（{'、'.join(SUFFIXES)}，multipart/form-data），逐行审核。"
        "表中须有地名列（地名、名称、name 等），可有类别、区县、代码、经度、纬度等列。"
        "立即回答编号（202），再以该编号查看进度、取得结果。全表对照同一时刻的地名库，"
        "地名库不因此改变；上传的文件审核后即删除，结果保留一天，服务重启不受影响。"
        "只有上传的人能查看进度、取得结果：已登录的，为本人和本单位；未登录的，为上传时的浏览器"
        "（程序则为上传时的网络地址）。"
    ),
    openapi_extra=EXAMPLE,
)
def send(
    request: Request,
    response: Response,
    actor: Actor,
    sender: Sending,
    file: Annotated[UploadFile, File(description="表格文件，不超过请求正文的上限")],
    mode: Annotated[
        Literal["new", "audit"], Form(description="new 新命名，audit 核查现有地名")
    ] = "new",
    on: Annotated[
        Annotated[Day | None, BeforeValidator(_empty_is_none)],
        Form(description="按哪一天审核，缺省为今天", examples=["2026-11-22"]),
    ] = None,
) -> NameFileOut:
    """Take a table and answer its job."""
    day = on or datetime.now(CHINA).date()
    job = _desk(request).accept(
        file.file,
        file.filename or "",
        on=day,
        mode=Mode(mode),
        sender=sender,
        actor=actor,
        request_id=request.state.request_id,
    )
    response.headers.update({**NO_STORE, "Location": f"/api/v1/name-files/{job.token}"})
    return _shown(job)


@router.get(
    "/{id}",
    summary="批量审核的进度与汇总",
    description="回答已审核的行数，完毕后还有各结论、各类别的数量和前 100 个有问题的行。",
)
def watch(request: Request, response: Response, id: Id, sender: Sending) -> NameFileOut:
    """Answer how far a table is, or what it came to."""
    response.headers.update(NO_STORE)
    return _shown(_desk(request).find(id, sender))


@router.get(
    "/{id}/result",
    summary="批量审核的结果",
    description=(
        "审核完毕后取得加注的表格：csv 为原有各列加上结论等列，xlsx 另有颜色、筛选、汇总和图例，"
        "html 为可打印的报告。"
    ),
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {
                "text/csv": {"example": "地名,verdict\n石坡村,pass\n"},
                MEDIA_TYPES["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
                "text/html": {"example": "<!doctype html>…"},
            }
        }
    },
)
def result(
    request: Request,
    id: Id,
    sender: Sending,
    f: Annotated[Literal["csv", "xlsx", "html"], Query(description="结果的形式")] = "csv",
) -> StreamingResponse:
    """Answer the annotated table."""
    job, size, pieces = _desk(request).result(id, f, sender)
    name = quote(f"审核结果_{job.file_name.rpartition('.')[0]}.{f}")
    how = "inline" if f == "html" else "attachment"
    headers = {
        **NO_STORE,
        "Content-Length": str(size),
        "Content-Disposition": f"{how}; filename=\"result.{f}\"; filename*=UTF-8''{name}",
        "Content-Security-Policy": REPORT_POLICY,
    }
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[f], headers=headers)


@router.delete(
    "/{id}",
    status_code=204,
    summary="取消批量审核",
    description="停止审核，删去已有的结果。",
)
def discard(request: Request, id: Id, actor: Actor, sender: Sending) -> Response:
    """Stop a table and forget its results."""
    _desk(request).discard(id, sender, actor=actor, request_id=request.state.request_id)
    return Response(status_code=204)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _shown(job: Job) -> NameFileOut:
    return NameFileOut.of(job, None if job.failure is None else told(job.failure))


def told(failure: Failure) -> FailureOut:
    """Return why a table failed as the door would have answered it."""
    kind = FAILURES[failure.reason]
    errors = [
        FailureErrorOut(field=p.field, message=p.message, remedy=p.remedy) for p in failure.problems
    ]
    return FailureOut(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=failure.message or kind.title,
        remedy=failure.remedy or kind.remedy,
        errors=errors,
    )
