"""Many names in one case (批量申请): the form, filling, correcting rows, the results."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, File, Path, Response, UploadFile

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.cases import CaseId, IfMatch, case_out, tag_in
from api.schemas.case_lists import FilledOut
from api.schemas.cases import ItemIn
from api.schemas.cases_out import CaseHeadOut
from api.services.cases import batch_tables, batches

router = APIRouter(prefix="/api/v1", tags=["办件"], dependencies=[needs(scope="names")])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
TABLE = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {"one": {"summary": "一张表", "value": {"file": "拟用地名.xlsx"}}}
            }
        }
    }
}
ROAD = {
    "one": {
        "summary": "改名",
        "value": {
            "name": "霁岚坡东路",
            "place_type": "道路",
            "reason": "道路经过霁岚坡东侧",
            "location": "分水镇东部",
            "length_m": 850,
            "width_m": 6,
            "details": {"starts_at": "江南大道", "ends_at": "滨江路"},
        },
    }
}
Table = Annotated[UploadFile, File(description="XLSX 或 CSV，按模板填写")]


@router.get(
    "/case-template.xlsx",
    summary="批量申请模板",
    description="空表、示例和填写说明；列可增减，先后不限。",
    response_class=Response,
    responses={200: BINARY},
)
def template(_: Signed) -> Response:
    """Answer the empty table."""
    headers = {"Content-Disposition": 'attachment; filename="case-template.xlsx"'}
    return Response(batch_tables.template(), media_type=XLSX, headers=headers)


@router.put(
    "/cases/{id}/items",
    summary="由表格填写全部地名",
    description=(
        "整批替换办件的地名，最多 5000 行。用不了的行逐行说明，不影响其他行。"
        "须带 If-Match；审核用 POST /cases/{id}/checks，结果表用 GET /cases/{id}/items.xlsx。"
    ),
    openapi_extra=TABLE,
)
def fill(
    id: CaseId,
    file: Table,
    db: Db,
    today: Today,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> FilledOut:
    """Take all names of a case from a table."""
    return _filled(id, file, db, today, person, response, if_match, whole=True)


@router.patch(
    "/cases/{id}/items",
    summary="由表格补正部分地名",
    description="带序号的行替换该序号的地名，不带序号的行新增；其余地名不动。须带 If-Match。",
    openapi_extra=TABLE,
)
def patch(
    id: CaseId,
    file: Table,
    db: Db,
    today: Today,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> FilledOut:
    """Correct some names of a case from a table."""
    return _filled(id, file, db, today, person, response, if_match, whole=False)


def _filled(
    id: CaseId,
    file: UploadFile,
    db: Db,
    today: Today,
    person: Signed,
    response: Response,
    if_match: str | None,
    *,
    whole: bool,
) -> FilledOut:
    content, name = file.file.read(), file.filename or ""
    tag = tag_in(if_match)
    filled = batches.fill(db, id, content, name, person, tag=tag, on=today, whole=whole)
    case_out(filled.case, response)
    return FilledOut.of(filled)


@router.put(
    "/cases/{id}/items/{row}",
    summary="补正一个地名",
    description="只改这一个，其余不动。须带 If-Match。",
)
def correct(
    id: CaseId,
    row: Annotated[int, Path(ge=1, le=10_000, description="第几个地名")],
    body: Annotated[ItemIn, Body(openapi_examples=ROAD)],
    db: Db,
    today: Today,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> CaseHeadOut:
    """Write one name of a case anew."""
    case = batches.correct(db, id, row, body.draft(), person, tag=tag_in(if_match), on=today)
    return case_out(case, response)


@router.get(
    "/cases/{id}/items.xlsx",
    summary="地名及审核结果表",
    description="逐行列出结论和意见；改正后可直接用作补正表。",
    response_class=Response,
    responses={200: BINARY},
)
def results(id: CaseId, db: Reader, today: Today, person: Signed) -> Response:
    """Answer the names of a case with what was found."""
    made = batches.results(db, id, person, on=today)
    headers = {"Content-Disposition": f'attachment; filename="{id}.xlsx"'}
    return Response(made, media_type=XLSX, headers=headers)
