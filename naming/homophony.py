"""Words that a name sounds like though it is written otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from naming.near_sound import fold
from naming.pinyin import read
from naming.place_kind import PlaceKind
from naming.syllables import plain
from naming.wording import Entry, entries

# Village names sound so too often without tones for the sound alone to mean anything.
TONES_TOO = "tones"


@cache
def _by_sound(
    list_name: str, toned: bool, overlay: str
) -> dict[tuple[str, ...], tuple[Entry, ...]]:
    """Return the entries of a list by their syllables."""
    found: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for entry in entries(list_name, overlay):
        sound = _sound(entry.word, toned)
        found[sound] = (*found.get(sound, ()), entry)
    return found


@lru_cache(maxsize=8192)
def _sound(text: str, toned: bool) -> tuple[str, ...]:
    syllables = read(text).syllables
    return syllables if toned else tuple(plain(s) for s in syllables)


def heard_inside(
    list_name: str, text: str, kind: PlaceKind | None, overlay: str = ""
) -> Iterator[tuple[str, Entry]]:
    """Yield (stretch of `text`, entry) where the stretch sounds as the entry, tones included."""
    syllables = read(text).syllables
    sounds = _by_sound(list_name, toned=True, overlay=overlay)
    for start in range(len(text) - 1):
        for length in (2, 3):
            stretch = text[start : start + length]
            for entry in sounds.get(syllables[start : start + length], ()):
                if kind in entry.kinds and stretch != entry.word:
                    yield stretch, entry


def heard_as_whole(
    list_name: str, text: str, kind: PlaceKind | None, overlay: str = ""
) -> Iterator[Entry]:
    """Yield the entries that the whole `text` sounds like, tones ignored."""
    for entry in _by_sound(list_name, toned=False, overlay=overlay).get(
        _sound(text, toned=False), ()
    ):
        if kind in entry.kinds and text != entry.word and entry.match != TONES_TOO:
            yield entry


def heard_in_dialect(
    list_name: str, text: str, kind: PlaceKind | None, overlay: str = ""
) -> Iterator[Entry]:
    """Yield the entries that `text` sounds like where zh is said z and l is said n.

    Those of `heard_as_whole` are left out.
    """
    plainly = set(heard_as_whole(list_name, text, kind, overlay))
    for entry in _by_fold(list_name, overlay).get(fold(_sound(text, toned=False)), ()):
        others = text != entry.word and entry.match != TONES_TOO and entry not in plainly
        if kind in entry.kinds and others:
            yield entry


@cache
def _by_fold(list_name: str, overlay: str) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries(list_name, overlay):
        sound = fold(_sound(entry.word, toned=False))
        found[sound] = (*found.get(sound, ()), entry)
    return found
