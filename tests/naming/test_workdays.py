"""Working days as the State Council's office arranged them, and periods counted in them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.procedure.deadlines import Days, Duty, deadlines_of, procedure_parameters
from naming.procedure.words import Stage
from naming.procedure.workdays import calendar_of
from rulebook.parameters import ParameterError

OURS = procedure_parameters()
CALENDAR = calendar_of(OURS)
DATES = st.dates(date(2022, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        # holidays as published, whole, weekends within them too
        ("2022-01-31", "2022-02-06"),
        ("2022-10-01", "2022-10-07"),
        ("2023-01-21", "2023-01-27"),
        ("2023-09-29", "2023-10-06"),
        ("2024-02-10", "2024-02-17"),
        ("2024-10-01", "2024-10-07"),
        ("2025-01-28", "2025-02-04"),
        ("2025-10-01", "2025-10-08"),
        ("2026-02-15", "2026-02-23"),
        ("2026-10-01", "2026-10-07"),
    ],
)
def test_a_published_holiday_is_off_from_its_first_day_to_its_last(first: str, last: str) -> None:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        assert not CALENDAR.works(day), day
        day += timedelta(1)


@pytest.mark.parametrize(
    "day", ["2022-10-09", "2023-10-07", "2024-02-18", "2025-09-28", "2026-02-28"]
)
def test_a_weekend_day_that_makes_up_for_a_holiday_is_worked(day: str) -> None:
    assert CALENDAR.works(date.fromisoformat(day))


def test_every_exception_is_one_and_has_its_notice() -> None:
    assert all(day.weekday() < 5 for day in CALENDAR.rest)
    assert all(day.weekday() >= 5 for day in CALENDAR.work)
    assert {day.year for day in CALENDAR.rest} == {2022, 2023, 2024, 2025, 2026}
    assert CALENDAR.last_year == 2026


def test_years_not_published_yet_have_their_weekends_off() -> None:
    assert CALENDAR.works(date(2027, 10, 1))
    assert not CALENDAR.works(date(2027, 10, 2))


@given(DATES, st.integers(1, 60))
def test_a_period_holds_as_many_working_days_as_it_says(since: date, days: int) -> None:
    last = CALENDAR.counted(since, days)
    span = (since + timedelta(n) for n in range(1, (last - since).days + 1))
    assert sum(map(CALENDAR.works, span)) == days
    assert CALENDAR.works(last)


def laid(folder: Path, text: str) -> Path:
    (folder / "procedure.toml").write_text(f'version = "万州-1"\n{text}', encoding="utf-8")
    return folder


def due(folder: Path | None, approved: date) -> date:
    parameters = procedure_parameters([folder] if folder else [])
    found = deadlines_of(Days(Stage.APPROVED, approved_on=approved), approved, parameters)
    return next(each.due for each in found if each.duty is Duty.FILE)


SAID = 'source = "本区"\nstanding = "confirmed"\n'


def test_fifteen_days_are_calendar_days_unless_the_office_says_working_days(tmp_path: Path) -> None:
    approved = date(2026, 9, 25)
    assert due(None, approved) == date(2026, 10, 10)
    working = laid(tmp_path, f'[file_days]\nvalue = 15\nunit = "工作日"\n{SAID}')
    assert due(working, approved) == date(2026, 10, 22)


def test_a_last_day_of_rest_is_postponed_only_where_the_office_says_so(tmp_path: Path) -> None:
    approved = date(2026, 9, 18)  # the fifteenth day is 3 October, within the holiday
    assert due(None, approved) == date(2026, 10, 3)
    moved = laid(tmp_path, f"[rest_day_postpones]\nvalue = true\n{SAID}")
    assert due(moved, approved) == date(2026, 10, 8)


def test_an_office_adds_the_days_of_a_year_published_later(tmp_path: Path) -> None:
    more = laid(tmp_path, f'[rest_days_more]\nvalue = ["2027-10-01"]\n{SAID}')
    assert not calendar_of(procedure_parameters([more])).works(date(2027, 10, 1))


@pytest.mark.parametrize("key", ["rest_days_more", "work_days_more", "banned_assessors"])
def test_a_day_that_is_none_is_refused_when_the_file_is_read(tmp_path: Path, key: str) -> None:
    wrong = laid(tmp_path, f'[{key}]\nvalue = ["某所=十月一日"]\n{SAID}')
    with pytest.raises(ParameterError, match=key):
        procedure_parameters([wrong])
