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


# In the column `next` of a habit: the end of the specific part (庄行镇, 大水泊).
END = "|"
SETTLED = ("", "镇", "乡", "区", "村", "街道", "社区")


@dataclass(frozen=True, slots=True)
class _Habit:
    reading: str
    followed_by: str
    preceded_by: str
    codes: tuple[str, ...]

    @property
    def conditional(self) -> bool:
        """Tell whether it holds beside some characters or in some divisions only."""
        return bool(self.followed_by or self.preceded_by or self.codes)


@cache
def _habits() -> dict[str, tuple[_Habit, ...]]:
    """Return the habits of each character, those with a condition first."""
    found: dict[str, list[_Habit]] = {}
    for row in table("pinyin_characters"):
        codes = tuple(row["code"].split())
        habit = _Habit(row["reading"], row["next"], row["previous"], codes)
        found.setdefault(row["character"], []).append(habit)
    return {
        character: tuple(sorted(habits, key=lambda h: not h.conditional))
        for character, habits in found.items()
    }


@cache
def _reviewed() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the reviewed readings of each name with the code they hold under, longest first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in table("pinyin_names"):
        found.setdefault(row["name"], []).append((row["code"], tuple(row["reading"].split())))
    return {name: tuple(sorted(read, key=lambda r: -len(r[0]))) for name, read in found.items()}


def _reviewed_at(name: str, code: str) -> tuple[str, ...]:
    """Return the reviewed reading of `name` in the division `code`, empty if there is none."""
    known = _reviewed().get(name, ())
    return next((syllables for under, syllables in known if code.startswith(under)), ())


@lru_cache(maxsize=32768)
def readings_of(character: str) -> tuple[str, ...]:
    """Return the readings of one character, likeliest first; empty if it has none."""
    known = table_readings().get(character)
    listed = tuple(PINYIN_DICT.get(ord(character), "").split(","))
    if known is None:
        return listed[:1] if listed[0] else ()
    usual = next((h.reading for h in _habits().get(character, ()) if not h.conditional), None)
    order = [usual, *listed, *known]
    heard = [r for r in known if (character, r) not in _unused() and plain(r) != r]
    return tuple(sorted(heard or known, key=order.index))


@cache
def _unused() -> frozenset[tuple[str, str]]:
    """Return readings that no place name has: 石 as a measure, 区 as a surname."""
    return frozenset((row["character"], row["reading"]) for row in table("pinyin_unused"))


@lru_cache(maxsize=65536)
def read(name: str, code: str = "") -> Reading:
    """Return the reading of `name`, toned, one syllable a character.

    `code` is the code of the division the place lies in, or its first digits: 圩 is xū in
    Jiangxi and wéi in Jiangsu. Without it the reading is the one most places have.
    """
    for length in range(len(name), 1, -1):
        head = _reviewed_at(name[:length], code)
        if head and (length == len(name) or _is_division(name[length:])):
            rest = _by_rule(name[length:], code)
            return Reading(head + rest.syllables, rest.uncertain, "reviewed")
    return _by_rule(name, code)


def _is_division(rest: str) -> bool:
    """Tell whether `rest` is what follows the specific part of a division's name."""
    return rest[-1] in "省市区县镇乡道村路街巷桥站" and len(rest) <= 2


def _by_rule(name: str, code: str) -> Reading:
    readings = [readings_of(character) for character in name]
    by_word = _from_words(name) if max(map(len, readings), default=0) > 1 else {}
    habitual = _habits()
    syllables: list[str] = []
    uncertain: list[tuple[str, tuple[str, ...]]] = []
    for place, (character, choices) in enumerate(zip(name, readings, strict=True)):
        habit = _habit_at(name, place, code) if character in habitual else None
        syllables.append(habit or by_word.get(place) or (choices or (character,))[0])
        if len(choices) > 1 and not habit and place not in by_word and _is_open(character):
            uncertain.append((character, choices))
    return Reading(tuple(syllables), tuple(uncertain), "dictionary" if by_word else "rule")


def _habit_at(name: str, place: int, code: str) -> str | None:
    """Return the reading that the neighbours of the character, or the division, ask for."""
    for habit in _habits().get(name[place], ()):
        if not habit.conditional:
            return None
        if _asked_for(habit, name, place, code):
            return habit.reading
    return None


def _asked_for(habit: _Habit, name: str, place: int, code: str) -> bool:
    if habit.codes and not (code and code.startswith(habit.codes)):
        return False
    rest, before = name[place + 1 :], name[place - 1 : place] if place else ""
    if not (habit.followed_by or habit.preceded_by):
        return True
    ends = END in habit.followed_by and rest in SETTLED
    follows = bool(rest) and rest[0] in habit.followed_by
    return ends or follows or bool(before and before in habit.preceded_by)


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
    first = " ".join([plain(s) for s in read(text[:64]).syllables])
    choices = [plain_readings_of(c) for c in text[:64]]
    if max(map(len, choices), default=1) == 1:
        only = " ".join([options[0] for options in choices])
        return (first,) if only == first else (first, only)[:limit]
    total = 1
    for place, options in enumerate(choices):
        total *= len(options)
        if total > limit:
            choices[place] = options[:1]
            total //= len(options)
    keys = [first, *(" ".join(key) for key in product(*choices))]
    return tuple(dict.fromkeys(keys))[:limit]


def initials(text: str, limit: int = DEFAULT_LIMIT) -> tuple[str, ...]:
    """Return the first letters of every possible reading, e.g. `cq` for 重庆."""
    keys = sound_keys(text, limit)
    return tuple(dict.fromkeys("".join(initial(s) for s in key.split()) for key in keys))
