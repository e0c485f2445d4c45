"""Entering names in the register, giving them up, taking them up again.

Each of these is what a decision brings about: whoever calls it has the decision, as a case
or as a document. The database refuses a standard name without (GN-GEN-2).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shapely.geometry.base import BaseGeometry

from api.services.person import Person
from api.services.refusals import NotAllowed, Refusal
from api.services.registering.entries import Basis, EntryRefused, NameEntry, NameHead, PlaceEntry
from api.services.registering.placing import draw_if_unknown, enter_place
from api.services.registering.spelling import indexed_as
from api.services.registering.trail import (
    OUT_OF_USE,
    STATUS_WORDS,
    Change,
    begun_on,
    check_basis,
    check_scope,
    ended_on,
    held,
    must_be_used,
    remember,
    tell,
    tell_proposed,
    told,
)
from api.store.queries import name_lives as store
from api.store.queries import place_lives as places
from api.store.queries import signs
from api.store.queries.division_renames import rename_division
from api.store.queries.name_lives import HeldName
from api.store.queries.place_lives import Life
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.record_fields import of_entity, problems_of

STATUS_OF_KIND = {
    "standard": ("standard", "proposed", "colloquial"),
    "alias": ("standard", "colloquial"),
    "short": ("standard", "colloquial"),
    "colloquial": ("colloquial",),
    "minority": ("standard", "colloquial"),
    "former": ("former",),
}
"""What a name of a kind may be entered as."""


ENTERED = {"standard": "approved", "former": "altered"}
"""The event that tells that a name of a status was entered; `recorded` for the others."""


class UnknownPlace(Refusal):
    """No place (地理实体) has this id."""


def register_name(
    db: Session, person: Person, entry: NameEntry, place: PlaceEntry | int, basis: Basis
) -> NameHead:
    """Enter an approved name in the register, for a new place or one that is there.

    Args:
        db: A session for writing.
        person: Who enters it.
        entry: The name.
        place: What bears it, or the id of a place of the register.
        basis: The decision.

    Raises:
        EntryRefused: The name, its record or its place cannot stand; the field is named.
        NotAllowed: The place has a name already.
        NotYours: The place lies outside the person's divisions.
        UnknownPlace: There is no such place.
        UnknownDivision: There is no such division.
    """
    check_basis(basis)
    check_entry(entry)
    life = Life(begun_on(basis.day), text=told(basis.day))
    if isinstance(place, int):
        _check_free(db, place, entry)
        place_id = place
    else:
        place_id = enter_place(db, place, life)
    kind, division = places.kind_and_division(db, place_id)
    check_scope(db, person, division)
    id = _enter(db, place_id, PlaceKind(kind), entry, life)
    tell_proposed(db, id, basis)
    tell(db, id, ENTERED.get(entry.status, "recorded"), basis)
    return remember(db, id, place_id, Change(person, "register", basis))


def rename_place(
    db: Session, person: Person, id: int, entry: NameEntry, basis: Basis
) -> tuple[NameHead, NameHead]:
    """Give a place another name; return the new name and the one given up (曾用名).

    What the record tells of the entity goes over to the new name.

    Raises:
        EntryRefused: The new name or its record cannot stand, or it is the present one.
        NotAllowed: The name is not in use, or protected without measures fixed before.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    check_basis(basis)
    check_entry(entry)
    old = held(db, person, id)
    _must_be_principal(old)
    if entry.name == old.name:
        raise EntryRefused(f"新地名与现名“{old.name}”相同", "请核对新地名", "name")
    begun = begun_on(basis.day)
    must_be_used(old, begun, "更名")
    _check_measures(db, old, basis)
    before = store.state_of(db, id)
    store.end_name(db, old, "former", _until(old, begun, basis))
    signs.outdate_signs(db, id, f"更名为“{entry.name}”")
    if old.is_division_id is not None:
        rename_division(
            db,
            old.is_division_id,
            entry.name,
            begun,
            authority=basis.authority,
            document=basis.document,
        )
    tell(db, id, "replaced", basis, f"更名为“{entry.name}”")
    given_up = remember(db, id, old.place_id, Change(person, "rename", basis, before))
    merged = replace(entry, fields={**of_entity(old.fields), **entry.fields})
    life = Life(begun, text=told(basis.day))
    new = _enter(db, old.place_id, PlaceKind(old.place_kind), merged, life)
    tell_proposed(db, new, basis)
    tell(db, new, "approved", basis, f"由“{old.name}”更名")
    return remember(db, new, old.place_id, Change(person, "rename", basis)), given_up


