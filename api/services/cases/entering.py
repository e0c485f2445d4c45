"""What an approved case brings about in the register of standard names (入库)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from api.services.cases.applying import measures_day
from api.services.cases.holding import Held
from api.services.cases.telling import ENTERING, Telling, silently
from api.services.registering.editing import correct_record
from api.services.registering.entries import Basis, Correction, NameEntry, PlaceEntry
from api.services.registering.many import register_names
from api.services.registering.registering import (
    approve_name,
    protect,
    register_name,
    rename_place,
    restore,
    retire_name,
)
from api.services.registering.trail import OUT_OF_USE
from api.store.queries.cases import items as kept_items
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.procedure.words import CaseKind
from naming.uncertain_day import day

CHUNK = 200
FIELDS = ("meaning", "origin")
ENTITY = ("course", "starts_at", "ends_at")


def enter(
    db: Session, held: Held, items: Sequence[KeptItem], basis: Basis, tell: Telling = silently
) -> int:
    """Do with each name of a case what was decided, and note what came of it; returns how many.

    `tell` is told how many are entered.

    Raises:
        Refusal: as the register refuses it; nothing is entered then.
    """
    standing = [item for item in items if item.state == "proposed"]
    fresh = [item for item in standing if item.place_name_id is None]
    entered: dict[int, int] = {}
    for start in range(0, len(fresh), CHUNK):
        tell(ENTERING, start)
        some = fresh[start : start + CHUNK]
        made = register_names(db, held.person, [(_entry(i), _place(i)) for i in some], basis)
        entered |= {item.id: head.id for item, head in zip(some, made, strict=True)}
    for item in standing:
        if item.place_name_id is not None:
            entered[item.id] = _change(db, held, item.place_name_id, item, basis)
    kept_items.set_registered(db, entered)
    return len(entered)


def basis_of(db: Session, case: KeptCase, *, decided_on: date, clause: str) -> Basis:
    """Return the ground on which the names of a case are entered."""
    return Basis(
        authority=case.approver,
        document=case.approval_number,
        day=day(decided_on),
        case_id=case.id,
        why=case.title,
        clause=clause,
        proposed_on=day(case.submitted_on) if case.submitted_on else None,
        proposed_by=case.applicant,
        measures_on=measures_day(db, case.id),
    )


def _change(db: Session, held: Held, known: int, item: KeptItem, basis: Basis) -> int:
    kind, person = held.kind, held.person
    if kind is CaseKind.RETIREMENT:
        return retire_name(db, person, known, basis).id
    if kind is CaseKind.HERITAGE_LISTING:
        return protect(db, person, known, basis).id
    if kind is CaseKind.CORRECTION:
        put_right = correction_of(item)
        author = held.case.created_by
        return correct_record(db, person, known, put_right, basis, checked_by=author).id
    current = kept_items.registered(db, [known])[known]
    if current.status in OUT_OF_USE and kind is not CaseKind.RENAMING:
        if current.name != item.name:
            return register_name(db, person, _entry(item), current.place_id, basis).id
        return restore(db, person, known, basis, given=_entry(item), drawn=item.geometry).id
    if current.name == item.name:
        return approve_name(db, person, known, basis).id
    return rename_place(db, person, known, _entry(item), basis)[0].id


def _entry(item: KeptItem) -> NameEntry:
    told: dict[str, Any] = {key: getattr(item, key) for key in FIELDS}
    told |= {key: item.details.get(key) for key in ENTITY}
    told["location_description"] = item.location
    told["length_m"], told["width_m"] = item.length_m, item.width_m
    told["significant_orientation"] = item.significant_orientation
    fields = {key: value for key, value in told.items() if value not in (None, "")}
    return NameEntry(item.name, romanization=item.romanization, fields=fields)


def _place(item: KeptItem) -> PlaceEntry:
    assert item.place_kind is not None
    return PlaceEntry(
        PlaceKind(item.place_kind),
        type_words=item.place_type if not item.place_type.isdigit() else "",
        type_code=item.place_type if item.place_type.isdigit() else "",
        geometry=item.geometry,
        division_id=item.division_id,
        external_key=f"case:{item.id}",
    )


def correction_of(item: KeptItem) -> Correction:
    """Return what a case of correction puts right."""
    change = dict(item.change or {})
    return Correction(
        name=change.pop("name", None),
        romanization=change.pop("romanization", None),
        fields=change,
    )
