"""Reading the register of names: records, versions, what a name is, rows for export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

STEP = 1000


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """The record of a name as it stands, with what an editor has to know."""

    id: int
    name: str
    status: str
    secrecy: str
    published: bool
    version: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a name: who, when, why, before and after."""

    version: int
    at: datetime
    verb: str
    person: str
    organisation: str
    why: str
    authority: str
    document: str
    case_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExportWish:
    """Which names are taken out: in a division (None: all), of a status, on a day."""

    on: date
    division: int | None
    status: str | None
    kind: str | None


def record_of(db: Session, id: int) -> KeptRecord | None:
    """Return the record of a name that may be told, or None."""
    row = db.execute(text(_RECORD), {"id": id}).mappings().first()
    return None if row is None else KeptRecord(**row)


def record_on(db: Session, id: int, moment: datetime) -> KeptRecord | None:
    """Return the record of a name as it stood at a moment, or None if it may not be told.

    Before the first change that was written down it is taken to have been as that found it.
    """
    row = db.execute(text(_RECORD_ON), {"id": id, "moment": moment}).mappings().first()
    return None if row is None else KeptRecord(**row)


def versions_of(db: Session, id: int, limit: int, offset: int) -> list[KeptVersion]:
    """Return versions of a name that may be told, the newest first."""
    values = {"id": id, "limit": limit, "offset": offset}
    return [KeptVersion(**row) for row in db.execute(text(_VERSIONS), values).mappings()]


def version_of(db: Session, id: int, version: int) -> KeptVersion | None:
    """Return one version of a name that may be told, or None."""
    row = db.execute(text(_VERSION), {"id": id, "version": version}).mappings().first()
    return None if row is None else KeptVersion(**row)


def events_of(db: Session, id: int) -> list[dict[str, Any]] | None:
    """Return the events of a name that may be told, in their order; None if there is none."""
    found: list[dict[str, Any]] | None = db.execute(text(_EVENTS), {"id": id}).scalar()
    return found


def called(
    db: Session, keys: Sequence[str], on: date, division: int | None
) -> list[dict[str, Any]]:
    """Return the names with one of the comparison keys, in use on a day or out of use by then."""
    values = {"keys": list(keys), "on": on, "division": division}
    return [dict(row) for row in db.execute(text(_CALLED), values).mappings()]


def rows_for_export(db: Session, wish: ExportWish) -> Iterator[dict[str, Any]]:
    """Yield published names for export, by id, `STEP` at a time."""
    values: dict[str, Any] = {
        "on": wish.on,
        "division": wish.division,
        "status": wish.status,
        "kind": wish.kind,
        "after": 0,
        "step": STEP,
    }
    while found := db.execute(text(_EXPORT), values).mappings().all():
        yield from map(dict, found)
        values["after"] = found[-1]["id"]


_RECORD = """
SELECT n.id, n.name, n.status, n.secrecy, n.published, n.version,
       coalesce((SELECT r.fields FROM name_record r
                 WHERE r.place_name_id = n.id AND upper_inf(r.recorded)), '{}') AS fields
FROM place_name n
WHERE n.id = :id AND n.version_of IS NULL AND (n.published OR diming_may_see(n.place_id))
"""

_RECORD_ON = """
SELECT n.id, s.state ->> 'name' AS name, s.state ->> 'status' AS status,
       s.state ->> 'secrecy' AS secrecy, (s.state ->> 'published')::boolean AS published,
       s.version, s.state -> 'record' AS fields
FROM place_name n
CROSS JOIN LATERAL (
    SELECT * FROM (
        (SELECT 1 AS rank, v.after AS state, v.version FROM name_version v
         WHERE v.place_name_id = n.id AND v.at < :moment ORDER BY v.version DESC LIMIT 1)
        UNION ALL
        (SELECT 2, coalesce(v.before, v.after), v.version - (v.before IS NOT NULL)::integer
         FROM name_version v WHERE v.place_name_id = n.id ORDER BY v.version LIMIT 1)
        UNION ALL
        SELECT 3, diming_name_state(n.id), n.version) known
    ORDER BY rank LIMIT 1) s
WHERE n.id = :id AND n.version_of IS NULL AND NOT diming_kept_back(n.id)
  AND ((s.state ->> 'published')::boolean OR diming_may_see(n.place_id))
"""

_VERSIONS = """
SELECT v.version, v.at, v.verb, v.person, v.organisation, v.why, v.authority, v.document,
       v.case_id, v.before, v.after
FROM name_version v JOIN place_name n ON n.id = v.place_name_id
WHERE n.id = :id AND (n.published OR diming_may_see(n.place_id))
ORDER BY v.version DESC LIMIT :limit OFFSET :offset
"""

_VERSION = """
SELECT v.version, v.at, v.verb, v.person, v.organisation, v.why, v.authority, v.document,
       v.case_id, v.before, v.after
FROM name_version v JOIN place_name n ON n.id = v.place_name_id
WHERE n.id = :id AND v.version = :version AND (n.published OR diming_may_see(n.place_id))
"""

