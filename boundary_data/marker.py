"""Boundary markers (界桩): numbers, bodies, and what the register knows of one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from shapely.geometry import Point

from boundary_data.worded import Worded

BODIES = frozenset("ABCDE")
"""Type letters of double (A, B) and triple (C, D, E) markers; Q is a single one."""

_PROVINCE_FORM = re.compile(r"\d{4}\d{3}[A-EQ]?")
_TYPED = re.compile(r".*\d[A-EQ]")


class Condition(Worded):
    """State of a marker at an inspection."""

    INTACT = "intact", "完好"
    DAMAGED = "damaged", "损坏", "损毁"
    LOST = "lost", "丢失", "遗失", "灭失"
    MOVED = "moved", "移位", "位移"


class Standing(Worded):
    """How many bodies stand for one marker number (单立、双立、三立), or a tripoint (三交点)."""

    SINGLE = "single", "单立"
    DOUBLE = "double", "双立", "同号双立"
    TRIPLE = "triple", "三立", "同号三立"
    TRIPOINT = "tripoint", "三交点"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReference:
    """A reference object (方位物) as the register gives it."""

    name: str
    grid_azimuth_deg: float
    distance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMarker:
    """A marker as the register gives it.

    Attributes:
        number: Full number, with the type letter where there is one.
        point: Position in degrees (EPSG:4490).
        standing: Single, double, triple or tripoint, if known.
        sides: Codes of the divisions that meet at it; empty means those of the line.
        caretaker: Code of the division that looks after it, if known.
        accuracy_m: How sure the registered position is, metres.
        condition: Its state when last inspected.
        references: Its registered reference objects.
    """

    number: str
    point: Point
    standing: Standing | None = None
    sides: tuple[str, ...] = ()
    caretaker: str | None = None
    accuracy_m: float | None = None
    condition: Condition | None = None
    references: tuple[KnownReference, ...] = ()


def normal(number: str) -> str:
    """Return a marker number without blanks, half-width and in capitals."""
    wide = unicodedata.normalize("NFKC", number).upper()
    # without its blanks a text may have letters and accents to join again
    return "".join(unicodedata.normalize("NFKC", "".join(wide.split())).split())


def full_number(number: str, body: str | None) -> str:
    """Return the normal form of `number`, with the body letter if it lacks one."""
    plain, letter = normal(number), normal(body or "")
    return plain if not letter or _TYPED.fullmatch(plain) else plain + letter


def body_of(number: str) -> str:
    """Return the type letter (A to E, Q) at the end of a number, or an empty text."""
    plain = normal(number)
    return plain[-1] if _TYPED.fullmatch(plain) else ""


def station_of(number: str) -> str:
    """Return the number without type letter: what the bodies of one marker share."""
    plain = normal(number)
    return plain[:-1] if body_of(plain) else plain


def is_province_form(number: str) -> bool:
    """Tell whether a number has the form of province lines: 4 + 3 digits + type letter."""
    return _PROVINCE_FORM.fullmatch(normal(number)) is not None
