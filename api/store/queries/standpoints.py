"""Where proposals stand: the division that is stated, the one found from the location."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

TOWNSHIP, COUNTY, PROVINCE = 4, 3, 1


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a proposal says of its place: a code, or names, or a point (EPSG:4490), or none."""

    code: str = ""
    county: str = ""
    province: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Divisions:
    """The divisions that a place stands in, None where unknown."""

    township_id: int | None = None
    county_id: int | None = None
    province_id: int | None = None

    def id_at(self, level: int) -> int | None:
        """Return the division of `level`."""
        ids = {TOWNSHIP: self.township_id, COUNTY: self.county_id, PROVINCE: self.province_id}
        return ids[level]


@dataclass(frozen=True, slots=True)
class Stated:
    """A division that `Whereabouts` names.

    Attributes:
        division_id: Its id.
        scheme: Whose code it was stated by; None if by name.
        place: Where it is in words, the county before the town.
        ended: The day it ceased to exist, if it no longer exists.
        successors: What came in its place, if it ended.
    """

    division_id: int
    scheme: str | None
    place: str
    ended: date | None
    successors: tuple[str, ...]

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Stated:
        """Return the division as `diming_facts` tells it."""
        ended = fact["ended"]
        return cls(
            division_id=fact["division_id"],
            scheme=fact["scheme"],
            place=fact["place"],
            ended=date.fromisoformat(ended) if ended else None,
            successors=tuple(filter(None, fact["successors"] or ())),
        )


@dataclass(frozen=True, slots=True)
class Located:
    """A division that the point lies in, by geometry of this status and accuracy (metres)."""

    level: int
    division_id: int
    name: str
    status: str
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a proposal stands.

    Attributes:
        whereabouts: What it says of its place.
        here: The divisions it stands in: as stated, else as found.
        stated: Divisions that the stated code or name means on the day, best first; more
            than one if schemes disagree; empty if unknown to the register.
        located: Divisions the point lies in, by level.
        off_m: Metres from the point to the stated division, 0 inside; None if not told.
        off_status: Status of the geometry that `off_m` was measured against.
    """

    whereabouts: Whereabouts
    here: Divisions = Divisions()
    stated: tuple[Stated, ...] = ()
    located: tuple[Located, ...] = ()
    off_m: float | None = None
    off_status: str = ""
