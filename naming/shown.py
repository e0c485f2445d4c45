"""A name as it is quoted in a sentence."""

from __future__ import annotations

QUOTED_AT_MOST = 20


def shown(name: str) -> str:
    """Return `name`, cut to `QUOTED_AT_MOST` characters with … if it is longer."""
    return name if len(name) <= QUOTED_AT_MOST else f"{name[:QUOTED_AT_MOST]}…"
