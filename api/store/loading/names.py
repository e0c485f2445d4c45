"""Places and names (地名) of what was loaded: staged, indexed outside, opened as one set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import DATERANGE
from sqlalchemy.orm import Session

from api.store.loading.facts import TEMPORARY, Stamp
from api.store.loading.staging import analyse, copy_rows, create

STAGED_NAME = Table(
    "staged_name",
    TEMPORARY,
    Column("id", BigInteger, primary_key=True),
    Column("place_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("place_kind", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("valid", DATERANGE, nullable=False),
    Column("valid_text", Text),
    Column("delivery_id", Integer),
    Column("event_id", Integer),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
NAME_INDEX = Table(
    "staged_name_index",
    TEMPORARY,
    Column("id", BigInteger, primary_key=True),
    Column("key", Text, nullable=False),
    Column("specific", Text, nullable=False),
    Column("generic", Text, nullable=False),
    Column("romanization", Text, nullable=False),
    Column("romanization_plain", Text, nullable=False),
    Column("pinyin", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("sounds", ARRAY(Text), nullable=False),
    Column("specific_sounds", ARRAY(Text), nullable=False),
    Column("near_sounds", ARRAY(Text), nullable=False),
    Column("reading_sure", Boolean, nullable=False),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


@dataclass(frozen=True, slots=True)
class NameCounts:
    """What became of names: places entered, names opened and closed, places moved."""

    places: int
    opened: int
    closed: int
    moved: int


def create_staging(db: Session) -> None:
    """Create the empty staging tables of names."""
    create(db, STAGED_NAME, NAME_INDEX)


def stage_division_names(db: Session, stamp: Stamp, today: date) -> NameCounts:
    """Bring the places of touched divisions up to date and stage the names to be opened.

    Every division is a place; its names are those of the division, each with its life. The
    county and province of all places are written anew as of `today`.
    """
    values = {"moment": stamp.moment, "delivery": stamp.delivery_id}
    work_out_chain(db, today)
    moved = db.execute(text(_PLACE_IN_CHAIN)).scalar_one()
    places = db.execute(text(_ENTER_PLACES), values).scalar_one()
    db.execute(text(_UPDATE_PLACES))
    closed = db.execute(text(_CLOSE_NAMES), values).scalar_one()
    opened = db.execute(text(_STAGE_DIVISION_NAMES)).scalar_one()
    analyse(db, STAGED_NAME.name)
    return NameCounts(int(places), int(opened), int(closed), int(moved))


def staged_names(db: Session, after: int, most: int) -> Sequence[Any]:
    """Return (id, name, place_kind) of staged names with an id above `after`, by id."""
    return db.execute(text(_STAGED), {"after": after, "most": most}).all()


def stage_index(db: Session, rows: Iterable[Sequence[object]]) -> int:
    """Copy what was worked out for staged names (columns of `staged_name_index`)."""
    return copy_rows(db, NAME_INDEX.name, [c.name for c in NAME_INDEX.columns], rows)


def open_staged_names(db: Session, stamp: Stamp) -> None:
    """Open the staged names with their comparison keys and their first event."""
    values = {"moment": stamp.moment, "delivery": stamp.delivery_id}
    analyse(db, NAME_INDEX.name)
    db.execute(text(_OPEN_NAMES), values)
    db.execute(text(_OPEN_KEYS))
    db.execute(text(_OPEN_EVENTS), values)
    analyse(db, "place", "place_name", "name_key")


def work_out_chain(db: Session, today: date) -> None:
    """Fill `division_chain` with the county and province of every division as of `today`.

    A division that has ended keeps the chain of its last day.
    """
    db.execute(text("DROP TABLE IF EXISTS pg_temp.division_chain"))
    db.execute(text(_CHAIN), {"today": today})
    analyse(db, "division_chain")


_ENTER_PLACES = """
WITH entered AS (
    INSERT INTO place (external_key, kind, type_words, is_division_id, division_id, county_id,
                       province_id, valid, valid_text, recorded, delivery_id)
    SELECT 'division:' || d.id,
           CASE d.level WHEN 4 THEN 'township' WHEN 5 THEN 'committee' ELSE 'division' END,
           coalesce((SELECT ty.type FROM division_type ty
                     WHERE ty.division_id = d.id AND upper_inf(ty.recorded)
                     ORDER BY lower(ty.valid) DESC LIMIT 1), ''),
           d.id, d.id, c.county_id, c.province_id, daterange(min(lower(n.valid)),
               CASE WHEN bool_or(upper_inf(n.valid)) THEN NULL ELSE max(upper(n.valid)) END),
           (array_agg(n.valid_text ORDER BY lower(n.valid)))[1],
           tstzrange(:moment, NULL), :delivery
    FROM (SELECT DISTINCT division_id FROM touched_division) t
    JOIN division d ON d.id = t.division_id
    JOIN division_name n ON n.division_id = d.id AND upper_inf(n.recorded)
    LEFT JOIN division_chain c ON c.id = d.id
    WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.is_division_id = d.id)
    GROUP BY d.id, d.level, c.county_id, c.province_id
    ORDER BY d.id
    RETURNING 1)
