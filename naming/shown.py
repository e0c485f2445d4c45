"""Names and days as they stand in a sentence."""

from __future__ import annotations

from datetime import date

QUOTED_AT_MOST = 20


def shown(name: str) -> str:
    """Return `name`, cut to `QUOTED_AT_MOST` characters with … if it is longer."""
    return name if len(name) <= QUOTED_AT_MOST else f"{name[:QUOTED_AT_MOST]}…"


def said_day(day: date) -> str:
    """Return a day as documents write it: 2025年11月6日."""
    return f"{day.year}年{day.month}月{day.day}日"
