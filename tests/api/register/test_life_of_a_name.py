"""A name is approved, replaced, given up, vanishes, each on its ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest
from shapely.geometry import LineString, Point, Polygon
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours
from api.services.registering import registering
from api.services.registering.entries import Basis, EntryRefused, NameEntry, NameHead, PlaceEntry
from api.services.registering.trail import tell
from api.store.queries.journal import first_broken_line
from naming.place_kind import PlaceKind
from naming.uncertain_day import day, uncertain_day
from tests.api.register.people import division, editor_for

DECIDED = Basis("万州区人民政府", "万州府〔2026〕12号", day(date(2026, 3, 1)), why="新建道路")
LATER = Basis("万州区人民政府", "万州府〔2026〕40号", day(date(2026, 9, 1)), why="与他路同音")
ROAD = PlaceEntry(PlaceKind.STREET, "道路", geometry=LineString([(108.36, 30.80), (108.38, 30.81)]))


@pytest.fixture
def clerk(register: Session) -> Person:
    return editor_for(register, "万州区")


@pytest.fixture
def road(register: Session, clerk: Person) -> NameHead:
    entry = NameEntry("望涧路", fields={"meaning": "望见山涧", "length_m": 2215.0})
    return registering.register_name(register, clerk, entry, ROAD, DECIDED)


def row(db: Session, id: int) -> dict[str, object]:
    asked = text("SELECT * FROM place_name WHERE id = :id")
    return dict(db.execute(asked, {"id": id}).mappings().one())


def events(db: Session, id: int) -> list[str]:
    asked = text("SELECT kind FROM name_event WHERE place_name_id = :id ORDER BY id")
    return list(db.execute(asked, {"id": id}).scalars())


def hold_to_law(db: Session) -> None:
    """Have the checks done now that the database does at the end of a transaction."""
    db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_an_approved_name_is_a_standard_name(register: Session, road: NameHead) -> None:
    hold_to_law(register)
    found = row(register, road.id)
    assert (found["status"], found["romanization"]) == ("standard", "Wàngjiàn Lù")
    assert events(register, road.id) == ["approved"]
    assert road.version == 1


def test_its_place_is_put_into_the_towns_it_crosses(register: Session, road: NameHead) -> None:
    asked = "SELECT county_id FROM place WHERE id = :id"
    county = register.execute(text(asked), {"id": road.place_id}).scalar_one()
    assert county == division(register, "万州区")


def test_the_check_of_names_knows_it_at_once(register: Session, road: NameHead) -> None:
    asked = "SELECT part, key FROM name_key WHERE place_name_id = :id"
    keys = {tuple(key) for key in register.execute(text(asked), {"id": road.id})}
    assert {("full", "望涧路"), ("specific", "望涧"), ("full_sound", "wang jian lu")} <= keys


def test_no_name_becomes_standard_without_a_decision(register: Session, clerk: Person) -> None:
    bare = Basis("", "", day(date(2026, 3, 1)))
    with pytest.raises(EntryRefused, match="没有批准依据"):
        registering.register_name(register, clerk, NameEntry("望涧路"), ROAD, bare)


def test_a_case_is_ground_enough_if_there_is_one(register: Session, clerk: Person) -> None:
    by_case = Basis("", "", day(date(2026, 3, 1)), case_id=uuid4())
    with pytest.raises(DBAPIError, match="naming_case"):
        registering.register_name(register, clerk, NameEntry("望涧路"), ROAD, by_case)


def test_the_database_refuses_a_standard_name_behind_its_back(
    register: Session, road: NameHead
) -> None:
    listed = "SELECT id FROM place_name WHERE status = 'listed' AND upper_inf(recorded) LIMIT 1"
    id = register.execute(text(listed)).scalar_one()
    register.execute(text("UPDATE place_name SET status = 'standard' WHERE id = :i"), {"i": id})
    with pytest.raises(DBAPIError, match="without an event of kind approved/restored"):
        hold_to_law(register)


def test_the_database_refuses_another_name_behind_its_back(
    register: Session, road: NameHead
) -> None:
    register.execute(text("UPDATE place_name SET name = '观涧路' WHERE id = :i"), {"i": road.id})
    with pytest.raises(DBAPIError, match="without an event of kind corrected"):
        hold_to_law(register)


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM place_name WHERE id = {id}",
        "DELETE FROM place WHERE id = {place}",
        "DELETE FROM name_event WHERE place_name_id = {id}",
        "UPDATE name_event SET document = '别号' WHERE place_name_id = {id}",
        "UPDATE name_version SET person = '别人' WHERE place_name_id = {id}",
        "DELETE FROM name_version WHERE place_name_id = {id}",
        "DELETE FROM name_record WHERE place_name_id = {id}",
        "TRUNCATE name_version",
    ],
)
def test_nothing_of_its_history_can_be_taken_away(
    register: Session, road: NameHead, attack: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        register.execute(text(attack.format(id=road.id, place=road.place_id)))


def test_a_renamed_place_keeps_its_old_name_as_it_was_in_use(
    register: Session, clerk: Person, road: NameHead
) -> None:
    entry = NameEntry("听涧路", fields={"meaning": "听见山涧"})
    new, old = registering.rename_place(register, clerk, road.id, entry, LATER)
    hold_to_law(register)
    given_up = row(register, old.id)
    assert (given_up["status"], given_up["status_in_use"]) == ("former", "standard")
    assert str(given_up["valid"]) == "[2026-03-01, 2026-09-01)"
    assert events(register, old.id) == ["approved", "replaced"]
    assert events(register, new.id) == ["approved"]
    assert new.place_id == old.place_id


def test_what_is_told_of_the_road_goes_over_to_its_new_name(
    register: Session, clerk: Person, road: NameHead
) -> None:
    entry = NameEntry("听涧路", fields={"meaning": "听见山涧"})
    new, _ = registering.rename_place(register, clerk, road.id, entry, LATER)
    asked = "SELECT fields FROM name_record WHERE place_name_id = :id AND upper_inf(recorded)"
    fields = register.execute(text(asked), {"id": new.id}).scalar_one()
    assert fields == {"meaning": "听见山涧", "length_m": 2215.0}


def test_what_was_known_before_a_change_can_still_be_asked(
    register: Session, clerk: Person, road: NameHead
) -> None:
    registering.rename_place(register, clerk, road.id, NameEntry("听涧路"), LATER)
    asked = "SELECT status, upper_inf(valid) FROM place_name WHERE version_of = :id"
    assert list(register.execute(text(asked), {"id": road.id})) == [("standard", True)]


def test_a_given_up_name_is_found_among_the_old_ones(
    register: Session, clerk: Person, road: NameHead
) -> None:
    registering.retire_name(register, clerk, road.id, LATER)
    hold_to_law(register)
    asked = "SELECT count(*) FROM name_key WHERE place_name_id = :id AND part = 'old'"
    assert register.execute(text(asked), {"id": road.id}).scalar_one() == 1
    assert row(register, road.id)["status"] == "retired"


def test_a_name_is_given_up_once(register: Session, clerk: Person, road: NameHead) -> None:
    registering.retire_name(register, clerk, road.id, LATER)
    with pytest.raises(NotAllowed, match="已废止，不能废止"):
        registering.retire_name(register, clerk, road.id, LATER)


def test_a_name_cannot_end_before_it_began(
    register: Session, clerk: Person, road: NameHead
) -> None:
    early = replace(LATER, day=day(date(2026, 3, 1)))
    with pytest.raises(NotAllowed, match="起用"):
        registering.retire_name(register, clerk, road.id, early)


def test_a_name_vanishes_at_a_time_not_known_exactly(
    register: Session, clerk: Person, road: NameHead
) -> None:
    gone = replace(LATER, day=uncertain_day("2027"), why="三峡水库蓄水淹没")
    registering.vanish(register, clerk, road.id, gone)
    hold_to_law(register)
    found = row(register, road.id)
    assert (found["status"], found["valid_text"]) == ("vanished", "2026-03-01/2027")
    assert str(found["valid"]) == "[2026-03-01, 2028-01-01)"


def test_a_vanished_name_is_not_taken_up_again_without_a_case(
    register: Session, clerk: Person, road: NameHead
) -> None:
    registering.vanish(register, clerk, road.id, LATER)
    back = replace(LATER, day=day(date(2027, 1, 1)), document="万州府〔2027〕1号")
    with pytest.raises(EntryRefused, match="须经办件"):
        registering.restore(register, clerk, road.id, back)


def test_the_database_takes_no_name_up_again_without_a_case(register: Session) -> None:
    asked = "SELECT min(id) FROM place_name WHERE status = 'listed' AND version_of IS NULL"
    listed = int(register.execute(text(asked)).scalar_one())
    tell(register, listed, "restored", LATER)
    asked = "UPDATE place_name SET status = 'standard' WHERE id = :id"
    register.execute(text(asked), {"id": listed})
    with pytest.raises(DBAPIError, match="without an event of kind approved/restored"):
        hold_to_law(register)


def test_a_place_with_a_name_gets_no_second_one(
    register: Session, clerk: Person, road: NameHead
) -> None:
    with pytest.raises(NotAllowed, match="已有地名"):
        registering.register_name(register, clerk, NameEntry("观涧路"), road.place_id, LATER)


def test_a_place_may_have_a_short_name_too(
    register: Session, clerk: Person, road: NameHead
) -> None:
    short = NameEntry("望涧", kind="short", status="colloquial")
    head = registering.register_name(register, clerk, short, road.place_id, LATER)
    hold_to_law(register)
    assert events(register, head.id) == ["recorded"]


def test_a_protected_name_needs_measures_fixed_before(
    register: Session, clerk: Person, road: NameHead
) -> None:
    register.execute(
        text(
            "INSERT INTO heritage_listing (list_id, name, key, standing, place_name_id, valid)"
            " SELECT min(id), '望涧路', '望涧路', 'protected', :id, '[2026-04-01,)'"
            " FROM heritage_list"
        ),
        {"id": road.id},
    )
    with pytest.raises(NotAllowed, match="没有预先制定的保护措施"):
        registering.rename_place(register, clerk, road.id, NameEntry("听涧路"), LATER)
    same_day = replace(LATER, measures_on=date(2026, 9, 1))
    with pytest.raises(NotAllowed, match="没有预先制定的保护措施"):
        registering.rename_place(register, clerk, road.id, NameEntry("听涧路"), same_day)
    before = replace(LATER, measures_on=date(2026, 8, 1))
    registering.rename_place(register, clerk, road.id, NameEntry("听涧路"), before)


def test_another_countys_clerk_changes_nothing_here(register: Session, road: NameHead) -> None:
    with pytest.raises(NotYours, match="管辖范围"):
        registering.retire_name(register, editor_for(register, "云阳县"), road.id, LATER)


def test_the_city_acts_for_its_counties(register: Session, road: NameHead) -> None:
    registering.retire_name(register, editor_for(register, "重庆市"), road.id, LATER)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (NameEntry(""), "name"),
        (NameEntry("望" * 61), "name"),
        (NameEntry("望涧路", romanization="Guānjiàn Lù"), "romanization"),
        (NameEntry("望涧路", romanization="Wangjian Lu"), "romanization"),
        (NameEntry("望涧路", fields={"length_m": "两公里"}), "length_m"),
        (NameEntry("望涧路", kind="former"), "status"),
        (NameEntry("望涧路", kind="former", status="former"), "ended"),
    ],
)
def test_a_wrong_name_is_refused_by_its_field(
    register: Session, clerk: Person, entry: NameEntry, field: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        registering.register_name(register, clerk, entry, ROAD, DECIDED)
    assert refused.value.field == field
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (PlaceEntry(PlaceKind.STREET), "division_id"),
        (PlaceEntry(PlaceKind.STREET, geometry=Point(30.8, 108.36)), "geometry"),
        (
            PlaceEntry(
                PlaceKind.PARK,
                geometry=Polygon([(108, 30), (109, 31), (109, 30), (108, 31), (108, 30)]),
            ),
            "geometry",
        ),
        (replace(ROAD, place_code="123"), "place_code"),
        (replace(ROAD, place_code="50010100122200000001", type_code="21770"), "type_code"),
        (
            replace(ROAD, place_code="99999999922330000001", type_code="22330"),
            "place_code",
        ),
    ],
)
def test_a_wrong_place_is_refused_by_its_field(
    register: Session, clerk: Person, place: PlaceEntry, field: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        registering.register_name(register, clerk, NameEntry("望涧路"), place, DECIDED)
    assert refused.value.field == field


def test_the_journal_has_a_line_for_every_change(
    register: Session, clerk: Person, road: NameHead
) -> None:
    registering.retire_name(register, clerk, road.id, LATER)
    asked = text(
        "SELECT verb, after->>'version' FROM journal"
        " WHERE subject_kind = 'place_name' AND subject_id = :id ORDER BY id"
    )
    lines = list(register.execute(asked, {"id": str(road.id)}))
    assert lines == [("register", "1"), ("retire", "2")]
    assert first_broken_line(register) is None


def test_every_version_begins_where_the_one_before_ended(
    register: Session, clerk: Person, road: NameHead
) -> None:
    registering.protect(register, clerk, road.id, replace(LATER, day=day(date(2026, 4, 1))))
    registering.retire_name(register, clerk, road.id, LATER)
    asked = "SELECT version, before, after FROM name_version WHERE place_name_id = :id"
    versions = list(register.execute(text(asked + " ORDER BY version"), {"id": road.id}))
    assert [one.version for one in versions] == [1, 2, 3]
    for earlier, later in pairwise(versions):
        assert later.before == earlier.after
