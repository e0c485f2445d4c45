"""Reading days and moments as they are written: ISO 8601 and nothing that only looks like it.

A bare number must not become a day: `20251130` would be taken for seconds since 1970.
"""

from __future__ import annotations

import re

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")


def written_day(value: object) -> object:
    """Return `value` if it is no text or written like `2025-11-30`.

    Raises:
        ValueError: It is a text of another form; says so in Chinese.
    """
    if isinstance(value, int | float):
        raise ValueError("应为日期，例如 2025-11-30")
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("应为日期，例如 2025-11-30")
    return value


def written_moment(value: object) -> object:
    """Return `value` if it is no text or written like `2025-11-30T08:00:00+08:00`.

    Raises:
        ValueError: It is a text of another form; says so in Chinese.
    """
    if isinstance(value, int | float):
        raise ValueError("应为时间，例如 2025-11-30T08:00:00+08:00")
    if isinstance(value, str) and not MOMENT.fullmatch(value):
        raise ValueError("应为时间，例如 2025-11-30T08:00:00+08:00（加号在网址中写作 %2B）")
    return value
