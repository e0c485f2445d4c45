"""Tables of places and of protection lists that an office sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.store.queries.agreement import disagreements
from api.store.session import Session, engine_for
from boundary_data.problems import UnusableInput

if TYPE_CHECKING:
    from conftest import Register

Table = Callable[..., Path]
HEADING = ("地名", "经度", "纬度", "类别", "别名", "编号")
PLACE = ("石坡院子", 108.41, 30.81, "自然村", "老石坡", "A1")
CURRENT = (
    "SELECT n.name, n.kind FROM place_name n JOIN place p ON p.id = n.place_id"
    " WHERE p.external_key LIKE '%%A1' AND upper_inf(n.recorded) ORDER BY n.kind DESC"
)


def test_a_place_of_an_office_gets_names_and_the_town_that_holds_it(
    filled: Register, table: Table
) -> None:
    report = filled.load("names", table([HEADING, PLACE]))
    county = filled.one(
        "SELECT diming_division_name(county_id, current_date) FROM place"
        " WHERE external_key LIKE '%%A1' AND kind = 'village'"
    )
    assert (report.added, county) == (1, "万州区")
    assert filled.rows(CURRENT) == [("石坡院子", "standard"), ("老石坡", "alias")]


def test_a_corrected_name_closes_the_old_one(filled: Register, table: Table) -> None:
    filled.load("names", table([HEADING, PLACE]))
    report = filled.load("names", table([HEADING, ("石坡大院", *PLACE[1:])]))
    assert (report.changed, report.added) == (1, 0)
    assert filled.rows(CURRENT) == [("石坡大院", "standard"), ("老石坡", "alias")]


def test_the_keys_of_a_place_that_moved_follow_it_into_another_county(
    filled: Register, table: Table
) -> None:
    keys = (
        "SELECT DISTINCT k.cell, diming_division_name(k.county_id, current_date) FROM name_key k"
        " JOIN place_name n ON n.id = k.place_name_id WHERE n.name = '石坡院子'"
    )
    filled.load("names", table([HEADING, PLACE]))
    assert filled.rows(keys) == [(483_0000 + 5768, "万州区")]
    filled.load("names", table([HEADING, ("石坡院子", 107.39, 29.70, *PLACE[3:])]))
    assert filled.rows(keys) == [(478_0000 + 5747, "涪陵区")]


def test_a_position_that_a_list_brings_is_a_version_with_its_source(
    filled: Register, table: Table
) -> None:
    filled.load("names", table([HEADING, PLACE]))
    id = filled.one(
        "SELECT n.id FROM place_name n JOIN place p ON p.id = n.place_id"
        " WHERE n.kind = 'standard' AND p.external_key LIKE '%%A1' AND upper_inf(n.recorded)"
    )
    for lon in (108.42, 108.43):  # a list may come again: what it brought is no decision
        filled.load("names", table([HEADING, (PLACE[0], lon, *PLACE[2:])]))
    kept = filled.rows(
        "SELECT version, verb, person, why LIKE '资料装载：%%', before #>> '{place,geometry}',"
        " after #>> '{place,geometry}' FROM name_version WHERE place_name_id = %s ORDER BY version",
        id,
    )
    assert [row[:4] for row in kept] == [(n, "load", "命令行", True) for n in (1, 2)]
    moved = [tuple(json.loads(shape)["coordinates"][0] for shape in row[4:]) for row in kept]
    assert moved == [(108.41, 108.42), (108.42, 108.43)]
    lines = "SELECT count(*) FROM journal WHERE subject_kind = 'place_name' AND subject_id = %s"
    assert filled.one(lines, str(id)) == 2
    filled.load("names", table([HEADING, (PLACE[0], 108.43, *PLACE[2:]), (*PLACE[:5], "A2")]))
    assert filled.one(lines, str(id)) == 2  # what stays as it is leaves no line
    engine = engine_for(filled.url)
    with Session(engine) as db:
        assert disagreements(db) == []
    engine.dispose()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("Shipo", 108.4, 30.8, "", "", "B"), "没有中文名"),
        (("石坡", "nan", 30.8, "", "", "B"), "不是度数"),
        (("石坡", 30.8, 108.4, "", "", "B"), "不是度数"),
        (("石" * 61, 108.4, 30.8, "", "", "B"), "超过"),
        (("石坡院子", 108.41, 30.81, "", "", "A1"), "编号重复"),
    ],
)
def test_a_bad_row_is_named_and_stops_no_other(
    filled: Register, table: Table, row: tuple[object, ...], reason: str
) -> None:
    report = filled.load("names", table([HEADING, PLACE, row]))
    assert (report.added, [(e.row, reason in e.reason) for e in report.refused]) == (1, [(3, True)])


def test_an_unknown_kind_of_place_is_taken_as_another_entity(
    filled: Register, table: Table
) -> None:
    filled.load("names", table([HEADING, (*PLACE[:3], "外星基地", "", "A1")]))
    found = filled.rows("SELECT kind, type_words FROM place WHERE external_key LIKE '%%A1'")
    assert found == [("other", "外星基地")]


def test_a_corrected_listing_is_known_as_it_was(filled: Register, table: Table) -> None:
    heading = ("名称", "名录", "说明", "区县")
    for note in ("初稿", "定稿"):
        rows = [heading, ("某古道", "某区保护名录", note, "万州区")]
        report = filled.load("heritage", table(rows))
    found = filled.rows(
        "SELECT note, upper_inf(recorded) FROM heritage_listing WHERE name = '某古道' ORDER BY id"
    )
    assert report.changed == 1
    assert found == [("初稿", False), ("定稿", True)]


def test_a_name_twice_in_one_list_is_entered_once(filled: Register, table: Table) -> None:
    heading = ("名称", "名录", "区县")
    rows = [heading, ("某古道", "某区保护名录", "万州区"), ("某古道", "某区保护名录", "")]
    report = filled.load("heritage", table(rows))
    assert (report.added, report.remark_counts["名录中已有"]) == (1, 1)


def test_a_list_of_names_without_the_list_is_refused(filled: Register, table: Table) -> None:
    with pytest.raises(UnusableInput, match="名录"):
        filled.load("heritage", table([("名称", "说明"), ("某古道", "")]))
