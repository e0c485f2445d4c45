"""Readings (读音) of names: one to print, all possible ones to compare by sound.

The reviewed place-name readings come first, then words that mean what they say in
pypinyin's phrases, then the reading a character usually has in place names. This is
the only module that knows pypinyin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from pypinyin.constants import PINYIN_DICT
from pypinyin.phrases_dict import phrases_dict
from pypinyin.seg import mmseg

from naming.characters import table_readings
from naming.lexicon.tables import table
from naming.syllables import initial, plain

DEFAULT_LIMIT = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """How a name is read.

    Attributes:
        syllables: One toned syllable a character; a character without reading is itself.
        uncertain: (character, possible readings) where a person should look.
        source: `reviewed` (审定), `rule` (惯用读音) or `dictionary`.
    """

    syllables: tuple[str, ...]
    uncertain: tuple[tuple[str, tuple[str, ...]], ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Habit:
    reading: str
    followed_by: str
    preceded_by: str


@cache
def _habits() -> dict[str, tuple[_Habit, ...]]:
    """Return the habits of each character, those with a condition first."""
    found: dict[str, list[_Habit]] = {}
    for row in table("pinyin_characters"):
        habit = _Habit(row["reading"], row["next"], row["previous"])
        found.setdefault(row["character"], []).append(habit)
    return {
        character: tuple(sorted(habits, key=lambda h: not (h.followed_by or h.preceded_by)))
        for character, habits in found.items()
    }


@cache
def _reviewed() -> dict[str, tuple[str, ...]]:
    return {row["name"]: tuple(row["reading"].split()) for row in table("pinyin_names")}


@lru_cache(maxsize=32768)
def readings_of(character: str) -> tuple[str, ...]:
    """Return the readings of one character, likeliest first; empty if it has none."""
    known = table_readings().get(character)
    listed = tuple(PINYIN_DICT.get(ord(character), "").split(","))
    if known is None:
        return listed[:1] if listed[0] else ()
    usual = next((h.reading for h in _habits().get(character, ()) if not _conditional(h)), None)
    order = [usual, *listed, *known]
    heard = [r for r in known if (character, r) not in _unused() and plain(r) != r]
    return tuple(sorted(heard or known, key=order.index))


@cache
def _unused() -> frozenset[tuple[str, str]]:
    """Return readings that no place name has: 石 as a measure, 区 as a surname."""
    return frozenset((row["character"], row["reading"]) for row in table("pinyin_unused"))


def _conditional(habit: _Habit) -> bool:
    return bool(habit.followed_by or habit.preceded_by)


@lru_cache(maxsize=65536)
def read(name: str) -> Reading:
    """Return the reading of `name`, toned, one syllable a character."""
    for length in range(len(name), 1, -1):
        head = _reviewed().get(name[:length])
        if head and (length == len(name) or _is_division(name[length:])):
            rest = _by_rule(name[length:])
            return Reading(head + rest.syllables, rest.uncertain, "reviewed")
    return _by_rule(name)


def _is_division(rest: str) -> bool:
    """Tell whether `rest` is what follows the specific part of a division's name."""
    return rest[-1] in "省市区县镇乡道村路街巷桥站" and len(rest) <= 2


def _by_rule(name: str) -> Reading:
    by_word = _from_words(name) if any(len(readings_of(c)) > 1 for c in name) else {}
    syllables: list[str] = []
    uncertain: list[tuple[str, tuple[str, ...]]] = []
    for place, character in enumerate(name):
        choices = readings_of(character)
        habit = _habit_at(name, place)
        syllables.append(habit or by_word.get(place) or (choices or (character,))[0])
        if len(choices) > 1 and not habit and place not in by_word and _is_open(character):
            uncertain.append((character, choices))
    return Reading(tuple(syllables), tuple(uncertain), "dictionary" if by_word else "rule")


def _habit_at(name: str, place: int) -> str | None:
    """Return the reading that the neighbours of the character ask for."""
    after, before = name[place + 1 : place + 2], name[place - 1 : place] if place else ""
    for habit in _habits().get(name[place], ()):
        if not _conditional(habit):
            return None
        if (after and after in habit.followed_by) or (before and before in habit.preceded_by):
            return habit.reading
    return None


def _is_open(character: str) -> bool:
    """Tell whether places differ in how they read the character, or nobody has said."""
    return character in _ambiguous() or character not in _habits()


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(r["character"] for r in table("pinyin_characters") if r["ambiguous"])


def _from_words(name: str) -> dict[int, str]:
    """Return the readings that words of two and more characters give, by position."""
    found: dict[int, str] = {}
    place = 0
    for word in mmseg.seg.cut(name):
        spoken = phrases_dict.get(word) if len(word) > 1 and word not in _distrusted() else None
        for offset, choices in enumerate(spoken or ()):
            if choices[0] in readings_of(word[offset]):
                found[place + offset] = choices[0]
        place += len(word)
    return found


@cache
def _distrusted() -> frozenset[str]:
    """Return words whose dictionary reading is not the one place names have."""
    return frozenset(row["word"] for row in table("pinyin_distrusted"))


@lru_cache(maxsize=32768)
def plain_readings_of(character: str) -> tuple[str, ...]:
    """Return the different toneless readings of one character, likeliest first."""
    return tuple(dict.fromkeys(plain(r) for r in readings_of(character))) or (character,)


@lru_cache(maxsize=65536)
def sound_keys(text: str, limit: int = DEFAULT_LIMIT) -> tuple[str, ...]:
    """Return every possible toneless reading, syllables joined by one space.

    The printed reading comes first. At most `limit` keys: of a name with more, the
    likelier readings of each character are kept, so that the search stays bounded.
    """
    first = tuple(plain(s) for s in read(text[:64]).syllables)
    choices = [plain_readings_of(c) for c in text[:64]]
    total = 1
    for place, options in enumerate(choices):
        total *= len(options)
        if total > limit:
            choices[place] = options[:1]
            total //= len(options)
    keys = [" ".join(first), *(" ".join(key) for key in product(*choices))]
    return tuple(dict.fromkeys(keys))[:limit]


def initials(text: str, limit: int = DEFAULT_LIMIT) -> tuple[str, ...]:
    """Return the first letters of every possible reading, e.g. `cq` for 重庆."""
    keys = sound_keys(text, limit)
    return tuple(dict.fromkeys("".join(initial(s) for s in key.split()) for key in keys))
