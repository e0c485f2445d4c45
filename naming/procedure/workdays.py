"""Working days (工作日): Monday to Friday, but for what the State Council's office arranges.

`rest_days.csv` holds the weekdays off and the weekend days worked of the years published; an
office adds a year that was published later in its `procedure.toml` (`rest_days_more`,
`work_days_more`). Years that nobody has published yet have their weekends off and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from naming.lexicon.tables import read_table
from rulebook.parameters import ParameterError, Parameters

FILE = Path(__file__).with_name("rest_days.csv")
SATURDAY = 5
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays off and weekend days worked."""

    rest: frozenset[date]
    work: frozenset[date]

    @property
    def last_year(self) -> int:
        """Return the last year whose arrangement is known."""
        return max(day.year for day in self.rest)

    def works(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        return day in self.work or (day.weekday() < SATURDAY and day not in self.rest)

    def counted(self, since: date, days: int) -> date:
        """Return the last of `days` working days after `since`."""
        day = since
        while days > 0:
            day += ONE
            days -= self.works(day)
        return day

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before `day`."""
        while not self.works(day):
            day += ONE
        return day


def calendar_of(parameters: Parameters) -> Calendar:
    """Return the calendar with the days that an office adds.

    Raises:
        ParameterError: if an added day is none.
    """
    more = (parameters.words(f"{kind}_days_more") for kind in ("rest", "work"))
    return _calendar(*more)


@lru_cache(maxsize=8)
def _calendar(rest: tuple[str, ...], work: tuple[str, ...]) -> Calendar:
    rows = read_table(FILE)
    known = {
        kind: frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == kind)
        for kind in ("rest", "work")
    }
    return Calendar(known["rest"] | _days(rest, "rest"), known["work"] | _days(work, "work"))


def _days(words: tuple[str, ...], kind: str) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(word) for word in words)
    except ValueError as error:
        message = f"procedure.toml：参数 [{kind}_days_more] 中有不是日期的内容（{error}）"
        raise ParameterError(message, '请写作 "2027-01-01"') from error
