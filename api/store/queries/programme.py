"""Figures of the rural naming programme (乡村著名行动), its issues, and names sent to maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from api.store.tables.programme import MapSending, MapSendingItem, ProgrammeIssue


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of something there were in a county in a month (1 to 12)."""

    county_id: int
    month: int
    measure: str
    count: int


@dataclass(frozen=True, slots=True)
class KeptIssue:
    """An issue with its county."""

    id: UUID
    type: str
    county_id: int
    county: str
    place_name_id: int | None
    about: str
    name: str
    place: str
    message: str
    rule: str
    found_on: date
    found_by: str
    by_audit: bool
    resolved_on: date | None
    resolution: str


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


def acts_for(db: Session, county: int) -> bool:
    """Tell whether whoever the transaction is for acts for a county (管辖)."""
    return bool(db.execute(text("SELECT diming_acts_for(:county)"), {"county": county}).scalar())


def figures(db: Session, year: int, on: date) -> list[Figure]:
    """Return what happened in a year, county by county and month by month; no zeros."""
    values = {"first": date(year, 1, 1), "last": date(year, 12, 31), "on": on}
    return [Figure(**row) for row in db.execute(text(_FIGURES), values).mappings()]


def counties(db: Session, on: date) -> dict[int, tuple[str, str]]:
    """Return code and name of each county of a day, by id, in the order of codes."""
    found = db.execute(text(_COUNTIES), {"on": on})
    return {row[0]: (row[1], row[2]) for row in found}


def open_issues(db: Session) -> dict[tuple[int, str], int]:
    """Return how many issues are open, by county and type."""
    found = db.execute(text(_OPEN))
    return {(row[0], row[1]): row[2] for row in found}


def issues(
    db: Session, *, county: int | None, type: str | None, open_only: bool, limit: int, offset: int
) -> list[KeptIssue]:
    """Return a page of issues, the newest first."""
    values = {"county": county, "type": type, "open": open_only, "id": None}
    found = db.execute(text(_ISSUES), values | {"limit": limit, "offset": offset}).mappings()
    return [KeptIssue(**row) for row in found]


def issue_of(db: Session, id: UUID) -> KeptIssue | None:
    """Return an issue, or None."""
    values = {"county": None, "type": None, "open": False, "id": id, "limit": 1, "offset": 0}
    row = db.execute(text(_ISSUES), values).mappings().first()
    return None if row is None else KeptIssue(**row)


