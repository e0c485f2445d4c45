"""One listed name and the measures that protect it (历史地名保护措施)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.schemas.heritage import DoneIn, ListedNameOut, MeasureIn, MeasureOut
from api.services import protecting_heritage as protecting
from api.services.refusals import TagMissing
from api.store.queries.heritage_care import KeptMeasure
from naming.heritage import Measure

router = APIRouter(prefix="/api/v1/heritage", tags=["地名"])
CARING = [needs("clerk", "reviewer", "guardian", scope="names")]

ListingId = Annotated[int, Path(ge=1, le=2**31 - 1, description="名录条目编号", examples=[1])]
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
DONE = {"one": {"summary": "已设置", "value": {"done_on": "2027-05-12", "note": "已立牌"}}}


@router.get(
    "/{listing_id}",
    summary="一个历史地名的全部资料",
    description="名录条目、得名原由、概况、消失原因，以及为它制定的保护措施。",
)
def heritage_name(listing_id: ListingId, db: Reader) -> ListedNameOut:
    """Answer a listed name."""
    name, measures = protecting.listed(db, listing_id)
    told = asdict(name)
    for gone in ("division_id",):
        told.pop(gone)
    told["vanished_year"] = told.pop("vanished_text")
    told["name_id"] = told.pop("place_name_id")
    return ListedNameOut(**told, measures=[_out(measure) for measure in measures])


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
    )
    kept = protecting.decide(db, person, listing_id, new)
    response.headers["ETag"] = f'"{kept.version}"'
    return _out(kept)


@router.post(
    "/measures/{measure_id}/done",
    dependencies=CARING,
    summary="保护措施已完成",
    description="须在 If-Match 中写明取回时的稿次（version）。限经办、审核、守护员。",
)
def finish(
    measure_id: MeasureId,
    db: Db,
    body: Annotated[DoneIn, Body(openapi_examples=DONE)],
    if_match: Annotated[str | None, Header(description="取回时的第几稿", examples=['"1"'])] = None,
) -> MeasureOut:
    """Note that a measure was carried out."""
    tag = (if_match or "").strip().strip('"')
    if not tag.isdecimal():
        raise TagMissing("没有写明所改的是哪一稿", "请在 If-Match 中写明取回时的 version")
    done = protecting.finish(db, measure_id, version=int(tag), done_on=body.done_on, note=body.note)
    return _out(done)


def _out(measure: KeptMeasure) -> MeasureOut:
    return MeasureOut(**asdict(measure), kind_name=Measure(measure.kind).zh)
