"""What comes of cases: reports, releases, filings, announcements."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from api.store.tables.case_outcomes import Announcement, CaseRelease, Filing


@dataclass(frozen=True, slots=True)
class KeptReport:
    """The report of a name check of a case."""

    id: int
    item_id: int
    row: int
    occasion: str
    name: str
    verdict: str
    catalogue: str
    parameters: str
    report: Mapping[str, Any]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """A named statement of a case; for all its names if `item_id` is None."""

    id: int
    item_id: int | None
    rule: str
    person: str
    account_id: int
    reason: str
    stated_on: date


@dataclass(frozen=True, slots=True)
class KeptFiling:
    """An approval that was sent to be filed."""

    id: int
    receiver: str
    papers_to: str
    reported_on: date
    outcome: str
    outcome_on: date | None
    number: str
    note: str


@dataclass(frozen=True, slots=True)
class KeptAnnouncement:
    """A published announcement; `items` have the six mandatory fields."""

    id: UUID
    case_id: UUID
    case_number: str
    number: str
    title: str
    organ: str
    county: str
    county_code: str
    items: Sequence[Mapping[str, Any]]
    channels: Sequence[str]
    published_on: date
    published_at: datetime


def write_reports(
    db: Session, case_id: UUID, occasion: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Keep the reports of a check; `rows` have item_id, name and report."""
    told = json.dumps([dict(row) for row in rows], ensure_ascii=False)
    db.execute(text(_WRITE_REPORTS), {"case": case_id, "occasion": occasion, "rows": told})


def reports_of(
    db: Session, case_id: UUID, *, occasion: str | None = None, limit: int = 100, offset: int = 0
) -> list[KeptReport]:
    """Return the reports of a case, the newest first, then by row."""
    values = {"id": case_id, "occasion": occasion, "limit": limit, "offset": offset}
    return [KeptReport(**row) for row in db.execute(text(_REPORTS), values).mappings()]


def latest_reports(db: Session, case_id: UUID) -> dict[int, Mapping[str, Any]]:
    """Return the newest report of each name of a case, by id of the item."""
    return {row[0]: row[1] for row in db.execute(text(_LATEST), {"id": case_id})}


def reports_about(db: Session, items: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return the newest report of each of some names, by id of the item."""
    return {row[0]: row[1] for row in db.execute(text(_ABOUT), {"items": list(items)})}


def write_release(db: Session, values: Mapping[str, Any]) -> None:
    """Keep a named statement."""
    db.execute(insert(CaseRelease).values(**values))


def write_releases(db: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep many named statements."""
    if rows:
        db.execute(insert(CaseRelease), [dict(row) for row in rows])


def releases_of(db: Session, case_id: UUID) -> list[KeptRelease]:
    """Return the named statements of a case, the first first."""
    columns = [getattr(CaseRelease, name) for name in KeptRelease.__slots__]
    asked = select(*columns).where(CaseRelease.case_id == case_id).order_by(CaseRelease.id)
    return [KeptRelease(**row) for row in db.execute(asked).mappings()]


def write_filing(db: Session, values: Mapping[str, Any]) -> None:
    """Note that an approval was sent to be filed."""
    db.execute(insert(Filing).values(**values))


def end_filing(db: Session, case_id: UUID, values: Mapping[str, Any]) -> None:
    """Note what the filing of a case that is waited for came to."""
    waiting = update(Filing).where(Filing.case_id == case_id, Filing.outcome == "waiting")
    db.execute(waiting.values(**values))


def filings_of(db: Session, case_id: UUID) -> list[KeptFiling]:
    """Return the filings of a case, the first first."""
    columns = [getattr(Filing, name) for name in KeptFiling.__slots__]
    asked = select(*columns).where(Filing.case_id == case_id).order_by(Filing.id)
    return [KeptFiling(**row) for row in db.execute(asked).mappings()]


def number_used(db: Session, organ: str, number: str) -> bool:
    """Tell whether an organ has an announcement of this number."""
    asked = select(Announcement.id).where(
        Announcement.organ == organ, Announcement.number == number
    )
    return db.execute(asked).first() is not None


def write_announcement(db: Session, values: Mapping[str, Any]) -> None:
    """Publish an announcement."""
    db.execute(insert(Announcement).values(**values))


def announcements(
    db: Session, *, county: str | None, limit: int, offset: int = 0
) -> tuple[int, list[KeptAnnouncement]]:
    """Return how many announcements there are, and a page of them, the newest first."""
    values = {"county": county, "limit": limit, "offset": offset}
    found = [dict(row) for row in db.execute(text(_ANNOUNCED), values).mappings()]
    matched = found[0].pop("matched") if found else 0
    for row in found[1:]:
        row.pop("matched")
    return matched, [KeptAnnouncement(**row) for row in found]


def announcement_of(db: Session, id: UUID) -> KeptAnnouncement | None:
    """Return an announcement by its own id or by that of its case, or None."""
    row = db.execute(text(_ONE), {"id": id}).mappings().first()
    return None if row is None else KeptAnnouncement(**row)


_WRITE_REPORTS = """
INSERT INTO check_report (case_id, item_id, occasion, name, verdict, catalogue, parameters, report)
SELECT CAST(:case AS uuid), r.item_id, :occasion, r.name, r.report ->> 'verdict',
       r.report ->> 'catalogue', r.report ->> 'parameters', r.report
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(item_id bigint, name text, report jsonb)
"""
_REPORTS = """
SELECT r.id, r.item_id, i.row, r.occasion, r.name, r.verdict, r.catalogue, r.parameters, r.report,
       r.made_at
FROM check_report r JOIN case_item i ON i.id = r.item_id
WHERE r.case_id = :id AND (CAST(:occasion AS text) IS NULL OR r.occasion = :occasion)
ORDER BY r.made_at DESC, i.row LIMIT :limit OFFSET :offset
"""
_LATEST = """
SELECT DISTINCT ON (r.item_id) r.item_id, r.report FROM check_report r
WHERE r.case_id = :id ORDER BY r.item_id, r.made_at DESC
"""
_ABOUT = """
SELECT DISTINCT ON (r.item_id) r.item_id, r.report FROM check_report r
WHERE r.item_id = ANY(:items) ORDER BY r.item_id, r.made_at DESC
"""
_ANNOUNCEMENT = """
SELECT a.id, a.case_id, diming_case_number(a.case_id) AS case_number, a.number, a.title, a.organ,
       coalesce(diming_division_name(a.county_id, current_date), '') AS county,
       coalesce(diming_code_of(a.county_id, current_date), '') AS county_code,
       diming_items_told(a.items) AS items, a.channels, a.published_on, a.published_at
"""
_ANNOUNCED = (
    _ANNOUNCEMENT
    + """, count(*) OVER () AS matched
FROM announcement a
WHERE CAST(:county AS text) IS NULL OR diming_code_of(a.county_id, current_date) = :county
ORDER BY a.published_at DESC, a.id LIMIT :limit OFFSET :offset"""
)
_ONE = (
    _ANNOUNCEMENT
    + """ FROM announcement a
WHERE a.id = :id OR a.case_id = :id"""
)