def approve_name(db: Session, person: Person, id: int, basis: Basis) -> NameHead:
    """Make a name that is listed, customary or proposed a standard one, by its approval.

    So the approval of a name that came with an official list is put on file (补登批准文件); one
    from before the list tells since when the name is in use.

    Raises:
        NotAllowed: The name is standard already, or out of use.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    check_basis(basis)
    name = held(db, person, id)
    if name.status not in ("listed", "colloquial", "proposed"):
        raise NotAllowed(
            f"“{name.name}”是{STATUS_WORDS[name.status]}，不必补登批准文件", "请核对地名的现状"
        )
    before = store.state_of(db, id)
    approved = begun_on(basis.day)
    since: dict[str, object] = {}
    if name.begun is not None and approved < name.begun:
        # a list tells that a name is in use on its day, not since when
        since = Life(approved, name.ended, told(basis.day)).columns()
        places.known_since(db, name.place_id, approved)
    store.change_name(db, id, {"status": "standard", **since})
    tell_proposed(db, id, basis)
    tell(db, id, "approved", basis)
    return remember(db, id, name.place_id, Change(person, "approve", basis, before))


def retire_name(db: Session, person: Person, id: int, basis: Basis) -> NameHead:
    """Give up a name for good (废名): the place goes without, or has another.

    Raises:
        NotAllowed: The name is not in use, a division's, or protected without measures fixed
            before.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    return _end(db, person, id, basis, verb="retire", status="retired", event="discontinued")


def vanish(db: Session, person: Person, id: int, basis: Basis) -> NameHead:
    """Write down that a name vanished with its place (消失地名), e.g. under a reservoir.

    Raises:
        NotAllowed: The name is not in use.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    return _end(db, person, id, basis, verb="vanish", status="vanished", event="vanished")


def restore(
    db: Session,
    person: Person,
    id: int,
    basis: Basis,
    *,
    given: NameEntry | None = None,
    drawn: BaseGeometry | None = None,
) -> NameHead:
    """Take a name up again that was out of use: a new life of the same name for its place.

    That names a place anew, and takes a case (GN-GEN-2). What the record told goes over.

    Args:
        db: A session for writing.
        person: Who enters it.
        id: The name that is out of use.
        basis: The decision, with its case.
        given: What the case tells of the name beside what the record has: spelling, fields.
        drawn: Where the place is (EPSG:4490), if the register does not know.

    Raises:
        EntryRefused: There is no case.
        NotAllowed: The name is in use, or the place has another by now.
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    if basis.case_id is None:
        raise EntryRefused("恢复使用地名须经办件办理", "请申请命名，写明所恢复的登记地名")
    old = held(db, person, id)
    begun = begun_on(basis.day)
    if old.status not in OUT_OF_USE:
        raise NotAllowed(f"“{old.name}”仍在使用，不必恢复", "请核对地名的现状")
    if old.ended is not None and begun < old.ended:
        raise NotAllowed(f"“{old.name}”{old.ended} 才停用", "恢复使用的日期应在其后")
    given = given or NameEntry(old.name)
    entry = NameEntry(
        old.name,
        kind=old.kind if old.kind != "former" else "standard",
        romanization=given.romanization or old.romanization,
        fields={**old.fields, **given.fields},
    )
    _check_free(db, old.place_id, entry)
    if drawn is not None:
        draw_if_unknown(db, store.state_of(db, id)["place"], drawn, begun)
    life = Life(begun, text=told(basis.day))
    new = _enter(db, old.place_id, PlaceKind(old.place_kind), entry, life)
    tell_proposed(db, new, basis)
    tell(db, new, "restored", basis)
    tell(db, id, "restored", basis, f"恢复使用，见地名 {new}")
    return remember(db, new, old.place_id, Change(person, "restore", basis))


