"""Kinds of places (地名类别) and the words by which offices call them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from naming.lexicon.tables import table


class PlaceKind(StrEnum):
    """The categories of 《地名管理条例》 art. 3 and of Chongqing's, as naming law needs them."""

    NATURAL = "natural"
    DIVISION = "division"
    TOWNSHIP = "township"
    COMMITTEE = "committee"
    VILLAGE = "village"
    PARK = "park"
    ZONE = "zone"
    STREET = "street"
    BUILDING = "building"
    FACILITY = "facility"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the Chinese name of the category."""
        return _TITLES[self]


_TITLES = {
    PlaceKind.NATURAL: "自然地理实体",
    PlaceKind.DIVISION: "县级以上行政区划",
    PlaceKind.TOWNSHIP: "乡镇、街道",
    PlaceKind.COMMITTEE: "村（居）民委员会所在地",
    PlaceKind.VILLAGE: "自然村、集镇",
    PlaceKind.PARK: "公园、广场、自然保护地",
    PlaceKind.ZONE: "开发区、园区",
    PlaceKind.STREET: "道路、街巷",
    PlaceKind.BUILDING: "住宅区、楼宇",
    PlaceKind.FACILITY: "交通、水利等设施",
    PlaceKind.OTHER: "其他地理实体",
}


@cache
def _words() -> dict[str, PlaceKind]:
    return {row["word"]: PlaceKind(row["kind"]) for row in table("place_types")}


def kind_of(word_or_code: str) -> PlaceKind | None:
    """Return the kind an office means by `word_or_code`, or None if it is unknown.

    Known are the Chinese words in `lexicon/place_types.csv`, the five-digit codes of
    GB/T 18521 seen so far, and the values of `PlaceKind` themselves.
    """
    word = word_or_code.strip()
    if word in _words():
        return _words()[word]
    return PlaceKind(word) if word in PlaceKind.__members__.values() else None


@cache
def type_words() -> tuple[tuple[PlaceKind, str], ...]:
    """Return the words by which offices call types of places, kind by kind, without codes."""
    order = list(PlaceKind)
    words = [(kind, word) for word, kind in _words().items() if not word.isdigit()]
    return tuple(sorted(words, key=lambda pair: order.index(pair[0])))
