"""Names sent to those who make maps (上图): what they have, what they lack, what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from api.store.tables.programme import MapSending, MapSendingItem


@dataclass(frozen=True, slots=True)
class KeptSending:
    """A sending with its county and how many names it has."""

    id: UUID
    county_id: int
    county: str
    vendor: str
    sent_on: date
    person: str
    note: str
    receipt: str
    received_on: date | None
    names: int
    added: int
    changed: int
    removed: int


def sendable(db: Session, county: int, on: date) -> list[dict[str, Any]]:
    """Return the published standard names of a county as they are sent, by id.

    What is secret or not published is never among them, whoever asks.
    """
    values = {"county": county, "on": on}
    return [dict(row) for row in db.execute(text(_SENDABLE), values).mappings()]


def had_by(db: Session, county: int, vendor: str) -> dict[int, dict[str, Any]]:
    """Return what a vendor was last sent of each name of a county, by the id of the name."""
    found = db.execute(text(_HAD), {"county": county, "vendor": vendor})
    return {row[0]: row[1] for row in found}


def is_public(db: Session, name: int) -> bool:
    """Tell whether a name may be told to everybody."""
    asked = text("SELECT published AND secrecy = 'public' FROM place_name WHERE id = :id")
    return bool(db.execute(asked, {"id": name}).scalar())


def vendors(db: Session) -> list[str]:
    """Return to whom names were sent so far."""
    return list(
        db.execute(select(MapSending.vendor).distinct().order_by(MapSending.vendor)).scalars()
    )


def write_sending(
    db: Session, values: Mapping[str, Any], items: Sequence[Mapping[str, Any]]
) -> None:
    """Note that names were sent."""
    db.execute(insert(MapSending).values(**values))
    db.execute(insert(MapSendingItem), [dict(item) for item in items])


def write_receipt(db: Session, id: UUID, receipt: str, on: date) -> None:
    """Note what the vendor answered."""
    done = update(MapSending).where(MapSending.id == id)
    db.execute(done.values(receipt=receipt, received_on=on))


def sendings(
    db: Session,
    *,
    county: int | None = None,
    id: UUID | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[KeptSending]:
    """Return sendings, the newest first."""
    values = {"county": county, "id": id, "limit": limit, "offset": offset}
    return [KeptSending(**row) for row in db.execute(text(_SENDINGS), values).mappings()]


def items_sent(db: Session, id: UUID) -> list[dict[str, Any]]:
    """Return the names of a sending as they were sent, by id.

    `public` tells whether the name may still be told to everybody.
    """
    found = db.execute(text(_ITEMS), {"id": id}).mappings()
    return [{**row["sent"], "public": row["public"]} for row in found]


_SENDABLE = """
SELECT n.id, n.version, n.name, n.romanization, o.kind AS place_kind, o.type_words,
       coalesce(o.place_code, '') AS place_code, diming_where(o.division_id, :on) AS division,
       coalesce(diming_code_of(o.county_id, :on), '') AS county_code,
       coalesce(e.authority, '') AS authority, coalesce(e.document, '') AS document,
       coalesce(e.happened_text, '') AS approved_on, diming_geojson(o.geom) AS geometry
FROM place_name n JOIN place o ON o.id = n.place_id
LEFT JOIN LATERAL (SELECT v.authority, v.document, v.happened_text FROM name_event v
    WHERE v.place_name_id = n.id AND v.kind IN ('approved', 'restored')
    ORDER BY v.id DESC LIMIT 1) e ON true
WHERE o.county_id = :county AND n.published AND n.secrecy = 'public' AND n.kind = 'standard'
  AND n.version_of IS NULL AND n.status = 'standard'
  AND diming_holds(n.valid, n.recorded, :on, NULL)
ORDER BY n.id
"""
_HAD = """
SELECT DISTINCT ON (i.place_name_id) i.place_name_id, i.sent
FROM map_sending_item i JOIN map_sending s ON s.id = i.sending_id
WHERE s.county_id = :county AND s.vendor = :vendor
ORDER BY i.place_name_id, s.recorded_at DESC, s.id
"""
_ITEMS = """
SELECT i.sent, coalesce(n.published AND n.secrecy = 'public', false) AS public
FROM map_sending_item i JOIN place_name n ON n.id = i.place_name_id
WHERE i.sending_id = :id ORDER BY i.place_name_id
"""
_SENDINGS = """
SELECT s.id, s.county_id,
       diming_division_name(s.county_id, CAST(now() AT TIME ZONE 'Asia/Shanghai' AS date))
       AS county,
       s.vendor, s.sent_on, s.person, s.note, s.receipt, s.received_on, k.names, k.added,
       k.changed, k.removed
FROM map_sending s
CROSS JOIN LATERAL (
    SELECT count(*) AS names,
           count(*) FILTER (WHERE coalesce(i.sent ->> 'action', 'added') = 'added') AS added,
           count(*) FILTER (WHERE i.sent ->> 'action' = 'changed') AS changed,
           count(*) FILTER (WHERE i.sent ->> 'action' = 'removed') AS removed
    FROM map_sending_item i WHERE i.sending_id = s.id) k
WHERE (CAST(:county AS integer) IS NULL OR s.county_id = :county)
  AND (CAST(:id AS uuid) IS NULL OR s.id = :id)
ORDER BY s.sent_on DESC, s.recorded_at DESC, s.id LIMIT :limit OFFSET :offset
"""
