"""A list that is loaded again does not undo what was decided on a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.services.person import Person
from api.services.registering.entries import Basis, NameEntry
from api.services.registering.registering import approve_name, rename_place
from api.store.session import Session, engine_for, transaction
from naming.uncertain_day import day

if TYPE_CHECKING:
    from conftest import Register

Table = Callable[..., Path]
HEADING = ("地名", "经度", "纬度", "类别", "别名", "编号")
PLACE = ("石坡院子", 108.41, 30.81, "自然村", "老石坡", "A1")
LIST = [("code", "name"), ("50", "重庆市"), ("500101", "万州区"), ("500102", "涪陵区")]
BASIS = Basis("重庆市人民政府", "渝府〔2026〕8号", day(date(2026, 6, 1)))
CURRENT = (
    "SELECT n.name, n.status FROM place_name n JOIN place p ON p.id = n.place_id"
    " WHERE p.external_key LIKE %s AND upper_inf(n.recorded) AND n.kind = 'standard'"
    " ORDER BY n.valid"
)


def chief(register: Register, county: str) -> Person:
    asked = "SELECT division_id FROM division_name WHERE name = %s AND upper_inf(recorded)"
    here = register.one(asked, county)
    return Person(1, "chief", "局长", 1, "民政局", frozenset({"editor"}), (here,))


@contextmanager
def deciding(register: Register) -> Iterator[Session]:
    """A session for decisions, committed at the end."""
    engine = engine_for(register.url)
    try:
        with transaction(engine, actor="test") as db:
            yield db
    finally:
        engine.dispose()


def test_a_table_of_places_does_not_take_a_new_name_back(filled: Register, table: Table) -> None:
    path = table([HEADING, PLACE])
    filled.load("names", path)
    asked = "SELECT id FROM place_name WHERE name = '石坡院子' AND upper_inf(recorded)"
    later = replace(BASIS, day=day(date(2027, 1, 1)))
    with deciding(filled) as db:
        person = chief(filled, "万州区")
        rename_place(db, person, filled.one(asked), NameEntry("新石坡院子"), later)
    for row in (PLACE, ("石坡院子", 108.42, *PLACE[2:])):
        filled.load("names", table([HEADING, row]))
        assert filled.rows(CURRENT, "%A1") == [
            ("石坡院子", "former"),
            ("新石坡院子", "standard"),
        ]
    shape = "SELECT ST_X(geom) FROM place WHERE external_key LIKE %s"
    assert filled.rows(shape, "%A1") == [(108.41,)]


def test_a_list_of_divisions_keeps_what_was_decided(empty: Register, table: Table) -> None:
    empty.load("divisions", table(LIST), scheme="nbs", day="2023-06-30")
    asked = "SELECT id FROM place_name WHERE name = %s AND upper_inf(recorded)"
    with deciding(empty) as db:
        person = chief(empty, "重庆市")
        approve_name(db, person, empty.one(asked, "万州区"), BASIS)
        rename_place(db, person, empty.one(asked, "涪陵区"), NameEntry("枳城区"), BASIS)
    more = [*LIST, ("500103", "渝中区")]
    empty.load("divisions", table(more, "more.csv"), scheme="nbs", day="2023-06-30")
    wanzhou = "SELECT name, status FROM place_name WHERE name = '万州区' AND upper_inf(recorded)"
    assert empty.rows(wanzhou) == [("万州区", "standard")]
    fuling = (
        "SELECT name, status FROM place_name"
        " WHERE name IN ('涪陵区', '枳城区') AND upper_inf(recorded) ORDER BY valid"
    )
    assert empty.rows(fuling) == [("涪陵区", "former"), ("枳城区", "standard")]
