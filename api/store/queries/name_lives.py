"""Writing the life of names (地名): places, names, keys, events, versions, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from api.store.queries.journal import write_line
from api.store.queries.place_lives import Life
from api.store.tables.names import NameEvent, Place, PlaceName
from api.store.tables.register import NameRecord, NameVersion
from naming.registering import IndexedName

KIND = "place_name"


@dataclass(frozen=True, slots=True)
class HeldName:
    """A name that nobody else can change in this transaction."""

    id: int
    place_id: int
    name: str
    kind: str
    status: str
    status_in_use: str | None
    romanization: str
    begun: date | None
    ended: date | None
    valid_text: str | None
    version: int
    place_kind: str
    division_id: int | None
    is_division_id: int | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """Who changed a name, why and on what ground."""

    verb: str
    account_id: int
    actor: str
    person: str
    organisation: str
    why: str
    authority: str
    document: str
    clause: str
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What happened to a name, when and by what document; `first` and `after` as in EDTF."""

    kind: str
    first: date | None
    after: date | None
    day_text: str
    authority: str
    document: str
    source: str
    source_url: str
    note: str
    case_id: UUID | None


def division_of(db: Session, id: int) -> Any | None:
    """Return the row (`division_id`) of what holds a current name, or None without the name."""
    asked = select(Place.division_id).join(PlaceName, PlaceName.place_id == Place.id)
    return db.execute(asked.where(PlaceName.id == id, PlaceName.version_of.is_(None))).first()


def held_name(db: Session, id: int) -> HeldName | None:
    """Return a current name, locked for this transaction, or None."""
    row = db.execute(text(_HELD), {"id": id}).mappings().first()
    return None if row is None else HeldName(**row)


def state_of(db: Session, id: int) -> dict[str, Any]:
    """Return a name with its record and place as `diming_name_state` tells it."""
    found: dict[str, Any] = db.execute(select(func.diming_name_state(id))).scalar_one()
    return found


def enter_name(
    db: Session, place: int, indexed: IndexedName, values: Mapping[str, Any], life: Life
) -> int:
    """Enter a name with its comparison keys and return its id."""
    row = {**indexed_columns(indexed), **values, **life.columns(), "place_id": place}
    rank = select(func.diming_place_rank(Place.kind)).where(Place.id == place).scalar_subquery()
    moment = func.tstzrange(func.clock_timestamp(), None)
    entered = insert(PlaceName).values(**row, place_rank=rank, recorded=moment)
    id = int(db.execute(entered.returning(PlaceName.id)).scalar_one())
    write_keys(db, id, indexed)
    return id


def end_name(db: Session, name: HeldName, status: str, life: Life) -> None:
    """Take a name out of use; it is found as an old name from then on."""
    ended = {"status": status, "status_in_use": name.status, **life.columns()}
    change_name(db, name.id, ended)
    db.execute(text(_OLD_KEY), {"id": name.id})


def change_name(db: Session, id: int, values: Mapping[str, Any]) -> None:
    """Change a name; a trigger keeps it as it was."""
    db.execute(update(PlaceName).where(PlaceName.id == id).values(**values))


def index_name(db: Session, id: int, indexed: IndexedName, place_kind: str) -> None:
    """Write anew what a name is searched and compared by."""
    rank = func.diming_place_rank(place_kind)
    change_name(db, id, {**indexed_columns(indexed), "place_rank": rank})
    write_keys(db, id, indexed)


def write_keys(db: Session, id: int, indexed: IndexedName) -> None:
    """Write the comparison keys of a name anew, with those of names out of use if it is one."""
    values = {
        "id": id,
        "key": indexed.key,
        "specific": indexed.specific,
        "sounds": list(indexed.sounds),
        "specific_sounds": list(indexed.specific_sounds),
        "near_sounds": list(indexed.near_sounds),
    }
    db.execute(text("DELETE FROM name_key WHERE place_name_id = :id"), {"id": id})
    db.execute(text(_KEYS), values)


def indexed_columns(indexed: IndexedName) -> dict[str, Any]:
    """Return the columns of a name that follow from its characters and its reading."""
    return {
        "name": indexed.full,
        "key": indexed.key,
        "specific": indexed.specific,
        "generic": indexed.generic,
        "romanization": indexed.toned,
        "romanization_plain": indexed.plain,
        "pinyin": indexed.pinyin,
        "initials": indexed.initials[0],
        "sounds": list(indexed.sounds),
        "reading_sure": indexed.reading_sure,
    }


def set_fields(db: Session, id: int, fields: Mapping[str, Any]) -> None:
    """Write the record of a name anew; the one before is kept, its time of knowledge closed."""
    db.execute(text(_CLOSE_RECORD), {"id": id})
    db.execute(insert(NameRecord).values(place_name_id=id, fields=dict(fields)))


def write_event(db: Session, id: int, event: EventFacts) -> None:
    """Write down what happened to a name."""
    known = event.first is not None or event.after is not None
    db.execute(
        insert(NameEvent).values(
            place_name_id=id,
            kind=event.kind,
            happened=Range(event.first, event.after) if known else None,
            happened_text=event.day_text,
            authority=event.authority,
            document=event.document,
            source=event.source,
            source_url=event.source_url,
            note=event.note,
            case_id=event.case_id,
        )
    )


