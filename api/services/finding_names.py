"""Finding place names (地名) and protected historical names (历史地名)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from unicodedata import normalize

from api.services.refusals import UnknownName
from api.store.queries import heritage, names
from api.store.queries.heritage import HeritageWish
from api.store.queries.listing import Listing
from api.store.queries.names import By, NameWish
from api.store.session import Session
from naming.mistyped import meant_by
from naming.syllables import plain

__all__ = [
    "Asked",
    "HeritageWish",
    "NameWish",
    "find",
    "find_heritage",
    "meant_by",
    "search_of",
    "show",
]

Asked = Literal["auto", "characters", "pinyin", "initials"]
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzü")


def find(db: Session, wish: NameWish, *, geometry: bool, limit: int, offset: int) -> Listing:
    """Return a page of the names that are asked for, or that may be meant by a mistyped text."""
    found = names.names_like(db, wish, geometry=geometry, limit=limit, offset=offset)
    if found.matched or not wish.q or wish.by not in ("pinyin", "letters"):
        return found
    likely = replace(wish, likely=meant_by(wish.q))
    return names.names_like(db, likely, geometry=geometry, limit=limit, offset=offset)


def find_heritage(
    db: Session, wish: HeritageWish, *, geometry: bool, limit: int, offset: int
) -> Listing:
    """Return a page of the protected historical names that are asked for."""
    return heritage.heritage_like(db, wish, geometry=geometry, limit=limit, offset=offset)


def show(db: Session, name: int, on: date, known_at: datetime | None = None) -> str:
    """Return everything known of a name on a day as the JSON text of a GeoJSON feature.

    Raises:
        UnknownName: There is no name with this id that may be told.
    """
    found = names.name_in_full(db, name, on, known_at)
    if found is None:
        raise UnknownName(f"没有编号为 {name} 的地名")
    return found


def search_of(q: str | None, by: Asked) -> tuple[str | None, By]:
    """Return a search text in the form the register stores, and how it is to be looked up.

    Letters lose tone marks, capitals, spaces and apostrophes: `Shípō Cūn` is `shipocun`;
    `v` stands for `ü` as on a keyboard. With `auto`, letters may be a reading or initials.
    """
    if q is None or by == "characters":
        return q, "characters"
    letters = plain(normalize("NFC", q).lower().replace("v", "ü"))
    letters = "".join(letter for letter in letters if letter not in " '’-")
    if by == "auto":
        return (
            (letters, "letters") if letters and LETTERS.issuperset(letters) else (q, "characters")
        )
    return letters, by