def protect(db: Session, person: Person, id: int, basis: Basis) -> NameHead:
    """Write down that a name was put under protection (列入历史地名保护名录).

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
    """
    check_basis(basis)
    name = held(db, person, id)
    before = store.state_of(db, id)
    tell(db, id, "protected", basis)
    return remember(db, id, name.place_id, Change(person, "protect", basis, before))


def _end(
    db: Session, person: Person, id: int, basis: Basis, *, verb: str, status: str, event: str
) -> NameHead:
    check_basis(basis)
    name = held(db, person, id)
    if name.is_division_id is not None and name.kind == "standard":
        raise NotAllowed(
            f"“{name.name}”是政区、村（居）的名称，随其撤销而停用", "请办理行政区划变更"
        )
    ended = ended_on(basis.day)
    must_be_used(name, ended, "废止" if status == "retired" else "记为消失")
    if status == "retired":
        _check_measures(db, name, basis)
    before = store.state_of(db, id)
    store.end_name(db, name, status, _until(name, ended, basis))
    signs.outdate_signs(db, id, STATUS_WORDS[status])
    tell(db, id, event, basis, basis.why)
    return remember(db, id, name.place_id, Change(person, verb, basis, before))


def _until(name: HeldName, ended: date, basis: Basis) -> Life:
    """Return the life of a name that ends; what is uncertain of it is told as an interval."""
    assert name.begun is not None
    end = told(basis.day)
    text = name.valid_text
    if text or end:
        first = (text or name.begun.isoformat()).removeprefix("[..").removesuffix("..]")
        text = f"{first.rstrip(']')}/{end or ended.isoformat()}"
    return Life(name.begun, ended, text)


def _enter(db: Session, place: int, kind: PlaceKind, entry: NameEntry, life: Life) -> int:
    """Enter a name with its record; the event that tells of it is the caller's."""
    if entry.ended is not None:
        life = replace(life, ended=ended_on(entry.ended))
    columns = {
        "kind": entry.kind,
        "status": entry.status,
        "secrecy": entry.secrecy,
        "published": entry.published and entry.secrecy == "public",
    }
    indexed = indexed_as(entry.name, kind, entry.romanization, places.region_of(db, place))
    id = store.enter_name(db, place, indexed, columns, life)
    fields = {key: value for key, value in entry.fields.items() if value not in ("", None)}
    if fields:
        store.set_fields(db, id, fields)
    return id


def check_entry(entry: NameEntry) -> None:
    """Hold an entry to what names of its kind may be, and its fields to their forms."""
    if entry.status not in STATUS_OF_KIND.get(entry.kind, ()):
        raise EntryRefused(
            f"种类“{entry.kind}”的地名不能登记为“{entry.status}”", "请核对种类与状态", "status"
        )
    if (entry.ended is None) == (entry.status == "former"):
        raise EntryRefused("曾用名须有停用时间，其他地名不得有", "请核对停用时间", "ended")
    for problem in problems_of(entry.fields):
        raise EntryRefused(problem.message, problem.remedy, problem.key)


def _check_free(db: Session, place: int, entry: NameEntry) -> None:
    if not places.place_exists(db, place):
        raise UnknownPlace(f"没有编号为 {place} 的地理实体")
    if entry.kind == "standard" and entry.status != "former":
        standing = store.standing_name(db, place)
        if standing is not None:
            raise NotAllowed(
                f"该地已有地名（编号 {standing}），不能再登记一个", "改用新名的，请办理更名"
            )


def _must_be_principal(name: HeldName) -> None:
    if name.kind != "standard":
        raise NotAllowed(f"“{name.name}”是别名、简称等，不能更名", "请对该地的标准地名办理更名")


def _check_measures(db: Session, name: HeldName, basis: Basis) -> None:
    """Hold the giving up of a listed name to measures fixed before (GN-25-2)."""
    lists = store.protected_by(db, name.id)
    if lists and (basis.measures_on is None or basis.measures_on >= begun_on(basis.day)):
        raise NotAllowed(
            f"“{name.name}”已列入“{lists[0]}”，没有预先制定的保护措施",
            "请先由县级以上人民政府制定保护措施（地名管理条例第二十五条），日期应早于批准之日",
        )
