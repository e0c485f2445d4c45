"""The archive sets of lines (界线档案): what each must have, has and lacks; its documents."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Query, Response

from api.dependencies import CHINA, Day, Db, Reader
from api.routes.changing import BINARY, BODY, Content
from api.schemas.line_archives import (
    ArchiveGapsOut,
    DocumentIn,
    DocumentOut,
    LineArchiveOut,
    WithdrawalIn,
)
from api.services import archiving_lines as archiving
from api.services.archiving_inspections import MEDIA
from api.services.archiving_lines import LineArchive
from boundary_data.line import LineLevel
from boundary_data.line_archive import archive_version
from boundary_data.writers.workbook import Sheet, workbook

router = APIRouter(prefix="/api/v1", tags=["界桩"])

Code = Annotated[str, Path(min_length=1, max_length=64, description="界线编号")]
DocumentId = Annotated[UUID, Path(description="文件编号，由填报端生成")]
OnDay = Annotated[Day | None, Query(description="按哪一天的界线，默认今天")]
AnyLevel = Annotated[
    Literal["province", "prefecture", "county", "township"] | None,
    Query(description="界线等级，默认全部"),
]
BY = {"person": "张建国", "division_code": "500101"}
EXAMPLE = {
    "one": {
        "summary": "登记协议书",
        "value": {
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae8",
            "by": BY,
            "kind": "agreement",
            "title": "万州区人民政府 云阳县人民政府联合勘定的行政区域界线协议书",
            "number": "万云界协〔1999〕1号",
            "dated_on": "1999-06-18",
            "shelf": "民政局档案室 12-3-7",
        },
    }
}
MISTAKE = {"one": {"summary": "登记错了", "value": {"by": BY, "reason": "重复登记"}}}
GAPS = ("界线编号", "界线名称", "等级", "必备", "已有", "所缺文件")


@router.get(
    "/lines/{code}/archive",
    summary="一条界线的档案",
    description="该级界线必备的文件，已登记的和所缺的；各有依据及其核实状态。",
)
def archive(db: Reader, code: Code, on: OnDay = None) -> LineArchiveOut:
    """Answer the archive set of a line."""
    day = on or _today()
    found = archiving.archive_of(db, code, day)
    return LineArchiveOut.model_validate(
        {
            "line": found.code,
            "name": found.name,
            "level": found.level,
            "status": found.status,
            "on": day,
            "complete": not found.missing,
            "missing": [one.kind.title for one in found.missing],
            "places": [
                {
                    "kind": one.kind.kind,
                    "title": one.kind.title,
                    "required": one.required,
                    "present": one.present,
                    "missing": one.missing,
                    "source": one.kind.source,
                    "standing": one.kind.standing,
                    "draft": one.kind.generated.format(code=code) or None,
                    "documents": [
                        _document(each) for each in found.documents if each["kind"] == one.kind.kind
                    ],
                }
                for one in found.places
            ],
            "filed_inspections": found.filed,
            "parameters": archive_version(),
        }
    )


@router.post(
    "/lines/{code}/archive/documents",
    status_code=201,
    summary="登记一份界线档案",
    description="登记种类、题名、文号、日期与存放处；原件另行上传。同一 id 重复提交只登记一次。",
)
def register(
    code: Code,
    body: Annotated[DocumentIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    response: Response,
) -> DocumentOut:
    """Register a document and answer it."""
    made, created = archiving.add(db, code, body.id, body.document(), body.by.by(), on=_today())
    response.status_code = 201 if created else 200
    return DocumentOut.model_validate(_document(made))


@router.put(
    "/lines/{code}/archive/documents/{id}/file",
    summary="上传界线档案的原件",
    description="原件按 SHA-256 保存，同一内容只存一份；已有原件的不能改换，须撤下后另行登记。",
    openapi_extra=BODY,
)
def upload(
    code: Code,
    id: DocumentId,
    content: Content,
    db: Db,
    file_name: Annotated[
        str,
        Header(description="文件名；中文须做百分号转义", max_length=600, examples=["a.pdf"]),
    ],
) -> DocumentOut:
    """Keep the file of a document and answer the document."""
    made = archiving.add_file(db, code, id, content, file=unquote(file_name).strip())
    return DocumentOut.model_validate(_document(made))


@router.get(
    "/lines/{code}/archive/documents/{id}/file",
    summary="取回界线档案的原件",
    description="原样取回。",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": BINARY}}},
)
def download(db: Reader, code: Code, id: DocumentId) -> Response:
    """Answer the file of a document."""
    name, media_type, content = archiving.file_content(db, code, id)
    return _file(name, content, media_type)


@router.post(
    "/lines/{code}/archive/documents/{id}/withdrawal",
    summary="撤下一份登记错的档案",
    description="撤下后不再算作已有，记录与原件照存。",
)
def withdraw(
    code: Code,
    id: DocumentId,
    body: Annotated[WithdrawalIn, Body(openapi_examples=MISTAKE)],
    db: Db,
) -> DocumentOut:
    """Withdraw a document and answer it."""
    made = archiving.withdraw(db, code, id, body.reason, body.by.by(), on=_today())
    return DocumentOut.model_validate(_document(made))


@router.get(
    "/line-archives",
    summary="各条界线缺哪些档案",
    description="逐条界线列出必备、已有和所缺的文件，并按文件种类统计。",
)
def gaps(db: Reader, level: AnyLevel = None, on: OnDay = None) -> ArchiveGapsOut:
    """Answer what the archive sets of all lines lack."""
    day = on or _today()
    found = archiving.archives(db, day, level=_level(level))
    missing = Counter(one.kind.title for each in found for one in each.missing)
    return ArchiveGapsOut.model_validate(
        {
            "on": day,
            "count": len(found),
            "complete": sum(not each.missing for each in found),
            "counts": dict(missing.most_common()),
            "lines": [
                {
                    "line": each.code,
                    "name": each.name,
                    "level": each.level,
                    "required": sum(one.required for one in each.places),
                    "present": sum(one.required and one.present for one in each.places),
                    "missing": [one.kind.title for one in each.missing],
                }
                for each in found
            ],
            "parameters": archive_version(),
        }
    )


@router.get(
    "/line-archives.{form}",
    summary="各条界线缺哪些档案（表格）",
    description="同上，csv（UTF-8，带 BOM）或 xlsx。",
    response_class=Response,
    responses={200: {"content": {MEDIA["xlsx"]: BINARY, "text/csv": BINARY}}},
)
def gaps_table(
    db: Reader,
    form: Annotated[Literal["csv", "xlsx"], Path(description="csv 或 xlsx")],
    level: AnyLevel = None,
    on: OnDay = None,
) -> Response:
    """Answer the same as a table."""
    day = on or _today()
    rows = [_row(each) for each in archiving.archives(db, day, level=_level(level))]
    name = f"界线档案缺漏-{day}.{form}"
    if form == "xlsx":
        made = workbook([Sheet("缺漏", f"界线档案缺漏（{day}）", GAPS, rows)])
        return _file(name, made, MEDIA["xlsx"])
    kept = io.StringIO()
    csv.writer(kept).writerows([GAPS, *rows])
    return _file(name, kept.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def _row(each: LineArchive) -> tuple[object, ...]:
    required = [one for one in each.places if one.required]
    return (
        each.code,
        each.name,
        LineLevel(each.level).zh,
        len(required),
        sum(one.present for one in required),
        "、".join(one.kind.title for one in each.missing),
    )


def _level(word: str | None) -> LineLevel | None:
    return None if word is None else LineLevel(word)


def _document(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in DocumentOut.model_fields}


def _file(name: str, content: bytes, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


def _today() -> date:
    return datetime.now(CHINA).date()
