"""Generic parts of names (通名): the longest ending that a kind of place knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from naming.lexicon.tables import table
from naming.place_kind import PlaceKind

LONGEST = 12
# 横街, 正街: one character that is a whole specific part (1984 rules no. 1: Héng Jiē)
SINGLE_SPECIFICS = "横正老新前后上下东西南北中"
# In this order a bare ending tells what a place is when nobody says it.
GUESS_ORDER = (
    PlaceKind.TOWNSHIP,
    PlaceKind.STREET,
    PlaceKind.COMMITTEE,
    PlaceKind.BUILDING,
    PlaceKind.PARK,
    PlaceKind.ZONE,
    PlaceKind.FACILITY,
    PlaceKind.DIVISION,
    PlaceKind.NATURAL,
    PlaceKind.VILLAGE,
    PlaceKind.OTHER,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A name cut into its specific (专名) and its generic part (通名, empty if unknown)."""

    specific: str
    generic: str


@cache
def generics_of(kind: PlaceKind | None) -> frozenset[str]:
    """Return the generic words of `kind`; those of every kind for None."""
    rows = table("generics")
    return frozenset(r["generic"] for r in rows if kind is None or kind in r["kinds"].split())


@cache
def kinds_of(generic: str) -> frozenset[PlaceKind]:
    """Return the kinds of places that bear `generic`."""
    rows = table("generics")
    found = (r["kinds"].split() for r in rows if r["generic"] == generic)
    return frozenset(PlaceKind(k) for kinds in found for k in kinds)


def split(name: str, kind: PlaceKind | None = None) -> Split:
    """Return `name` cut before its longest known generic part.

    With a `kind` only that kind's generics count. A name that is a generic word and
    nothing else keeps an empty specific part.
    """
    known = generics_of(kind)
    for start in range(max(0, len(name) - LONGEST), len(name)):
        if name[start:] in known and (start or not _is_street_like(name, known)):
            return Split(name[:start], name[start:])
    return Split(name, "")


def _is_street_like(name: str, known: frozenset[str]) -> bool:
    """Tell whether a name like 横街, a generic word in itself, is still cut in two."""
    return len(name) == 2 and name[0] in SINGLE_SPECIFICS and name[1:] in known


def guess_kind(name: str) -> PlaceKind | None:
    """Return the kind that the ending of `name` points to, or None.

    The longest ending decides; among kinds that share it, the one the office meets
    most often with it (`GUESS_ORDER`).
    """
    generic = split(name).generic
    kinds = kinds_of(generic)
    return next((kind for kind in GUESS_ORDER if kind in kinds), None)
