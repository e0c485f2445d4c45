"""What a boundary line (界线) is called here: its code and its name.

The official 《界线、界桩代码编制方法》 was not seen, so the codes are our own and stable: a line
keeps the code that it got when it was first entered.

- county lines: the two six-digit codes, the smaller first: `500101-500154`;
- township lines: the scheme and the two nine-digit codes: `nbs:500101001-500101017`,
  because the same nine digits name different towns in two schemes;
- units without a common scheme: our own ids, `id:12-345`.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Protocol

from naming.lexicon.tables import table

COUNTY = 3
SUFFIXES = ("特别行政区", "街道办事处", "自治区", "自治州", "自治县", "自治旗", "新区", "街道")
SHORT_SUFFIXES = ("地区", "省", "市", "区", "县", "旗", "镇", "乡", "盟")
SHORTEST = 2


class DivisionWords(Protocol):
    """What a division is called: id, rank, name, codes by scheme."""

    id: int
    level: int
    name: str
    nbs: str | None
    mca: str | None


def line_code(left: DivisionWords, right: DivisionWords, taken: Collection[str]) -> str:
    """Return a code for the line between two divisions that is not yet `taken`."""
    code = _code(left, right)
    number = 2
    unique = code
    while unique in taken:
        unique, number = f"{code}.{number}", number + 1
    return unique


def _code(left: DivisionWords, right: DivisionWords) -> str:
    if left.level <= COUNTY:
        codes = [left.nbs or left.mca, right.nbs or right.mca]
        if all(codes):
            return "-".join(sorted(str(code) for code in codes))
    for scheme, codes in (("nbs", [left.nbs, right.nbs]), ("mca", [left.mca, right.mca])):
        if all(codes):
            return f"{scheme}:{'-'.join(sorted(str(code) for code in codes))}"
    return f"id:{left.id}-{right.id}"


def line_name(left: str, right: str) -> str:
    """Return the name of a line: 万州—开州线."""
    return f"{short_name(left)}—{short_name(right)}线"


def short_name(name: str) -> str:
    """Return a division's name without type and peoples: 石柱 for 石柱土家族自治县.

    One character is no short name: 忠县 stays 忠县.
    """
    for suffix in (*SUFFIXES, *SHORT_SUFFIXES):
        if name.endswith(suffix) and len(name) - len(suffix) >= SHORTEST:
            return _without_peoples(name[: -len(suffix)])
    return name


def _without_peoples(name: str) -> str:
    for people in _peoples():
        if name.endswith(people) and len(name) - len(people) >= SHORTEST:
            return _without_peoples(name[: -len(people)])
    return name


@cache
def _peoples() -> tuple[str, ...]:
    return tuple(sorted((row["people"] for row in table("peoples")), key=len, reverse=True))
