"""Receiving photos (照片) in parts, so that a broken line costs no more than the last part."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from api.services.refusals import (
    DamagedPhoto,
    NotAllowed,
    OtherState,
    PartMissing,
    UnknownPhoto,
    UnknownRecord,
)
from api.store.queries import inspection_photos as store
from api.store.queries.inspection_photos import KeptPhoto
from api.store.queries.inspection_records import record_of
from api.store.session import Session
from boundary_data.pictures import NoPicture, read_picture
from boundary_data.record_steps import RecordStage

LARGEST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PhotoPart:
    """Bytes of a photo from `start` on; `size` is that of the whole photo."""

    start: int
    size: int
    content: bytes


def find(db: Session, id: UUID) -> KeptPhoto:
    """Return what is received of a photo.

    Raises:
        UnknownPhoto: Nothing is received under this id.
    """
    photo = store.photo_of(db, id)
    if photo is None:
        raise UnknownPhoto(f"没有编号为 {id} 的照片")
    return photo


def receive(
    db: Session, record: UUID, id: UUID, part: PhotoPart, *, file: str, sha256: str
) -> KeptPhoto:
    """Keep a part of a photo; the last one makes it whole. A part sent twice is kept once.

    Args:
        db: A session for writing.
        record: The record that the photo belongs to.
        id: The photo's id, made by the client.
        part: The bytes.
        file: The file name that the record calls the photo by.
        sha256: What the bytes of the whole photo must have, hex; empty if not told.

    Raises:
        UnknownRecord: There is no such record.
        NotAllowed: The record is past drafting.
        OtherState: The id is another photo's.
        PartMissing: Bytes before this part have not come.
        DamagedPhoto: The photo is whole and not what was announced, or no picture at all;
            what was received is thrown away.
    """
    _must_be_drafted(db, record)
    photo = store.photo_of(db, id, lock=True)
    if photo is None:
        store.begin(db, id, record, file=file, size=part.size, sha256=sha256.lower())
        photo = find(db, id)
    if (photo.record_id, photo.file, photo.size) != (record, file, part.size):
        raise OtherState("该照片编号已用于另一张照片", "请为每张照片生成新的编号")
    fresh = part.content[max(photo.received - part.start, 0) :]
    if part.start > photo.received:
        raise PartMissing(
            f"第 {photo.received} 字节起的内容还没有收到", f"请从第 {photo.received} 字节续传"
        )
    if photo.whole or not fresh:
        return photo
    if photo.received + len(fresh) > photo.size:
        raise DamagedPhoto("收到的内容多于照片的大小", "请核对 Content-Range 后重传")
    store.add_part(db, id, photo.received, fresh)
    return _completed(db, find(db, id))


def content(db: Session, id: UUID) -> tuple[KeptPhoto, bytes]:
    """Return a whole photo and its bytes.

    Raises:
        UnknownPhoto: There is no such photo, or it is not whole yet.
    """
    photo = find(db, id)
    if not photo.whole:
        raise UnknownPhoto(
            f"照片“{photo.file}”还没有收全", f"请从第 {photo.received} 字节续传后再取"
        )
    return photo, store.content_of(db, id)


def _completed(db: Session, photo: KeptPhoto) -> KeptPhoto:
    if photo.received < photo.size:
        return photo
    whole = store.content_of(db, photo.id)
    digest = hashlib.sha256(whole).hexdigest()
    if photo.sha256 and digest != photo.sha256:
        raise DamagedPhoto(
            f"照片“{photo.file}”收到的内容与所报的 SHA-256 不符", "请从第 0 字节重传"
        )
    try:
        read = read_picture(whole)
    except NoPicture as error:
        raise DamagedPhoto(f"“{photo.file}”：{error}", "请重新拍摄或改传原图") from error
    store.complete(
        db,
        photo.id,
        sha256=digest,
        media_type=read.media_type,
        taken_at=read.told.taken_at,
        lon=read.told.lon,
        lat=read.told.lat,
    )
    return find(db, photo.id)


def _must_be_drafted(db: Session, record: UUID) -> None:
    kept = record_of(db, record)
    if kept is None:
        raise UnknownRecord(f"没有编号为 {record} 的联检记录", "请先提交记录，再上传照片")
    stage = RecordStage(kept.stage)
    if stage is not RecordStage.DRAFTED:
        raise NotAllowed(f"记录已是“{stage.zh}”，不能再加照片", "请先撤回或退回记录")