SELECT count(*) FROM entered
"""

_UPDATE_PLACES = """
UPDATE place p SET valid = now_known.valid, type_words = now_known.type
FROM (
    SELECT t.division_id, ty.type, daterange(min(lower(n.valid)), CASE
               WHEN bool_or(upper_inf(n.valid)) THEN NULL ELSE max(upper(n.valid)) END) AS valid
    FROM (SELECT DISTINCT division_id FROM touched_division) t
    JOIN division_name n ON n.division_id = t.division_id AND upper_inf(n.recorded)
    JOIN LATERAL (SELECT type FROM division_type ty
                  WHERE ty.division_id = t.division_id AND upper_inf(ty.recorded)
                  ORDER BY lower(ty.valid) DESC LIMIT 1) ty ON true
    GROUP BY t.division_id, ty.type) now_known
WHERE p.is_division_id = now_known.division_id
  AND (p.valid, p.type_words) IS DISTINCT FROM (now_known.valid, now_known.type)
"""

# The names that the places of touched divisions should have, from the names of the divisions.
_WANTED = """
WITH wanted AS (
    SELECT p.id AS place_id, p.kind AS place_kind, n.name, n.valid, n.valid_text, n.delivery_id,
           coalesce(n.ended_by, n.begun_by) AS event_id,
           CASE WHEN upper_inf(n.valid) OR later.id IS NULL THEN 'standard'
                ELSE 'former' END AS kind,
           CASE WHEN upper_inf(n.valid) THEN 'listed'
                WHEN later.id IS NULL THEN 'retired' ELSE 'former' END AS status
    FROM (SELECT DISTINCT division_id FROM touched_division) t
    JOIN place p ON p.is_division_id = t.division_id
    JOIN division_name n ON n.division_id = t.division_id AND upper_inf(n.recorded)
    LEFT JOIN LATERAL (SELECT m.id FROM division_name m
         WHERE m.division_id = n.division_id AND upper_inf(m.recorded)
           AND lower(m.valid) >= upper(n.valid) LIMIT 1) later ON true)
"""

_CLOSE_NAMES = (
    _WANTED
    + """,
closed AS (
    UPDATE place_name o SET recorded = tstzrange(lower(o.recorded), :moment)
    FROM place p
    WHERE p.id = o.place_id AND upper_inf(o.recorded) AND o.kind IN ('standard', 'former')
      AND p.is_division_id IN (SELECT division_id FROM touched_division)
      AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.place_id = o.place_id AND w.name = o.name
                      AND w.valid = o.valid AND diming_same_standing(o, w.kind, w.status))
      AND CAST(:delivery AS integer) IS NOT NULL
    RETURNING o.id),
unkeyed AS (
    DELETE FROM name_key k USING closed c WHERE k.place_name_id = c.id)
SELECT count(*) FROM closed
"""
)

_STAGE_DIVISION_NAMES = (
    _WANTED
    + """,
