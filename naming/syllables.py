"""Pinyin syllables: tone marks, plain letters, what is a syllable at all."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

TONE_MARKS = frozenset("\u0300\u0301\u0304\u030c")


@lru_cache(maxsize=8192)
def plain(syllable: str) -> str:
    """Return `syllable` without tone marks, ü kept: lǜ gives lü."""
    letters = (c for c in normalize("NFD", syllable) if c not in TONE_MARKS)
    return normalize("NFC", "".join(letters))


@lru_cache(maxsize=8192)
def initial(syllable: str) -> str:
    """Return the first letter without its tone mark: ān gives a."""
    return plain(syllable)[0]


def capital(word: str) -> str:
    """Return `word` with its first letter in upper case, also ā and ò."""
    return word[:1].upper() + word[1:]


def joined(syllables: tuple[str, ...]) -> str:
    """Return the syllables as one word, with ’ before a, o, e inside it.

    Source: 1984 rules no. 11 (隔音符号): Xī’ān.
    """
    if not syllables:
        return ""
    rest = (f"’{s}" if plain(s)[0] in "aoe" else s for s in syllables[1:])
    return syllables[0] + "".join(rest)
