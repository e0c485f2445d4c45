"""What is laid in a case (案卷): papers and files, opinions, consultations of the public."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response, UploadFile

from api.dependencies import Config, Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.cases import CaseId
from api.schemas.case_lists import CommentsOut
from api.schemas.case_parts import CommentOut, ConsultationOut, FileOut, OpinionOut, PaperOut
from api.schemas.cases import (
    ConsultationIn,
    OpinionAnswerIn,
    OpinionAskIn,
    PaperIn,
    ReplyIn,
    SummaryIn,
)
from api.services.cases import hearing, laying
from api.services.cases.hearing import Answer
from api.services.cases.holding import look

router = APIRouter(prefix="/api/v1/cases", tags=["办件"], dependencies=[needs(scope="names")])

PaperId = Annotated[UUID, Path(description="材料编号（UUID），由客户端生成")]
OpinionId = Annotated[UUID, Path(description="征求意见编号（UUID），由客户端生成")]
ConsultationId = Annotated[UUID, Path(description="公众意见征求编号（UUID），由客户端生成")]
CommentId = Annotated[UUID, Path(description="公众意见编号")]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="附件的 SHA-256")]
BINARY = {"schema": {"type": "string", "format": "binary"}}
PAPER = {
    "report": {
        "summary": "征求意见报告",
        "value": {
            "paper": "consultation_report",
            "title": "征求意见报告",
            "fields": {
                "process": "在村务公开栏公示七日",
                "scope": "沿线村民小组",
                "opinions": "均无异议",
                "handling": "无须调整",
            },
        },
    }
}
UPLOAD = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {"one": {"summary": "位置图", "value": {"file": "位置图.pdf"}}}
            }
        }
    }
}
ASK = {
    "one": {
        "summary": "向部门征求意见",
        "value": {"kind": "department", "asked_of": "区交通局", "question": "起止点是否准确"},
    }
}
OPINE = {"one": {"summary": "同意", "value": {"answer": "agree", "opinion": ""}}}
CONSULT = {"one": {"summary": "公示", "value": {"title": "关于拟命名霁岚坡路的公示"}}}
CLOSE = {"one": {"summary": "结束", "value": {"summary": "公示期间未收到异议"}}}
REPLY = {"one": {"summary": "答复", "value": {"reply": "已采纳，改从村名", "adopted": True}}}


@router.put(
    "/{id}/papers/{paper}",
    summary="提交材料",
    description="按类型和要点填写；同一编号再次提交即为修改。缺少的要点列在 gaps 中。",
)
def lay(
    id: CaseId,
    paper: PaperId,
    body: Annotated[PaperIn, Body(openapi_examples=PAPER)],
    db: Db,
    person: Signed,
) -> PaperOut:
    """Lay a paper in a case."""
    return PaperOut.of(laying.lay(db, id, paper, body.draft(), person))


@router.delete(
    "/{id}/papers/{paper}",
    status_code=204,
    summary="撤下材料",
    description="材料不再计入案卷，内容留存备查。",
)
def take_out(id: CaseId, paper: PaperId, db: Db, person: Signed) -> None:
    """Take a paper out of the file of a case."""
    laying.take_out(db, id, paper, person)


@router.post(
    "/{id}/papers/{paper}/files",
    summary="上传附件",
    openapi_extra=UPLOAD,
    description=(
        "PDF、docx、xlsx、图片、文本，最大 20 MB；核对真实内容，带宏、脚本的不收。"
        "相同内容只存一份。"
    ),
)
def attach(
    id: CaseId, paper: PaperId, file: UploadFile, db: Db, person: Signed, config: Config
) -> FileOut:
    """Keep a file with a paper."""
    content = file.file.read()
    taken = laying.attach(
        db, id, paper, content, file.filename or "附件", person, folder=config.files_folder
    )
    return FileOut(
        sha256=taken.sha256, name=taken.name, media_type=taken.media_type, size=taken.size
    )


@router.get(
    "/{id}/papers/{paper}/files/{sha256}",
    summary="取附件",
    description="附件原文。",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": BINARY}}},
)
def fetch(
    id: CaseId, paper: PaperId, sha256: Sha256, db: Reader, person: Signed, config: Config
) -> Response:
    """Answer the bytes of a file."""
    found, content = laying.file_of(db, id, paper, sha256, person, folder=config.files_folder)
    return Response(
        content,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "Cache-Control": "private, no-store",
        },
    )


@router.put(
    "/{id}/opinions/{opinion}",
    summary="征求部门、专家意见",
    description="向部门或专家征求意见，限期答复；同一编号只征求一次。",
)
def ask(
    id: CaseId,
    opinion: OpinionId,
    body: Annotated[OpinionAskIn, Body(openapi_examples=ASK)],
    db: Db,
    today: Today,
    person: Signed,
) -> OpinionOut:
    """Ask for an opinion."""
    expert = body.kind == "expert"
    asked = hearing.ask(db, id, opinion, body.question_(), person, expert=expert, on=today)
    return OpinionOut.of(asked)


@router.post(
    "/{id}/opinions/{opinion}/answer",
    summary="答复意见",
    description="由被征求意见的机构答复；书面答复的由经办人代录，并写明答复人。",
)
def answer(
    id: CaseId,
    opinion: OpinionId,
    body: Annotated[OpinionAnswerIn, Body(openapi_examples=OPINE)],
    db: Db,
    today: Today,
    person: Signed,
) -> OpinionOut:
    """Give the opinion that was asked."""
    given = hearing.answer(
        db,
        id,
        opinion,
        Answer(body.answer),
        body.opinion,
        person,
        on=today,
        by_name=body.by_name,
    )
    return OpinionOut.of(given)


@router.put(
    "/{id}/consultations/{consultation}",
    summary="征求公众意见",
    description="公布拟用的地名并收集意见，期限不少于规定的天数。",
)
def consult(
    id: CaseId,
    consultation: ConsultationId,
    body: Annotated[ConsultationIn, Body(openapi_examples=CONSULT)],
    db: Db,
    today: Today,
    person: Signed,
) -> ConsultationOut:
    """Open a consultation of the public."""
    opened = hearing.consult(
        db,
        id,
        consultation,
        title=body.title,
        body=body.body,
        opens_on=body.opens_on or today,
        closes_on=body.closes_on,
        person=person,
    )
    return ConsultationOut.of(opened)


@router.post(
    "/{id}/consultations/{consultation}/close",
    summary="结束征求公众意见",
    description="期满后结束，写明征求意见的情况。",
)
def close(
    id: CaseId,
    consultation: ConsultationId,
    body: Annotated[SummaryIn, Body(openapi_examples=CLOSE)],
    db: Db,
    today: Today,
    person: Signed,
) -> ConsultationOut:
    """Close a consultation of the public."""
    return ConsultationOut.of(hearing.close(db, id, consultation, body.summary, person, on=today))


@router.get(
    "/{id}/consultations/{consultation}/comments",
    summary="收到的公众意见",
    description="全部意见及答复。",
)
def comments(id: CaseId, consultation: ConsultationId, db: Reader, person: Signed) -> CommentsOut:
    """Answer the comments of a consultation."""
    look(db, id, person)
    found = hearing.consultation(db, id, consultation)
    return CommentsOut(
        consultation=ConsultationOut.of(found),
        comments=[CommentOut.of(one) for one in hearing.comments(db, consultation)],
    )


@router.post(
    "/{id}/comments/{comment}/reply",
    summary="答复公众意见",
    description="写明是否采纳。",
)
def reply(
    id: CaseId,
    comment: CommentId,
    body: Annotated[ReplyIn, Body(openapi_examples=REPLY)],
    db: Db,
    today: Today,
    person: Signed,
) -> CommentOut:
    """Answer a comment of the public."""
    replied = hearing.reply(db, id, comment, body.reply, person, adopted=body.adopted, on=today)
    return CommentOut.of(replied)
