"""Entering many names that one decision approves (批量入库), as `register_name` enters each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from api.services.person import Person
from api.services.registering.entries import Basis, NameEntry, NameHead, PlaceEntry
from api.services.registering.placing import place_values
from api.services.registering.registering import check_entry
from api.services.registering.spelling import indexed_as
from api.services.registering.trail import (
    begun_on,
    check_basis,
    check_scope,
    event_of,
    told,
    version_of,
)
from api.store.queries import name_batches as store
from api.store.queries import place_lives as places
from api.store.queries.name_batches import NameRow, PlaceRow
from api.store.queries.place_lives import Life
from api.store.session import Session

Entries = Sequence[tuple[NameEntry, PlaceEntry]]


def register_names(db: Session, person: Person, entries: Entries, basis: Basis) -> list[NameHead]:
    """Enter approved names for new places, all or none; return them in order.

    Args:
        db: A session for writing.
        person: Who enters them.
        entries: The names, each with what bears it; all are in use (`ended` is None).
        basis: The decision.

    Raises:
        EntryRefused: A name, its record or its place cannot stand.
        NotYours: A place lies outside the person's divisions.
        UnknownDivision: There is no such division.
    """
    check_basis(basis)
    if not entries:
        return []
    life = Life(begun_on(basis.day), text=told(basis.day))
    rows, crossing = _places(db, entries)
    for division in {row.values["division_id"] for row in rows}:
        check_scope(db, person, division)
    ids = store.enter_places(db, rows, life)
    for id, crosses in zip(ids, crossing, strict=True):
        if crosses:
            places.set_crossed(db, id, crosses, life.begun)
    names = store.enter_names(db, _names(db, entries, rows, ids), life)
    if basis.proposed_on is not None:
        store.write_events(db, names, event_of("proposed", basis, basis.proposed_on))
    status = {entry.status for entry, _ in entries}
    for kind, wanted in (("approved", {"standard"}), ("recorded", status - {"standard"})):
        told_of = [n for n, (e, _) in zip(names, entries, strict=True) if e.status in wanted]
        if told_of:
            store.write_events(db, told_of, event_of(kind, basis, basis.day))
    versions = store.write_versions(db, names, version_of(person, "register", basis))
    return [NameHead(name, place, versions[name]) for name, place in zip(names, ids, strict=True)]


def _places(db: Session, entries: Entries) -> tuple[list[PlaceRow], list[tuple[int, ...]]]:
    rows, crossing = [], []
    for entry, place in entries:
        check_entry(entry)
        values, crosses = place_values(db, place)
        key = place.external_key or f"register:{uuid4()}"
        rows.append(PlaceRow({**values, "external_key": key}, place.geometry))
        crossing.append(crosses)
    return rows, crossing


def _names(
    db: Session, entries: Entries, rows: Sequence[PlaceRow], ids: Sequence[int]
) -> list[NameRow]:
    regions: dict[int, str] = {}
    found = []
    for (entry, place), row, id in zip(entries, rows, ids, strict=True):
        division = row.values["division_id"]
        if division not in regions:
            regions[division] = places.region_of(db, id)
        columns = {
            "kind": entry.kind,
            "status": entry.status,
            "secrecy": entry.secrecy,
            "published": entry.published and entry.secrecy == "public",
        }
        indexed = indexed_as(entry.name, place.kind, entry.romanization, regions[division])
        fields = {key: value for key, value in entry.fields.items() if value not in ("", None)}
        found.append(NameRow(id, columns, indexed, fields))
    return found