def write_issues(db: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep issues; those that are open already are left as they are."""
    for row in rows:
        db.execute(upsert(ProgrammeIssue).values(**row).on_conflict_do_nothing())


def resolve_issue(db: Session, id: UUID, on: date, resolution: str) -> None:
    """Note how an issue was resolved."""
    done = update(ProgrammeIssue).where(ProgrammeIssue.id == id)
    db.execute(done.values(resolved_on=on, resolution=resolution))


def audited_open(db: Session, county: int) -> dict[tuple[str, str], UUID]:
    """Return the open issues of a county that audits found, by type and what they are about."""
    asked = select(ProgrammeIssue.type, ProgrammeIssue.about, ProgrammeIssue.id).where(
        ProgrammeIssue.county_id == county,
        ProgrammeIssue.by_audit,
        ProgrammeIssue.resolved_on.is_(None),
    )
    return {(row[0], row[1]): row[2] for row in db.execute(asked)}


def places_with_names(db: Session, county: int, on: date) -> list[dict[str, Any]]:
    """Return the places of a county that have no name in use, or several, on a day."""
    return [dict(row) for row in db.execute(text(_PLACES), {"county": county, "on": on}).mappings()]


def sendable(
    db: Session, county: int, vendor: str, on: date, *, again: bool
) -> list[dict[str, Any]]:
    """Return the published standard names of a county as they are sent to a vendor.

    Without `again` those that the vendor has as they are now are left out.
    """
    values = {"county": county, "vendor": vendor, "on": on, "again": again}
    return [dict(row) for row in db.execute(text(_SENDABLE), values).mappings()]


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
    """Return the names of a sending as they were sent, by id."""
    asked = select(MapSendingItem.sent).where(MapSendingItem.sending_id == id)
    return list(db.execute(asked.order_by(MapSendingItem.place_name_id)).scalars())


# A place whose town is known to be a sub-district (街道) is no place of the countryside.
_FIGURES = """
WITH told AS (
    SELECT o.county_id, lower(e.happened) AS day, 'named' AS measure
    FROM (SELECT DISTINCT ON (place_name_id) place_name_id, happened FROM name_event
          WHERE kind = 'approved' AND happened IS NOT NULL ORDER BY place_name_id, id) e
    JOIN place_name n ON n.id = e.place_name_id AND n.version_of IS NULL AND n.published
    JOIN place o ON o.id = n.place_id
    WHERE e.happened && daterange(:first, :last, '[]') AND o.kind NOT IN ('division', 'township')
      AND diming_rural(o.division_id, :on)
    UNION ALL
    SELECT o.county_id, coalesce(s.set_up_on, CAST(s.registered_at AS date)), 'signed'
    FROM sign s JOIN place_name n ON n.id = s.place_name_id JOIN place o ON o.id = n.place_id
    WHERE s.state <> 'planned' AND diming_rural(o.division_id, :on)
    UNION ALL
    SELECT s.county_id, min(s.sent_on), 'mapped'
    FROM map_sending s JOIN map_sending_item i ON i.sending_id = s.id
    GROUP BY s.county_id, i.place_name_id
    UNION ALL
    SELECT diming_ancestor(h.division_id, CAST(3 AS smallint), :on),
           coalesce(l.published_on, lower(h.valid)), 'protected'
    FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
    WHERE upper_inf(h.recorded) AND h.standing = 'protected' AND h.division_id IS NOT NULL
    UNION ALL
    SELECT county_id, found_on, type FROM programme_issue
    UNION ALL
    SELECT county_id, resolved_on, 'resolved' FROM programme_issue WHERE resolved_on IS NOT NULL)
SELECT county_id, CAST(extract(month FROM day) AS integer) AS month, measure, count(*) AS count
FROM told WHERE day BETWEEN :first AND :last AND county_id IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_COUNTIES = """
SELECT d.id, diming_code_of(d.id, :on) AS code, diming_division_name(d.id, :on) AS name
FROM division d WHERE d.level = 3 AND diming_division_name(d.id, :on) IS NOT NULL
  AND EXISTS (SELECT FROM place o WHERE o.county_id = d.id)
ORDER BY 2
"""
_OPEN = """
SELECT county_id, type, count(*) FROM programme_issue WHERE resolved_on IS NULL GROUP BY 1, 2
"""
_ISSUES = """
SELECT i.id, i.type, i.county_id, diming_division_name(i.county_id, current_date) AS county,
       i.place_name_id, i.about, i.name, i.place, i.message, i.rule, i.found_on, i.found_by,
       i.by_audit, i.resolved_on, i.resolution
FROM programme_issue i
WHERE (CAST(:county AS integer) IS NULL OR i.county_id = :county)
  AND (CAST(:type AS text) IS NULL OR i.type = :type)
  AND (NOT :open OR i.resolved_on IS NULL)
  AND (CAST(:id AS uuid) IS NULL OR i.id = :id)
ORDER BY i.found_on DESC, i.county_id, i.type, i.about LIMIT :limit OFFSET :offset
"""
_PLACES = """
SELECT o.id AS place_id, diming_where(o.division_id, :on) AS place,
       coalesce(array_agg(n.name ORDER BY n.id) FILTER (WHERE n.id IS NOT NULL), '{}') AS names,
       (SELECT m.name FROM place_name m WHERE m.place_id = o.id AND upper_inf(m.recorded)
        ORDER BY m.id DESC LIMIT 1) AS last_name
FROM place o
LEFT JOIN place_name n ON n.place_id = o.id AND upper_inf(n.recorded)
     AND n.valid @> CAST(:on AS date) AND n.kind IN ('standard', 'colloquial', 'alias')
     AND n.status IN ('standard', 'listed', 'colloquial')
WHERE o.county_id = :county AND o.kind NOT IN ('division', 'township')
  AND diming_holds(o.valid, o.recorded, :on, NULL) AND diming_rural(o.division_id, :on)
GROUP BY o.id, o.division_id HAVING count(DISTINCT n.name) <> 1 ORDER BY o.id
"""
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
  AND (:again OR NOT EXISTS (
    SELECT FROM map_sending_item i JOIN map_sending s ON s.id = i.sending_id
    WHERE i.place_name_id = n.id AND s.vendor = :vendor AND i.version >= n.version))
ORDER BY n.id
"""
_SENDINGS = """
SELECT s.id, s.county_id, diming_division_name(s.county_id, current_date) AS county, s.vendor,
       s.sent_on, s.person, s.note, s.receipt, s.received_on,
       (SELECT count(*) FROM map_sending_item i WHERE i.sending_id = s.id) AS names
FROM map_sending s
WHERE (CAST(:county AS integer) IS NULL OR s.county_id = :county)
  AND (CAST(:id AS uuid) IS NULL OR s.id = :id)
ORDER BY s.sent_on DESC, s.recorded_at DESC, s.id LIMIT :limit OFFSET :offset
"""
