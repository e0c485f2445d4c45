"""Records of joint inspections (联检记录): written, stepped on, read; nothing is doubled."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Query, Response
from fastapi.exceptions import RequestValidationError

from api.dependencies import CHINA, Config, Db, Many, Paging, Reader
from api.problems.answers import refusal_of
from api.routes.inspections import too_many
from api.schemas.inspection_records import (
    CorrectionIn,
    OneRecordOut,
    RecordBatchIn,
    RecordBatchOut,
    RecordIn,
    RecordInFullOut,
    RecordOut,
    RecordProblemOut,
    RecordsOut,
    Stages,
    StepIn,
)
from api.schemas.problems import FieldErrorOut
from api.services import recording_inspections as recording
from api.services.archiving_inspections import (
    MEDIA,
    File,
    Form,
    archive,
    marker_table,
    report_file,
)
from api.services.reading_records import RecordWish, in_full, records_like, revision
from api.services.recording_batches import Answered, OneOfMany, tag_now, write_all
from api.services.refusals import TagMissing
from api.store.queries.inspection_records import KeptRecord
from boundary_data.inspection_schema import example
from boundary_data.record_steps import RecordVerb

router = APIRouter(prefix="/api/v1/inspection-records", tags=["联检"])

RecordId = Annotated[UUID, Path(description="联检记录编号，由填报端生成的 UUID")]
IfMatch = Annotated[
    str | None,
    Header(description="所改内容的 ETag；新建时不带", examples=['"1-drafted"']),
]
BINARY = {"schema": {"type": "string", "format": "binary"}}
BY = {"person": "张建国", "division_code": "500116"}
EXAMPLE = {"one": {"summary": "一条记录", "value": {"by": BY, "record": example()}}}
BATCH = {
    "two": {
        "summary": "一条记录的一批",
        "value": {
            "by": BY,
            "records": [{"id": example()["record_id"], "record": example()}],
        },
    }
}
STEP = {"submit": {"summary": "提交", "value": {"verb": "submit", "by": BY, "note": ""}}}
CORRECT = {
    "one": {
        "summary": "更正",
        "value": {"id": "0b5f3c9e-2f56-4d0e-8a55-4c1d6d1f1a11", "by": BY},
    }
}


@router.put(
    "/{id}",
    summary="填报或修改联检记录",
    description=(
        "编号由填报端生成：同一内容重复提交不会产生两条。修改时须在 If-Match 中带上取回时的 ETag；"
        "不一致时回答 412 和现状，什么也不改。每次填报都按规定核验一遍，有问题也先存下，"
        "提交给另一方时才要求没有“不予通过”的问题。"
    ),
)
def write(
    id: RecordId,
    body: Annotated[RecordIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> RecordOut:
    """Write a record and answer how it stands."""
    tag, today = tag_of_header(if_match), datetime.now(CHINA).date()
    written = recording.write(db, id, body.record, body.by.by(), tag=tag, on=today)
    response.status_code = 201 if written.created else 200
    return answered(written.record, response)


@router.post(
    "/batch",
    summary="一次填报多条联检记录",
    description=(
        "逐条存、逐条答复，次序不变：每条记录各是一次独立的写入，一条被拒绝不影响其他各条。"
        "编号由填报端生成；断线后把整批原样重发即可，已存的回答 200 而不重复，未存的补上。"
        "修改已有记录时带 etag，不一致的那一条回答 412 和现状。整批总是回答 200，"
        "每条的 status 与单独填报时相同。"
    ),
)
def write_batch(
    body: Annotated[RecordBatchIn, Body(openapi_examples=BATCH)], many: Many, config: Config
) -> RecordBatchOut:
    """Write many records and answer how each stands."""
    if len(body.records) > config.batch_limit:
        raise RequestValidationError([too_many(len(body.records), config.batch_limit)])
    wanted = [
        OneOfMany(one.id, one.record, (one.by or body.by).by(), tag_of_header(one.etag))
        for one in body.records
    ]
    done = write_all(many, wanted, on=datetime.now(CHINA).date())
    return RecordBatchOut(
        count=len(done),
        kept=sum(one.written is not None for one in done),
        records=[_one(one) for one in done],
    )


@router.post(
    "/{id}/steps",
    summary="提交、确认、退回、上报、备案",
    description=(
        "按程序办理一步：一方提交，另一方确认或退回，牵头方联合上报，备案机关备案或退回补正。"
        "提交、确认、上报、备案前按当时的界线库重新核验，不予通过的回答 422 并逐条说明。"
        "须带 If-Match。"
    ),
)
def step(
    id: RecordId,
    body: Annotated[StepIn, Body(openapi_examples=STEP)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> RecordOut:
    """Take a step and answer how the record stands then."""
    tag = tag_of_header(if_match)
    if tag is None:
        raise TagMissing("没有写明所办理的是哪一稿")
    today = datetime.now(CHINA).date()
    verb = RecordVerb(body.verb)
    record = recording.step(db, id, verb, body.by.by(), tag=tag, note=body.note, on=today)
    return answered(record, response)


@router.post(
    "/{id}/corrections",
    status_code=201,
    summary="更正已备案的记录",
    description="已备案的记录不可改动；更正另建一条记录，内容照抄，备案后取代原记录。",
)
def correct(
    id: RecordId,
    body: Annotated[CorrectionIn, Body(openapi_examples=CORRECT)],
    db: Db,
    response: Response,
) -> RecordOut:
    """Begin a correction and answer the new record."""
    today = datetime.now(CHINA).date()
    return answered(recording.correct(db, id, body.id, body.by.by(), on=today), response)


@router.get("", summary="列出联检记录", description="按界线、阶段列出，新填的在前。")
def records(
    db: Reader,
    page: Paging,
    line: Annotated[str | None, Query(max_length=64, description="界线编号")] = None,
    stage: Annotated[Stages | None, Query(description="阶段")] = None,
) -> RecordsOut:
    """Answer a page of records."""
    wish = RecordWish(line=line, stage=stage, limit=page.limit, offset=page.offset)
    count, found = records_like(db, wish)
    return RecordsOut(count=count, records=[RecordOut.of(one) for one in found])


@router.get("/{id}", summary="一条联检记录", description="正文、核验结果、各稿、办理过程与照片。")
def record(id: RecordId, db: Reader, response: Response) -> RecordInFullOut:
    """Answer everything known of a record."""
    found = in_full(db, id)
    response.headers["ETag"] = f'"{recording.tag_of(found.record)}"'
    return RecordInFullOut.model_validate(
        {
            **RecordOut.values_of(found.record),
            "record": dict(found.record.body),
            "steps": found.steps,
            "revisions": found.revisions,
            "photos": found.photos,
            "tracks": found.tracks,
        }
    )


@router.get(
    "/{id}/revisions/{number}", summary="联检记录的某一稿", description="该稿的正文，用于对照。"
)
def one_revision(
    id: RecordId, number: Annotated[int, Path(ge=1, le=2**31 - 1, description="第几稿")], db: Reader
) -> dict[str, object]:
    """Answer the body of one revision."""
    return revision(db, id, number)


@router.get(
    "/{id}/report.{form}",
    summary="联检报告",
    description="按公文格式排版的联检报告：基本情况、检查情况、界桩成果表、走向说明、签字页、附图。",
    response_class=Response,
    responses={200: {"content": {MEDIA["pdf"]: BINARY, MEDIA["docx"]: BINARY}}},
)
def report(
    id: RecordId, form: Annotated[Form, Path(description="docx 或 pdf")], db: Reader
) -> Response:
    """Answer the joint report."""
    return _file(report_file(db, id, form, on=datetime.now(CHINA).date()), MEDIA[form])


@router.get(
    "/{id}/marker-table.xlsx",
    summary="联检的界桩成果表",
    description="记录中每颗界桩的状况、实测坐标、与登记位置的偏差和处理。",
    response_class=Response,
    responses={200: {"content": {MEDIA["xlsx"]: BINARY}}},
)
def table(id: RecordId, db: Reader) -> Response:
    """Answer the marker result table of a record."""
    return _file(marker_table(db, id, on=datetime.now(CHINA).date()), MEDIA["xlsx"])


@router.get(
    "/{id}/archive.zip",
    summary="联检档案",
    description="联检报告、界桩成果表、各稿、办理过程、照片与清单（每个文件的大小和 SHA-256）。",
    response_class=Response,
    responses={200: {"content": {"application/zip": BINARY}}},
)
def archived(id: RecordId, db: Reader) -> Response:
    """Answer the archive of a record."""
    return _file(archive(db, id, on=datetime.now(CHINA).date()), "application/zip")


def _one(done: Answered) -> OneRecordOut:
    record = done.written.record if done.written else done.now
    etag = tag_now(done)
    problem = None if done.refused is None else _problem(done.refused)
    status = problem.status if problem else (201 if done.written.created else 200)  # type: ignore[union-attr]  # one of both is there
    findings = record.report["findings"] if record else []
    return OneRecordOut(
        id=done.id,
        status=status,
        etag=None if etag is None else f'"{etag}"',
        revision=record.revision if record else None,
        stage=record.stage if record else None,
        verdict=record.verdict if record else None,
        blocking=sum(one["severity"] == "block" for one in findings) if record else None,
        problem=problem,
    )


def _problem(refused: Exception) -> RecordProblemOut:
    told = refusal_of(refused)
    return RecordProblemOut(
        type=told.kind.type,
        title=told.kind.title,
        status=told.kind.status,
        detail=told.summary,
        remedy=told.remedy or told.kind.remedy,
        errors=[FieldErrorOut.model_validate(one.as_dict()) for one in told.errors],
    )


def _file(file: File, media_type: str) -> Response:
    name = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(file.content, media_type=media_type, headers={"Content-Disposition": name})


def tag_of_header(if_match: str | None) -> str | None:
    """Return the tag that an If-Match header names."""
    return None if if_match is None else if_match.strip().removeprefix("W/").strip('"')


def answered(record: KeptRecord, response: Response) -> RecordOut:
    """Return a record as it goes out, its tag in the header."""
    response.headers["ETag"] = f'"{recording.tag_of(record)}"'
    return RecordOut.of(record)
