"""Which comparison keys there are at all: what no name of the register has need not be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

MOST_KEYS = 400_000
"""Keys held in memory at the most, about 100 bytes each; a larger register is asked each time."""

_FEW = text("SELECT count(*) <= :most FROM (SELECT 1 FROM name_key LIMIT :most + 1) n")
_KEYS = text("SELECT part, place_kind, key FROM name_key GROUP BY part, place_kind, key")


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """The keys of all names in the register, by part of the name and kind of place.

    `sets` is None for a register with more than `MOST_KEYS`: then any key may be there.
    """

    sets: Mapping[tuple[str, str], frozenset[str]] | None

    def among(self, part: str, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of `keys` that some name may have, in order."""
        if self.sets is None:
            return tuple(keys)
        there = self.sets.get((part, kind), _NONE)
        return tuple([key for key in keys if key in there]) if there else ()


_NONE: frozenset[str] = frozenset()
ANY_KEYS = KnownKeys(None)
"""For who does not know which keys there are."""


def known_keys(db: Session) -> KnownKeys:
    """Return the keys of all names that the session can see, of whatever time and place."""
    if not db.execute(_FEW, {"most": MOST_KEYS}).scalar_one():
        return ANY_KEYS
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for part, kind, key in db.execute(_KEYS):
        found[part, kind].append(key)
    return KnownKeys({which: frozenset(keys) for which, keys in found.items()})
