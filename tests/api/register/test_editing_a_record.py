"""Editors write what is told of a name; errors are put right by two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shapely.geometry import Point
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours, OtherState, TagMissing
from api.services.registering import editing, registering
from api.services.registering.entries import (
    Basis,
    Correction,
    EntryRefused,
    NameEntry,
    NameHead,
    PlaceEntry,
)
from naming.place_kind import PlaceKind
from naming.uncertain_day import day
from tests.api.register.people import editor_for

BASIS = Basis("万州区人民政府", "万州府〔2026〕12号", day(date(2026, 3, 1)))
PROOF = Basis("万州区民政局", "万州民更〔2026〕1号", day(date(2026, 5, 1)), why="申报表误写")
HAMLET = PlaceEntry(PlaceKind.VILLAGE, "自然村", geometry=Point(108.3712, 30.8051))


@pytest.fixture
def clerk(register: Session) -> Person:
    return editor_for(register, "万州区")


@pytest.fixture
def village(register: Session, clerk: Person) -> NameHead:
    entry = NameEntry("沱口院子", fields={"meaning": "江湾口", "remark": "补登"})
    return registering.register_name(register, clerk, entry, HAMLET, BASIS)


def fields(db: Session, id: int) -> dict[str, object]:
    asked = "SELECT fields FROM name_record WHERE place_name_id = :id AND upper_inf(recorded)"
    return dict(db.execute(text(asked), {"id": id}).scalar_one())


def test_a_field_is_written_and_another_erased(
    register: Session, clerk: Person, village: NameHead
) -> None:
    changes = {"meaning": "长江回水沱边", "remark": None}
    head = editing.describe(register, clerk, village.id, changes, tag="v1", why="补充含义")
    assert head.version == 2
    assert fields(register, village.id) == {"meaning": "长江回水沱边"}


def test_the_record_before_is_kept(register: Session, clerk: Person, village: NameHead) -> None:
    editing.describe(register, clerk, village.id, {"meaning": "新"}, tag="v1", why="")
    asked = "SELECT fields->>'meaning' FROM name_record WHERE place_name_id = :id ORDER BY id"
    assert list(register.execute(text(asked), {"id": village.id}).scalars()) == ["江湾口", "新"]


def test_the_same_again_is_no_change(register: Session, clerk: Person, village: NameHead) -> None:
    same = {"meaning": "江湾口"}
    head = editing.describe(register, clerk, village.id, same, tag="v1", why="")
    assert head.version == 1


def test_a_whole_record_takes_the_place_of_the_old_one(
    register: Session, clerk: Person, village: NameHead
) -> None:
    editing.describe(
        register, clerk, village.id, {"history": "清代得名"}, tag="v1", why="", whole=True
    )
    assert fields(register, village.id) == {"history": "清代得名"}


def test_the_second_of_two_editors_is_told_who_changed_what(
    register: Session, clerk: Person, village: NameHead
) -> None:
    editing.describe(register, clerk, village.id, {"meaning": "新"}, tag="v1", why="")
    other = editor_for(register, "万州区", account=8, who="周强")
    with pytest.raises(OtherState, match=r"万州区民政局李敏.*修改档案（地名含义）"):
        editing.describe(register, other, village.id, {"origin": "因湾"}, tag="v1", why="")


def test_a_change_must_say_what_it_is_made_from(
    register: Session, clerk: Person, village: NameHead
) -> None:
    with pytest.raises(TagMissing):
        editing.describe(register, clerk, village.id, {"meaning": "新"}, tag=None, why="")


def test_who_is_no_editor_writes_nothing(
    register: Session, clerk: Person, village: NameHead
) -> None:
    guest = replace(clerk, roles=frozenset({"applicant"}))
    with pytest.raises(NotYours, match="权限"):
        editing.describe(register, guest, village.id, {"meaning": "新"}, tag="v1", why="")


def test_what_is_secret_is_not_published(
    register: Session, clerk: Person, village: NameHead
) -> None:
    with pytest.raises(NotAllowed, match="不能公布"):
        editing.set_publication(
            register, clerk, village.id, secrecy="secret", published=True, tag="v1", why=""
        )
    head = editing.set_publication(
        register, clerk, village.id, secrecy="secret", published=False, tag="v1", why="核定"
    )
    assert head.version == 2


def test_a_typing_error_is_put_right_by_two(
    register: Session, clerk: Person, village: NameHead
) -> None:
    right = Correction(name="沱口院")
    head = editing.correct_record(register, clerk, village.id, right, PROOF, checked_by=8)
    register.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    assert head.id == village.id
    asked = "SELECT name, version_of FROM place_name WHERE id = :id OR version_of = :id ORDER BY id"
    assert list(register.execute(text(asked), {"id": village.id})) == [
        ("沱口院", None),
        ("沱口院子", village.id),
    ]
    keys = "SELECT key FROM name_key WHERE place_name_id = :id AND part = 'full'"
    assert list(register.execute(text(keys), {"id": village.id}).scalars()) == ["沱口院"]


def test_one_person_cannot_check_himself(
    register: Session, clerk: Person, village: NameHead
) -> None:
    with pytest.raises(NotAllowed, match="两人"):
        editing.correct_record(
            register, clerk, village.id, Correction(name="沱口"), PROOF, checked_by=clerk.account_id
        )


def test_a_correction_that_changes_nothing_is_refused(
    register: Session, clerk: Person, village: NameHead
) -> None:
    with pytest.raises(EntryRefused, match="没有改变"):
        editing.correct_record(
            register, clerk, village.id, Correction(name="沱口院子"), PROOF, checked_by=8
        )


def test_a_wrong_position_is_put_right_and_the_keys_follow(
    register: Session, clerk: Person, village: NameHead
) -> None:
    moved = Correction(place=replace(HAMLET, geometry=Point(108.45, 30.85)))
    editing.correct_record(register, clerk, village.id, moved, PROOF, checked_by=8)
    asked = (
        "SELECT DISTINCT k.cell = diming_cell(o.geom), ST_X(o.geom) FROM name_key k"
        " JOIN place_name n ON n.id = k.place_name_id JOIN place o ON o.id = n.place_id"
        " WHERE n.id = :id"
    )
    assert list(register.execute(text(asked), {"id": village.id})) == [(True, 108.45)]
