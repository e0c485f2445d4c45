"""Changes of boundary lines (界线变更): tried, published once, listed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Response

from api.dependencies import CHINA, Db, Reader, When
from api.schemas.line_changes import (
    ChangeReportOut,
    KeptChangeOut,
    LineChangeIn,
    LineChangeOut,
    LineChangesOut,
)
from api.services.changed_lines import sentences
from api.services.changing_lines import change_line, changes, standing, tag_of

router = APIRouter(prefix="/api/v1/boundaries", tags=["界线"])

Code = Annotated[str, Path(min_length=1, max_length=64, description="界线编号")]
IfMatch = Annotated[
    str | None,
    Header(description="所依据版本的 ETag，取自 GET 同一地址；试算时可不带", examples=['"2925"']),
]
EXAMPLE = {
    "one": {
        "summary": "一项变更",
        "value": {
            "id": "7d0f6f0e-41a4-4f0b-9d0a-2f1f2f6a9b10",
            "geometry": {
                "type": "LineString",
                "coordinates": [[108.5, 30.0], [108.52, 30.2], [108.5, 30.5]],
            },
            "document": "渝府〔2026〕8号",
            "approved_on": "2026-06-01",
            "valid_from": "2026-07-01",
            "person": "张建国",
            "dry_run": True,
        },
    }
}


@router.post(
    "/{code}/changes",
    status_code=201,
    summary="变更一条界线",
    description=(
        "提交整条新界线与批准文件：核对、构成范围、检查、发布一次完成，有一处不成则什么也不改。"
        "原版本不动，自生效之日起另立新版本；同一段上各级界线随同变更。"
        "会撕裂其他界线的回答 422 并指出是哪些。须带 If-Match；dry_run 只返回报告。"
    ),
)
def change(
    code: Code,
    body: Annotated[LineChangeIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> LineChangeOut:
    """Change a line, or try to."""
    tag = None if if_match is None else if_match.strip().removeprefix("W/").strip('"')
    today = datetime.now(CHINA).date()
    done = change_line(db, body.proposal(code), tag=tag, today=today, dry_run=body.dry_run)
    response.status_code = 201 if done.created else 200
    if not done.report["dry_run"]:
        response.headers["ETag"] = f'"{done.report["version"]}"'
    return LineChangeOut(
        id=done.id,
        created=done.created,
        report=ChangeReportOut.model_validate(done.report),
        sentences=sentences(done.report),
    )


@router.get(
    "/{code}/changes",
    summary="一条界线的变更",
    description=(
        "已发布的变更：文件、日期、经办人与报告。ETag 是该日现行版本，变更时写入 If-Match。"
    ),
)
def kept(code: Code, db: Reader, when: When, response: Response) -> LineChangesOut:
    """Answer the changes of a line."""
    line = standing(db, code, when.on)
    found = changes(db, code)
    response.headers["ETag"] = f'"{tag_of(line)}"'
    return LineChangesOut(
        code=line.code,
        name=line.name,
        version=line.version_id,
        count=len(found),
        changes=[
            KeptChangeOut(
                id=one.id,
                document=one.document,
                approved_on=one.approved_on,
                valid_from=one.valid_from,
                person=one.person,
                recorded_at=one.recorded_at,
                report=ChangeReportOut.model_validate(one.report),
            )
            for one in found
        ],
    )
