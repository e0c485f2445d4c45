"""Where proposals stand: the division that is stated, the one found from the location."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

TOWNSHIP, COUNTY, PROVINCE = 4, 3, 1
_STATED = text(
    "SELECT * FROM diming_stated_divisions("
    "CAST(:nos AS integer[]), :codes, :counties, :provinces, :day)"
)
_LOCATED = text(
    "SELECT * FROM diming_located(CAST(:nos AS integer[]), CAST(:lons AS double precision[]),"
    " CAST(:lats AS double precision[]), :day)"
)
_OFF = text(
    "SELECT * FROM diming_off_division(CAST(:nos AS integer[]), CAST(:divisions AS integer[]),"
    " CAST(:lons AS double precision[]), CAST(:lats AS double precision[]), :day)"
)
_SCHEMES = ("mca", "nbs", "gb2260", None)
"""Which scheme is believed where one code names two divisions: the legal list first."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a proposal says of its place: a code, or names, or a point (EPSG:4490), or none."""

    code: str = ""
    county: str = ""
    province: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A division that `Whereabouts` names; `ended` if it no longer exists on the day."""

    division_id: int
    level: int
    scheme: str | None
    name: str
    place: str
    township_id: int | None
    county_id: int | None
    province_id: int | None
    ended: date | None


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
        stated: Divisions that the stated code or name means on the day, best first; more
            than one if schemes disagree; empty if unknown to the register.
        located: Divisions the point lies in, by level.
        off_m: Metres from the point to the stated division, 0 inside; None if not told.
        off_status: Status of the geometry that `off_m` was measured against.
    """

    whereabouts: Whereabouts
    stated: tuple[Stated, ...] = ()
    located: tuple[Located, ...] = ()
    off_m: float | None = None
    off_status: str = ""

    def id_at(self, level: int) -> int | None:
        """Return the division of `level` it stands in: as stated, else as found."""
        for stated in self.stated[:1]:
            known = {
                TOWNSHIP: stated.township_id,
                COUNTY: stated.county_id,
                PROVINCE: stated.province_id,
            }[level]
            if known is not None:
                return known
        return next((at.division_id for at in self.located if at.level == level), None)


def standpoints(db: Session, asked: Sequence[Whereabouts], day: date) -> list[Standpoint]:
    """Return where each of `asked` stands on `day`, in three round trips at most."""
    stated = _stated(db, asked, day)
    located = _located(db, asked, day)
    measured = _off(db, asked, stated, day)
    return [
        Standpoint(
            where,
            tuple(stated.get(no, ())),
            tuple(located.get(no, ())),
            *measured.get(no, (None, "")),
        )
        for no, where in enumerate(asked)
    ]


def _stated(db: Session, asked: Sequence[Whereabouts], day: date) -> dict[int, list[Stated]]:
    named = list(dict.fromkeys((w.code, w.county, w.province) for w in asked))
    named = [words for words in named if any(words)]
    if not named:
        return {}
    codes, counties, provinces = map(list, zip(*named, strict=True))
    asking = {"nos": list(range(len(named))), "codes": codes, "counties": counties}
    found: dict[tuple[str, str, str], list[Stated]] = {}
    for row in db.execute(_STATED, {**asking, "provinces": provinces, "day": day}):
        found.setdefault(named[row.no], []).append(Stated(*row[1:]))
    ordered = {words: _best_first(hits) for words, hits in found.items()}
    keys = ((no, (w.code, w.county, w.province)) for no, w in enumerate(asked))
    return {no: ordered[key] for no, key in keys if key in ordered}


def _best_first(hits: list[Stated]) -> list[Stated]:
    living = [h for h in hits if h.ended is None] or hits
    living.sort(key=lambda h: _SCHEMES.index(h.scheme))
    return list({h.division_id: h for h in reversed(living)}.values())[::-1]


def _located(db: Session, asked: Sequence[Whereabouts], day: date) -> dict[int, list[Located]]:
    points = [(no, w.lon, w.lat) for no, w in enumerate(asked) if w.lon is not None]
    if not points:
        return {}
    nos, lons, lats = map(list, zip(*points, strict=True))
    found: dict[int, list[Located]] = {}
    asking = {"nos": nos, "lons": lons, "lats": lats, "day": day}
    for row in db.execute(_LOCATED, asking):
        found.setdefault(row.no, []).append(Located(*row[1:]))
    return found


def _off(
    db: Session, asked: Sequence[Whereabouts], stated: dict[int, list[Stated]], day: date
) -> dict[int, tuple[float, str]]:
    both = [
        (no, stated[no][0], w.lon, w.lat)
        for no, w in enumerate(asked)
        if w.lon is not None and no in stated
    ]
    if not both:
        return {}
    asking = {
        "nos": [b[0] for b in both],
        # a committee area has no drawn shape: its town's is taken
        "divisions": [b[1].township_id or b[1].division_id for b in both],
        "lons": [b[2] for b in both],
        "lats": [b[3] for b in both],
        "day": day,
    }
    return {row.no: (row.distance_m, row.status) for row in db.execute(_OFF, asking)}