staged AS (
    INSERT INTO staged_name (id, place_id, name, place_kind, kind, status, valid, valid_text,
                             delivery_id, event_id)
    SELECT nextval(pg_get_serial_sequence('place_name', 'id')), w.place_id, w.name, w.place_kind,
           w.kind, w.status, w.valid, w.valid_text, w.delivery_id, w.event_id
    FROM wanted w
    WHERE NOT EXISTS (SELECT 1 FROM place_name o WHERE o.place_id = w.place_id
                      AND o.name = w.name AND o.valid = w.valid
                      AND diming_same_standing(o, w.kind, w.status) AND upper_inf(o.recorded))
    RETURNING 1)
SELECT count(*) FROM staged
"""
)

_STAGED = """
SELECT id, name, place_kind FROM staged_name WHERE id > :after ORDER BY id LIMIT :most
"""

_OPEN_NAMES = """
INSERT INTO place_name (id, place_id, name, kind, status, key, specific, generic, romanization,
                        romanization_plain, pinyin, initials, sounds, reading_sure, place_rank,
                        valid, valid_text, recorded, delivery_id)
SELECT s.id, s.place_id, s.name, s.kind, s.status, i.key, i.specific, i.generic, i.romanization,
       i.romanization_plain, i.pinyin, i.initials, i.sounds, i.reading_sure,
       diming_place_rank(s.place_kind), s.valid, s.valid_text, tstzrange(:moment, NULL),
       coalesce(s.delivery_id, :delivery)
FROM staged_name s JOIN staged_name_index i ON i.id = s.id ORDER BY s.id
"""

_OPEN_KEYS = """
INSERT INTO name_key (place_name_id, part, key, place_kind, county_id, province_id, cell)
SELECT s.id, k.part, k.key, s.place_kind, p.county_id, p.province_id, diming_cell(p.geom)
FROM staged_name s
JOIN staged_name_index i ON i.id = s.id
JOIN place p ON p.id = s.place_id
CROSS JOIN LATERAL (
    SELECT 'full' AS part, i.key AS key
    UNION ALL SELECT 'specific', i.specific
    UNION ALL SELECT 'full_sound', unnest(i.sounds)
    UNION ALL SELECT 'specific_sound', unnest(i.specific_sounds)
    UNION ALL SELECT 'near_sound', unnest(i.near_sounds)
    UNION ALL SELECT 'old', i.key WHERE s.status IN ('former', 'vanished', 'retired')) k
"""

_OPEN_EVENTS = """
INSERT INTO name_event (place_name_id, kind, happened, happened_text, authority, document,
                        source_url, delivery_id)
SELECT s.id,
       CASE s.status WHEN 'retired' THEN 'discontinued' WHEN 'former' THEN 'altered'
                     ELSE 'recorded' END,
       e.happened, coalesce(e.happened_text, s.valid_text, ''), coalesce(e.authority, ''),
       coalesce(e.document, ''), coalesce(e.source_url, ''), :delivery
FROM staged_name s LEFT JOIN division_event e ON e.id = s.event_id
WHERE CAST(:moment AS timestamptz) IS NOT NULL
"""

_CHAIN = """
CREATE TEMPORARY TABLE division_chain ON COMMIT DROP AS
WITH RECURSIVE up AS (
    SELECT DISTINCT ON (division_id) division_id, parent_id FROM division_parent
    WHERE upper_inf(recorded) AND lower(valid) <= CAST(:today AS date)
    ORDER BY division_id, lower(valid) DESC),
chain AS (
    SELECT d.id, d.level, NULL::integer AS county_id, d.id AS province_id
    FROM division d WHERE d.level = 1
    UNION ALL
    SELECT d.id, d.level, CASE WHEN d.level = 3 THEN d.id ELSE c.county_id END, c.province_id
    FROM chain c JOIN up ON up.parent_id = c.id JOIN division d ON d.id = up.division_id)
SELECT id, level, county_id, province_id FROM chain
"""

_PLACE_IN_CHAIN = """
WITH moved AS (
    UPDATE place p SET county_id = c.county_id, province_id = c.province_id
    FROM division_chain c
    WHERE c.id = p.division_id
      AND (p.county_id, p.province_id) IS DISTINCT FROM (c.county_id, c.province_id)
    RETURNING 1)
SELECT count(*) FROM moved
"""
