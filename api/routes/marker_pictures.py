"""Photos and sketches of markers (界桩照片、略图): kept under the hash of their bytes."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Response

from api.dependencies import Db, Reader
from api.routes.changing import BODY, Content
from api.schemas.markers import PictureOut
from api.services import keeping_files as keeping

router = APIRouter(prefix="/api/v1/lines/{code}/markers/{number}/pictures", tags=["界桩"])

Code = Annotated[str, Path(min_length=1, max_length=64, description="界线编号")]
Number = Annotated[str, Path(min_length=1, max_length=64, description="界桩编号")]
PictureId = Annotated[UUID, Path(description="照片编号，由填报端生成")]
FileName = Annotated[
    str,
    Header(description="文件名；中文须做百分号转义", max_length=600, examples=["001-1.jpg"]),
]


@router.put(
    "/{id}",
    summary="上传界桩照片或略图",
    description=(
        "整张上传；同一编号、同一内容重复上传只存一次。读取照片自带的时间与位置。"
        "照片属于界桩，不随登记版次改变。"
    ),
    openapi_extra=BODY,
)
def upload(
    code: Code,
    number: Number,
    id: PictureId,
    content: Content,
    db: Db,
    response: Response,
    file_name: FileName,
    kind: Annotated[
        Literal["photo", "sketch"], Query(description="photo 照片，sketch 略图")
    ] = "photo",
    caption: Annotated[str, Query(max_length=200, description="图注，如“东面”")] = "",
) -> PictureOut:
    """Keep a picture and answer what it tells."""
    made, created = keeping.keep_picture(
        db, code, number, id, content, file=unquote(file_name).strip(), kind=kind, caption=caption
    )
    response.status_code = 201 if created else 200
    href = f"/api/v1/lines/{code}/markers/{number}/pictures/{id}"
    named = {name: made[name] for name in PictureOut.model_fields if name != "href"}
    return PictureOut.model_validate({**named, "href": href})


@router.get(
    "/{id}",
    summary="取回界桩照片",
    description="原样取回。",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def download(db: Reader, code: Code, number: Number, id: PictureId) -> Response:
    """Answer the bytes of a picture."""
    media_type, content, digest = keeping.picture(db, code, number, id)
    return Response(
        content,
        media_type=media_type,
        headers={"ETag": f'"{digest}"', "X-Content-Type-Options": "nosniff"},
    )
