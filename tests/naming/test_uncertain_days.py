"""Dates that are not known exactly leave open the days that they leave open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.uncertain_day import NoDay, day, uncertain_day


@pytest.mark.parametrize(
    ("text", "edtf", "first", "after"),
    [
        ("2025-11-30", "2025-11-30", date(2025, 11, 30), date(2025, 12, 1)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("1958", "1958", date(1958, 1, 1), date(1959, 1, 1)),
        ("1958?", "1958?", date(1958, 1, 1), date(1959, 1, 1)),
        ("195X", "195X", date(1950, 1, 1), date(1960, 1, 1)),
        ("19XX", "19XX", date(1900, 1, 1), date(2000, 1, 1)),
        ("1950/1958-03", "1950/1958-03", date(1950, 1, 1), date(1958, 4, 1)),
        ("../1958", "../1958", None, date(1959, 1, 1)),
        ("1958/..", "1958/..", date(1958, 1, 1), None),
        ("1958年3月", "1958-03", date(1958, 3, 1), date(1958, 4, 1)),
        ("1958年3月5日", "1958-03-05", date(1958, 3, 5), date(1958, 3, 6)),
    ],
)
def test_a_date_is_kept_with_the_days_it_leaves_open(
    text: str, edtf: str, first: date | None, after: date | None
) -> None:
    found = uncertain_day(text)
    assert (found.text, found.first, found.after) == (edtf, first, after)


@pytest.mark.parametrize(
    "text", ["", "去年", "20251130", "2025-13", "2025-02-30", "9999", "0000", "../..", "1960/1950"]
)
def test_what_is_no_date_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(NoDay, match=r"[\u4e00-\u9fff]"):
        uncertain_day(text)


@given(st.dates(max_value=date(9990, 1, 1)))
def test_an_exact_day_is_read_back_as_itself(exact: date) -> None:
    assert uncertain_day(exact.isoformat()) == day(exact)
    assert day(exact).exact == exact


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9990, 1, 1)))
def test_a_month_and_a_year_hold_their_days(exact: date) -> None:
    for text in (f"{exact:%Y-%m}".zfill(7), f"{exact.year:04d}", f"{exact.year // 10:03d}X"):
        if text == "000X":
            continue
        found = uncertain_day(text)
        assert found.first is not None
        assert found.after is not None
        assert found.first <= exact < found.after
        assert found.exact is None


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        found = uncertain_day(text)
    except NoDay:
        return
    if found.first is not None and found.after is not None:
        assert found.after - found.first >= timedelta(days=1)