def write_version(
    db: Session, id: int, facts: VersionFacts, before: Mapping[str, Any] | None
) -> int:
    """Keep a change as the name's next version, with its line in the journal; return its number.

    Args:
        db: The session that the change was made in.
        id: The name.
        facts: Who, why, on what ground.
        before: What `state_of` gave before the change; None for a new name.
    """
    after = state_of(db, id)
    counted = update(PlaceName).where(PlaceName.id == id).values(version=PlaceName.version + 1)
    version = int(db.execute(counted.returning(PlaceName.version)).scalar_one())
    db.execute(
        insert(NameVersion).values(
            place_name_id=id,
            version=version,
            verb=facts.verb,
            account_id=facts.account_id,
            actor=facts.actor,
            person=facts.person,
            organisation=facts.organisation,
            why=facts.why,
            authority=facts.authority,
            document=facts.document,
            case_id=facts.case_id,
            before=before,
            after=after,
        )
    )
    write_line(
        db,
        verb=facts.verb,
        subject_kind=KIND,
        subject_id=str(id),
        clause=facts.clause,
        before=before,
        after=after | {"version": version},
    )
    return version


def standing_name(db: Session, place: int) -> int | None:
    """Return the name by which a place goes on being called, or None."""
    return db.execute(text(_STANDING), {"place": place}).scalar()


def place_bears(db: Session, place: int, name: str, kind: str) -> bool:
    """Tell whether a place bears, or bore, a name of a kind."""
    asked = select(PlaceName.id).where(
        PlaceName.place_id == place,
        PlaceName.name == name,
        PlaceName.kind == kind,
        PlaceName.version_of.is_(None),
    )
    return db.execute(asked).first() is not None


def protected_by(db: Session, id: int) -> list[str]:
    """Return the titles of the protection lists that a name stands on."""
    return [str(title) for title in db.execute(text(_PROTECTED), {"id": id}).scalars()]


def changes_since(db: Session, id: int, version: int) -> list[Any]:
    """Return the versions (version, at, person, organisation, verb, before, after) after one."""
    columns = (
        NameVersion.version,
        NameVersion.at,
        NameVersion.person,
        NameVersion.organisation,
        NameVersion.verb,
        NameVersion.before,
        NameVersion.after,
    )
    asked = select(*columns).where(NameVersion.place_name_id == id, NameVersion.version > version)
    return list(db.execute(asked.order_by(NameVersion.version)))


_HELD = """
SELECT n.id, n.place_id, n.name, n.kind, n.status, n.status_in_use, n.romanization,
       lower(n.valid) AS begun, upper(n.valid) AS ended, n.valid_text, n.version,
       o.kind AS place_kind, o.division_id, o.is_division_id,
       coalesce((SELECT r.fields FROM name_record r
                 WHERE r.place_name_id = n.id AND upper_inf(r.recorded)), '{}') AS fields
FROM place_name n JOIN place o ON o.id = n.place_id
WHERE n.id = :id AND upper_inf(n.recorded)
FOR UPDATE OF n, o
"""

_KEYS = """
INSERT INTO name_key (place_name_id, part, key, place_kind, county_id, province_id, cell)
SELECT n.id, k.part, k.key, o.kind, o.county_id, o.province_id, diming_cell(o.geom)
FROM place_name n JOIN place o ON o.id = n.place_id
CROSS JOIN LATERAL (
    SELECT 'full' AS part, :key AS key
    UNION ALL SELECT 'specific', :specific
    UNION ALL SELECT 'full_sound', unnest(CAST(:sounds AS text[]))
    UNION ALL SELECT 'specific_sound', unnest(CAST(:specific_sounds AS text[]))
    UNION ALL SELECT 'near_sound', unnest(CAST(:near_sounds AS text[]))
    UNION ALL SELECT 'old', :key WHERE n.status IN ('former', 'vanished', 'retired')) k
WHERE n.id = :id
"""

_OLD_KEY = """
INSERT INTO name_key (place_name_id, part, key, place_kind, county_id, province_id, cell)
SELECT n.id, 'old', n.key, o.kind, o.county_id, o.province_id, diming_cell(o.geom)
FROM place_name n JOIN place o ON o.id = n.place_id WHERE n.id = :id
"""

_CLOSE_RECORD = """
UPDATE name_record SET recorded = tstzrange(lower(recorded), clock_timestamp())
WHERE place_name_id = :id AND upper_inf(recorded)
"""

_STANDING = """
SELECT id FROM place_name
WHERE place_id = :place AND kind = 'standard' AND upper_inf(recorded) AND upper_inf(valid)
  AND status NOT IN ('former', 'vanished', 'retired', 'proposed') LIMIT 1
"""

_PROTECTED = """
SELECT l.title FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
WHERE h.place_name_id = :id AND upper_inf(h.recorded) AND h.standing = 'protected'
ORDER BY l.id
"""
