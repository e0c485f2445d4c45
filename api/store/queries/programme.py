"""Issues of the rural naming programme (乡村著名行动), and what an audit asks the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from api.store.tables.programme import ProgrammeIssue


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
    standing: str
    contact: str
    confirmed_on: date | None
    confirmed_by: str
    resolved_on: date | None
    resolution: str
    resolved_by: str


def acts_for(db: Session, county: int) -> bool:
    """Tell whether whoever the transaction is for acts for a county (管辖)."""
    return bool(db.execute(text("SELECT diming_acts_for(:county)"), {"county": county}).scalar())


def counties(db: Session, on: date) -> dict[int, tuple[str, str]]:
    """Return code and name of each county of a day, by id, in the order of codes."""
    found = db.execute(text(_COUNTIES), {"on": on})
    return {row[0]: (row[1], row[2]) for row in found}


def open_issues(db: Session) -> dict[tuple[int, str], int]:
    """Return how many issues are open, by county and type."""
    found = db.execute(text(_OPEN))
    return {(row[0], row[1]): row[2] for row in found}


def issues(
    db: Session,
    *,
    county: int | None,
    type: str | None,
    standings: Sequence[str] = (),
    limit: int,
    offset: int,
) -> tuple[int, list[KeptIssue]]:
    """Return how many issues there are, in some standings (all if empty), and a page of them.

    The newest first.
    """
    values = {"county": county, "type": type, "standings": list(standings), "id": None}
    found = db.execute(text(_ISSUES), values | {"limit": limit, "offset": offset}).mappings()
    rows = [dict(row) for row in found]
    total = rows[0]["total"] if rows else 0
    return total, [_issue(row) for row in rows]


def issue_of(db: Session, id: UUID) -> KeptIssue | None:
    """Return an issue, or None."""
    values: dict[str, Any] = {"county": None, "type": None, "standings": [], "id": id}
    row = db.execute(text(_ISSUES), values | {"limit": 1, "offset": 0}).mappings().first()
    return None if row is None else _issue(dict(row))


def _issue(row: Mapping[str, Any]) -> KeptIssue:
    return KeptIssue(**{key: value for key, value in row.items() if key != "total"})


def write_issues(db: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Keep issues, and return how many were new; those that are open already are left."""
    made = 0
    for row in rows:
        put = upsert(ProgrammeIssue).values(**row).on_conflict_do_nothing()
        # not asked back: who reports may not read
        made += cast("CursorResult[Any]", db.execute(put)).rowcount
    return made


def confirm_issue(db: Session, id: UUID, on: date, by: str) -> None:
    """Note that what somebody reported is so: it is an issue from that day on."""
    change = update(ProgrammeIssue).where(ProgrammeIssue.id == id)
    db.execute(change.values(standing="open", found_on=on, confirmed_on=on, confirmed_by=by))


def close_issue(
    db: Session, id: UUID, on: date, *, standing: str, resolution: str, by: str
) -> None:
    """Note how an issue ended: `fixed`, or `unfounded`."""
    change = update(ProgrammeIssue).where(ProgrammeIssue.id == id)
    ended = {"standing": standing, "resolved_on": on, "resolution": resolution, "resolved_by": by}
    db.execute(change.values(**ended))


def dismissed(db: Session, county: int) -> set[tuple[str, str, str]]:
    """Return what audits found in a county and officials dismissed: type, about, message."""
    asked = select(ProgrammeIssue.type, ProgrammeIssue.about, ProgrammeIssue.message).where(
        ProgrammeIssue.county_id == county,
        ProgrammeIssue.by_audit,
        ProgrammeIssue.standing == "unfounded",
    )
    return {(row[0], row[1], row[2]) for row in db.execute(asked)}


def rural_names(db: Session, county: int, on: date) -> set[int]:
    """Return the ids of the names of a county's countryside that may be told to everybody."""
    found = db.execute(text(_RURAL), {"county": county, "on": on})
    return set(found.scalars())


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


_COUNTIES = """
SELECT d.id, diming_code_of(d.id, :on) AS code, diming_division_name(d.id, :on) AS name
FROM division d WHERE d.level = 3 AND diming_division_name(d.id, :on) IS NOT NULL
  AND EXISTS (SELECT FROM place o WHERE o.county_id = d.id)
ORDER BY 2
"""
_OPEN = """
SELECT county_id, type, count(*) FROM programme_issue WHERE standing = 'open' GROUP BY 1, 2
"""
_ISSUES = """
SELECT count(*) OVER () AS total, i.id, i.type, i.county_id,
       diming_division_name(i.county_id, CAST(now() AT TIME ZONE 'Asia/Shanghai' AS date))
       AS county,
       i.place_name_id, i.about, i.name, i.place, i.message, i.rule, i.found_on, i.found_by,
       i.by_audit, i.standing, CASE WHEN diming_acts_for(i.county_id) THEN i.contact ELSE '' END
       AS contact, i.confirmed_on, i.confirmed_by, i.resolved_on, i.resolution, i.resolved_by
FROM programme_issue i
WHERE (CAST(:county AS integer) IS NULL OR i.county_id = :county)
  AND (CAST(:type AS text) IS NULL OR i.type = :type)
  AND (cardinality(CAST(:standings AS text[])) = 0 OR i.standing = ANY (:standings))
  AND (CAST(:id AS uuid) IS NULL OR i.id = :id)
ORDER BY i.found_on DESC, i.county_id, i.type, i.about LIMIT :limit OFFSET :offset
"""
# What is not for everybody is not looked at: an issue would tell its name.
_RURAL = """
SELECT n.id FROM place_name n JOIN place o ON o.id = n.place_id
WHERE o.county_id = :county AND n.published AND n.secrecy = 'public' AND n.version_of IS NULL
  AND o.kind NOT IN ('division', 'township') AND diming_rural(o.division_id, :on)
"""
_PLACES = """
SELECT o.id AS place_id, o.kind, diming_where(o.division_id, :on) AS place,
       coalesce(json_agg(json_build_object('name', n.name, 'kind', n.kind, 'status', n.status,
           'source', coalesce(c.key, ''), 'told_by', coalesce(c.title, ''))
           ORDER BY n.kind = 'standard' DESC, n.id) FILTER (WHERE n.id IS NOT NULL), '[]') AS names,
       (SELECT m.name FROM place_name m WHERE m.place_id = o.id AND upper_inf(m.recorded)
        ORDER BY m.id DESC LIMIT 1) AS last_name,
       (SELECT m.id FROM place_name m WHERE m.place_id = o.id AND upper_inf(m.recorded)
        AND m.version_of IS NULL ORDER BY m.kind = 'standard' DESC, m.id DESC LIMIT 1) AS name_id
FROM place o
LEFT JOIN place_name n ON n.place_id = o.id AND upper_inf(n.recorded) AND n.version_of IS NULL
     AND n.valid @> CAST(:on AS date) AND n.kind IN ('standard', 'colloquial', 'alias')
     AND n.status IN ('standard', 'listed', 'colloquial')
LEFT JOIN delivery d ON d.id = n.delivery_id LEFT JOIN source c ON c.id = d.source_id
WHERE o.county_id = :county AND o.kind NOT IN ('division', 'township')
  AND diming_holds(o.valid, o.recorded, :on, NULL) AND diming_rural(o.division_id, :on)
  AND NOT EXISTS (SELECT FROM place_name m WHERE m.place_id = o.id AND upper_inf(m.recorded)
                  AND NOT (m.published AND m.secrecy = 'public'))
GROUP BY o.id, o.kind, o.division_id HAVING count(DISTINCT n.name) <> 1 ORDER BY o.id
"""
