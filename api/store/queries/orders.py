"""Orders to put something right (责令): written, ended, listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from api.store.tables.orders import RectificationOrder


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """An order with its county and what it is about: number of the case, name, issue."""

    id: UUID
    county_id: int
    county: str
    county_code: str
    ground: str
    addressee: str
    case_id: UUID | None
    case_number: str
    place_name_id: int | None
    name: str
    issue_id: UUID | None
    issue: str
    facts: str
    demand: str
    issuer: str
    document: str
    issued_on: date
    due_on: date
    person: str
    result: str | None
    result_on: date | None
    result_document: str
    result_note: str
    result_by: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What an order may be about: its county, how it is called, whose business it is.

    `handlers` are the organisations that handle or decided a case.
    """

    county_id: int
    title: str
    organ: str
    handlers: frozenset[int] = frozenset()


def write_order(db: Session, values: Mapping[str, Any]) -> None:
    """Keep an order."""
    db.execute(insert(RectificationOrder).values(**values))


def end_order(db: Session, id: UUID, values: Mapping[str, Any]) -> None:
    """Note what an order that is open came to."""
    asked = update(RectificationOrder).where(
        RectificationOrder.id == id, RectificationOrder.result.is_(None)
    )
    db.execute(asked.values(**values))


def order_of(db: Session, id: UUID) -> KeptOrder | None:
    """Return an order, or None."""
    return next(iter(_found(db, id=id, limit=1)[1]), None)


def orders(
    db: Session,
    on: date,
    *,
    state: str = "",
    county: int | None = None,
    case_id: UUID | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[int, list[KeptOrder]]:
    """Return how many orders there are, and a page of them, those due first on top.

    Args:
        db: A session.
        on: Today.
        state: `open`, `overdue` (open and its deadline passed), `ended`, or all if empty.
        county: Only of this county.
        case_id: Only about this case.
        limit: How many at most.
        offset: How many are left out before.
    """
    asked = {"state": state, "county": county, "case": case_id, "on": on}
    return _found(db, **asked, limit=limit, offset=offset)


def ordered_cases(db: Session, ids: list[UUID]) -> dict[UUID, str]:
    """Return the number of the last order about each of some cases."""
    return {row[0]: row[1] for row in db.execute(text(_ORDERED), {"ids": ids})}


def subject_of(
    db: Session, *, case_id: UUID | None, name_id: int | None, issue_id: UUID | None
) -> Subject | None:
    """Return what a case, a name or an issue is to an order, None if it is not there."""
    values = {"case": case_id, "name": name_id, "issue": issue_id}
    row = db.execute(text(_SUBJECT), values).mappings().first()
    if row is None or row["county_id"] is None:
        return None
    handlers = frozenset(one for one in row["handlers"] if one is not None)
    return Subject(row["county_id"], row["title"], row["organ"], handlers)


def _found(db: Session, **asked: Any) -> tuple[int, list[KeptOrder]]:
    values = {"id": None, "state": "", "county": None, "case": None, "on": None, "offset": 0}
    rows = [dict(row) for row in db.execute(text(_ORDERS), values | asked).mappings()]
    total = rows[0]["total"] if rows else 0
    return total, [
        KeptOrder(**{key: value for key, value in row.items() if key != "total"}) for row in rows
    ]


_ORDERS = """
SELECT count(*) OVER () AS total, r.id, r.county_id,
       coalesce(diming_division_name(r.county_id, current_date), '') AS county,
       coalesce(diming_code_of(r.county_id, current_date), '') AS county_code,
       r.ground, r.addressee, r.case_id, coalesce(diming_case_number(r.case_id), '') AS case_number,
       r.place_name_id, coalesce(n.name, '') AS name, r.issue_id, coalesce(i.message, '') AS issue,
       r.facts, r.demand, r.issuer, r.document, r.issued_on, r.due_on, r.person, r.result,
       r.result_on, r.result_document, r.result_note, r.result_by
FROM rectification_order r
LEFT JOIN place_name n ON n.id = r.place_name_id
LEFT JOIN programme_issue i ON i.id = r.issue_id
WHERE (CAST(:id AS uuid) IS NULL OR r.id = :id)
  AND (CAST(:county AS integer) IS NULL OR r.county_id = :county)
  AND (CAST(:case AS uuid) IS NULL OR r.case_id = :case)
  AND CASE :state WHEN 'open' THEN r.result IS NULL
      WHEN 'overdue' THEN r.result IS NULL AND r.due_on < CAST(:on AS date)
      WHEN 'ended' THEN r.result IS NOT NULL ELSE true END
ORDER BY r.result IS NOT NULL, r.due_on, r.id LIMIT :limit OFFSET :offset
"""
_ORDERED = """
SELECT DISTINCT ON (case_id) case_id, document FROM rectification_order
WHERE case_id = ANY(CAST(:ids AS uuid[])) ORDER BY case_id, issued_on DESC
"""
_SUBJECT = """
SELECT c.county_id, c.number || '　' || c.title AS title,
       coalesce(h.name, '') AS organ,
       ARRAY[c.handler_id, c.approving_organisation_id] AS handlers
FROM naming_case c LEFT JOIN organisation h ON h.id = coalesce(c.handler_id, c.organisation_id)
WHERE c.id = CAST(:case AS uuid)
UNION ALL
SELECT o.county_id, n.name, '', '{}'
FROM place_name n JOIN place o ON o.id = n.place_id
WHERE n.id = CAST(:name AS bigint) AND n.version_of IS NULL
UNION ALL
SELECT i.county_id, concat_ws('　', nullif(i.name, ''), nullif(i.place, ''), i.message), '', '{}'
FROM programme_issue i WHERE i.id = CAST(:issue AS uuid)
LIMIT 1
"""
