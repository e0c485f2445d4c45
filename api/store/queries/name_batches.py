"""Entering many names at once (批量入库): a handful of statements, however many names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.queries.name_lives import KIND, EventFacts, VersionFacts, indexed_columns
from api.store.queries.place_lives import Life
from naming.registering import IndexedName


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place to enter: its columns (`external_key` among them), its geometry in EPSG:4490."""

    values: Mapping[str, Any]
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name to enter for a place that is there: columns, what it is searched by, record."""

    place_id: int
    values: Mapping[str, Any]
    indexed: IndexedName
    fields: Mapping[str, Any]


def enter_places(db: Session, rows: Sequence[PlaceRow], life: Life) -> list[int]:
    """Enter places and return their ids, in order."""
    told = [
        {**row.values, "wkb": row.geometry.wkb_hex if row.geometry is not None else None}
        for row in rows
    ]
    values = {"rows": json.dumps(told, ensure_ascii=False), **_life(life)}
    ids = dict(tuple(row) for row in db.execute(text(_PLACES), values))
    return [int(ids[row.values["external_key"]]) for row in rows]


def enter_names(db: Session, rows: Sequence[NameRow], life: Life) -> list[int]:
    """Enter names with their comparison keys and records, and return their ids, in order.

    What happened to them (`write_events`) is to be told in the same transaction.
    """
    told = [
        {**row.values, **indexed_columns(row.indexed), "place_id": row.place_id} for row in rows
    ]
    values = {"rows": json.dumps(told, ensure_ascii=False), **_life(life)}
    by_place = dict(tuple(row) for row in db.execute(text(_NAMES), values))
    ids = [int(by_place[row.place_id]) for row in rows]
    keys = [_keys(id, row.indexed) for id, row in zip(ids, rows, strict=True)]
    db.execute(text(_KEYS), {"rows": json.dumps(keys, ensure_ascii=False)})
    records = [
        {"id": id, "fields": dict(row.fields)}
        for id, row in zip(ids, rows, strict=True)
        if row.fields
    ]
    db.execute(text(_RECORDS), {"rows": json.dumps(records, ensure_ascii=False)})
    return ids


def write_events(db: Session, ids: Sequence[int], event: EventFacts) -> None:
    """Write down that the same happened to many names."""
    values = {name: getattr(event, name) for name in EventFacts.__slots__}
    db.execute(text(_EVENTS), {**values, "ids": list(ids)})


def write_versions(db: Session, ids: Sequence[int], facts: VersionFacts) -> dict[int, int]:
    """Keep the entry of names as their next versions, each with its line in the journal."""
    values = {name: getattr(facts, name) for name in VersionFacts.__slots__}
    counted = db.execute(text(_VERSIONS), {**values, "ids": list(ids)}).all()
    lines = {"ids": list(ids), "verb": facts.verb, "kind": KIND, "clause": facts.clause}
    db.execute(text(_LINES), lines)
    return {int(id): int(version) for id, version in counted}


def _life(life: Life) -> dict[str, Any]:
    return {"begun": life.begun, "ended": life.ended, "life_text": life.text}


def _keys(id: int, indexed: IndexedName) -> dict[str, Any]:
    parts = [("full", indexed.key), ("specific", indexed.specific)]
    parts += [("full_sound", sound) for sound in indexed.sounds]
    parts += [("specific_sound", sound) for sound in indexed.specific_sounds]
    parts += [("near_sound", sound) for sound in indexed.near_sounds]
    return {"id": id, "parts": [{"part": part, "key": key} for part, key in parts]}


_PLACES = """
INSERT INTO place (external_key, kind, type_words, type_code, place_code, division_id,
                   location_status, county_id, province_id, geom, valid, valid_text)
