"""Where a romanized name is written apart: the words of a name, by kind of place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from naming.generics import Split, generics_of, split
from naming.lexicon.tables import table
from naming.place_kind import PlaceKind

MODIFIERS = "东西南北中前后左右上下内外老新大小正横直支"
# 1984 rules no. 7: an ordinal of a street or lane is written in Arabic digits.
_ORDINAL = re.compile(r"(第?)([一二三四五六七八九十]{1,3})$")
_DIGITS = re.compile(r"[0-9]+$")
# 1203 高地: a code in Arabic digits stands by itself (no. 7)
_CODE = re.compile(r"[0-9]+")
# 广金北一岛 Běiyīdǎo: a direction with a number, before a generic of one syllable
_SIDE = re.compile(r"(?<=..)[东西南北中][一二三四五六七八九]?$")
_ALWAYS_COUNTED = frozenset(["巷", "条", "弄", "横", "支路", "支巷", "横巷", "横路", "胡同", "段"])
_COUNTED = _ALWAYS_COUNTED | frozenset(["里", "路", "街", "马路", "环路", "号路", "号", "环"])
# 经五路, 纬三路: streets of a numbered grid
_GRID = "经纬"
_NUMERALS = re.compile(r"[一二三四五六七八九十]+")
_STREET_END = re.compile(r"(大道|大街|路|街)(?=.)")
_SEAT = re.compile(r"^(.+?)(村|社区)?(村民委员会|居民委员会|村委会|居委会|社区)$")
_SINGLE_AREA = frozenset(["城区", "矿区", "郊区", "市区"])
_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a name that is written as one word; `digits` if it is a number."""

    start: int
    end: int
    digits: str = ""


def words_of(name: str, kind: PlaceKind | None) -> tuple[Word, ...]:
    """Return the words of `name` in order, by the rules for places of `kind`.

    Source: 1984 rules no. 1-4, 6, 7. Natural villages are one word (no. 3); committee
    seats of the form ××村 too, which is an assumption of ours.
    """
    if not name:
        return ()
    if name in _reviewed():
        return _reviewed()[name]
    if kind is PlaceKind.VILLAGE:
        return (Word(0, len(name)),)
    if kind is PlaceKind.COMMITTEE:
        return _seat(name)
    if kind in (PlaceKind.DIVISION, PlaceKind.TOWNSHIP):
        return _division(name, kind)
    if kind is PlaceKind.STREET:
        return _street(name)
    return _numbered(name, kind) or _plainly(name, kind, 0)


def _numbered(name: str, kind: PlaceKind | None) -> tuple[Word, ...]:
    """Return the words of a name with a code in it (1203/高地, 轨道/1/号/线), () if none is."""
    number = _CODE.search(name)
    if not number or number.end() == len(name):
        return ()
    head = _plainly(name[: number.start()], kind, 0) if number.start() else ()
    counted = name.startswith("号", number.end()) and number.end() + 1 < len(name)
    at = number.end() + counted
    sign = (Word(number.end(), at),) if counted else ()
    return (*head, Word(number.start(), number.end(), number[0]), *sign, Word(at, len(name)))


@cache
def _reviewed() -> dict[str, tuple[Word, ...]]:
    """Return names whose words a rule cannot find, cut as somebody has laid down."""
    return {row["name"]: _cut(row["name"], row["words"]) for row in table("romanization_words")}


def _cut(name: str, words: str) -> tuple[Word, ...]:
    """Return the words of `name` as `words` parts them with /; a number stands for characters."""
    found: list[Word] = []
    at = 0
    for part in words.split("/"):
        length = len(part)
        if part.isascii() and part.isdigit():
            ordinal = _NUMERALS.match(name, at)
            length = len(ordinal[0]) if ordinal else 0
        found.append(Word(at, at + length, part if part.isdigit() else ""))
        at += length
    return tuple(found)


def _seat(name: str) -> tuple[Word, ...]:
    found = _SEAT.match(name)
    if not found:
        return (Word(0, len(name)),)
    cut = found.start(3)
    return (Word(0, cut), Word(cut, len(name)))


def _division(name: str, kind: PlaceKind) -> tuple[Word, ...]:
    peoples = [Word(m.start(), m.end()) for m in _peoples().finditer(name) if m.start()]
    if peoples and peoples[-1].end < len(name):
        return (Word(0, peoples[0].start), *peoples, Word(peoples[-1].end, len(name)))
    if name in _SINGLE_AREA:
        return (Word(0, len(name)),)
    return _two(name, split(name, kind).specific, 0)


@cache
def _peoples() -> re.Pattern[str]:
    """Return a pattern for the names of peoples (民族), longest first."""
    names = sorted((row["people"] for row in table("peoples")), key=len, reverse=True)
    return re.compile("|".join(names))