_EVENTS = """
SELECT diming_name_events(n.id) FROM place_name n
WHERE n.id = :id AND n.version_of IS NULL AND (n.published OR diming_may_see(n.place_id))
"""

_CALLED = """
SELECT n.id, n.name, n.kind, n.romanization, n.valid @> CAST(:on AS date) AS in_use,
       CASE WHEN n.valid @> CAST(:on AS date) THEN coalesce(n.status_in_use, n.status)
            ELSE n.status END AS status,
       diming_where(o.division_id, :on) AS division, o.kind AS place_kind, o.type_words,
       today.name AS now_called, coalesce(e.authority, '') AS authority,
       coalesce(e.document, '') AS document, coalesce(e.happened_text, '') AS approved_on
FROM (SELECT DISTINCT place_name_id FROM name_key
      WHERE key = ANY (:keys) AND part = 'full') k
JOIN place_name n ON n.id = k.place_name_id
JOIN place o ON o.id = n.place_id
LEFT JOIN LATERAL (
    SELECT m.name FROM place_name m
    WHERE m.place_id = n.place_id AND m.kind = 'standard' AND m.valid @> CAST(:on AS date)
      AND upper_inf(m.recorded) AND m.published LIMIT 1) today ON true
LEFT JOIN LATERAL (
    SELECT v.authority, v.document, v.happened_text FROM name_event v
    WHERE v.place_name_id = n.id AND v.kind IN ('approved', 'restored')
    ORDER BY v.id DESC LIMIT 1) e ON true
WHERE upper_inf(n.recorded) AND lower(n.valid) <= :on
  AND (n.published OR diming_may_see(n.place_id))
  AND (CAST(:division AS integer) IS NULL
       OR diming_lies_in(o.division_id, :division, :on, NULL))
ORDER BY n.valid @> CAST(:on AS date) DESC,
         array_position(ARRAY['standard', 'listed', 'colloquial', 'former', 'vanished',
                              'retired', 'proposed'], n.status), n.id
LIMIT 50
"""

# No set-returning walk into the division: what lies in it is found once, then told by county
# and town of the place.
_EXPORT = """
WITH RECURSIVE inside AS (
    SELECT CAST(:division AS integer) AS id
    UNION
    SELECT p.division_id FROM inside JOIN division_parent p ON p.parent_id = inside.id
         AND diming_holds(p.valid, p.recorded, :on, NULL))
SELECT n.id, n.name, n.romanization, n.romanization_plain, n.specific, n.generic, n.kind,
       coalesce(n.status_in_use, n.status) AS status, n.valid_text,
       lower(n.valid) AS valid_from, upper(n.valid) AS valid_to,
       o.kind AS place_kind, o.type_words, o.type_code, o.place_code,
       diming_division_name(o.province_id, :on) AS province,
       diming_division_name(diming_ancestor(o.division_id, 2, :on), :on) AS city,
       diming_division_name(o.county_id, :on) AS county,
       diming_code_of(o.province_id, :on) AS province_code,
       diming_code_of(diming_ancestor(o.division_id, 2, :on), :on) AS city_code,
       diming_code_of(o.county_id, :on) AS county_code,
       diming_code_of(diming_ancestor(o.division_id, 4, :on), :on) AS town_code,
       diming_where(o.division_id, :on) AS division,
       o.location_status, diming_geojson(o.geom) AS geometry,
       coalesce(r.fields, '{}') AS fields,
       coalesce(e.authority, '') AS authority, coalesce(e.document, '') AS document,
       coalesce(e.happened_text, '') AS approved_on,
       (SELECT coalesce(string_agg(x.name, '、' ORDER BY x.valid, x.id), '') FROM place_name x
        WHERE x.place_id = n.place_id AND x.id <> n.id AND upper_inf(x.recorded) AND x.published
          AND x.status IN ('former', 'retired', 'vanished')) AS old_names
FROM place_name n
JOIN place o ON o.id = n.place_id
LEFT JOIN name_record r ON r.place_name_id = n.id AND upper_inf(r.recorded)
LEFT JOIN LATERAL (
    SELECT v.authority, v.document, v.happened_text FROM name_event v
    WHERE v.place_name_id = n.id AND v.kind IN ('approved', 'restored')
    ORDER BY v.id DESC LIMIT 1) e ON true
WHERE n.id > :after AND n.published AND n.kind = 'standard'
  AND diming_holds(n.valid, n.recorded, :on, NULL)
  AND (CAST(:status AS text) IS NULL OR coalesce(n.status_in_use, n.status) = :status)
  AND (CAST(:kind AS text) IS NULL OR o.kind = :kind)
  AND (CAST(:division AS integer) IS NULL OR o.county_id IN (SELECT id FROM inside)
       OR o.division_id IN (SELECT id FROM inside))
ORDER BY n.id LIMIT :step
"""
