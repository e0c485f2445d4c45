import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import boundary_data
from boundary_data.checks.qh_catalogue import CATALOGUE
from boundary_data.checks.qh_facts import CodeFacts
from boundary_data.codes import (
    CodeRefused,
    DivisionCode,
    kind_of_city,
    kind_of_county,
    kind_of_town,
    kind_of_village,
)
from boundary_data.division import CodedUnit, Level

SAMPLES = Path(boundary_data.__file__).parent / "samples" / "codes"


def listed(part):
    with (SAMPLES / f"cq_nbs2023_{part}.csv").open(encoding="utf-8") as file:
        return [(DivisionCode.of(row["code"]), row["name"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("text", "level", "digits"),
    [
        ("500000", Level.PROVINCE, "50"),
        ("500100", Level.CITY, "5001"),
        ("500101", Level.COUNTY, "500101"),
        ("500101000000", Level.COUNTY, "500101"),
        ("500101001", Level.TOWN, "500101001"),
        ("500101001000", Level.TOWN, "500101001"),
        ("500101001001", Level.VILLAGE, "500101001001"),
        (" 500101 ", Level.COUNTY, "500101"),
    ],
)
def test_a_code_has_the_level_of_its_digits(text, level, digits):
    code = DivisionCode.of(text)
    assert (code.level, code.digits) == (level, digits)


@pytest.mark.parametrize(
    "text",
    ["", "5", "50010", "5001010", "abcdef", "\uff15\uff10\uff10\uff11\uff10\uff11", "000000", "00"],
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CodeRefused):
        DivisionCode.of(text)


@given(
    st.from_regex(r"[1-9][0-9](0[1-9]|[1-9][0-9]){2}(00[1-9]|[1-9][0-9]{2}){0,2}", fullmatch=True)
)
def test_padding_changes_no_code(text):
    code = DivisionCode.of(text)
    assert DivisionCode.of(code.padded(12)) == code


@given(
    st.from_regex(r"[1-9][0-9](0[1-9]|[1-9][0-9]){2}(00[1-9]|[1-9][0-9]{2}){0,2}", fullmatch=True)
)
def test_every_code_lies_within_its_parents(text):
    code = DivisionCode.of(text)
    parent = code.parent
    while parent is not None:
        assert code.within(parent)
        parent = parent.parent


def test_all_counties_of_the_municipality_are_districts_or_counties():
    kinds = [kind_of_county(code) for code, _ in listed("areas")]
    assert (kinds.count("市辖区"), kinds.count("县")) == (26, 12)


def test_all_towns_of_the_municipality_lie_in_the_ranges():
    kinds = [kind_of_town(code) for code, _ in listed("streets")]
    assert [kinds.count(kind) for kind in ("街道", "镇", "乡")] == [245, 625, 161]


def test_all_villages_of_the_municipality_lie_in_the_ranges():
    kinds = [kind_of_village(code) for code, _ in listed("villages")]
    assert [kinds.count(kind) for kind in ("居民委员会", "村民委员会")] == [3324, 7946]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("440100", "地级市"),
        ("522300", "地区、自治州、盟"),
        ("429000", "省（自治区）直辖县级行政区划"),
        ("448000", ""),
    ],
)
def test_the_third_and_fourth_digit_say_the_kind_of_city(text, kind):
    assert kind_of_city(DivisionCode.of(text)) == kind


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_is_silent_about_its_good_examples(rule):
    assert all(not list(rule.findings(e.subject, e.facts)) for e in rule.passes)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_speaks_about_its_bad_examples(rule):
    assert all(list(rule.findings(e.subject, e.facts)) for e in rule.fails)


def findings(units, facts=None):
    facts = facts or CodeFacts(tuple(units))
    return {
        finding.rule
        for unit in units
        for rule in CATALOGUE
        for finding in rule.findings(unit, facts)
    }


@pytest.mark.parametrize("part", ["areas", "streets", "villages"])
def test_the_list_of_the_statistics_bureau_breaks_no_rule(part):
    units = [CodedUnit(str(code), name, i) for i, (code, name) in enumerate(listed(part), start=1)]
    assert findings(units) == set()


def test_the_list_of_the_ministry_breaks_no_rule():
    rows = json.loads((SAMPLES / "cq_mca_20251231.json").read_text("utf-8"))["divisions"]
    units = [CodedUnit(row[1], row[3], i) for i, row in enumerate(rows, start=1)]
    assert findings(units) == set()


def test_a_code_that_comes_back_with_another_name_is_a_warning():
    unit = CodedUnit("500110", "万盛区", 1)
    facts = CodeFacts((unit,), retired={"500110": frozenset({"某区"})})
    assert findings([unit], facts) == {"DC-5"}
