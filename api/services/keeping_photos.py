"""Receiving photos (照片) and track files in parts: a broken line costs but the last part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from api.services.examining_files import hides_archive, is_plain_name
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
from boundary_data.heic import HEIC, JPEG, as_jpeg, is_heic
from boundary_data.pictures import NoPicture, read_picture
from boundary_data.record_steps import RecordStage

LARGEST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PhotoPart:
    """Bytes of a photo from `start` on; `size` is that of the whole photo."""

    start: int
    size: int
    content: bytes


Telling = Callable[[str, bytes], dict[str, object]]
"""What a whole file tells, by its name and bytes, for the columns of `KeptPhoto`."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of files: its name in the store and in Chinese, and what its files tell."""

    kind: str
    word: str
    told: Telling


def find(db: Session, id: UUID) -> KeptPhoto:
    """Return what is received of a photo or track file.

    Raises:
        UnknownPhoto: Nothing is received under this id.
    """
    photo = store.photo_of(db, id)
    if photo is None:
        raise UnknownPhoto(f"没有编号为 {id} 的文件")
    return photo


def told_by_picture(file: str, content: bytes) -> dict[str, object]:
    """Return what a picture tells of itself.

    Raises:
        DamagedPhoto: It is no picture.
    """
    if hides_archive(content):
        raise DamagedPhoto(f"“{file}”里藏有压缩包", "请重新拍摄或改传原图")
    try:
        read = read_picture(content)
    except NoPicture as error:
        raise DamagedPhoto(f"“{file}”：{error}", "请重新拍摄或改传原图") from error
    told = read.told
    return {
        "media_type": HEIC if is_heic(content) else read.media_type,
        "taken_at": told.taken_at,
        "lon": told.lon,
        "lat": told.lat,
    }


PHOTO = Sort("photo", "照片", told_by_picture)


def receive(
    db: Session,
    record: UUID,
    id: UUID,
    part: PhotoPart,
    *,
    file: str,
    sha256: str,
    sort: Sort = PHOTO,
) -> KeptPhoto:
    """Keep a part of a file; the last one makes it whole. A part sent twice is kept once.

    Args:
        db: A session for writing.
        record: The record that the photo belongs to.
        id: The photo's id, made by the client.
        part: The bytes.
        file: The file name that the record calls the photo by.
        sha256: What the bytes of the whole photo must have, hex; empty if not told.
        sort: Whether it is a photo or a track file.

    Raises:
        UnknownRecord: There is no such record.
        NotAllowed: The record is past drafting.
        OtherState: The id is another photo's.
        PartMissing: Bytes before this part have not come.
        DamagedPhoto: The photo is whole and not what was announced, or no picture at all;
            what was received is thrown away.
    """
    _must_be_drafted(db, record, sort)
    if not is_plain_name(file):
        raise DamagedPhoto("文件名含路径或不能用的字符", "请只填文件名，如 001-1.jpg")
    photo = store.photo_of(db, id, lock=True)
    if photo is None:
        store.begin(
            db, id, record, kind=sort.kind, file=file, size=part.size, sha256=sha256.lower()
        )
        photo = find(db, id)
    if (photo.record_id, photo.kind, photo.file, photo.size) != (
        record,
        sort.kind,
        file,
        part.size,
    ):
        raise OtherState(
            f"该编号已用于另一个{sort.word}文件", f"请为每个{sort.word}文件生成新的编号"
        )
    fresh = part.content[max(photo.received - part.start, 0) :]
    if part.start > photo.received:
        raise PartMissing(
            f"第 {photo.received} 字节起的内容还没有收到", f"请从第 {photo.received} 字节续传"
        )
    if photo.whole or not fresh:
        return photo
    if photo.received + len(fresh) > photo.size:
        raise DamagedPhoto("收到的内容多于文件的大小", "请核对 Content-Range 后重传")
    store.add_part(db, id, photo.received, fresh)
    return _completed(db, find(db, id), sort)


def to_be_seen(photo: KeptPhoto, content: bytes) -> tuple[str, bytes]:
    """Return a whole photo for browsers, media type and bytes: HEIC, kept as it came, as JPEG."""
    if photo.media_type != HEIC:
        return photo.media_type, content
    return JPEG, as_jpeg(content)


def content(db: Session, id: UUID) -> tuple[KeptPhoto, bytes]:
    """Return a whole photo and its bytes.

    Raises:
        UnknownPhoto: There is no such photo, or it is not whole yet.
    """
    photo = find(db, id)
    if not photo.whole:
        raise UnknownPhoto(f"“{photo.file}”还没有收全", f"请从第 {photo.received} 字节续传后再取")
    return photo, store.content_of(db, id)


def _completed(db: Session, photo: KeptPhoto, sort: Sort) -> KeptPhoto:
    if photo.received < photo.size:
        return photo
    whole = store.content_of(db, photo.id)
    digest = hashlib.sha256(whole).hexdigest()
    if photo.sha256 and digest != photo.sha256:
        raise DamagedPhoto(
            f"{sort.word}“{photo.file}”收到的内容与所报的 SHA-256 不符", "请从第 0 字节重传"
        )
    store.complete(db, photo.id, sha256=digest, **sort.told(photo.file, whole))
    return find(db, photo.id)


def _must_be_drafted(db: Session, record: UUID, sort: Sort) -> None:
    kept = record_of(db, record)
    if kept is None:
        raise UnknownRecord(f"没有编号为 {record} 的联检记录", f"请先提交记录，再上传{sort.word}")
    stage = RecordStage(kept.stage)
    if stage is not RecordStage.DRAFTED:
        raise NotAllowed(f"记录已是“{stage.zh}”，不能再加{sort.word}", "请先撤回或退回记录")
