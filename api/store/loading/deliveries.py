"""Deliveries (交付): which file came, from which source, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from api.store.tables.deliveries import Delivery, Source


@dataclass(frozen=True, slots=True)
class SourceCard:
    """What is said of a source: key, title, origin, licence, day, coordinate system."""

    key: str
    title: str
    origin: str
    licence: str
    as_of: date | None = None
    crs: str = ""


def source_id(db: Session, card: SourceCard) -> int:
    """Return the id of the source, entered or brought up to date."""
    values = {
        "title": card.title,
        "origin": card.origin,
        "licence": card.licence,
        "as_of": card.as_of,
        "crs": card.crs,
    }
    statement = (
        upsert(Source)
        .values(key=card.key, **values)
        .on_conflict_do_update(index_elements=["key"], set_=values)
        .returning(Source.id)
    )
    return int(db.execute(statement).scalar_one())


def last_accepted(
    db: Session, card: SourceCard, kind: str, file_name: str, parameters: Mapping[str, str]
) -> tuple[int, str] | None:
    """Return (id, sha256) of the latest accepted delivery of this file: source, kind, name."""
    found = db.execute(
        select(Delivery.id, Delivery.sha256)
        .join(Source, Source.id == Delivery.source_id)
        .where(
            Source.key == card.key,
            Delivery.kind == kind,
            Delivery.file_name == file_name,
            Delivery.report["outcome"].astext == "loaded",
            Delivery.report["parameters"] == dict(parameters),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1])


def open_delivery(db: Session, *, source: int, kind: str, file_name: str, sha256: str) -> int:
    """Enter a delivery and return its id."""
    values = {"source_id": source, "kind": kind, "file_name": file_name, "sha256": sha256}
    return int(db.execute(insert(Delivery).values(values).returning(Delivery.id)).scalar_one())


def close_delivery(db: Session, delivery: int, report: Mapping[str, object]) -> None:
    """Keep the report with the delivery."""
    db.execute(update(Delivery).where(Delivery.id == delivery).values(report=dict(report)))
