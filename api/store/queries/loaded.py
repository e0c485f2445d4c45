"""What has been loaded (已入库资料): for readiness, for `up`, for questions of origin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.tables.deliveries import Delivery, Source


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A delivery that was accepted: what it is, from where, when, how many rows."""

    delivery_id: int
    kind: str
    file_name: str
    source: str
    licence: str
    sha256: str
    received_at: datetime
    rows: int


def loaded_files(db: Session) -> list[LoadedFile]:
    """Return the accepted deliveries, in the order in which they came."""
    rows = db.execute(
        select(Delivery, Source)
        .join(Source, Source.id == Delivery.source_id)
        .where(Delivery.report["outcome"].astext == "loaded")
        .order_by(Delivery.id)
    )
    return [
        LoadedFile(
            delivery_id=delivery.id,
            kind=delivery.kind,
            file_name=delivery.file_name,
            source=source.title,
            licence=source.licence,
            sha256=delivery.sha256,
            received_at=delivery.received_at,
            rows=int(delivery.report.get("rows_read", 0)),
        )
        for delivery, source in rows
    ]


def anything_loaded(db: Session) -> bool:
    """Tell whether any file was ever accepted."""
    accepted = select(Delivery.id).where(Delivery.report["outcome"].astext == "loaded").limit(1)
    return db.execute(accepted).first() is not None
