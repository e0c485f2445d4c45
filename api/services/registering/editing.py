"""Keeping the record of a name: what is told of it is written by editors, errors are put right.

The name itself changes only by a case; an editor's change names the state it was made from,
and is refused if somebody else was quicker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, OtherState, TagMissing
from api.services.registering.entries import Basis, Correction, EntryRefused, NameHead
from api.services.registering.placing import move_place
from api.services.registering.spelling import indexed_as
from api.services.registering.trail import VERBS, Change, check_basis, held, remember, tell
from api.store.queries import name_lives as store
from api.store.queries import place_lives as places
from api.store.queries.division_renames import correct_division_name, names_division
from api.store.queries.name_lives import HeldName
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.record_fields import Value, problems_of, record_fields
from naming.uncertain_day import UncertainDay

EDITORS = ("editor", "clerk", "reviewer", "approver")
PARTS = {
    "name": "地名",
    "kind": "种类",
    "status": "状态",
    "status_in_use": "使用期间的状态",
    "romanization": "罗马字母拼写",
    "romanization_plain": "标志用拼写",
    "specific": "专名",
    "generic": "通名",
    "valid": "使用时间",
    "secrecy": "密级",
    "published": "公开",
    "place": "地理实体",
    "tags": "“地名+”标签",
    "stories": "地名故事",
}
"""The parts of a name's state, with what people call them; fields have labels of their own."""

LOCKED = PARTS | {
    "geometry": "位置",
    "place_code": "地名代码",
    "type_code": "类别代码",
    "type_words": "地名类别",
    "division_id": "所属政区",
}
"""What no editor changes: it takes a case."""


def tag_of(version: int) -> str:
    """Return what a change of a name has to name: it differs after every change."""
    return f"v{version}"


def describe(
    db: Session,
    person: Person,
    id: int,
    changes: Mapping[str, Value | None],
    *,
    tag: str | None,
    why: str,
    whole: bool = False,
) -> NameHead:
    """Write fields of a name's record; empty ones are erased. Nothing new changes nothing.

    Args:
        db: A session for writing.
        person: Who writes.
        id: The name.
        changes: Fields by key of `naming.record_fields`.
        tag: What `tag_of` gave for the state that the change is made from.
        why: The reason, for the trail.
        whole: Whether `changes` is the whole record, what is not in it being erased.

    Raises:
        UnknownName: There is no such name.
        NotYours: The person is no editor, or it lies outside his divisions.
        NotAllowed: What is to be changed takes a case.
        TagMissing: The change does not name a state.
        OtherState: Somebody else changed the name meanwhile; says who, when and what.
        EntryRefused: A field cannot hold that.
    """
    name = _held_by_editor(db, person, id, tag)
    locked = [LOCKED[key] for key in changes if key in LOCKED]
    if locked:
        raise NotAllowed(
            f"{'、'.join(locked)}不能直接修改，只能经办件变更（地名管理条例第四条）",
            "请办理更名、废名或更正",
        )
    for problem in problems_of(changes):
        raise EntryRefused(problem.message, problem.remedy, problem.key)
    fields = _merged({} if whole else name.fields, changes)
    if fields == name.fields:
        return NameHead(id, name.place_id, name.version)
    before = store.state_of(db, id)
    store.set_fields(db, id, fields)
    return remember(db, id, name.place_id, Change(person, "describe", _reason(why), before))


def set_publication(
    db: Session,
    person: Person,
    id: int,
    *,
    secrecy: str,
    published: bool,
    tag: str | None,
    why: str,
) -> NameHead:
    """Say how secret a name is and whether the public is told of it.

    Raises:
        UnknownName: There is no such name.
        NotYours: The person is no editor, or it lies outside his divisions.
        TagMissing: The change does not name a state.
        OtherState: Somebody else changed the name meanwhile.
        NotAllowed: What is not public cannot be published; what divisions are or were called is
            published by law.
    """
    name = _held_by_editor(db, person, id, tag)
    if published and secrecy != "public":
        raise NotAllowed("密级不是“公开”的地名不能公布", "请先核定密级，或改为不公布")
    if not published and names_division(db, name.place_id, name.name):
        raise NotAllowed(
            f"“{name.name}”是行政区划的名称，依法向社会公布，不能设为不公布",
            "《行政区划管理条例》《地名管理条例》第十四条；不宜公开的别名、位置可另行设定",
        )
    before = store.state_of(db, id)
    store.change_name(db, id, {"secrecy": secrecy, "published": published})
    return remember(db, id, name.place_id, Change(person, "publish", _reason(why), before))


