"""Keeping pictures (照片) under their hash, whatever they are of."""

from __future__ import annotations

from api.services.keeping_files import must_be_usable
from api.services.refusals import DamagedFile
from api.store.queries.kept_files import keep
from api.store.session import Session
from boundary_data.pictures import NoPicture, ReadPicture, read_picture


def keep_picture_file(db: Session, content: bytes, file: str) -> tuple[str, ReadPicture]:
    """Keep a picture; return its SHA-256 (hex) and what it tells of itself.

    Raises:
        DamagedFile: It is no picture, or its name is unusable.
    """
    must_be_usable(content, file)
    try:
        read = read_picture(content)
    except NoPicture as error:
        raise DamagedFile(f"“{file}”：{error}", "请改传原图") from error
    return keep(db, content, read.media_type), read
