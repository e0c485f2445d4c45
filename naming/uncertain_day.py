"""Days that are not known exactly (不确定日期), as EDTF and as the days that they leave open.

Old names are from years, decades or reigns rather than from days. What is written is kept,
and beside it the span of days it implies. Source of the notation: ISO 8601-2:2019 (EDTF),
level 0 and 1 as far as registers need it, and the Chinese way of writing dates.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

WHOLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?")
ROUGH = re.compile(r"([0-9]{2})(X|[0-9])X[~?%]?")
CHINESE = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")
REMEDY = "请写作 2025-11-30、2025-11、2025、199X（九十年代）、19XX（二十世纪）或 1950/1958"


class NoDay(ValueError):
    """A text is no date; says so in Chinese, with the ways to write one."""


@dataclass(frozen=True, slots=True)
class UncertainDay:
    """A date as far as it is known.

    Attributes:
        text: The date in EDTF.
        first: First day possible; None if it may be any day before.
        after: Day after the last one possible; None if it may be any day since.
    """

    text: str
    first: date | None
    after: date | None

    @property
    def exact(self) -> date | None:
        """Return the one day that it is, None if it leaves more than one open."""
        if self.first is None or self.after is None:
            return None
        return self.first if self.after - self.first == timedelta(days=1) else None


def day(exact: date) -> UncertainDay:
    """Return a day that is known exactly."""
    return UncertainDay(exact.isoformat(), exact, exact + timedelta(days=1))


def uncertain_day(text: str) -> UncertainDay:
    """Return the date that `text` tells, in EDTF or as `1958年3月`.

    Raises:
        NoDay: It is no date.
    """
    said = _in_edtf(text.strip())
    begin, slash, end = said.partition("/")
    if not slash:
        first, after = _span(said, text)
        return UncertainDay(said, first, after)
    opens = None if begin in ("", "..") else _span(begin, text)[0]
    closes = None if end in ("", "..") else _span(end, text)[1]
    if opens is None and closes is None:
        raise NoDay(f"“{text}”没有写出日期；{REMEDY}")
    if opens is not None and closes is not None and closes <= opens:
        raise NoDay(f"“{text}”止于起之前；请先写较早的日期")
    return UncertainDay(said, opens, closes)


def _in_edtf(text: str) -> str:
    found = CHINESE.fullmatch(text)
    if found is None:
        return text
    year, month, of_month = found.groups()
    return "-".join([year, *(f"{int(part):02d}" for part in (month, of_month) if part)])


def _span(text: str, whole: str) -> tuple[date, date]:
    """Return the first day of a date and the day after its last."""
    rough = ROUGH.fullmatch(text)
    if rough is not None:
        century, decade = rough.groups()
        years = (f"{century}00", f"{century}99") if decade == "X" else _decade(century, decade)
        return _years(int(years[0]), int(years[1]), whole)
    found = WHOLE.fullmatch(text)
    if found is None:
        raise NoDay(f"“{whole}”不是日期；{REMEDY}")
    year, month, of_month = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return _years(year, year, whole)
    try:
        last = of_month or calendar.monthrange(year, month)[1]
        return date(year, month, of_month or 1), date(year, month, last) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise NoDay(f"“{whole}”没有这一天；{REMEDY}") from error


def _decade(century: str, decade: str) -> tuple[str, str]:
    return f"{century}{decade}0", f"{century}{decade}9"


def _years(first: int, last: int, whole: str) -> tuple[date, date]:
    try:
        return date(first, 1, 1), date(last + 1, 1, 1)
    except ValueError as error:
        raise NoDay(f"“{whole}”没有这一年；{REMEDY}") from error
