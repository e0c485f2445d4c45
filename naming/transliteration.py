"""Telling foreign names in Chinese characters from Chinese ones, by their characters.

Translators of foreign names use few hundred characters for their sound (尔, 斯, 塞);
villages use others for their sense. Each character carries the logarithm of how much
more often it stands in foreign city names than in Chinese village names, see
`lexicon/SOURCES.md`. A run's score is the sum over the square root of its length, so
that one strange character is not enough and a long run is not punished.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt

from naming.lexicon.tables import table

# Characters the table leaves out are at most this likely in a foreign name.
UNLISTED = -2.5
LONGEST_RUN = 8
PAIR = 2
# What no name holds: it keeps runs from reaching over a native word.
GAP = "\u3000" * 2


@dataclass(frozen=True, slots=True)
class Run:
    """The stretch of a name that sounds most foreign, and how much so."""

    text: str
    score: float


@cache
def weights() -> dict[str, float]:
    """Return the weight of every listed character; above 0 means rather foreign."""
    return {row["character"]: float(row["weight"]) for row in table("transliteration_characters")}


@lru_cache(maxsize=8192)
def most_foreign(text: str, least: int) -> Run:
    """Return the run of at least `least` characters with the highest score."""
    return most_foreign_by(weights(), text, least)


def most_foreign_by(known: Mapping[str, float], text: str, least: int) -> Run:
    """Return the run that sounds most foreign by the weights `known`.

    A run begins with a character that is rather foreign, and of a run of two both are:
    one strange character beside a plain one says nothing.
    """
    values = [known.get(character, UNLISTED) for character in text]
    best = Run("", 0.0)
    for start in range(len(values)):
        if values[start] <= 0:
            continue
        total = 0.0
        for end in range(start, min(len(values), start + LONGEST_RUN)):
            total += values[end]
            length = end - start + 1
            enough = length >= least and (length > PAIR or values[end] > 0)
            if enough and total / sqrt(length) > best.score:
                best = Run(text[start : end + 1], total / sqrt(length))
    return best


def without_native(text: str) -> str:
    """Return `text` with a gap for each Chinese word that is written as if it were foreign.

    Such are cities of minority areas (海拉尔) and words at home in Chinese (棕榈, 蓬莱).
    """
    return _native().sub(GAP, text)


def native_in(text: str) -> tuple[str, ...]:
    """Return the Chinese words in `text` that are written as if they were foreign."""
    return tuple(_native().findall(text))


@cache
def _native() -> re.Pattern[str]:
    words = [row["name"] for name in ("native_words", "native_divisions") for row in table(name)]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


@cache
def foreign_names() -> dict[str, tuple[str, int, str]]:
    """Return (kind, uses in Chinese village names, source) of listed foreign names."""
    rows = table("foreign_names")
    return {r["name"]: (r["kind"], int(r["chinese_uses"]), r["source"]) for r in rows}


@lru_cache(maxsize=8192)
def listed_names_in(text: str) -> tuple[str, ...]:
    """Return the listed foreign names that `text` contains, the longest of overlapping ones."""
    found: list[str] = []
    start = 0
    while start < len(text) - 1:
        name = next((n for n in _heads(text, start) if n in foreign_names()), "")
        found += [name] if name else []
        start += len(name) or 1
    return tuple(found)


def _heads(text: str, start: int) -> tuple[str, ...]:
    longest = min(len(text) - start, LONGEST_RUN)
    return tuple(text[start : start + length] for length in range(longest, 1, -1))
