"""Codes of places (地名代码) of the national database: town, type, serial number."""

from __future__ import annotations

import re
from dataclasses import dataclass

FORM = re.compile(r"([0-9]{9})([12][0-9]{4})([0-9]{6})")


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """A code of twenty digits.

    The form is inferred from codes in use (the rule of 2010 was not seen).

    Attributes:
        town: Nine-digit code of the town (乡级政区代码).
        type_code: Five-digit code of the type of place (GB/T 18521).
        serial: Number within town and type, from 1 on.
    """

    town: str
    type_code: str
    serial: int

    def __str__(self) -> str:
        return f"{self.town}{self.type_code}{self.serial:06d}"


def place_code_of(text: str) -> PlaceCode | None:
    """Return what a code of twenty digits says, None if it has another form."""
    found = FORM.fullmatch(text)
    return None if found is None else PlaceCode(found[1], found[2], int(found[3]))
