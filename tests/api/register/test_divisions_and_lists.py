"""What was decided on a name holds for its division, and against lists that come later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.person import Person
from api.services.refusals import NotAllowed
from api.services.registering import registering
from api.services.registering.editing import correct_record
from api.services.registering.entries import Basis, Correction, NameEntry
from naming.uncertain_day import day
from tests.api.register.people import editor_for

BASIS = Basis("万州区人民政府", "万州府〔2026〕8号", day(date(2026, 6, 1)))


@pytest.fixture
def clerk(register: Session) -> Person:
    return editor_for(register, "万州区")


@pytest.fixture
def village(register: Session, clerk: Person) -> tuple[int, int, str]:
    """A committee's village of the list: its name's id, its division, its name."""
    asked = text(
        "SELECT n.id, o.is_division_id, n.name FROM place_name n JOIN place o ON o.id = n.place_id"
        " WHERE o.kind = 'committee' AND o.county_id = :county AND n.status = 'listed'"
        " ORDER BY n.id LIMIT 1"
    )
    found = register.execute(asked, {"county": clerk.division_ids[0]}).one()
    return found.id, found.is_division_id, found.name


def division_name(db: Session, division: int, on: str) -> str:
    asked = text("SELECT diming_division_name(:division, CAST(:on AS date))")
    return str(db.execute(asked, {"division": division, "on": on}).scalar())


def test_the_approval_of_a_listed_name_is_put_on_file(
    register: Session, clerk: Person, village: tuple[int, int, str]
) -> None:
    head = registering.approve_name(register, clerk, village[0], BASIS)
    register.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    asked = text("SELECT status, version FROM place_name WHERE id = :id")
    assert tuple(register.execute(asked, {"id": head.id}).one()) == ("standard", 1)
    with pytest.raises(NotAllowed, match="不必补登"):
        registering.approve_name(register, clerk, village[0], BASIS)


def test_an_approval_from_before_the_list_tells_since_when_a_name_is_in_use(
    register: Session, clerk: Person, village: tuple[int, int, str]
) -> None:
    early = replace(BASIS, day=day(date(2001, 5, 1)))
    registering.approve_name(register, clerk, village[0], early)
    asked = text(
        "SELECT lower(n.valid)::text, lower(o.valid)::text FROM place_name n"
        " JOIN place o ON o.id = n.place_id WHERE n.id = :id"
    )
    found = register.execute(asked, {"id": village[0]}).one()
    assert tuple(found) == ("2001-05-01", "2001-05-01")


def test_a_renamed_village_is_called_so_as_a_division_too(
    register: Session, clerk: Person, village: tuple[int, int, str]
) -> None:
    id, division, name = village
    registering.rename_place(register, clerk, id, NameEntry("新沱湾村民委员会"), BASIS)
    register.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    assert division_name(register, division, "2026-05-31") == name
    assert division_name(register, division, "2026-06-01") == "新沱湾村民委员会"
    asked = text(
        "SELECT e.kind, e.level_text, e.document, e.before_text, e.after_text FROM division_event e"
        " JOIN division_event_part p ON p.event_id = e.id WHERE p.division_id = :division"
        " ORDER BY e.id DESC LIMIT 1"
    )
    event = register.execute(asked, {"division": division}).one()
    assert tuple(event) == ("更名", "村级", "万州府〔2026〕8号", name, "新沱湾村民委员会")


def test_a_typing_error_in_the_name_of_a_village_is_put_right_in_both(
    register: Session, clerk: Person, village: tuple[int, int, str]
) -> None:
    id, division, _ = village
    right = Correction(name="正沱湾村民委员会")
    correct_record(register, clerk, id, right, BASIS, checked_by=8)
    assert division_name(register, division, "2024-01-01") == "正沱湾村民委员会"


def test_the_name_of_a_division_ends_with_the_division(
    register: Session, clerk: Person, village: tuple[int, int, str]
) -> None:
    with pytest.raises(NotAllowed, match="政区"):
        registering.retire_name(register, clerk, village[0], replace(BASIS))
