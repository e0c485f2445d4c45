"""The days of a record, wherever they stand in it, and the counting of years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from boundary_data.inspection import JointInspection

_NOT_YET = frozenset({"due", "line", "track"})
"""Fields whose days may lie ahead (a time limit) or are judged by rules of their own."""


def all_days(record: JointInspection) -> Iterator[tuple[str, date]]:
    """Yield JSON path and day of everything in `record` that has happened."""
    yield from _days(record, "$")


def later_by_years(day: date, years: int) -> date:
    """Return the same day `years` later; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _days(value: object, path: str) -> Iterator[tuple[str, date]]:
    if isinstance(value, datetime):
        yield path, value.date()
    elif isinstance(value, date):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _days(item, f"{path}[{index}]")
    elif is_dataclass(value):
        for part in fields(value):
            if part.name not in _NOT_YET:
                yield from _days(getattr(value, part.name), f"{path}.{part.name}")
