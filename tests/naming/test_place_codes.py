"""A code of twenty digits says town, type and number, and nothing else is one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naming.place_code import PlaceCode, place_code_of

TOWNS = st.from_regex(r"[0-9]{9}", fullmatch=True).filter(str.isascii)
TYPES = st.from_regex(r"[12][0-9]{4}", fullmatch=True).filter(str.isascii)


@given(TOWNS, TYPES, st.integers(0, 999_999))
def test_a_code_is_read_back_as_it_was_written(town: str, type_code: str, serial: int) -> None:
    code = PlaceCode(town, type_code, serial)
    assert len(str(code)) == 20
    assert place_code_of(str(code)) == code


@given(st.text(max_size=22))
def test_only_twenty_digits_of_the_form_are_a_code(text: str) -> None:
    read = place_code_of(text)
    assert read is None or str(read) == text


@given(st.text(alphabet="0123456789", min_size=20, max_size=20))
def test_the_type_begins_with_1_or_2(digits: str) -> None:
    assert (place_code_of(digits) is not None) == (digits[9] in "12")


def test_real_codes_of_the_national_database_are_read() -> None:
    assert place_code_of("53042710222200000188") == PlaceCode("530427102", "22200", 188)
    assert place_code_of("65322121012100900048") == PlaceCode("653221210", "12100", 900_048)
