"""Slight hints (迹象) in the name of an estate: one is nothing, several together are a fault."""

from __future__ import annotations

from functools import lru_cache

from naming.parameters.layers import word_overlay
from naming.place_kind import PlaceKind
from naming.wording import hits_of
from rulebook.parameters import Parameters
from rulebook.rule import Weight

# Parameter files older than 2026.11c have it not.
LARGE = "large_building_generics"
LISTS = ("grand", "feudal", "odd", "exotic")


@lru_cache(maxsize=8192)
def hint_spans(text: str, kind: PlaceKind | None, overlay: str) -> frozenset[tuple[int, int]]:
    """Return where listed words stand in `text` that only hint at a fault."""
    found = (hit for name in LISTS for hit in hits_of(name, text, kind, overlay))
    return frozenset((h.start, h.end) for h in found if h.entry.weight is Weight.NOTE)


def doubtful_ending(text: str, parameters: Parameters) -> str:
    """Return the ending that some offices refuse as a generic of estates, or an empty text."""
    words = parameters.words("doubtful_building_generics")
    return max((w for w in words if text.endswith(w)), key=len, default="")


def large_ending(text: str, parameters: Parameters) -> str:
    """Return the ending that is a generic of large complexes only, or an empty text.

    By itself it is for the thresholds of size to judge (CQ-GEN-4, CQ-GEN-5).
    """
    if LARGE not in parameters.items:
        return ""
    words = parameters.words(LARGE)
    return max((w for w in words if text.endswith(w)), key=len, default="")


def adds_up(text: str, kind: PlaceKind | None, parameters: Parameters) -> bool:
    """Tell whether the hints in the name of an estate are as many as make a warning."""
    if kind is not PlaceKind.BUILDING:
        return False
    spans = hint_spans(text, kind, word_overlay(parameters))
    ending = doubtful_ending(text, parameters) or large_ending(text, parameters)
    last = len(text) - len(ending)
    counted = len(spans) + bool(ending and all(end <= last for _, end in spans))
    return counted >= parameters.number("hints_at_least")