def _street(name: str) -> tuple[Word, ...]:
    """Return the words of a street: an outer street first (解放路/南小街)."""
    inner = _outer_end(name)
    if inner:
        rest = name[inner:]
        if len(rest) <= 3 and rest[0] in MODIFIERS and not _DIGITS.search(rest):
            return (Word(0, inner), Word(inner, len(name)))
        return (*_outer(name[:inner]), *_counted(name, inner))
    return _counted(name, 0)


def _outer(name: str) -> tuple[Word, ...]:
    """Return an outer street as one word, in two if it bears a direction: 永春/南路/2/横."""
    words = _plainly(name, PlaceKind.STREET, 0)
    return words if len(words) == 2 and _modifies(name[words[1].start :]) else (Word(0, len(name)),)


def _outer_end(name: str) -> int:
    """Return where the name of an outer street ends inside `name`, or 0."""
    for found in _STREET_END.finditer(name):
        rest = name[found.end() :]
        if found.start() >= 2 and len(rest) >= 2 and split(rest, PlaceKind.STREET).generic:
            return found.end()
    return 0


def _counted(name: str, start: int) -> tuple[Word, ...]:
    """Return the words of a street, a number before its generic as digits."""
    rest = name[start:]
    parts = split(rest, PlaceKind.STREET)
    if parts.generic[1:] == "马路" and parts.generic[0] in _NUMBERS:
        parts = Split(parts.specific + parts.generic[0], "马路")
    cut = start + len(parts.specific)
    number = _DIGITS.search(parts.specific) or _ordinal(parts.specific, parts.generic, start)
    if not number or not parts.generic:
        return _plainly(name, PlaceKind.STREET, start)
    at = start + number.start()
    head = _modified(name, start, at)
    return (*head, Word(at, cut, _arabic(number[0])), Word(cut, len(name)))


def _ordinal(specific: str, generic: str, start: int) -> re.Match[str] | None:
    """Return the ordinal at the end of a specific part, if it is one of a series."""
    number = _ORDINAL.search(specific)
    if not number or generic not in _COUNTED:
        return None
    if number[1]:
        return number if generic in _ALWAYS_COUNTED and number.start() == 0 else None
    alone = number.start() == 0
    if alone:
        return number if start or generic in ("马路", "环路") else None
    after_name = number.start() >= 2 or specific[0] in _GRID
    series = generic in _ALWAYS_COUNTED or (after_name and len(number[0]) == 1)
    return number if series else None


def _modified(name: str, start: int, end: int) -> tuple[Word, ...]:
    """Return a head before a number, a direction at its end apart: 市场 西 1 巷."""
    if end - start > 2 and name[end - 1] in "东西南北":
        return (Word(start, end - 1), Word(end - 1, end))
    return (Word(start, end),) if end > start else ()


def _arabic(number: str) -> str:
    if number.isascii():
        return number
    if number[0] == "第":
        return f"Dì-{_arabic(number[1:])}"
    tens, ten, ones = number.partition("十")
    if not ten:
        return "".join(str(_NUMBERS[c]) for c in number)
    return str((_NUMBERS[tens] if tens else 1) * 10 + (_NUMBERS[ones] if ones else 0))


def _plainly(name: str, kind: PlaceKind | None, start: int) -> tuple[Word, ...]:
    return _two(name, split(name[start:], kind).specific, start)


def _two(name: str, specific: str, start: int) -> tuple[Word, ...]:
    """Return specific and generic apart, a one-syllable modifier with the generic."""
    cut = start + len(specific)
    if cut in (start, len(name)):
        return (Word(start, len(name)),)
    side = _SIDE.search(specific)
    if len(specific) >= 3 and name[cut - 1] in MODIFIERS and _modifies(name[cut - 1 :]):
        cut -= 1
    elif side and len(side[0]) == 2 and len(name) - cut == 1:
        cut -= 2
    return (*_apart(name, start, cut), Word(cut, len(name)))


def _apart(name: str, start: int, end: int) -> tuple[Word, ...]:
    """Return a specific part, modifiers of two and more syllables apart: 江北/国际, 白沙/长江.

    Source: 1984 rules no. 2.
    """
    for word in _modifiers():
        cut = end - len(word)
        if cut - start >= 2 and name.startswith(word, cut):
            return (*_apart(name, start, cut), Word(cut, end))
    return (Word(start, end),)


@cache
def _modifiers() -> tuple[str, ...]:
    """Return words that modify a generic part (修饰成分), longest first."""
    rows = table("romanization_modifiers")
    return tuple(sorted((row["word"] for row in rows), key=len, reverse=True))


def _modifies(ending: str) -> bool:
    """Tell whether `ending` is a direction or the like before a generic: 南路, 东岛."""
    return ending[0] in "东西南北中前后" and ending[1:] in generics_of(None)
