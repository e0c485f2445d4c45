"""Keeping pictures (照片) under their hash, whatever they are of."""

from __future__ import annotations

from api.services.examining_files import hides_archive
from api.services.keeping_files import must_be_usable
from api.services.refusals import DamagedFile
from api.store.queries.kept_files import keep
from api.store.session import Session
from boundary_data.picture_traces import without_traces
from boundary_data.pictures import NoPicture, ReadPicture, read_picture


def keep_picture_file(db: Session, content: bytes, file: str) -> tuple[str, ReadPicture]:
    """Keep a picture for the public; return its SHA-256 (hex) and what it tells of itself.

    What a camera writes beside the picture (who, with what, where) is not kept with it. Photos
    of telephones (HEIC) are kept as JPEG.

    Raises:
        DamagedFile: It is no picture, or its name is unusable.
    """
    must_be_usable(content, file)
    if hides_archive(content):
        raise DamagedFile(f"“{file}”里藏有压缩包", "请改传原图")
    try:
        read = read_picture(content)
    except NoPicture as error:
        raise DamagedFile(f"“{file}”：{error}", "请改传原图") from error
    return keep(db, without_traces(read.content, read.media_type), read.media_type), read
