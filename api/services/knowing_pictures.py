"""What the received pictures (照片) of a record tell, as its check asks it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from api.store.queries.inspection_photos import photos_of
from api.store.session import Session
from boundary_data.inspection_facts import Picture


def pictures_of(db: Session, record: UUID) -> Mapping[str, Picture]:
    """Return what the whole pictures of a record tell, by file name."""
    return {
        photo["file"]: Picture(taken_at=photo["taken_at"], lon=photo["lon"], lat=photo["lat"])
        for photo in photos_of(db, record)
        if photo["whole"]
    }
