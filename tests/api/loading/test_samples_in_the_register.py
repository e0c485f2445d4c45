"""What the register holds after all samples were loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.services.loading.files import load_samples
from api.services.loading.report import Outcome

if TYPE_CHECKING:
    from conftest import Register

LEVELS = """
SELECT count(*) FROM division d
JOIN division_code c ON c.division_id = d.id AND c.scheme = %s AND upper_inf(c.recorded)
     AND c.valid @> %s::date
WHERE d.level = %s
"""
ON_DAY = """
SELECT count(*) FROM division d
JOIN division_name n ON n.division_id = d.id AND upper_inf(n.recorded) AND n.valid @> %s::date
WHERE d.level = %s
"""


@pytest.mark.parametrize(("level", "count"), [(1, 1), (3, 38), (4, 1031), (5, 11270)])
def test_the_bureaus_list_is_complete(sampled: Register, level: int, count: int) -> None:
    assert sampled.one(LEVELS, "nbs", "2023-06-30", level) == count


@pytest.mark.parametrize(("level", "count"), [(1, 1), (3, 37), (4, 1028)])
def test_the_ministrys_list_is_complete(sampled: Register, level: int, count: int) -> None:
    assert sampled.one(LEVELS, "mca", "2025-12-31", level) == count


@pytest.mark.parametrize(("day", "count"), [("2025-11-05", 38), ("2025-11-06", 37)])
def test_the_reform_of_2025_leaves_one_county_less(sampled: Register, day: str, count: int) -> None:
    assert sampled.one(ON_DAY, day, 3) == count


@pytest.mark.parametrize(
    ("scheme", "day", "name"), [("nbs", "2023-06-30", "新乡镇"), ("mca", "2025-12-31", "龙驹镇")]
)
def test_the_same_digits_name_two_towns(
    sampled: Register, scheme: str, day: str, name: str
) -> None:
    found = sampled.rows(
        "SELECT n.name FROM division_code c JOIN division_name n USING (division_id)"
        " WHERE c.code = '500101123' AND c.scheme = %s AND c.valid @> %s::date"
        " AND upper_inf(c.recorded) AND upper_inf(n.recorded)",
        scheme,
        day,
    )
    assert found == [(name,)]


def test_towns_in_both_lists_are_one_place(sampled: Register) -> None:
    both = sampled.one(
        "SELECT count(DISTINCT a.division_id) FROM division_code a JOIN division_code b"
        " ON b.division_id = a.division_id AND b.scheme = 'mca' JOIN division d"
        " ON d.id = a.division_id WHERE a.scheme = 'nbs' AND d.level = 4"
    )
    places = sampled.one("SELECT count(*) FROM place WHERE kind = 'township'")
    assert (both, places) == (1011 + 15, 1031 + 2)


@pytest.mark.parametrize(
    ("town", "before", "after"),
    [
        ("统景镇", "渝北区", "北碚区"),
        ("蔡家岗街道", "北碚区", "两江新区"),
        ("鱼嘴镇", "江北区", "两江新区"),
    ],
)
def test_towns_change_their_county_on_the_day(
    sampled: Register, town: str, before: str, after: str
) -> None:
    parents = [
        sampled.one(
            "SELECT diming_division_name(p.parent_id, %s::date) FROM division_name n"
            " JOIN division_parent p ON p.division_id = n.division_id AND upper_inf(p.recorded)"
            " AND p.valid @> %s::date WHERE n.name = %s AND upper_inf(n.recorded)",
            day,
            day,
            town,
        )
        for day in ("2025-11-05", "2025-11-06")
    ]
    assert parents == [before, after]


def test_facts_name_the_event_that_ended_them(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT upper(n.valid)::text, e.after_text, e.authority, e.happened_text"
        " FROM division_name n JOIN division_event e ON e.id = n.ended_by"
        " WHERE n.name = '江北区' AND upper_inf(n.recorded)"
    )
    assert found == [("2025-11-06", "两江新区", "国务院", "2025-11")]


def test_the_new_county_keeps_the_uncertain_date(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT lower(n.valid)::text, n.valid_text, c.code FROM division_name n"
        " JOIN division_code c ON c.division_id = n.division_id AND upper_inf(c.recorded)"
        " WHERE n.name = '两江新区' AND upper_inf(n.recorded)"
    )
    assert found == [("2025-11-06", "2025-11", "500157")]


def test_places_follow_their_town_into_the_new_county(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT DISTINCT n.name FROM place p JOIN place t ON t.is_division_id IN"
        " (SELECT division_id FROM division_name WHERE name = '鱼嘴镇')"
        " JOIN division_parent v ON v.parent_id = t.is_division_id AND p.is_division_id ="
        " v.division_id JOIN division_name n ON n.division_id = p.county_id"
        " AND upper_inf(n.recorded) AND upper_inf(n.valid)"
    )
    assert found == [("两江新区",)]


def test_comparison_keys_stand_where_their_place_stands(sampled: Register) -> None:
    astray = sampled.one(
        "SELECT count(*) FROM name_key k JOIN place_name n ON n.id = k.place_name_id JOIN place p"
        " ON p.id = n.place_id WHERE (k.county_id, k.province_id, k.cell) IS DISTINCT FROM"
        " (p.county_id, p.province_id, diming_cell(p.geom))"
    )
    assert astray == 0


def test_every_current_name_has_its_keys(sampled: Register) -> None:
    without = sampled.one(
        "SELECT count(*) FROM place_name n WHERE upper_inf(n.recorded) AND (SELECT count(DISTINCT"
        " part) FROM name_key k WHERE k.place_name_id = n.id AND part <> 'old') <> 5"
    )
    assert without == 0


def test_every_event_is_kept(sampled: Register) -> None:
    counts = sampled.rows(
        "SELECT s.key, count(*) FROM division_event e JOIN delivery y ON y.id = e.delivery_id"
        " JOIN source s ON s.id = y.source_id GROUP BY 1 ORDER BY 1"
    )
    assert counts == [("changes", 272), ("quhua", 95)]


def test_units_without_a_partner_are_named_in_the_report(sampled: Register) -> None:
    report = next(r for r in sampled.reports if r.file_name == "cq_mca_20251231.json")
    assert (report.remark_counts["新单位"], report.remark_counts["名单未列"]) == (2, 5)


def test_a_town_listed_under_another_type_is_the_same_town(sampled: Register) -> None:
    names = sampled.rows(
        "SELECT n.name, lower(n.valid)::text, n.valid_text FROM division_name n"
        " JOIN division_code c ON c.division_id = n.division_id AND c.code = '500102206'"
        " AND c.scheme = 'nbs' AND upper_inf(c.recorded) WHERE upper_inf(n.recorded) ORDER BY 2"
    )
    assert names == [
        ("大木乡", "2023-06-30", "[..2023-06-30]"),
        ("大木镇", "2025-12-31", "[..2025-12-31]"),
    ]


def test_a_town_taken_for_another_by_its_stem_is_named_in_the_report(sampled: Register) -> None:
    report = next(r for r in sampled.reports if r.file_name == "cq_mca_20251231.json")
    assert report.remark_counts["承接（推定）"] == 15


def test_every_file_leaves_one_journal_line(sampled: Register) -> None:
    lines = sampled.rows("SELECT verb, subject_kind, count(*) FROM journal GROUP BY 1, 2")
    assert lines == [("load", "delivery", len(sampled.reports))]


def test_loading_again_changes_nothing_and_says_so(filled: Register) -> None:
    before = filled.one("SELECT max(id) FROM journal")
    again = load_samples(filled.url)
    assert {report.outcome for report in again} == {Outcome.UNCHANGED}
    assert filled.one("SELECT max(id) FROM journal") == before


def test_only_points_that_are_known_are_given(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT kind, location_status, count(*), count(geom) FROM place"
        " WHERE kind IN ('township', 'committee') GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert found == [
        ("committee", "unknown", 11270, 0),
        ("township", "public", 865, 865),
        ("township", "synthetic", 166, 166),
        ("township", "unknown", 2, 0),
    ]


def test_a_point_is_put_into_the_town_that_holds_it_unless_the_file_says_another_county(
    sampled: Register,
) -> None:
    report = next(r for r in sampled.reports if r.file_name == "cq_geonames_cities500.csv")
    towns = sampled.one(
        "SELECT count(*) FROM place p JOIN division d ON d.id = p.division_id"
        " WHERE p.external_key LIKE 'geonames:%%' AND d.level = 4"
    )
    assert towns == report.added - report.remark_counts["位置与区县不符"]


def test_points_without_a_chinese_name_are_refused_by_row(sampled: Register) -> None:
    report = next(r for r in sampled.reports if r.file_name == "cq_geonames_cities500.csv")
    assert [each.row for each in report.refused][:2] == [28, 137]
    assert "没有中文名" in report.refused[0].reason


def test_other_writings_are_aliases_of_the_village(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT a.name, a.kind, s.name FROM place_name a JOIN place_name s"
        " ON s.place_id = a.place_id AND s.kind = 'standard' WHERE a.name = '印合石社区居委会'"
    )
    assert found == [("印合石社区居委会", "alias", "印盒石社区居民委员会")]


def test_heritage_is_loaded_from_nineteen_partial_lists(sampled: Register) -> None:
    lists = sampled.rows("SELECT count(*), bool_or(complete) FROM heritage_list")
    home = sampled.one(
        "SELECT count(*) FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id"
        " WHERE l.province = '重庆市'"
    )
    assert (lists, home) == ([(19, False)], 47)


def test_a_protected_town_is_linked_to_its_name(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT h.standing, p.type_words FROM heritage_listing h JOIN place_name n"
        " ON n.id = h.place_name_id JOIN place p ON p.id = n.place_id WHERE h.name = '龚滩镇'"
    )
    assert found == [("protected", "镇")]
