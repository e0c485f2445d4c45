"""Notices of changes: clear ones are carried out, the rest is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Register

Table = Callable[..., Path]
HEADING = ("date", "docno", "level", "change_type", "before", "after", "seat_or_county")


def test_a_town_upgraded_by_notice_stays_the_same_division(filled: Register, table: Table) -> None:
    notice = ("2026-03-01", "渝府2026第9号", "乡级", "撤镇设街道", "走马镇", "走马街道", "万州区")
    before = filled.one("SELECT division_id FROM division_name WHERE name = '走马镇'")
    report = filled.load("events", table([HEADING, notice]))
    after = filled.rows(
        "SELECT n.division_id, lower(n.valid)::text, t.type FROM division_name n"
        " JOIN division_type t ON t.division_id = n.division_id AND t.valid = n.valid"
        " WHERE n.name = '走马街道' AND upper_inf(n.recorded) AND upper_inf(t.recorded)"
    )
    assert report.figures["已执行的变更"] == 1
    assert after == [(before, "2026-03-01", "街道")]


def test_the_old_name_of_the_town_becomes_a_former_name(filled: Register, table: Table) -> None:
    notice = ("2026-03-01", "", "乡级", "撤镇设街道", "走马镇", "走马街道", "万州区")
    filled.load("events", table([HEADING, notice]))
    names = filled.rows(
        "SELECT n.name, n.kind, n.status FROM place_name n WHERE n.name LIKE '走马%%道'"
        " OR (n.name = '走马镇' AND n.kind = 'former') ORDER BY n.name DESC"
    )
    assert ("走马镇", "former", "former") in names
    assert ("走马街道", "standard", "listed") in names


def test_a_vague_date_is_kept_and_not_carried_out(filled: Register, table: Table) -> None:
    notice = ("2026", "", "乡级", "撤镇设街道", "走马镇", "走马街道", "万州区")
    report = filled.load("events", table([HEADING, notice]))
    assert report.added == 1
    assert filled.one("SELECT count(*) FROM division_name WHERE name = '走马街道'") == 0


def test_a_notice_about_an_unknown_town_says_so(filled: Register, table: Table) -> None:
    moved = "走马镇、没有此镇"
    notice = ("2026-03-01", "", "乡级", "划转", moved, "涪陵区", "万州区")
    path = table([HEADING, tuple(f'"{cell}"' for cell in notice)])
    report = filled.load("events", path)
    assert ["没有此镇" in remark.message for remark in report.remarks if remark.row] == [True]


def test_a_date_that_is_none_refuses_the_row(filled: Register, table: Table) -> None:
    report = filled.load("events", table([HEADING, ("去年", "", "乡级", "更名", "甲", "乙", "")]))
    assert [(each.row, "去年" in each.reason) for each in report.refused] == [(2, True)]


def test_areas_and_lines_follow_a_town_that_changes_its_county(
    filled: Register, table: Table
) -> None:
    area = (
        "SELECT round(sum(a.area_m2)) FROM division_area a WHERE a.level = 3"
        " AND upper_inf(a.recorded) AND a.valid @> %s::date"
    )
    own = (
        "SELECT a.area_m2 FROM division_area a JOIN division_name n ON n.division_id ="
        " a.division_id AND upper_inf(n.recorded) WHERE n.name = '忠县' AND a.level = 3"
        " AND upper_inf(a.recorded) AND a.valid @> %s::date"
    )
    notice = ("2026-03-01", "", "乡级", "划转", "走马镇", "忠县", "万州区")
    report = filled.load("events", table([HEADING, notice]))
    assert report.figures["随隶属变动重新发布的范围"] >= 2
    assert filled.one(area, "2026-02-28") == filled.one(area, "2026-03-01")
    assert filled.one(own, "2026-02-28") < filled.one(own, "2026-03-01")
