"""Words that a name sounds like though it is written otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from naming.pinyin import read
from naming.place_kind import PlaceKind
from naming.syllables import plain
from naming.wording import Entry, entries

# Village names sound so too often without tones for the sound alone to mean anything.
TONES_TOO = "tones"
VOWELS = "aeiouüv"


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
        for length in (2, 3)[: len(text) - start - 1]:
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
    list_name: str,
    text: str,
    kind: PlaceKind | None,
    mergers: tuple[str, ...],
    overlay: str = "",
) -> Iterator[Entry]:
    """Yield the entries that `text` sounds like where a dialect tells fewer sounds apart.

    Those of `heard_as_whole` are left out.

    Args:
        list_name: List in `lexicon/words.csv`.
        text: What is heard.
        kind: The kind of place.
        mergers: What is said alike, as written in the parameter `dialect_mergers`: `zh=z`
            for an initial, `ing=in` for a final, `hu=fu` for a whole syllable.
        overlay: Key of an office's list.
    """
    plainly = set(heard_as_whole(list_name, text, kind, overlay))
    sound = _merged(_sound(text, toned=False), mergers)
    for entry in _by_dialect(list_name, mergers, overlay).get(sound, ()):
        others = text != entry.word and entry.match != TONES_TOO and entry not in plainly
        if kind in entry.kinds and others:
            yield entry


@cache
def _by_dialect(
    list_name: str, mergers: tuple[str, ...], overlay: str
) -> dict[tuple[str, ...], tuple[Entry, ...]]:
    found: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for entry in entries(list_name, overlay):
        sound = _merged(_sound(entry.word, toned=False), mergers)
        found[sound] = (*found.get(sound, ()), entry)
    return found


def _merged(syllables: tuple[str, ...], mergers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_said(syllable, mergers) for syllable in syllables)


@lru_cache(maxsize=4096)
def _said(syllable: str, mergers: tuple[str, ...]) -> str:
    """Return the toneless syllable as the dialect says it; of initials the first counts."""
    changed = False
    for heard, _, alike in (merger.partition("=") for merger in mergers):
        if syllable == heard and _has_vowel(heard):
            syllable = alike
        elif _has_vowel(heard[0]) and syllable.endswith(heard):
            syllable = syllable.removesuffix(heard) + alike
        elif not _has_vowel(heard) and not changed and syllable.startswith(heard):
            syllable, changed = alike + syllable.removeprefix(heard), True
    return syllable


def _has_vowel(text: str) -> bool:
    return any(letter in VOWELS for letter in text)
