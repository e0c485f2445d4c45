"""The provinces (省级行政区) by name and by code."""

from __future__ import annotations

from functools import cache

from naming.lexicon.tables import table


@cache
def _codes() -> dict[str, str]:
    rows = table("provinces")
    return {row[key]: row["code"] for row in rows for key in ("name", "short", "code")}


def province_code(name: str) -> str:
    """Return the six-digit code of the province called `name`, empty if it is unknown.

    Known are full names (重庆市), short ones (重庆) and the codes themselves.
    """
    return _codes().get(name.strip(), "")


def region_of(code: str, province: str = "") -> str:
    """Return what is known of where a place lies, as a code or its first digits, or nothing.

    A division's `code` says more than the name of its province.
    """
    return code.strip() or province_code(province)
