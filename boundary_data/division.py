"""Levels of divisions (行政区划层级) and what a unit of a list is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The five levels, with the digits that their codes have."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"

    @property
    def digits(self) -> int:
        """Return how many digits tell a unit of this level from all others: 2, 4, 6, 9, 12."""
        return _DIGITS[self]

    @property
    def zh(self) -> str:
        """Return the Chinese word: 省级, 地级, 县级, 乡级, 村级."""
        names = {"province": "省级", "city": "地级", "county": "县级", "town": "乡级"}
        return names.get(self.value, "村级")

    @property
    def above(self) -> Level | None:
        """Return the level above, None above the province."""
        return _ABOVE[self]


_DIGITS = dict(zip(Level, (2, 4, 6, 9, 12), strict=True))
_ABOVE: dict[Level, Level | None] = dict(zip(Level, (None, *Level), strict=False))


class Scheme(StrEnum):
    """Who gave a code; the same digits name different towns in two schemes."""

    GB2260 = "gb2260"
    MCA = "mca"
    NBS = "nbs"


@dataclass(frozen=True, slots=True)
class CodedUnit:
    """One row of a list of divisions, as it stands.

    Attributes:
        code: The digits as written.
        name: The name as written.
        row: Number in the file, from 1.
        urban_rural: Urban-rural class (城乡分类代码) of a village, if the list has it.
    """

    code: str
    name: str = ""
    row: int = 0
    urban_rural: str = ""
