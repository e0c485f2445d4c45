"""Marker numbers, division codes and what lines make of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_data.checks.case import GOOD_FACTS
from boundary_data.line import LineLevel, belongs, level_between, stem
from boundary_data.marker import body_of, full_number, is_province_form, normal, station_of

LINE = GOOD_FACTS.line
NUMBERS = st.from_regex(r"[0-9]{7}[A-EQ]?", fullmatch=True)


@pytest.mark.parametrize(
    ("number", "body", "full"),
    [
        ("1618002", "A", "1618002A"),
        ("1618002A", "A", "1618002A"),
        ("1618002a", None, "1618002A"),
        ("１６１８００２Ａ", None, "1618002A"),  # noqa: RUF001  # full-width on purpose
        (" 1618 002 A", None, "1618002A"),
        ("1618001", None, "1618001"),
    ],
)
def test_numbers_are_brought_to_one_form(number: str, body: str | None, full: str):
    assert full_number(number, body) == full


@given(NUMBERS)
def test_station_and_body_make_the_number(number: str):
    assert station_of(number) + body_of(number) == number


@given(st.text(max_size=20))
def test_the_normal_form_is_stable(text: str):
    assert normal(normal(text)) == normal(text)


def test_a_tripoint_letter_is_no_body():
    assert body_of("238184I") == ""


@given(NUMBERS)
def test_numbers_of_province_lines_are_recognised(number: str):
    assert is_province_form(number)


@pytest.mark.parametrize("number", ["238184I", "125316", "1253165F", "1253165AB", ""])
def test_other_numbers_are_not_of_province_form(number: str):
    assert not is_province_form(number)


def test_a_number_without_letter_finds_a_single_marker():
    assert LINE is not None
    found = LINE.marker("1618001")
    assert found is not None
    assert found.number == "1618001Q"


def test_a_number_without_letter_does_not_choose_between_two_bodies():
    assert LINE is not None
    assert LINE.marker("1618002") is None


def test_stations_stand_in_their_order_along_the_line():
    assert LINE is not None
    assert LINE.stations == ("161820I", "1618001", "1618002", "161853I")


@pytest.mark.parametrize(
    ("code", "short"),
    [("500116000000", "500116"), ("500100", "5001"), ("500000", "50"), ("500110", "500110")],
)
def test_filling_noughts_are_left_out(code: str, short: str):
    assert stem(code) == short


def test_a_town_belongs_to_its_county():
    assert belongs("500116101", "500116")


def test_a_county_does_not_belong_to_its_town():
    assert not belongs("500116", "500116101")


@pytest.mark.parametrize(
    ("sides", "level"),
    [
        (("50", "52"), LineLevel.PROVINCE),
        (("500000", "520000"), LineLevel.PROVINCE),
        (("130100", "130200"), LineLevel.PREFECTURE),
        (("500116", "500118"), LineLevel.COUNTY),
        (("500116101", "500118102"), LineLevel.TOWNSHIP),
        (("500116101201", "500116101202"), LineLevel.VILLAGE),
        (("500116",), None),
    ],
)
def test_the_level_follows_from_the_codes(sides: tuple[str, ...], level: LineLevel | None):
    assert level_between(sides) is level
