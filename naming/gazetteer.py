"""Gazetteers (地名录、地名词典、地名志): entries, the two orders of a Chinese book, the index.

A gazetteer is ordered by pinyin, an index by strokes: number of strokes, then their kinds in
writing order (横竖撇点折), character after character, as dictionaries are (GB 13000.1 字序).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from naming.lexicon.tables import FOLDER
from naming.syllables import plain
from rulebook.worded import Worded

UNKNOWN_STROKES = 99
NUMERALS = "零一二三四五六七八九"
TONES = {
    **dict.fromkeys("āēīōūǖ", "1"),
    **dict.fromkeys("áéíóúǘ", "2"),
    **dict.fromkeys("ǎěǐǒǔǚ", "3"),
    **dict.fromkeys("àèìòùǜ", "4"),
}


class BookKind(Worded):
    """The three kinds of gazetteer (标准地名录、标准地名词典、标准地名志)."""

    LIST = "list", "标准地名录", "录"
    DICTIONARY = "dictionary", "标准地名词典", "典"
    CHRONICLE = "chronicle", "标准地名志", "志"


@dataclass(frozen=True, slots=True)
class Entry:
    """One standard name as a book prints it; empty texts are left out.

    `lon` and `lat` are CGCS2000 degrees, rounded to minutes in print.
    """

    number: int
    name: str
    romanization: str
    category: str
    type_words: str = ""
    county: str = ""
    township: str = ""
    location: str = ""
    meaning: str = ""
    origin: str = ""
    history: str = ""
    description: str = ""
    former: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that stand under one heading, in order."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A gazetteer before it is printed.

    `index` holds, for each number of strokes, names with the numbers of their entries; `sounds`
    the same by the first letter, empty where the text itself is in that order.
    """

    kind: BookKind
    area: str
    year: int
    publisher: str
    sections: tuple[Section, ...]
    index: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    sounds: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()

    @property
    def title(self) -> str:
        """Return the title, e.g. 万州区标准地名词典."""
        return f"{self.area}{self.kind.zh}"

    @property
    def count(self) -> int:
        """Return how many entries the book has."""
        return sum(len(section.entries) for section in self.sections)


def pinyin_order(name: str, romanization: str) -> tuple[object, ...]:
    """Return the key by which names are sorted by sound: letters, then tones, then strokes."""
    letters = "".join(one for one in plain(romanization).lower() if one.isalpha())
    tones = "".join(TONES[letter] for letter in romanization.lower() if letter in TONES)
    return (letters, tones, stroke_order(name))


def stroke_order(name: str) -> tuple[tuple[int, str, str], ...]:
    """Return the key by which names are sorted by strokes; unknown characters come last."""
    return tuple((*_strokes().get(one, (UNKNOWN_STROKES, "")), one) for one in name)


def bound(
    kind: BookKind, area: str, entries: Iterable[Entry], *, year: int, publisher: str
) -> Book:
    """Return the book of `entries`: ordered, numbered from 1, with its index by strokes."""
    ordered = sorted(entries, key=lambda one: pinyin_order(one.name, one.romanization))
    groups = _by_letter(ordered) if kind is BookKind.DICTIONARY else _by_division(ordered)
    sections: list[Section] = []
    number = 0
    for heading, members in groups:
        numbered = []
        for one in members:
            number += 1
            numbered.append(_numbered(one, number))
        sections.append(Section(heading, tuple(numbered)))
    by_sound = () if kind is BookKind.DICTIONARY else sound_index(sections)
    return Book(kind, area, year, publisher, tuple(sections), stroke_index(sections), by_sound)


def sound_index(
    sections: Sequence[Section],
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Return names and entry numbers under the first letter of their spelling, by sound."""
    entries = [one for section in sections for one in section.entries]
    entries.sort(key=lambda one: (pinyin_order(one.name, one.romanization), one.number))
    return tuple(
        (letter, tuple((one.name, one.number) for one in members))
        for letter, members in _by_letter(entries)
    )


def stroke_index(
    sections: Sequence[Section],
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Return names and entry numbers under each number of strokes of the first character."""
    named = [(one.name, one.number) for section in sections for one in section.entries]
    named.sort(key=lambda pair: (stroke_order(pair[0]), pair[1]))
    return tuple(
        (strokes_in_words(count), tuple(pairs))
        for count, pairs in groupby(named, key=lambda pair: stroke_order(pair[0])[0][0])
    )


def strokes_in_words(count: int) -> str:
    """Return a number of strokes as an index heads it, e.g. 十二画."""
    if count == UNKNOWN_STROKES:
        return "笔画不详"
    tens, ones = divmod(count, 10)
    words = ("" if tens == 1 else NUMERALS[tens]) + "十" if tens else ""
    return f"{words}{NUMERALS[ones] if ones or not tens else ''}画"


def _by_letter(ordered: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    def letter(one: Entry) -> str:
        return (plain(one.romanization)[:1] or "#").upper()

    return [(head, list(members)) for head, members in groupby(ordered, key=letter)]


def _by_division(ordered: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    def division(one: Entry) -> tuple[object, ...]:
        # what lies in no township comes first: the county itself, rivers, roads
        return (stroke_order(one.county), one.township != "", stroke_order(one.township))

    grouped = groupby(sorted(ordered, key=division), key=lambda one: (one.county, one.township))
    return [(" ".join(part for part in head if part) or "全域", list(m)) for head, m in grouped]


def _numbered(one: Entry, number: int) -> Entry:
    return replace(one, number=number)


@cache
def _strokes() -> dict[str, tuple[int, str]]:
    lines = (FOLDER / "strokes.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    return {c[0]: (int(c[1]), c[2]) for c in cells}
