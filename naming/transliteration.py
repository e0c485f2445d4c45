"""Telling foreign names in Chinese characters from Chinese ones, by their characters.

Translators of foreign names use few hundred characters for their sound (尔, 斯, 塞);
villages use others for their sense. Each character carries the logarithm of how much
more often it stands in foreign city names than in Chinese village names, see
`lexicon/SOURCES.md`. A run's score is the sum over the square root of its length, so
that one strange character is not enough and a long run is not punished.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt

from naming.lexicon.tables import table

# Characters the table leaves out are at most this likely in a foreign name.
UNLISTED = -2.5
LONGEST_RUN = 8


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
    known = weights()
    values = [known.get(character, UNLISTED) for character in text]
    best = Run("", 0.0)
    for start in range(len(values)):
        if values[start] <= 0:
            continue
        total = 0.0
        for end in range(start, min(len(values), start + LONGEST_RUN)):
            total += values[end]
            length = end - start + 1
            if length >= least and total / sqrt(length) > best.score:
                best = Run(text[start : end + 1], total / sqrt(length))
    return best


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
