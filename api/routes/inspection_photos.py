"""Photos and tracks of inspection records, sent in parts and taken up where they broke off."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from api.dependencies import CHINA, Db, Reader
from api.schemas.inspection_records import PhotoOut
from api.services import keeping_photos as keeping
from api.services.keeping_photos import LARGEST_BYTES, PhotoPart, Sort
from api.services.keeping_tracks import TRACK
from api.services.recording_inspections import recheck
from api.services.refusals import UnknownPhoto
from api.store.queries.inspection_photos import KeptPhoto
from api.store.session import Session

router = APIRouter(prefix="/api/v1/inspection-records/{id}", tags=["联检"])

RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


async def _content(request: Request) -> bytes:
    return await request.body()


Content = Annotated[bytes, Depends(_content)]
RecordId = Annotated[UUID, Path(description="联检记录编号")]
PhotoId = Annotated[UUID, Path(description="照片编号，由填报端生成")]
TrackId = Annotated[UUID, Path(description="轨迹文件编号，由填报端生成")]
FileName = Annotated[
    str, Header(description="记录中所用的文件名；中文须做百分号转义", examples=["001-1.jpg"])
]
Range = Annotated[str | None, Header(description="本段的范围", examples=["bytes 0-65535/1048576"])]
Digest = Annotated[str, Header(description="整个文件的 SHA-256，十六进制", examples=["e3b0c442…"])]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "examples": {"part": {"summary": "文件的一部分", "value": "(binary)"}},
            }
        },
    }
}


@router.put(
    "/photos/{photo}",
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
    file_name: FileName,
    content_range: Range = None,
    digest_sha256: Digest = "",
) -> PhotoOut:
    """Keep a part of a photo and answer how much of it is there."""
    headers = (file_name, content_range, digest_sha256)
    return _received(db, id, photo, content, headers, response, keeping.PHOTO)


@router.get(
    "/photos/{photo}/received",
    summary="照片已收到多少",
    description="断线后先问已收到多少字节（received，也见响应头 Upload-Offset），再从那里续传。",
)
def received(id: RecordId, photo: PhotoId, db: Reader, response: Response) -> PhotoOut:
    """Answer how many bytes are received."""
    return _out(_of_record(keeping.find(db, photo), id), response)


@router.get(
    "/photos/{photo}",
    summary="取回照片",
    description="收全的照片取回；手机的 HEIC 照片转为 JPEG，original=true 时原样取回。",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def download(
    id: RecordId,
    photo: PhotoId,
    db: Reader,
    original: Annotated[bool, Query(description="原样取回，不转换")] = False,
) -> Response:
    """Answer a whole photo."""
    kept, content = keeping.content(db, photo)
    _of_record(kept, id)
    form = kept.media_type
    if not original:
        form, content = keeping.to_be_seen(kept, content)
    tag = f"{kept.sha256}" if form == kept.media_type else f"{kept.sha256}-jpeg"
    return Response(
        content,
        media_type=form,
        headers={"ETag": f'"{tag}"', "X-Content-Type-Options": "nosniff"},
    )


@router.put(
    "/tracks/{track}",
    summary="上传轨迹文件（可分段、可续传）",
    description=(
        "GPX、KML、KMZ、GeoJSON、CSV、XLSX 均可，由文件名的后缀判断；分段与续传同照片。"
        "记录的 track_files 写文件名，收全后记录随即重新核验。"
        "答复的 note 说明读入多少点、哪些点没有读入。"
    ),
    openapi_extra=BODY,
)
def upload_track(
    id: RecordId,
    track: TrackId,
    content: Content,
    db: Db,
    response: Response,
    file_name: FileName,
    content_range: Range = None,
    digest_sha256: Digest = "",
) -> PhotoOut:
    """Keep a part of a track file and answer how much of it is there."""
    headers = (file_name, content_range, digest_sha256)
    return _received(db, id, track, content, headers, response, TRACK)


@router.get(
    "/tracks/{track}/received",
    summary="轨迹文件已收到多少",
    description="断线后先问已收到多少字节，再从那里续传。",
)
def track_received(id: RecordId, track: TrackId, db: Reader, response: Response) -> PhotoOut:
    """Answer how many bytes are received."""
    return _out(_of_record(keeping.find(db, track), id), response)


@router.get(
    "/tracks/{track}",
    summary="取回轨迹文件",
    description="收全的轨迹文件原样取回。",
    response_class=Response,
    responses={
        200: {
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            }
        }
    },
)
def download_track(id: RecordId, track: TrackId, db: Reader) -> Response:
    """Answer the bytes of a whole track file."""
    return download(id, track, db)


def _received(
    db: Session,
    record: UUID,
    id: UUID,
    content: bytes,
    headers: tuple[str, str | None, str],
    response: Response,
    sort: Sort,
) -> PhotoOut:
    file_name, content_range, digest = headers
    part = _part(content, content_range)
    if digest and not SHA256.fullmatch(digest):
        _refuse("digest-sha256", "应为 64 位十六进制数", "请填整个文件的 SHA-256，或不带此请求头")
    name = unquote(file_name).strip()
    if not name or len(name) > 200 or "\0" in name:
        _refuse("file-name", "文件名为空或过长", "请填记录中所用的文件名，不超过 200 字")
    kept = keeping.receive(db, record, id, part, file=name, sha256=digest, sort=sort)
    if kept.whole:
        recheck(db, record, on=datetime.now(CHINA).date())
    response.status_code = 201 if kept.whole else 202
    return _out(kept, response)


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
        _refuse("content-range", "文件为空或超过 50 MB", "请压缩或分成几个后上传")
    return PhotoPart(start, size, content)


def _of_record(kept: KeptPhoto, id: UUID) -> KeptPhoto:
    if kept.record_id != id:
        raise UnknownPhoto(f"联检记录 {id} 没有编号为 {kept.id} 的文件")
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
