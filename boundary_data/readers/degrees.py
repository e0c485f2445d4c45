"""Longitude and latitude as people write them: 106°33′12.3″, 东经106度33分12秒, 106.5534."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
WIDE = {0xFF10 + n: str(n) for n in range(10)}
MARKS = WIDE | {0xFF0E: ".", 0xFF0D: "-", 0xFF1A: ":", 0xFF0B: "+", 0xFF0C: ","}
DEGREE = "°度\u02da\u00ba\u2218"
MINUTE = "′分'\u2019\u2018\uff07\u02b9"
SECOND = '″秒"\u201d\u201c\uff02\u02ba'
PARTED = re.compile(
    rf"(?P<sign>[+-]?)(?P<deg>\d+(?:\.\d+)?)\s*[{DEGREE}:\s-]\s*"
    rf"(?:(?P<min>\d+(?:\.\d+)?)\s*(?:[{MINUTE}:\s-]|$)\s*)?"
    rf"(?:(?P<sec>\d+(?:\.\d+)?)\s*(?:[{SECOND}]|[{MINUTE}]{{2}}|$))?\s*"
)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""Thousands set apart; 106,553 alone may be a decimal comma and is left to people."""
SIDES = {
    "东经": ("lon", 1), "西经": ("lon", -1), "北纬": ("lat", 1), "南纬": ("lat", -1),
    "E": ("lon", 1), "W": ("lon", -1), "N": ("lat", 1), "S": ("lat", -1),
    "东": ("lon", 1), "西": ("lon", -1), "北": ("lat", 1), "南": ("lat", -1),
}  # fmt: skip


class UnreadableDegrees(ValueError):
    """The text is no angle; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Written:
    """An angle or a number as read.

    Attributes:
        value: Decimal degrees, or the bare number.
        axis: `lon` or `lat` if the text says so (E, 北纬), else empty.
        parted: Whether it was written in degrees, minutes and seconds.
    """

    value: float
    axis: str = ""
    parted: bool = False


def written(text: str) -> Written:
    """Return what `text` writes.

    Raises:
        UnreadableDegrees: if it is neither a number nor degrees, minutes and seconds, or if
            minutes or seconds are 60 or more.
    """
    bare, axis, sign = _without_side(text.translate(MARKS).strip())
    if GROUPED.fullmatch(bare) and ("." in bare or bare.count(",") > 1):
        bare = bare.replace(",", "")
    if NUMBER.fullmatch(bare):
        return Written(sign * float(bare), axis)
    if re.fullmatch(rf"{NUMBER.pattern}\s*[{DEGREE}]", bare):
        return Written(sign * float(bare[:-1]), axis, parted=True)
    found = PARTED.fullmatch(bare)
    if not found or (found["min"] is None and found["sec"] is not None):
        raise UnreadableDegrees(f"“{text[:30]}”不是坐标")
    minutes, seconds = float(found["min"] or 0.0), float(found["sec"] or 0.0)
    if minutes >= 60.0 or seconds >= 60.0:
        raise UnreadableDegrees(f"“{text[:30]}”的分、秒应小于 60")
    size = float(found["deg"]) + minutes / 60.0 + seconds / 3600.0
    return Written(sign * (-size if found["sign"] == "-" else size), axis, parted=True)


def _without_side(text: str) -> tuple[str, str, int]:
    for word, (axis, sign) in SIDES.items():
        upper = text.upper()
        if upper.startswith(word):
            return text[len(word) :].lstrip(" :").strip(), axis, sign
        if upper.endswith(word):
            return text[: -len(word)].strip(), axis, sign
    return text, "", 1
