"""Photos of inspection records (联检照片), sent in parts and taken up where they broke off."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.exceptions import RequestValidationError

from api.dependencies import Db, Reader
from api.schemas.inspection_records import PhotoOut
from api.services import keeping_photos as keeping
from api.services.keeping_photos import LARGEST_BYTES, PhotoPart
from api.services.refusals import UnknownPhoto
from api.store.queries.inspection_photos import KeptPhoto

router = APIRouter(prefix="/api/v1/inspection-records/{id}/photos", tags=["联检"])

RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


async def _content(request: Request) -> bytes:
    return await request.body()


Content = Annotated[bytes, Depends(_content)]
RecordId = Annotated[UUID, Path(description="联检记录编号")]
PhotoId = Annotated[UUID, Path(description="照片编号，由填报端生成")]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "examples": {"part": {"summary": "照片的一部分", "value": "(binary)"}},
            }
        },
    }
}


@router.put(
    "/{photo}",
    summary="上传照片（可分段、可续传）",
    description=(
        "整张上传时不带 Content-Range；分段时每段带 Content-Range: bytes 起-止/总长。"
        "断线后先问 …/received 已收到多少，再从那里续传；同一段重复上传只存一次。"
        "收全后核对 Digest-SHA256，读取照片自带的时间与位置。"
    ),
    openapi_extra=BODY,
)
def upload(
    id: RecordId,
    photo: PhotoId,
    content: Content,
    db: Db,
    response: Response,
    file_name: Annotated[
        str, Header(description="记录中所用的文件名；中文须做百分号转义", examples=["001-1.jpg"])
    ],
    content_range: Annotated[
        str | None, Header(description="本段的范围", examples=["bytes 0-65535/1048576"])
    ] = None,
    digest_sha256: Annotated[
        str, Header(description="整张照片的 SHA-256，十六进制", examples=["e3b0c442…"])
    ] = "",
) -> PhotoOut:
    """Keep a part of a photo and answer how much of it is there."""
    part = _part(content, content_range)
    if digest_sha256 and not SHA256.fullmatch(digest_sha256):
        _refuse("digest-sha256", "应为 64 位十六进制数", "请填整张照片的 SHA-256，或不带此请求头")
    name = unquote(file_name).strip()
    if not name or len(name) > 200 or "\0" in name:
        _refuse("file-name", "文件名为空或过长", "请填记录中所用的文件名，不超过 200 字")
    kept = keeping.receive(db, id, photo, part, file=name, sha256=digest_sha256)
    response.status_code = 201 if kept.whole else 202
    return _out(kept, response)


@router.get(
    "/{photo}/received",
    summary="照片已收到多少",
    description="断线后先问已收到多少字节（received，也见响应头 Upload-Offset），再从那里续传。",
)
def received(id: RecordId, photo: PhotoId, db: Reader, response: Response) -> PhotoOut:
    """Answer how many bytes are received."""
    return _out(_of_record(keeping.find(db, photo), id), response)


@router.get(
    "/{photo}",
    summary="取回照片",
    description="收全的照片原样取回。",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def download(id: RecordId, photo: PhotoId, db: Reader) -> Response:
    """Answer the bytes of a whole photo."""
    kept, content = keeping.content(db, photo)
    _of_record(kept, id)
    return Response(
        content,
        media_type=kept.media_type,
        headers={"ETag": f'"{kept.sha256}"', "X-Content-Type-Options": "nosniff"},
    )


def _part(content: bytes, content_range: str | None) -> PhotoPart:
    if content_range is None:
        size, start = len(content), 0
    else:
        match = RANGE.fullmatch(content_range.strip())
        if match is None:
            _refuse("content-range", "写法不对", "应为 bytes 起-止/总长，如 bytes 0-65535/99999")
        assert match is not None
        start, end, size = (int(number) for number in match.groups())
        if end - start + 1 != len(content) or end >= size:
            _refuse(
                "content-range",
                f"范围为 {end - start + 1} 字节，收到 {len(content)} 字节",
                "请核对起、止与总长",
            )
    if not 0 < size <= LARGEST_BYTES or not content:
        _refuse("content-range", "照片为空或超过 50 MB", "请压缩后上传")
    return PhotoPart(start, size, content)


def _of_record(kept: KeptPhoto, id: UUID) -> KeptPhoto:
    if kept.record_id != id:
        raise UnknownPhoto(f"联检记录 {id} 没有编号为 {kept.id} 的照片")
    return kept


def _headers(kept: KeptPhoto) -> dict[str, str]:
    return {
        "Upload-Offset": str(kept.received),
        "Upload-Length": str(kept.size),
        "Cache-Control": "no-store",
    }


def _out(kept: KeptPhoto, response: Response) -> PhotoOut:
    response.headers.update(_headers(kept))
    return PhotoOut.model_validate({name: getattr(kept, name) for name in PhotoOut.model_fields})


def _refuse(header: str, message: str, remedy: str) -> None:
    raise RequestValidationError(
        [{"type": "header", "loc": ("header", header), "msg": message, "ctx": {"remedy": remedy}}]
    )
