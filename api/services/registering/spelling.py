"""What a name is searched and compared by, with the spelling that was approved."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from api.services.registering.entries import EntryRefused
from naming.claimed_spelling import follows, letters, tones_given
from naming.place_kind import PlaceKind
from naming.registering import IndexedName, indexed
from naming.romanization import romanize
from naming.syllables import plain

LONGEST = 60


def is_han(character: str) -> bool:
    """Tell whether a character is one of the Chinese script, as Unicode names it."""
    return unicodedata.name(character, "").startswith("CJK ")


def _foreign(found: IndexedName, name: str, romanization: str) -> IndexedName:
    """Return the columns of a name in another script (少数民族文字): its spelling is as given."""
    said = romanization or name
    spelled = "".join(c for c in unicodedata.normalize("NFD", said) if not unicodedata.combining(c))
    if not any(c.isascii() and c.isalpha() for c in spelled) or not all(
        c.isascii() and (c.isalpha() or c in " '-") for c in spelled.replace("’", "'")
    ):
        raise EntryRefused(
            f"“{name}”没有罗马字母拼写", "请填写少数民族语地名的罗马字母转写", "romanization"
        )
    return replace(found, toned=said, plain=spelled, pinyin=letters(spelled))


def indexed_as(name: str, kind: PlaceKind, romanization: str, region: str = "") -> IndexedName:
    """Return the columns of a name, its spelling as given or worked out.

    Args:
        name: The name.
        kind: What it names.
        romanization: The spelling with tone marks; empty to have it worked out.
        region: Code of the division it lies in: some characters are read by region.

    Raises:
        EntryRefused: The name is empty or too long, or the spelling does not spell it.
    """
    if not name.strip() or name != name.strip() or len(name) > LONGEST:
        raise EntryRefused(
            f"地名“{name[:LONGEST]}”为空、首尾有空格或超过 {LONGEST} 字", "请核对地名", "name"
        )
    found = indexed(name, kind)
    if not any(is_han(character) for character in name):
        return _foreign(found, name, romanization)
    if not romanization:
        spelling = romanize(name, kind, code=region)
        pinyin = letters(spelling.plain)
        return replace(found, toned=spelling.toned, plain=spelling.plain, pinyin=pinyin)
    if follows(romanization, name) is not None:
        raise EntryRefused(
            f"“{romanization}”不是“{name}”的读音", f"请写作“{found.toned}”", "romanization"
        )
    if not tones_given(romanization) and plain(found.toned) != found.toned:
        raise EntryRefused("拼写没有标调", f"请写作“{found.toned}”", "romanization")
    plainly = " ".join(plain(word) for word in romanization.split(" "))
    return replace(found, toned=romanization, plain=plainly, pinyin=letters(romanization))
