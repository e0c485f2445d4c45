"""Readings that may be meant where one letter is wrong, missing, too many or out of turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from naming.lexicon.tables import character_rows
from naming.syllables import plain

SHORTEST, LONGEST = 4, 40
"""Shorter letters say too little; longer ones are no name."""


def meant_by(letters: str) -> tuple[str, ...]:
    """Return the readings one typing error away from `letters`, each once.

    `letters` are toneless and without blanks, as `shipocun`. Only what parts into Mandarin
    syllables is a reading: of some thousand strings, a few dozen. Nothing for letters too
    short to be told from others (under four) or too long for a name (over forty).
    """
    if not SHORTEST <= len(letters) <= LONGEST:
        return ()
    found = dict.fromkeys((*_out_of_turn(letters), *_one_letter(letters)))
    return tuple(each for each in found if each != letters)


def _one_letter(letters: str) -> Iterator[str]:
    """Yield readings with a letter more, less or another.

    The syllable in which the letter is stands between two places up to which, and from which
    on, the rest parts into syllables; so only syllables are tried, not letters.
    """
    begins, ends = _boundaries(letters), _boundaries(letters, backwards=True)
    gaps, syllables = _gaps(), _syllables()
    longest = max(map(len, syllables))
    for at in range(len(letters) + 1):
        for first in (place for place in begins if at - longest < place <= at):
            before = letters[first:at]
            for last in (place for place in ends if at <= place < at + longest):
                for letter in gaps.get((before, letters[at:last]), ""):
                    yield letters[:at] + letter + letters[at:]
                if last == at:
                    continue
                after = letters[at + 1 : last]
                for letter in gaps.get((before, after), ""):
                    yield letters[:at] + letter + letters[at + 1 :]
                if before + after in syllables or not before + after:
                    yield letters[:at] + letters[at + 1 :]


def _out_of_turn(letters: str) -> Iterator[str]:
    for at in range(len(letters) - 1):
        turned = letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
        if len(letters) in _boundaries(turned):
            yield turned


def _boundaries(letters: str, *, backwards: bool = False) -> set[int]:
    """Return the places up to which `letters` part into syllables, or from which on."""
    size, syllables = len(letters), _syllables()
    reached = {size if backwards else 0}
    for step in range(size + 1):
        place = size - step if backwards else step
        if place not in reached:
            continue
        for length in range(1, 7):
            piece = (
                letters[max(place - length, 0) : place]
                if backwards
                else letters[place : place + length]
            )
            if len(piece) == length and piece in syllables:
                reached.add(place - length if backwards else place + length)
    return reached


@cache
def _gaps() -> dict[tuple[str, str], str]:
    """Return, for what stands before and after a letter in a syllable, which letters fit."""
    fitting: defaultdict[tuple[str, str], str] = defaultdict(str)
    for syllable in _syllables():
        for at, letter in enumerate(syllable):
            fitting[syllable[:at], syllable[at + 1 :]] += letter
    return dict(fitting)


@cache
def _syllables() -> frozenset[str]:
    """Return the syllables of the 8,105 characters, without hm and ng, which no name has."""
    every = {plain(reading) for _, _, readings in character_rows() for reading in readings}
    return frozenset(syllable for syllable in every if set("aeiouü") & set(syllable))
