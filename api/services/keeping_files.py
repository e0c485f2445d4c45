"""Keeping files (文件): pictures of markers and documents of lines, under their hash."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from api.services.examining_files import hides_archive, is_plain_name
from api.services.refusals import DamagedFile, OtherState, UnknownMarker
from api.store.queries import marker_register as store
from api.store.queries.journal import write_line
from api.store.queries.kept_files import file_of, keep
from api.store.session import Session
from boundary_data.heic import name_as_jpeg
from boundary_data.marker import normal
from boundary_data.pictures import NoPicture, read_picture

LARGEST_BYTES = 50 * 1024 * 1024
LONGEST_NAME = 200


def keep_picture(
    db: Session,
    code: str,
    number: str,
    id: UUID,
    content: bytes,
    *,
    file: str,
    kind: str,
    caption: str,
) -> tuple[dict[str, Any], bool]:
    """Keep a photo or sketch of a marker; return it, and whether it is new.

    Raises:
        UnknownMarker: The line has no such marker.
        DamagedFile: It is no picture, or its name is unusable.
        OtherState: The id is another picture's.
    """
    marker = store.marker_of(db, code, normal(number), date.max)
    if marker is None:
        raise UnknownMarker(f"界线“{code}”没有 {normal(number)} 号界桩", "请先登记界桩")
    must_be_usable(content, file)
    if hides_archive(content):
        raise DamagedFile(f"“{file}”里藏有压缩包", "请改传原图")
    try:
        read = read_picture(content)
    except NoPicture as error:
        raise DamagedFile(f"“{file}”：{error}", "请改传原图") from error
    file = name_as_jpeg(file)
    digest = keep(db, read.content, read.media_type)
    known = store.picture_of(db, id)
    if known is not None:
        if (known["marker_id"], known["sha256"]) != (marker.id, digest):
            raise OtherState("该照片编号已用于另一张照片", "请为每张照片生成新的编号")
        return known, False
    told = read.told
    store.add_picture(
        db,
        id,
        marker.id,
        kind=kind,
        sha256=digest,
        file=file,
        caption=caption,
        taken_at=told.taken_at,
        lon=told.lon,
        lat=told.lat,
    )
    write_line(
        db,
        verb="add-picture",
        subject_kind="marker",
        subject_id=f"{code}/{marker.number}",
        after={"id": str(id), "kind": kind, "file": file, "sha256": digest},
    )
    made = store.picture_of(db, id)
    assert made is not None
    return made, True


def picture(db: Session, code: str, number: str, id: UUID) -> tuple[str, bytes, str]:
    """Return media type, bytes and SHA-256 of a picture of a marker.

    Raises:
        UnknownMarker: The marker has no such picture.
    """
    marker = store.marker_of(db, code, normal(number), date.max)
    found = store.picture_of(db, id)
    if marker is None or found is None or found["marker_id"] != marker.id:
        raise UnknownMarker(f"{normal(number)} 号界桩没有编号为 {id} 的照片")
    kept = file_of(db, found["sha256"])
    assert kept is not None
    return (*kept, found["sha256"])


def must_be_usable(content: bytes, file: str) -> None:
    """Refuse an empty or huge file, or one without a usable name.

    Raises:
        DamagedFile: It is.
    """
    if not content or len(content) > LARGEST_BYTES:
        raise DamagedFile("文件为空或超过 50 MB", "请核对文件，必要时压缩后上传")
    if not is_plain_name(file) or len(file) > LONGEST_NAME:
        raise DamagedFile(
            "文件名为空、过长，或含路径和不能用的字符", f"请填文件名，不超过 {LONGEST_NAME} 字"
        )