def correct_record(
    db: Session,
    person: Person,
    id: int,
    correction: Correction,
    basis: Basis,
    *,
    checked_by: int,
) -> NameHead:
    """Put right what was wrong in the register from the beginning, e.g. a typing error.

    Args:
        db: A session for writing.
        person: Who puts it right.
        id: The name.
        correction: What it should be.
        basis: The case or the document that shows it.
        checked_by: The account of the second person who checked it.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
        NotAllowed: One person did both.
        EntryRefused: What it should be cannot stand, or nothing is different.
    """
    check_basis(basis)
    if checked_by == person.account_id:
        raise NotAllowed("更正须由两人办理，经办人不能复核自己的更正", "请由另一人复核")
    name = held(db, person, id)
    before = store.state_of(db, id)
    _correct(db, name, correction)
    if store.state_of(db, id) == before:
        raise EntryRefused("更正没有改变任何内容", "请核对更正的内容")
    tell(db, id, "corrected", basis, basis.why)
    return remember(db, id, name.place_id, Change(person, "correct", basis, before))


def _correct(db: Session, name: HeldName, correction: Correction) -> None:
    if correction.place is not None:
        assert name.begun is not None
        move_place(db, name.place_id, correction.place, name.begun)
    kind = correction.place.kind if correction.place else PlaceKind(name.place_kind)
    spelled = correction.name is not None or correction.romanization is not None
    if spelled or kind.value != name.place_kind:
        spelling = correction.romanization or ""
        region = places.region_of(db, name.place_id)
        indexed = indexed_as(correction.name or name.name, kind, spelling, region)
        store.index_name(db, name.id, indexed, kind.value)
        if name.is_division_id is not None and name.kind == "standard":
            correct_division_name(db, name.is_division_id, name.name, indexed.full)
    if correction.fields:
        for problem in problems_of(correction.fields):
            raise EntryRefused(problem.message, problem.remedy, problem.key)
        store.set_fields(db, name.id, _merged(name.fields, correction.fields))


def changed_parts(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return what differs between two states: key, label, before, after; nothing for a new one."""
    if before is None:
        return []
    parts = [
        _part(key, label, before.get(key), after.get(key))
        for key, label in PARTS.items()
        if before.get(key) != after.get(key)
    ]
    old, new = before["record"], after["record"]
    fields = [
        _part(key, field.label, old.get(key), new.get(key))
        for key, field in record_fields().items()
        if old.get(key) != new.get(key)
    ]
    return parts + fields


def _part(key: str, label: str, before: Any, after: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "before": before, "after": after}


def _held_by_editor(db: Session, person: Person, id: int, tag: str | None) -> HeldName:
    if not person.holds(EDITORS):
        raise NotYours("没有修改地名档案的权限", "请由地名主管部门的编辑、经办人员修改")
    name = held(db, person, id)
    if tag is None:
        raise TagMissing("没有写明所改的是哪一版")
    must_be_state(db, name, tag)
    return name


def must_be_state(db: Session, name: HeldName, tag: str) -> None:
    """Refuse a change that was made from another state of the name.

    Raises:
        OtherState: Somebody else changed it meanwhile; says who, when and what.
    """
    if tag != tag_of(name.version):
        raise OtherState(_meanwhile(store.changes_since(db, name.id, _version(tag))))


def _version(tag: str) -> int:
    number = tag.removeprefix("v")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _meanwhile(changes: Sequence[Any]) -> str:
    """Return who changed what, when, one after the other."""
    if not changes:
        return "所改的不是现在这一版"
    return "；".join(
        f"{one.organisation}{one.person}于 {one.at:%Y-%m-%d %H:%M} {VERBS.get(one.verb, one.verb)}"
        f"（{'、'.join(part['label'] for part in changed_parts(one.before, one.after)) or '新增'}）"
        for one in changes
    )


def _merged(fields: Mapping[str, Any], changes: Mapping[str, Value | None]) -> dict[str, Any]:
    both = {**fields, **changes}
    return {key: value for key, value in both.items() if value is not None and value != ""}


def _reason(why: str) -> Basis:
    """Return the ground of a change that needs no decision."""
    return Basis("", "", UncertainDay("", None, None), why=why)
