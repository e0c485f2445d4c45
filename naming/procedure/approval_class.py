"""The categories that the law tells approvers by (审批类别): finer than the kinds of places.

A town is the province's, a sub-district whoever's set it up; the sea is the ministry's; what is
famous, lies across provinces or at the border is the State Council's.
"""

from __future__ import annotations

from functools import cache

from naming.lexicon.tables import table
from naming.place_kind import PlaceKind
from rulebook.worded import Worded


class ApprovalClass(Worded):
    """Categories of 《地名管理条例》 art. 12 and 《行政区划管理条例》 arts. 7 to 10."""

    FAMOUS = "famous", "著名、跨省、边境的自然地理实体和边境村寨"
    SEA = "sea", "无居民海岛、海域、海底地理实体"
    NATURAL = "natural", "其他自然地理实体"
    DIVISION = "division", "县级以上行政区划"
    TOWN = "town", "乡、民族乡、镇"
    SUBDISTRICT = "subdistrict", "街道等派出机关"
    COMMITTEE = "committee", "村（居）民委员会所在地"
    VILLAGE = "village", "自然村、集镇"
    PARK = "park", "公园、广场、自然保护地"
    ZONE = "zone", "开发区、园区"
    STREET = "street", "道路、街巷"
    BUILDING = "building", "住宅区、楼宇"
    FACILITY = "facility", "交通、水利等设施"
    OTHER = "other", "其他地理实体"

    @property
    def place(self) -> PlaceKind:
        """Return the kind of place that the class is part of."""
        return _WIDER.get(self) or PlaceKind(self.value)


_WIDER = {
    ApprovalClass.FAMOUS: PlaceKind.NATURAL,
    ApprovalClass.SEA: PlaceKind.NATURAL,
    ApprovalClass.TOWN: PlaceKind.TOWNSHIP,
    ApprovalClass.SUBDISTRICT: PlaceKind.TOWNSHIP,
}
BORDER = frozenset({PlaceKind.NATURAL, PlaceKind.VILLAGE})
"""Kinds of which those at the border or of fame are the State Council's (article 12)."""


@cache
def _words() -> dict[str, ApprovalClass]:
    return {row["word"]: ApprovalClass(row["class"]) for row in table("approval_classes")}


def class_of(
    place: PlaceKind, *, place_type: str = "", name: str = "", famous: bool = False
) -> ApprovalClass:
    """Return the class of a place.

    Args:
        place: The kind of place.
        place_type: The word for it, as stated; words are in `lexicon/approval_classes.csv`.
        name: The name; a town whose word leaves it open is told by how its name ends.
        famous: Whether it is famous, across provinces or at the border.
    """
    if famous and place in BORDER:
        return ApprovalClass.FAMOUS
    found = _words().get(place_type.strip())
    if found is not None and found.place is place:
        return found
    if place is PlaceKind.TOWNSHIP:
        ends = (sort for word, sort in _words().items() if name.strip().endswith(word))
        return next((s for s in ends if s.place is place), ApprovalClass.TOWN)
    return ApprovalClass(place.value)
