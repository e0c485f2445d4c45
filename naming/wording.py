"""Words that a name should not contain: found in one pass over the name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick

from naming.lexicon.overlays import word_rows
from naming.lexicon.tables import table
from naming.place_kind import PlaceKind
from rulebook.rule import Weight


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a list, the kinds of places it matters for, and what it weighs there."""

    list_name: str
    word: str
    kinds: frozenset[PlaceKind]
    match: str
    weight: Weight
    category: str
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a name, from character `start` to before `end`."""

    entry: Entry
    start: int
    end: int


@cache
def entries(list_name: str, overlay: str = "") -> tuple[Entry, ...]:
    """Return the entries of one list of `lexicon/words.csv`, an office's laid over ours.

    `overlay` is a key of `naming.lexicon.overlays`, empty for ours alone.
    """
    return tuple(_entry(row) for row in word_rows(overlay) if row["list"] == list_name)


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        list_name=row["list"],
        word=row["word"],
        kinds=frozenset(PlaceKind(kind) for kind in row["scope"].split()),
        match=row["match"],
        weight=Weight(row["weight"]),
        category=row["category"],
        source=row["source"],
    )


@cache
def _automaton(overlay: str) -> ahocorasick.Automaton:
    """Return the searcher of all words looked for as such, and of harmless ones."""
    by_word: dict[str, list[Entry]] = {}
    for row in word_rows(overlay):
        if row["match"] in ("contains", "specific"):
            by_word.setdefault(row["word"], []).append(_entry(row))
    for row in table("harmless_words"):
        by_word.setdefault(row["word"], [])
    automaton = ahocorasick.Automaton()
    for word, found in by_word.items():
        automaton.add_word(word, (len(word), tuple(found)))
    automaton.make_automaton()
    return automaton


@cache
def harmless() -> frozenset[str]:
    """Return longer words in which a listed word means nothing."""
    return frozenset(row["word"] for row in table("harmless_words"))


@lru_cache(maxsize=8192)
def hits(text: str, overlay: str = "") -> tuple[Hit, ...]:
    """Return every listed word in `text`, in order.

    A word inside a longer harmless word (白帝 holds 帝) is not a hit, and of two hits
    of one list the shorter inside the longer is left out.
    """
    spans: list[tuple[int, int]] = []
    found: list[Hit] = []
    for last, (length, matched) in _automaton(overlay).iter(text):
        start, end = last - length + 1, last + 1
        if text[start:end] in harmless():
            spans.append((start, end))
        found.extend(Hit(entry, start, end) for entry in matched)
    if not found:
        return ()
    kept = [h for h in found if not any(s <= h.start and h.end <= e for s, e in spans)]
    return tuple(h for h in kept if not any(_covers(other, h) for other in kept))


def _covers(other: Hit, hit: Hit) -> bool:
    longer = other.end - other.start > hit.end - hit.start
    inside = other.start <= hit.start and hit.end <= other.end
    return longer and inside and _same_use(other.entry, hit.entry)


def _same_use(one: Entry, other: Entry) -> bool:
    return one.list_name == other.list_name and one.kinds >= other.kinds


def hits_of(
    list_name: str, text: str, kind: PlaceKind | None, overlay: str = ""
) -> tuple[Hit, ...]:
    """Return the hits of one list that matter for a place of `kind`."""
    found = hits(text, overlay)
    if not found:
        return ()
    place = kind or PlaceKind.BUILDING
    return tuple(h for h in found if h.entry.list_name == list_name and place in h.entry.kinds)
