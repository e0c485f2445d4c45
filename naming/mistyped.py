"""Readings that may be meant where one letter is wrong, missing, too many or out of turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from naming.lexicon.tables import character_rows
from naming.syllables import plain

LETTERS = "abcdefghijklmnopqrstuvwxyzü"
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
    reading = _readings()
    found = (each for each in _one_error_away(letters) if reading.fullmatch(each))
    return tuple(each for each in dict.fromkeys(found) if each != letters)


def _one_error_away(letters: str) -> Iterator[str]:
    for at in range(len(letters) + 1):
        before, after = letters[:at], letters[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


@cache
def _readings() -> re.Pattern[str]:
    syllables = {plain(reading) for _, _, readings in character_rows() for reading in readings}
    # hm, ng: sounds that are words but no names
    syllables = {syllable for syllable in syllables if set("aeiouü") & set(syllable)}
    longest_first = sorted(syllables, key=lambda syllable: (-len(syllable), syllable))
    return re.compile(f"(?:{'|'.join(longest_first)})+")
