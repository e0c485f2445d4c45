"""Codes (标志编号) for signs that a table tells of without one.

A code is `BZ-` + the number of the name in the register + `-` + eight signs made from the kind of
the sign and its place: the same row gets the same code whenever and wherever it is loaded, so that
a table loaded twice makes no second sign, even where an office has meanwhile put the place in other
words on the page. The place is what is written for it (设置地点), else the coordinates to four
decimals (some ten metres); white space and the width of letters do not count.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from api.services.loading.sign_rows import SignRow, Unreadable, sign_kind_of
from api.store.queries.sign_lists import SignWish, signs_at
from api.store.queries.signs import NamedPlace, sign_with_code
from api.store.session import Session

PREFIX = "BZ"
LETTERS = 8
WAY_OUT = "请写明不同的设置地点，或填标志编号"


@dataclass(frozen=True, slots=True)
class Numbered:
    """The code of a row, the sign that it means if there is one, and what is to be said of it."""

    code: str
    sign: UUID | None = None
    said: str = ""


def number_of(db: Session, row: SignRow, name: NamedPlace) -> Numbered:
    """Return the code of a row that has none.

    A sign that stands in the register for this name, of this kind, at this place is meant, and
    keeps its code if it has one.

    Raises:
        Unreadable: Several signs of the register are as likely.
    """
    kind = str(row.told.get("kind") or sign_kind_of(name.place_kind))
    code = code_for(name.id, kind, row)
    if (known := sign_with_code(db, code)) is not None:
        return Numbered(code, known, f"未填标志编号，按编号 {code} 识别")
    words = plain(str(row.told.get("place_words") or ""))
    alike = [
        (id, known)
        for id, known, place in signs_at(db, SignWish(name_id=name.id, kind=kind))
        if words and plain(place) == words
    ]
    if len(alike) > 1:
        raise Unreadable(f"登记库中该地名、类别、设置地点的标志有 {len(alike)} 块；{WAY_OUT}")
    if not alike:
        return Numbered(code, None, f"未填标志编号，编为 {code}")
    (sign, kept) = alike[0]
    return Numbered(
        kept or code, sign, f"未填标志编号，按地名、类别、设置地点识别为 {kept or code}"
    )


def code_for(name_id: int, kind: str, row: SignRow) -> str:
    """Return the code that a row gets for its name, kind and place."""
    place = plain(str(row.told.get("place_words") or ""))
    if not place and row.point is not None:
        place = f"{row.point[0]:.4f},{row.point[1]:.4f}"
    told = hashlib.sha256(f"{kind}|{place}".encode()).hexdigest()
    return f"{PREFIX}-{name_id}-{told[:LETTERS].upper()}"


def plain(place: str) -> str:
    """Return the words for a place without white space, letters in one width."""
    return "".join(unicodedata.normalize("NFKC", place).split())
