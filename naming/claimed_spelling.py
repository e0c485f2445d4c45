"""Reading a romanization that somebody claims, letter by letter, against a name."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from naming.characters import table_readings
from naming.pinyin import readings_of
from naming.syllables import plain

LYU = re.compile(r"(l|\bn)yu", re.IGNORECASE)
LETTERS_AND_DIGITS = re.compile(r"[^a-zü0-9]+")


def letters(text: str) -> str:
    """Return the bare letters and digits: no case, tone, space or apostrophe.

    v, u: and the yu of lyu and nyu are ü.
    """
    bare = plain(normalize("NFC", text).lower().replace("u:", "ü").replace("v", "ü"))
    bare = LYU.sub(r"\1ü", bare)
    return LETTERS_AND_DIGITS.sub("", bare)


def tones_given(text: str) -> bool:
    """Tell whether `text` has tone marks."""
    return any(plain(c) != c for c in normalize("NFC", text))


@lru_cache(maxsize=4096)
def follows(claimed: str, name: str) -> int | None:
    """Return where `claimed` first fits no reading of `name`, None if all fits.

    Any reading of a character is accepted, digits for numerals too, and extra readings
    outside the table where the reviewed list has them.
    """
    rest = frozenset({letters(claimed)})
    for place, character in enumerate(name):
        options = _spellings(character)
        rest = frozenset(r[len(o) :] for r in rest for o in options if r.startswith(o))
        if not rest:
            return place
    return None if "" in rest else len(name)


@lru_cache(maxsize=8192)
def _spellings(character: str) -> tuple[str, ...]:
    read = {plain(r) for r in (*table_readings().get(character, ()), *readings_of(character))}
    digits = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7"}
    digits |= {"八": "8", "九": "9", "十": "10", "第": ""}
    extra = {digits[character]} if character in digits else set()
    if character == "十":
        extra |= {"1", "0", ""}
    return tuple((read or {letters(character)}) | extra)
