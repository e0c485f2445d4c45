"""Other names of a place (别名、简称、曾用名、俗称、少数民族文字), and its code.

None of them is its standard name: that is given and changed by a case only (GN-GEN-2).
"""

from __future__ import annotations

from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, TagMissing
from api.services.registering.editing import EDITORS, must_be_state
from api.services.registering.entries import Basis, EntryRefused, NameEntry, NameHead, PlaceEntry
from api.services.registering.placing import check_codes
from api.services.registering.registering import register_name
from api.services.registering.trail import Change, held, remember
from api.services.registering.words import NAME_KINDS
from api.store.queries import name_lives as store
from api.store.queries import place_lives as places
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.uncertain_day import UncertainDay

OTHER_KINDS = tuple(kind for kind in NAME_KINDS if kind != "standard")


def add_name(db: Session, person: Person, id: int, entry: NameEntry, basis: Basis) -> NameHead:
    """Enter another name of the place that a name of the register is for.

    Raises:
        UnknownName: There is no such name.
        NotYours: The person is no editor, or it lies outside his divisions.
        EntryRefused: It would be a standard name, its record cannot stand, or its ground is
            missing.
        NotAllowed: The place has this name already.
    """
    _must_edit(person)
    name = held(db, person, id)
    if entry.kind not in OTHER_KINDS or entry.status == "standard":
        raise EntryRefused(
            "标准地名只能经办件命名、更名（地名管理条例第四条）",
            f"这里可登记：{'、'.join(NAME_KINDS[kind] for kind in OTHER_KINDS)}",
            "kind",
        )
    if store.place_bears(db, name.place_id, entry.name, entry.kind):
        raise NotAllowed(
            f"该地已有{NAME_KINDS[entry.kind]}“{entry.name}”", "请打开那个名称修改它的档案"
        )
    return register_name(db, person, entry, name.place_id, basis)


def set_code(
    db: Session,
    person: Person,
    id: int,
    *,
    place_code: str,
    type_code: str,
    tag: str | None,
    why: str,
) -> NameHead:
    """Write the code that the national database gave a place (DATA-CODE-1); empty erases it.

    Raises:
        UnknownName: There is no such name.
        NotYours: The person is no editor, or it lies outside his divisions.
        TagMissing: The change does not name a state.
        OtherState: Somebody else changed the name meanwhile.
        EntryRefused: The code has not the form, is of another town or type, or another place's.
    """
    _must_edit(person)
    name = held(db, person, id)
    if tag is None:
        raise TagMissing("没有写明所改的是哪一版")
    must_be_state(db, name, tag)
    if name.division_id is None:
        raise EntryRefused("不知道地名在哪个政区，无法核对代码", "请先办理更正，补上所属政区")
    kind = PlaceKind(name.place_kind)
    asked = PlaceEntry(kind, type_code=type_code, place_code=place_code)
    check_codes(db, asked, name.division_id, name.place_id)
    before = store.state_of(db, id)
    codes = {"place_code": place_code or None, "type_code": type_code or None}
    places.change_place(db, name.place_id, codes)
    if store.state_of(db, id) == before:
        return NameHead(id, name.place_id, name.version)
    basis = Basis("", "", UncertainDay("", None, None), why=why)
    return remember(db, id, name.place_id, Change(person, "code", basis, before))


def _must_edit(person: Person) -> None:
    if not person.holds(EDITORS):
        raise NotYours("没有修改地名档案的权限", "请由地名主管部门的编辑、经办人员修改")
