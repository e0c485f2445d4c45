"""Files kept under the hash of their bytes (文件按摘要保存): the same file is kept once."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.store.tables.line_archives import KeptFile


def keep(db: Session, content: bytes, media_type: str) -> str:
    """Keep a file and return its SHA-256 (hex)."""
    digest = hashlib.sha256(content).hexdigest()
    db.execute(
        insert(KeptFile)
        .values(sha256=digest, size=len(content), media_type=media_type, content=content)
        .on_conflict_do_nothing()
    )
    return digest


def file_of(db: Session, sha256: str) -> tuple[str, bytes] | None:
    """Return media type and bytes of a kept file, or None."""
    row = db.execute(
        select(KeptFile.media_type, KeptFile.content).where(KeptFile.sha256 == sha256)
    ).first()
    return None if row is None else (row[0], row[1])
