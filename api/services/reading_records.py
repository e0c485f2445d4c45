"""Reading kept inspection records (联检记录): lists, one in full, one revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.services.checking_inspections import with_tracks
from api.services.keeping_tracks import tracks_of
from api.services.recording_inspections import find
from api.services.refusals import UnknownRecord
from api.store.queries import inspection_records as store
from api.store.queries.inspection_photos import photos_of
from api.store.queries.inspection_records import KeptRecord, RecordWish
from api.store.session import Session
from boundary_data.inspection import JointInspection
from boundary_data.inspection_reading import read_inspection

__all__ = ["InFull", "RecordWish", "in_full", "read_record", "records_like", "revision"]


@dataclass(frozen=True, slots=True)
class InFull:
    """A record with its steps, revisions and photos."""

    record: KeptRecord
    steps: list[dict[str, Any]]
    revisions: list[dict[str, Any]]
    photos: list[dict[str, Any]]
    tracks: list[dict[str, Any]]


def in_full(db: Session, id: UUID) -> InFull:
    """Return everything known of a record.

    Raises:
        UnknownRecord: There is no such record.
    """
    return InFull(
        find(db, id),
        store.steps_of(db, id),
        store.revisions_of(db, id),
        photos_of(db, id),
        photos_of(db, id, kind="track"),
    )


def read_record(db: Session, kept: KeptRecord) -> JointInspection:
    """Return a kept record as it is judged: with the tracks of its files."""
    return with_tracks(read_inspection(kept.body), tracks_of(db, kept.id))


def records_like(db: Session, wish: RecordWish) -> tuple[int, list[KeptRecord]]:
    """Return how many records match, and a page of them, the newest first."""
    return store.records_like(db, wish)


def revision(db: Session, id: UUID, number: int) -> dict[str, Any]:
    """Return one revision with its body.

    Raises:
        UnknownRecord: There is no such record or revision.
    """
    found = store.revision_of(db, id, number)
    if found is None:
        raise UnknownRecord(f"联检记录 {id} 没有第 {number} 稿")
    return found
