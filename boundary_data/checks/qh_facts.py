"""What the rules about division codes may ask: the list that a unit stands in, and registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from boundary_data.codes import CodeRefused, DivisionCode
from boundary_data.division import CodedUnit, Scheme
from boundary_data.laws import DIVISION_CODES, TOWN_CODES
from rulebook.law import Clause, Standing

NOBODY: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True)
class CodeFacts:
    """The list under check, and what is known from registers.

    Attributes:
        units: Every unit of the list.
        scheme: Whose codes they are said to be, or None.
        known: Names that a register gives each code, by the digits; empty without one.
        retired: Names that a code had before, by the digits.
    """

    units: tuple[CodedUnit, ...] = ()
    scheme: Scheme | None = None
    known: Mapping[str, frozenset[str]] = field(default_factory=lambda: NOBODY)
    retired: Mapping[str, frozenset[str]] = field(default_factory=lambda: NOBODY)

    def __post_init__(self) -> None:
        """Index the list by digits once."""
        index: dict[str, list[CodedUnit]] = defaultdict(list)
        for unit in self.units:
            code = code_of(unit)
            if code is not None:
                index[code.digits].append(unit)
        object.__setattr__(self, "_index", index)

    def with_code(self, code: DivisionCode) -> tuple[CodedUnit, ...]:
        """Return the units of the list that carry `code`."""
        index: Mapping[str, list[CodedUnit]] = self.__dict__["_index"]
        return tuple(index.get(code.digits, ()))


def code_of(unit: CodedUnit) -> DivisionCode | None:
    """Return the code of `unit`, or None if its text is no code (rule DC-1 reports that)."""
    return parsed(unit.code)


@lru_cache(maxsize=1 << 16)
def parsed(text: str) -> DivisionCode | None:
    """Return the code that `text` writes, or None; every rule asks it of every unit."""
    try:
        return DivisionCode.of(text)
    except CodeRefused:
        return None


def county_codes(article: str) -> Clause:
    """Return a place in GB/T 2260, whose text was seen in secondary sources."""
    return DIVISION_CODES.clause(
        article, Standing.ASSUMED, "标准正文未见，据公开的编码规则说明整理"
    )


def town_codes(article: str) -> Clause:
    """Return a place in GB/T 10114, whose text was seen in secondary sources."""
    return TOWN_CODES.clause(article, Standing.ASSUMED, "标准正文未见，据公开的编码规则说明整理")


def named(units: Iterable[CodedUnit]) -> str:
    """Return the names of `units` for a sentence."""
    return "、".join(f"“{unit.name or unit.code}”（第{unit.row}个）" for unit in units)
