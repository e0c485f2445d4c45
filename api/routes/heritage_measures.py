"""One listed name and the measures that protect it (历史地名保护措施)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Response

from api.dependencies import Config, Db, Reader
from api.dependencies.callers import Signed, needs
from api.routes.changing import BODY, Content, named_tag
from api.routes.marker_pictures import FileName
from api.schemas.heritage import (
    DoneIn,
    ListedNameOut,
    ListingChangeIn,
    MeasureChangeIn,
    MeasureFileOut,
    MeasureIn,
    MeasureOut,
)
from api.services import protecting_heritage as protecting
from api.services.refusals import TagMissing
from api.store.queries.heritage_care import KeptMeasure
from api.store.session import Session
from naming.heritage import Measure

router = APIRouter(prefix="/api/v1/heritage", tags=["地名"])
CARING = [needs("clerk", "reviewer", "guardian", scope="names")]

ListingId = Annotated[int, Path(ge=1, le=2**31 - 1, description="名录条目编号", examples=[1])]
IfMatch = Annotated[str | None, Header(description="取回时的 ETag 或稿次", examples=['"1"'])]
MeasureId = Annotated[UUID, Path(description="措施编号，由填报端生成的 UUID")]
SIGN = {
    "one": {
        "summary": "设置标志",
        "value": {
            "kind": "sign",
            "content": "在原址设置历史地名标志，由街道办事处管护",
            "decided_on": "2026-11-22",
            "document": "渝民发[2026]88号",
            "due_on": "2027-06-30",
        },
    }
}
VANISHED = {
    "one": {
        "summary": "补记消失原因",
        "value": {
            "standing": "vanished",
            "vanished_reason": "修路拆除",
            "vanished_text": "1998",
            "why": "据街道办事处核实",
        },
    }
}
DONE = {"one": {"summary": "已设置", "value": {"done_on": "2027-05-12", "note": "已立牌"}}}


@router.get(
    "/{listing_id}",
    summary="一个历史地名的全部资料",
    description="名录条目、得名原由、概况、消失原因，以及为它制定的保护措施。",
)
def heritage_name(listing_id: ListingId, db: Reader, response: Response) -> ListedNameOut:
    """Answer a listed name."""
    name, measures = protecting.listed(db, listing_id)
    response.headers["ETag"] = f'"{protecting.listing_tag(name)}"'
    told = asdict(name)
    for gone in ("division_id", "case_id"):
        told.pop(gone)
    told["vanished_year"] = told.pop("vanished_text")
    told["name_id"] = told.pop("place_name_id")
    return ListedNameOut(**told, measures=[_out(db, measure) for measure in measures])


@router.put(
    "/{listing_id}/measures/{measure_id}",
    dependencies=CARING,
    summary="登记保护措施",
    description=(
        "编号由填报端生成，重复提交不会产生两条。依法更名前须已有制定在先的保护措施"
        "（《地名管理条例》第二十五条）。限经办、审核、守护员。"
    ),
)
def decide(
    listing_id: ListingId,
    measure_id: MeasureId,
    person: Signed,
    db: Db,
    body: Annotated[MeasureIn, Body(openapi_examples=SIGN)],
    response: Response,
) -> MeasureOut:
    """Keep a measure."""
    new = protecting.NewMeasure(
        id=measure_id,
        kind=Measure(body.kind),
        content=body.content,
        decided_on=body.decided_on,
        document=body.document,
        due_on=body.due_on,
        responsible=body.responsible,
    )
    kept = protecting.decide(db, person, listing_id, new)
    response.headers["ETag"] = f'"{kept.version}"'
    return _out(db, kept)


@router.put(
    "/measures/{measure_id}",
    dependencies=CARING,
    summary="修改保护措施",
    description="内容、责任单位、日期、完成情况。须在 If-Match 中写明稿次。限经办、审核、守护员。",
)
def change(
    measure_id: MeasureId,
    person: Signed,
    db: Db,
    body: Annotated[MeasureChangeIn, Body(openapi_examples=SIGN)],
    response: Response,
    if_match: IfMatch = None,
) -> MeasureOut:
    """Change a measure."""
    wish = protecting.MeasureChange(**{**body.model_dump(), "kind": Measure(body.kind)})
    kept = protecting.change(db, person, measure_id, wish, version=_version(if_match))
    response.headers["ETag"] = f'"{kept.version}"'
    return _out(db, kept)


@router.post(
    "/measures/{measure_id}/files",
    dependencies=CARING,
    status_code=201,
    summary="上传保护措施的佐证",
    description="照片、PDF 等；同一文件重复上传只存一次。限经办、审核、守护员。",
    openapi_extra=BODY,
)
def attach(
    measure_id: MeasureId,
    person: Signed,
    db: Db,
    config: Config,
    content: Content,
    file_name: FileName,
) -> MeasureFileOut:
    """Keep a file that proves what was done."""
    name = unquote(file_name).strip()
    folder = config.files_folder
    taken = protecting.attach(db, person, measure_id, content, name, folder=folder)
    return MeasureFileOut(name=taken.name, sha256=taken.sha256, size=taken.size)


@router.get(
    "/measures/{measure_id}/files/{sha256}",
    dependencies=[needs()],
    summary="取回保护措施的佐证",
    description="原样取回。须登录。",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def evidence(
    measure_id: MeasureId,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="摘要")],
    db: Reader,
    config: Config,
) -> Response:
    """Answer the bytes of a file."""
    file, content = protecting.file_of(db, measure_id, sha256, folder=config.files_folder)
    told = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(content, media_type=file.media_type, headers={"Content-Disposition": told})


@router.put(
    "/{listing_id}",
    dependencies=[needs("clerk", "reviewer", scope="names")],
    summary="修改名录条目的说明",
    description=(
        "情形、得名原由、概况、消失原因与年份、对应的地名。须带取回时的 ETag（If-Match）；"
        "修改后条目编号改变，旧编号仍指向它。限经办、审核。"
    ),
)
def describe(
    listing_id: ListingId,
    person: Signed,
    db: Db,
    body: Annotated[ListingChangeIn, Body(openapi_examples=VANISHED)],
    response: Response,
    if_match: IfMatch = None,
) -> ListedNameOut:
    """Write what is told of a listed name anew."""
    wish = protecting.ListingChange(**body.model_dump(exclude={"why"}))
    tag = named_tag(if_match)
    made = protecting.describe(db, person, listing_id, wish, tag=tag, why=body.why)
    return heritage_name(made, db, response)


@router.post(
    "/measures/{measure_id}/done",
    dependencies=CARING,
    summary="保护措施已完成",
    description="须在 If-Match 中写明取回时的稿次（version）。限经办、审核、守护员。",
)
def finish(
    measure_id: MeasureId,
    person: Signed,
    db: Db,
    body: Annotated[DoneIn, Body(openapi_examples=DONE)],
    if_match: IfMatch = None,
) -> MeasureOut:
    """Note that a measure was carried out."""
    version = _version(if_match)
    kept = protecting.finish(
        db, person, measure_id, version=version, done_on=body.done_on, note=body.note
    )
    return _out(db, kept)


def _version(if_match: str | None) -> int:
    tag = (if_match or "").strip().strip('"')
    if not (tag.isascii() and tag.isdecimal() and len(tag) < 10):
        raise TagMissing("没有写明所改的是哪一稿", "请在 If-Match 中写明取回时的 version")
    return int(tag)


def _out(db: Session, measure: KeptMeasure) -> MeasureOut:
    files = protecting.files_of(db, [measure])[measure.id]
    told = [MeasureFileOut(name=f.name, sha256=f.sha256, size=f.size) for f in files]
    return MeasureOut(**asdict(measure), kind_name=Measure(measure.kind).zh, files=told)
