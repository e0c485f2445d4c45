"""Signs of place names (地名标志): registered, looked at, mended, with photos."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from api.dependencies import CHINA, Day, Db, Form, Paging, Reader, Within
from api.dependencies.callers import Signed, needs
from api.routes.answering import Fresh, GeoJson, kept_picture, listed
from api.routes.changing import BODY, Content, IfMatch, named_tag
from api.routes.marker_pictures import FileName
from api.schemas.features import FeatureCollection, ItemList
from api.schemas.signs import (
    CONDITIONS,
    KINDS,
    STATES,
    Condition,
    DutiesOut,
    InspectionIn,
    RepairIn,
    SignIn,
    SignOut,
    SignPhotoOut,
    SignPhotosOut,
    SignRowOut,
    SignWorkOut,
    State,
)
from api.services import keeping_signs as keeping
from api.services import sign_photos
from api.services.keeping_signs import CONDITION_WORDS, KEEPERS, SignWish, tag_of
from api.store.queries import signs as store
from api.store.queries.sign_lists import signs_like
from rulebook.report import Report

router = APIRouter(prefix="/api/v1", tags=["标志"])

SignId = Annotated[UUID, Path(description="标志编号，由填报端生成")]
WorkId = Annotated[UUID, Path(description="该次办理的编号，由填报端生成；重复提交只记一次")]
PhotoId = Annotated[UUID, Path(description="照片编号，由填报端生成")]
KEEPS = [needs(*KEEPERS, scope="names")]
REGISTERS = [needs("editor", "clerk", "reviewer", "approver", scope="names")]
EXAMPLE = {
    "one": {
        "summary": "一块路牌",
        "value": {
            "name_id": 1,
            "kind": "street",
            "characters": "望涧路",
            "romanization": "WANGJIAN LU",
            "axis": "east_west",
            "place": {"lon": 108.36, "lat": 30.8},
            "material": "铝合金反光膜",
            "width_mm": 1500,
            "height_mm": 500,
            "set_up_by": "万州区民政局",
            "set_up_on": "2026-05-01",
        },
    }
}
LOOK = {
    "one": {
        "summary": "一次巡查",
        "value": {"inspected_on": "2026-11-20", "condition": "worn", "note": "反光膜脱落"},
    }
}
MEND = {
    "one": {
        "summary": "一次维修",
        "value": {"repaired_on": "2026-11-21", "unit": "市政工程公司", "what": "更换版面"},
    }
}


def _wished(
    box: Within,
    name: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="地名编号")] = None,
    q: Annotated[
        str | None, Query(min_length=1, max_length=60, description="版面汉字中的文字，或标志编号")
    ] = None,
    division: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="所在区划的编号，含其下级")
    ] = None,
    kind: Annotated[str | None, Query(max_length=40, description=f"类别：{KINDS}")] = None,
    state: Annotated[State | None, Query(description=STATES)] = None,
    condition: Annotated[Condition | None, Query(description=CONDITIONS)] = None,
) -> SignWish:
    return SignWish(
        name_id=name,
        q=q,
        kind=kind,
        division=division,
        state=state,
        condition=condition,
        box=(box.west, box.south, box.east, box.north) if box else None,
    )


Wished = Annotated[SignWish, Depends(_wished)]
"""Which signs a request asks for."""


@router.put(
    "/signs/{id}",
    summary="登记或修改地名标志",
    description=(
        "编号由填报端生成，同一内容重复提交只记一次。版面按 GB 17733 核对：汉字、拼音与登记的地名"
        "一致，不用英文。拟设的（planned）有问题不予登记；已设的照实登记，版面有误的记为“内容有误”。"
        "修改须带 If-Match。"
    ),
    dependencies=REGISTERS,
)
def write(
    id: SignId,
    body: Annotated[SignIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> SignOut:
    """Register or change a sign."""
    tag = None if if_match is None else named_tag(if_match)
    written = keeping.write(db, person, id, body.entry(), tag=tag, on=_today())
    response.status_code = 201 if written.created else 200
    return _out(written.sign, written.report, response)


@router.get(
    "/signs",
    summary="列出地名标志",
    description="按地名、区划、状态、状况、范围查询；只含已公布地名的标志。",
    response_class=GeoJson,
    response_model=FeatureCollection[SignRowOut] | ItemList[SignRowOut],
)
def signs(
    request: Request,
    db: Reader,
    _: Fresh,
    page: Paging,
    wish: Wished,
    f: Form = "geojson",
) -> Response:
    """Answer a page of signs."""
    found = signs_like(db, wish, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)


@router.get(
    "/sign-duties",
    summary="待巡查、待维修的地名标志",
    description="管辖范围内：损坏、有误、缺失的在前，其次到期未巡查的，按应巡查日期排列。",
    dependencies=KEEPS,
)
def duties(
    db: Reader,
    person: Signed,
    page: Paging,
    by: Annotated[Day | None, Query(description="到哪一天为止应巡查的，默认今天")] = None,
) -> DutiesOut:
    """Answer the signs that wait for somebody."""
    day = by or _today()
    count, found = keeping.duties(db, person, day, page.limit, page.offset)
    rows = [
        {k: v for k, v in one.items() if k != "matched"}
        | {"condition_title": CONDITION_WORDS[one["condition"]]}
        for one in found
    ]
    return DutiesOut.model_validate({"by": day, "count": count, "signs": rows})


@router.get(
    "/signs/{id}", summary="一块地名标志", description="版面、位置、状况，与地名对照的意见。"
)
def sign(id: SignId, db: Reader, response: Response) -> SignOut:
    """Answer a sign."""
    found = keeping.find(db, id)
    return _out(found, keeping.findings_of(db, found, _today()), response)


@router.get(
    "/signs/{id}/work",
    summary="一块地名标志的巡查与维修",
    description="历次巡查、维修，含经办人。须登录。",
    dependencies=KEEPS,
)
def work(id: SignId, db: Reader) -> SignWorkOut:
    """Answer what was done about a sign."""
    keeping.find(db, id)
    found = store.work_on(db, id)
    told = {
        part: [{k: v for k, v in one.items() if k != "sign_id"} for one in rows]
        for part, rows in found.items()
    }
    return SignWorkOut.model_validate({"id": id, **told})


@router.put(
    "/signs/{id}/inspections/{work}",
    summary="记一次巡查",
    description="记下状况；下次应巡查日期随之后推（周期为参数）。",
    dependencies=KEEPS,
)
def inspect(
    id: SignId,
    work: WorkId,
    body: Annotated[InspectionIn, Body(openapi_examples=LOOK)],
    db: Db,
    person: Signed,
    response: Response,
) -> SignOut:
    """Write down a look at a sign."""
    kept = keeping.inspect(db, person, id, work, on=_today(), **body.model_dump())
    return _out(kept, keeping.findings_of(db, kept, _today()), response)


@router.put(
    "/signs/{id}/repairs/{work}",
    summary="记一次维修或更换",
    description="记下做了什么、修后状况；换了文字的，另行修改版面。",
    dependencies=KEEPS,
)
def repair(
    id: SignId,
    work: WorkId,
    body: Annotated[RepairIn, Body(openapi_examples=MEND)],
    db: Db,
    person: Signed,
    response: Response,
) -> SignOut:
    """Write down a repair of a sign."""
    kept = keeping.repair(db, person, id, work, on=_today(), **body.model_dump())
    return _out(kept, keeping.findings_of(db, kept, _today()), response)


@router.get(
    "/signs/{id}/photos", summary="一块地名标志的照片", description="照片及其自带的时间与位置。"
)
def photos(id: SignId, db: Reader) -> SignPhotosOut:
    """Answer the photos of a sign."""
    found = sign_photos.photos(db, keeping.find(db, id))
    return SignPhotosOut(id=id, photos=[_photo(id, one) for one in found])


@router.put(
    "/signs/{id}/photos/{photo}",
    summary="上传标志照片",
    description="整张上传；同一编号、同一内容重复上传只存一次。读取照片自带的时间与位置。",
    openapi_extra=BODY,
    dependencies=KEEPS,
)
def upload(
    id: SignId,
    photo: PhotoId,
    content: Content,
    db: Db,
    person: Signed,
    response: Response,
    file_name: FileName,
    caption: Annotated[str, Query(max_length=200, description="图注，如“正面”")] = "",
) -> SignPhotoOut:
    """Keep a photo and answer what it tells."""
    _, created = sign_photos.add_photo(
        db, person, id, photo, content, file=unquote(file_name).strip(), caption=caption
    )
    response.status_code = 201 if created else 200
    every = sign_photos.photos(db, keeping.find(db, id))
    return _photo(id, next(one for one in every if one["id"] == photo))


@router.get(
    "/signs/{id}/photos/{photo}",
    summary="取回标志照片",
    description="原样取回。",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def download(id: SignId, photo: PhotoId, db: Reader) -> Response:
    """Answer the bytes of a photo."""
    return kept_picture(*sign_photos.photo(db, id, photo))


def _today() -> Day:
    return datetime.now(CHINA).date()


def _out(sign: store.KeptSign, report: Report, response: Response) -> SignOut:
    response.headers["ETag"] = f'"{tag_of(sign)}"'
    return SignOut.of(sign, report)


def _photo(sign: UUID, one: dict[str, object]) -> SignPhotoOut:
    told = {name: one[name] for name in SignPhotoOut.model_fields if name != "href"}
    return SignPhotoOut.model_validate({**told, "href": f"/api/v1/signs/{sign}/photos/{one['id']}"})
