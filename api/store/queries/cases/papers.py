"""The papers of a case (材料) and their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from api.store.tables.case_files import CaseDocument, CaseDocumentFile, StoredFile


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a paper: its bytes are found by `sha256`, `size` is in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A paper of a case with its files."""

    id: UUID
    case_id: UUID
    paper: str
    title: str
    number: str
    issuer: str
    issued_on: date | None
    fields: Mapping[str, str]
    written_by: int
    written_by_name: str
    written_at: datetime
    files: Sequence[KeptFile]


def documents_of(db: Session, case_id: UUID) -> list[KeptDocument]:
    """Return the papers of a case that were not removed, the oldest first."""
    return _documents(db, _DOCUMENTS, case_id)


def document_of(db: Session, id: UUID) -> KeptDocument | None:
    """Return a paper, or None."""
    return next(iter(_documents(db, _DOCUMENT, id)), None)


def _documents(db: Session, asked: str, id: UUID) -> list[KeptDocument]:
    found = []
    for row in db.execute(text(asked), {"id": id}).mappings():
        files = [KeptFile(**file) for file in row["files"]]
        found.append(KeptDocument(**{**row, "files": files}))
    return found


def write_document(db: Session, values: Mapping[str, Any]) -> None:
    """Write a paper, or another text of one with the same id."""
    written = upsert(CaseDocument).values(**values)
    changed = {k: v for k, v in values.items() if k not in ("id", "case_id")}
    db.execute(
        written.on_conflict_do_update(
            index_elements=["id"], set_={**changed, "written_at": func.now()}
        )
    )


def remove_document(db: Session, id: UUID) -> None:
    """Take a paper out of the file of a case; it is kept."""
    db.execute(update(CaseDocument).where(CaseDocument.id == id).values(removed_at=func.now()))


def note_file(db: Session, sha256: str, media_type: str, size: int) -> None:
    """Note that the bytes of a file are kept."""
    known = upsert(StoredFile).values(sha256=sha256, media_type=media_type, size=size)
    db.execute(known.on_conflict_do_nothing())


def attach_file(db: Session, document_id: UUID, sha256: str, name: str) -> None:
    """Lay a file with a paper; the same one again changes its name only."""
    laid = upsert(CaseDocumentFile).values(document_id=document_id, sha256=sha256, name=name)
    db.execute(
        laid.on_conflict_do_update(index_elements=["document_id", "sha256"], set_={"name": name})
    )


def file_of(db: Session, document_id: UUID, sha256: str) -> KeptFile | None:
    """Return a file of a paper, or None."""
    asked = (
        select(StoredFile.sha256, CaseDocumentFile.name, StoredFile.media_type, StoredFile.size)
        .join(CaseDocumentFile, CaseDocumentFile.sha256 == StoredFile.sha256)
        .where(CaseDocumentFile.document_id == document_id, StoredFile.sha256 == sha256)
    )
    row = db.execute(asked).mappings().first()
    return None if row is None else KeptFile(**row)


_COLUMNS = """
SELECT d.id, d.case_id, d.paper, d.title, d.number, d.issuer, d.issued_on, d.fields, d.written_by,
       d.written_by_name, d.written_at,
       coalesce((SELECT json_agg(json_build_object('sha256', s.sha256, 'name', f.name,
                         'media_type', s.media_type, 'size', s.size) ORDER BY f.id)
                 FROM case_document_file f JOIN stored_file s ON s.sha256 = f.sha256
                 WHERE f.document_id = d.id), '[]') AS files
FROM case_document d WHERE d.removed_at IS NULL AND
"""
_DOCUMENTS = _COLUMNS + " d.case_id = :id ORDER BY d.written_at, d.id"
_DOCUMENT = _COLUMNS + " d.id = :id"
