"""The form of a name that duplicates are compared by; database and rules share it."""

from __future__ import annotations

from functools import cache

from naming.generics import split
from naming.lexicon.tables import table
from naming.place_kind import PlaceKind


@cache
def ignored_endings() -> tuple[tuple[str, str], ...]:
    """Return (ending, what it counts as) for committee seats, longest ending first.

    石坡村民委员会 counts as 石坡村, 石坡社区居民委员会 as 石坡社区.
    """
    pairs = ((row["ending"], row["counts_as"]) for row in table("ignored_endings"))
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def key_of(name: str, kind: PlaceKind | None) -> str:
    """Return the comparison key of `name`: the same place said in longer words is equal."""
    if kind not in (PlaceKind.COMMITTEE, PlaceKind.TOWNSHIP):
        return name
    for ending, counts_as in ignored_endings():
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)] + counts_as
    return name


def specific_of(name: str, kind: PlaceKind | None) -> str:
    """Return the specific part of the comparison key: 石坡 for 石坡村民委员会."""
    key = key_of(name, kind)
    return split(key, kind).specific or key
