"""Photos and track files of records (联检照片、轨迹): received in parts, put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from api.store.queries.journal import write_line
from api.store.tables.inspections import InspectionPhoto, InspectionPhotoPart

KIND = "inspection_photo"


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo, or a track file by its `kind`, and how much of it has been received (bytes)."""

    id: UUID
    record_id: UUID
    kind: str
    file: str
    size: int
    received: int
    sha256: str | None
    media_type: str
    whole: bool
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    note: str


def photo_of(db: Session, id: UUID, *, lock: bool = False) -> KeptPhoto | None:
    """Return a photo, or None; with `lock` nobody else adds to it in this transaction."""
    wanted = select(*_COLUMNS).where(InspectionPhoto.id == id)
    row = db.execute(wanted.with_for_update() if lock else wanted).mappings().first()
    return None if row is None else KeptPhoto(**row)


def photos_of(db: Session, record_id: UUID, *, kind: str = "photo") -> list[dict[str, Any]]:
    """Return the photos (or track files) of a record, by file name."""
    found = db.execute(
        select(*_COLUMNS)
        .where(InspectionPhoto.record_id == record_id, InspectionPhoto.kind == kind)
        .order_by(InspectionPhoto.file, InspectionPhoto.id)
    )
    return [dict(row) for row in found.mappings()]


def begin(
    db: Session, id: UUID, record_id: UUID, *, kind: str, file: str, size: int, sha256: str
) -> None:
    """Put down that a photo or track file of so many bytes will come."""
    db.execute(
        insert(InspectionPhoto).values(
            id=id, record_id=record_id, kind=kind, file=file, size=size, sha256=sha256 or None
        )
    )
    write_line(
        db,
        verb="begin",
        subject_kind=KIND,
        subject_id=str(id),
        after={"record": str(record_id), "file": file, "size": size},
    )


def add_part(db: Session, id: UUID, start: int, content: bytes) -> None:
    """Keep the bytes of a photo from `start` on."""
    db.execute(insert(InspectionPhotoPart).values(photo_id=id, start=start, content=content))
    db.execute(
        update(InspectionPhoto)
        .where(InspectionPhoto.id == id)
        .values(received=start + len(content))
    )


def complete(db: Session, id: UUID, **told: object) -> None:
    """Note that a photo is whole, and what it tells (`sha256`, `media_type`, `taken_at`, ...)."""
    db.execute(update(InspectionPhoto).where(InspectionPhoto.id == id).values(whole=True, **told))
    write_line(
        db, verb="complete", subject_kind=KIND, subject_id=str(id), after={"sha256": told["sha256"]}
    )


def forget_parts(db: Session, id: UUID) -> None:
    """Throw the received bytes of a photo away: it begins anew."""
    db.execute(text("DELETE FROM inspection_photo_part WHERE photo_id = :id"), {"id": id})
    db.execute(update(InspectionPhoto).where(InspectionPhoto.id == id).values(received=0))


def content_of(db: Session, id: UUID) -> bytes:
    """Return all received bytes of a photo."""
    parts = db.execute(
        select(InspectionPhotoPart.content)
        .where(InspectionPhotoPart.photo_id == id)
        .order_by(InspectionPhotoPart.start)
    )
    return b"".join(parts.scalars())


_COLUMNS = (
    InspectionPhoto.id,
    InspectionPhoto.record_id,
    InspectionPhoto.kind,
    InspectionPhoto.file,
    InspectionPhoto.size,
    InspectionPhoto.received,
    InspectionPhoto.sha256,
    InspectionPhoto.media_type,
    InspectionPhoto.whole,
    InspectionPhoto.taken_at,
    InspectionPhoto.lon,
    InspectionPhoto.lat,
    InspectionPhoto.note,
)
