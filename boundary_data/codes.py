"""Division codes (行政区划代码): 6, 9 and 12 digits, their levels, parents and ranges.

The ranges are those of GB/T 2260 and GB/T 10114 as far as they could be read in
secondary texts; all 1,031 towns and 11,270 villages of Chongqing of 2023 agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from boundary_data.division import Level

FORM = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?")
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWN, Level.VILLAGE)
URBAN_RURAL = {
    "111": "主城区",
    "112": "城乡结合区",
    "121": "镇中心区",
    "122": "镇乡结合区",
    "123": "特殊区域",
    "210": "乡中心区",
    "220": "村庄",
}


class CodeRefused(ValueError):
    """The text is no division code; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True, order=True)
class DivisionCode:
    """A division code, kept as its significant digits (2, 4, 6, 9 or 12)."""

    digits: str

    @classmethod
    def of(cls, text: str) -> DivisionCode:
        """Return the code that `text` writes, padded with zeros or not.

        `500101`, `500101000` and `500101000000` are the same county.

        Raises:
            CodeRefused: if it is not 2, 4, 6, 9 or 12 digits, or only zeros follow
                nothing (a province 00).
        """
        plain = text.strip()
        if not plain.isascii() or not FORM.fullmatch(plain):
            raise CodeRefused(f"“{text}”不是区划代码：应为 6、9 或 12 位数字")
        if plain.startswith("00"):
            raise CodeRefused(f"“{text}”不是区划代码：省级代码不能为 00")
        for level in reversed(LEVELS):
            if len(plain) >= level.digits and plain[_start(level) : level.digits].strip("0"):
                return cls(plain[: level.digits])
        raise CodeRefused(f"“{text}”不是区划代码")

    @property
    def level(self) -> Level:
        """Return the level that the number of digits says."""
        return next(level for level in LEVELS if level.digits == len(self.digits))

    @property
    def part(self) -> int:
        """Return the number within the parent: the last two or three digits."""
        return int(self.digits[_start(self.level) :])

    @property
    def parent(self) -> DivisionCode | None:
        """Return the code of the unit above by digits, None for a province."""
        above = self.level.above
        return None if above is None else DivisionCode(self.digits[: above.digits])

    def within(self, other: DivisionCode) -> bool:
        """Tell whether this code lies under `other`, or is it."""
        return self.digits.startswith(other.digits)

    def padded(self, width: int) -> str:
        """Return the digits filled with zeros to `width`, e.g. 6 for 500000."""
        return self.digits.ljust(width, "0")

    def __str__(self) -> str:
        """Return at least six digits, as tables write them."""
        return self.padded(6)


def _start(level: Level) -> int:
    return 0 if level.above is None else level.above.digits


def kind_of_city(code: DivisionCode) -> str:
    """Return what the third and fourth digit say (rule DC-1), empty if outside all ranges."""
    number = int(code.digits[2:4])
    if code.digits[:2] in MUNICIPALITIES:
        return {1: "市辖区", 2: "县"}.get(number, "")
    if 1 <= number <= 20 or 51 <= number <= 70:
        return "地级市"
    if 21 <= number <= 50:
        return "地区、自治州、盟"
    return "省（自治区）直辖县级行政区划" if number == 90 else ""


def kind_of_county(code: DivisionCode) -> str:
    """Return what the fifth and sixth digit say (rule DC-1), empty if outside all ranges."""
    number = int(code.digits[4:6])
    if code.digits[:2] in MUNICIPALITIES:
        return "县" if int(code.digits[2:4]) == 2 else "市辖区" if number else ""
    if 1 <= number <= 20 or 51 <= number <= 80:
        return "市辖区"
    if 21 <= number <= 50:
        return "县、自治县、旗、自治旗"
    return "县级市" if 81 <= number <= 99 else ""


def kind_of_town(code: DivisionCode) -> str:
    """Return what the seventh to ninth digit say (rule DC-2), empty if outside all ranges."""
    number = int(code.digits[6:9])
    for last, kind in ((99, "街道"), (199, "镇"), (399, "乡"), (599, "类似乡级单位")):
        if 1 <= number <= last:
            return kind
    return ""


def kind_of_village(code: DivisionCode) -> str:
    """Return what the last three digits say (rule DC-3), empty if outside all ranges."""
    number = int(code.digits[9:12])
    bounds = ((199, "居民委员会"), (399, "村民委员会"), (499, "类似居委会"), (599, "类似村委会"))
    for last, kind in bounds:
        if 1 <= number <= last:
            return kind
    return ""
