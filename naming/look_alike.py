"""Look-alikes (形近字): what a name may be misread as, one character at a time."""

from __future__ import annotations

from functools import cache, lru_cache

from naming.lexicon.tables import table

MOST = 64


@cache
def _groups() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the groups of each character and the characters of each group."""
    groups: dict[str, tuple[str, ...]] = {}
    members: dict[str, tuple[str, ...]] = {}
    for row in table("look_alikes"):
        character, part = row["character"], row["part"]
        groups[character] = (*groups.get(character, ()), part)
        members[part] = (*members.get(part, ()), character)
    return groups, members


@lru_cache(maxsize=8192)
def alike(character: str) -> tuple[str, ...]:
    """Return the characters that look like `character`, itself left out."""
    groups, members = _groups()
    found = (c for part in groups.get(character, ()) for c in members[part])
    return tuple(dict.fromkeys(c for c in found if c != character))


@lru_cache(maxsize=32768)
def look_alikes(text: str) -> tuple[str, ...]:
    """Return `text` with one character replaced by a look-alike, at most `MOST` of them."""
    found: list[str] = []  # no two are the same: each differs from `text` at its own place
    for place, character in enumerate(text):
        head, tail = text[:place], text[place + 1 :]
        found += [head + other + tail for other in alike(character)]
    return tuple(found[:MOST])
