"""Lists of divisions: what a changed, a wrong, a repeated list does to the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from api.services.loading import divisions as service
from api.services.loading.files import SAMPLES, load_package
from api.services.loading.report import Outcome
from api.store.checks import libpq_url
from boundary_data.problems import UnusableInput

if TYPE_CHECKING:
    from conftest import Register

HEADING = ("code", "name")
COUNTRY = [HEADING, ("50", "重庆市"), ("500101", "万州区"), ("500102", "涪陵区")]
TOWNS = [HEADING, ("500101001", "高笋塘街道"), ("500101109", "小周镇")]
DAY = "2023-06-30"
NAMES = (
    "SELECT n.name FROM division_code c JOIN division_name n USING (division_id)"
    " WHERE c.code = %s AND upper_inf(c.recorded) AND n.recorded @> %s::timestamptz"
    " AND n.valid @> '2024-01-01'::date"
)

Table = Callable[..., Path]


def test_a_corrected_name_is_known_from_now_on_and_the_old_one_as_it_was_known(
    empty: Register, table: Table
) -> None:
    empty.load("divisions", table(COUNTRY), scheme="nbs", day=DAY)
    before = empty.one("SELECT clock_timestamp()")
    corrected = [*COUNTRY[:2], ("500101", "萬州区"), COUNTRY[3]]
    report = empty.load("divisions", table(corrected), scheme="nbs", day=DAY)
    assert (report.changed, report.unchanged) == (1, 2)
    assert empty.rows(NAMES, "500101", before) == [("万州区",)]
    assert empty.rows(NAMES, "500101", empty.one("SELECT now()")) == [("萬州区",)]


def test_a_correction_of_the_name_reaches_the_name_register(empty: Register, table: Table) -> None:
    empty.load("divisions", table(COUNTRY), scheme="nbs", day=DAY)
    corrected = [*COUNTRY[:2], ("500101", "萬州区"), COUNTRY[3]]
    empty.load("divisions", table(corrected), scheme="nbs", day=DAY)
    found = empty.rows(
        "SELECT name, upper_inf(recorded), (SELECT count(*) > 0 FROM name_key k"
        " WHERE k.place_name_id = n.id) FROM place_name n WHERE name LIKE '%%州区' ORDER BY id"
    )
    assert found == [("万州区", False, False), ("萬州区", True, True)]


def test_a_later_list_changes_the_name_from_its_day_on(empty: Register, table: Table) -> None:
    empty.load("divisions", table(COUNTRY), scheme="nbs", day=DAY)
    later = [*COUNTRY[:2], ("500101", "新万州区"), COUNTRY[3]]
    empty.load("divisions", table(later, "later.csv"), scheme="nbs", day="2024-06-30")
    found = empty.rows(
        "SELECT name, lower(valid)::text, upper(valid)::text FROM division_name"
        " WHERE name LIKE '%%万州区' AND upper_inf(recorded) ORDER BY 2"
    )
    assert found == [("万州区", DAY, "2024-06-30"), ("新万州区", "2024-06-30", None)]


def test_a_list_in_gbk_is_read(empty: Register, table: Table) -> None:
    path = table(COUNTRY, encoding="gb18030")
    assert empty.load("divisions", path, scheme="nbs", day=DAY).added == 3


def test_a_missing_column_is_named(empty: Register, table: Table) -> None:
    with pytest.raises(UnusableInput, match="name"):
        empty.load("divisions", table([("code",), ("50",)]), scheme="nbs", day=DAY)
    assert empty.one("SELECT count(*) FROM delivery") == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("5001", "怪区"), ""),
        (("50010x", "怪区"), "不是区划代码"),
        (("500103", ""), "名称为空"),
        (("500102", "涪陵区"), "与第 4 行重复"),
        (("500199001", "某街道"), "上级代码 500199 未找到"),
        (("500103", "巷口镇（已撤销）"), "撤销说明"),
    ],
)
def test_a_refused_row_is_named_with_its_reason(
    empty: Register, table: Table, row: tuple[str, str], reason: str
) -> None:
    report = empty.load("divisions", table([*COUNTRY, row]), scheme="nbs", day=DAY)
    said = [(each.row, reason in each.reason) for each in report.refused]
    assert said == ([(5, True)] if reason else [])
    assert report.added == 3


def test_a_doubtful_code_is_loaded_with_a_remark(empty: Register, table: Table) -> None:
    rows = [*COUNTRY, ("500101101", "高笋塘街道")]
    report = empty.load("divisions", table(rows), scheme="nbs", day=DAY)
    assert (report.added, report.remark_counts["DC-8"]) == (4, 1)


def test_a_code_given_to_another_name_that_has_its_own_is_refused(
    empty: Register, table: Table
) -> None:
    empty.load("divisions", table(COUNTRY), scheme="nbs", day=DAY)
    swapped = [HEADING, ("50", "重庆市"), ("500101", "涪陵区")]
    report = empty.load("divisions", table(swapped, "b.csv"), scheme="nbs", day=DAY)
    assert "500101 当日属于“万州区”" in report.refused[0].reason


def test_a_reused_code_is_remarked(filled: Register, table: Table) -> None:
    rows = [HEADING, ("50", "重庆市"), ("500105", "新江区")]
    report = filled.load("divisions", table(rows), scheme="nbs", day="2026-06-30")
    assert [(r.rule, r.row) for r in report.remarks if r.rule == "DC-5"] == [("DC-5", 3)]


def test_the_database_refuses_a_second_holder_of_a_code(sampled: Register) -> None:
    with (
        psycopg.connect(libpq_url(sampled.url)) as connection,
        pytest.raises(psycopg.errors.ExclusionViolation),
    ):
        connection.execute(
            "INSERT INTO division_code (division_id, scheme, code, valid) SELECT division_id,"
            " 'nbs', '500102', daterange('2024-01-01', NULL) FROM division_name"
            " WHERE name = '两江新区'"
        )


def test_a_crash_midway_leaves_nothing(
    empty: Register, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(service, "register_division_names", crash)
    with pytest.raises(RuntimeError, match="power cut"):
        empty.load("divisions", table(COUNTRY), scheme="nbs", day=DAY)
    counts = empty.rows(
        "SELECT (SELECT count(*) FROM division), (SELECT count(*) FROM division_code),"
        " (SELECT count(*) FROM delivery), (SELECT count(*) FROM journal)"
    )
    assert counts == [(0, 0, 0, 0)]


def test_a_trial_run_reports_and_keeps_nothing(empty: Register, table: Table) -> None:
    report = empty.try_out("divisions", table(COUNTRY), scheme="nbs", day=DAY)
    assert (report.outcome, report.added) == (Outcome.DRY_RUN, 3)
    assert empty.one("SELECT count(*) FROM division") == 0


def test_an_older_file_loaded_again_after_a_newer_one_is_a_correction(
    empty: Register, table: Table
) -> None:
    other = [*COUNTRY[:2], ("500101", "萬州区"), COUNTRY[3]]
    for rows in (COUNTRY, other, COUNTRY):
        report = empty.load("divisions", table(rows), scheme="nbs", day=DAY)
    assert (report.outcome, report.changed) == (Outcome.LOADED, 1)
    assert empty.rows(NAMES, "500101", empty.one("SELECT now()")) == [("万州区",)]


def test_the_list_of_2026_is_taken_and_its_warts_are_named(filled: Register) -> None:
    path = SAMPLES / "codes" / "cq_mca_20260911_quhua.json"
    report = filled.load("divisions", path, scheme="mca", day="2026-09-11")
    doubled = [each.subject for each in report.refused if "列在两个上级之下" in each.reason]
    ended = [each.subject for each in report.refused if "撤销" in each.reason]
    assert (report.added, len(doubled), ended) == (0, 5, ["巷口镇（已撤销）（500156100）"])


def test_a_package_of_the_country_is_loaded_level_by_level(
    empty: Register, table: Table, tmp_path: Path
) -> None:
    table([HEADING, ("13", "河北省"), ("50", "重庆市")], "provinces.csv")
    table([HEADING, ("1301", "石家庄市"), ("5001", "市辖区")], "cities.csv")
    table([HEADING, ("130102", "长安区"), ("500101", "万州区")], "areas.csv")
    table([HEADING, ("130102001", "建北街道"), *TOWNS[1:]], "streets.csv")
    table([HEADING, ("130102001001", "棉一社区居委会")], "villages.csv")
    reports = load_package(empty.url, tmp_path)
    assert [report.added for report in reports] == [2, 1, 2, 3, 1]
    where = empty.rows(
        "SELECT diming_division_name(p.parent_id, %s) FROM division_name n JOIN division_parent p"
        " USING (division_id) WHERE n.name IN ('长安区', '万州区') ORDER BY n.name DESC",
        DAY,
    )
    assert where == [("石家庄市",), ("重庆市",)]


def test_a_package_without_a_level_is_refused(
    empty: Register, table: Table, tmp_path: Path
) -> None:
    table([HEADING, ("13", "河北省")], "provinces.csv")
    with pytest.raises(UnusableInput, match="cities"):
        load_package(empty.url, tmp_path)