SELECT r.external_key, r.kind, r.type_words, r.type_code, r.place_code, r.division_id,
       r.location_status, d.county_id, d.province_id,
       ST_SetSRID(ST_GeomFromWKB(decode(r.wkb, 'hex')), 4490),
       daterange(:begun, :ended), CAST(:life_text AS text)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    external_key text, kind text, type_words text, type_code text, place_code text,
    division_id integer, location_status text, wkb text)
JOIN (SELECT o.id, diming_ancestor(o.id, 3, current_date) AS county_id,
             diming_ancestor(o.id, 1, current_date) AS province_id
      FROM (SELECT DISTINCT division_id AS id
            FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS w(division_id integer)) o) d
  ON d.id = r.division_id
RETURNING external_key, id
"""

_NAMES = """
INSERT INTO place_name (place_id, name, kind, status, secrecy, published, key, specific, generic,
                        romanization, romanization_plain, pinyin, initials, sounds, reading_sure,
                        place_rank, valid, valid_text, recorded)
SELECT r.place_id, r.name, r.kind, r.status, r.secrecy, r.published, r.key, r.specific, r.generic,
       r.romanization, r.romanization_plain, r.pinyin, r.initials, r.sounds, r.reading_sure,
       diming_place_rank(o.kind), daterange(:begun, :ended), CAST(:life_text AS text),
       tstzrange(clock_timestamp(), NULL)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    place_id bigint, name text, kind text, status text, secrecy text, published boolean, key text,
    specific text, generic text, romanization text, romanization_plain text, pinyin text,
    initials text, sounds text[], reading_sure boolean)
JOIN place o ON o.id = r.place_id
RETURNING place_id, id
"""

_KEYS = """
INSERT INTO name_key (place_name_id, part, key, place_kind, county_id, province_id, cell)
SELECT n.id, k.part, k.key, o.kind, o.county_id, o.province_id, diming_cell(o.geom)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id bigint, parts jsonb)
CROSS JOIN LATERAL jsonb_to_recordset(r.parts) AS k(part text, key text)
JOIN place_name n ON n.id = r.id JOIN place o ON o.id = n.place_id
"""

_RECORDS = """
INSERT INTO name_record (place_name_id, fields)
SELECT r.id, r.fields FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id bigint, fields jsonb)
"""

_EVENTS = """
INSERT INTO name_event (place_name_id, kind, happened, happened_text, authority, document, source,
                        source_url, note, case_id)
SELECT n.id, :kind, CASE WHEN CAST(:first AS date) IS NULL AND CAST(:after AS date) IS NULL
                         THEN NULL ELSE daterange(CAST(:first AS date), CAST(:after AS date)) END,
       :day_text, :authority, :document, :source, :source_url, :note, CAST(:case_id AS uuid)
FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS n(id, place) ORDER BY n.place
"""

_VERSIONS = """
WITH counted AS (
    UPDATE place_name SET version = version + 1 WHERE id = ANY (:ids) RETURNING id, version)
INSERT INTO name_version (place_name_id, version, verb, account_id, actor, person, organisation,
                          why, authority, document, case_id, before, after)
SELECT c.id, c.version, :verb, :account_id, :actor, :person, :organisation, :why, :authority,
       :document, CAST(:case_id AS uuid), NULL, diming_name_state(c.id)
FROM counted c ORDER BY c.id
RETURNING place_name_id, version
"""

# one line after the other: the trigger of the journal sees those that came before
_LINES = """
INSERT INTO journal (actor, request_id, verb, subject_kind, subject_id, clause, before, after)
SELECT coalesce(nullif(current_setting('diming.actor', true), ''), '?'),
       coalesce(current_setting('diming.request_id', true), ''),
       :verb, :kind, v.place_name_id::text, :clause, NULL,
       v.after || jsonb_build_object('version', v.version)
FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS n(id, place)
JOIN LATERAL (SELECT * FROM name_version w WHERE w.place_name_id = n.id
              ORDER BY w.version DESC LIMIT 1) v ON true
ORDER BY n.place
"""
