"""Typing errors (印刷错误) in printed romanizations: spellings that cannot be meant."""

from __future__ import annotations

from unicodedata import normalize

from naming.characters import table_readings
from naming.claimed_spelling import follows, letters
from naming.pinyin import read, readings_of
from naming.syllables import plain


def typing_fault(printed: str, name: str, ours: str) -> str:
    """Return in Chinese what in `printed` cannot be meant for `name`, or an empty text.

    Found are syllables that are no reading of their character, tones that no reading has,
    spaces or capitals within a syllable, and missing apostrophes. Another reading of a
    polyphone is no fault, nor is a stored spelling from another language: `ours` is right
    whatever the readings.
    """
    place = None if letters(printed) == letters(ours) else follows(printed, name)
    if place is not None:
        at = name[place : place + 1]
        return f"“{at}”的拼写不是该字的读音" if at else "多出字母"
    ends = _ends(printed, name)
    if not ends:
        return ""
    return _broken(printed, ends) or _unmarked(printed, ends) or _wrong_tone(printed, name, ends)


def _ends(printed: str, name: str) -> tuple[int, ...]:
    """Return after which letter each syllable ends; empty if ours has other letters."""
    syllables = [plain(s) for s in read(name).syllables]
    if letters(printed) != letters("".join(syllables)):
        return ()
    ends: list[int] = []
    for syllable in syllables:
        ends.append((ends[-1] if ends else 0) + len(letters(syllable)))
    return tuple(ends)


def _broken(printed: str, ends: tuple[int, ...]) -> str:
    seen = 0
    whole = normalize("NFC", printed)
    mixed = plain(whole) != plain(whole).upper()
    for sign in whole:
        inside = seen and seen not in ends
        if inside and (sign.isspace() or (mixed and sign.isupper())):
            return "空格或大写断在音节中间"
        seen += sign.isalnum()
    return ""


def _unmarked(printed: str, ends: tuple[int, ...]) -> str:
    """Return the fault of a lower-case syllable in a, o, e that joins on without ’."""
    seen, joined_on = 0, False
    for sign in normalize("NFC", printed):
        if sign.isalnum():
            if joined_on and seen in ends and plain(sign) in "aoe":
                return "缺隔音符号"
            seen += 1
        joined_on = sign.isalnum()
    return ""


def _wrong_tone(printed: str, name: str, ends: tuple[int, ...]) -> str:
    bare = "".join(c for c in normalize("NFC", printed).lower() if c.isalnum())
    start = 0
    for character, end in zip(name, ends, strict=True):
        syllable, start = bare[start:end], end
        known = (*table_readings().get(character, ()), *readings_of(character))
        marks = sum(plain(c) != c for c in syllable)
        if marks > 1 or (marks and known and syllable not in known):
            return f"“{character}”没有“{syllable}”这个读音"
    return ""
