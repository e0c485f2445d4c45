"""Describing a line (界线): the lines between two units, markers along one, its course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry import MultiLineString

from api.services.finding_boundaries import BoundaryWish
from api.services.knowing_lines import lines_of
from api.services.refusals import UnknownBoundary, UnknownDivision
from api.store.queries import boundaries as store
from api.store.session import Session
from boundary_data.checks.days import later_by_years
from boundary_data.course import Station, Stretch, course, stations, told
from boundary_data.inspection_facts import limits
from boundary_data.line import KnownLine
from boundary_data.marker import Standing

MOST = 100


@dataclass(frozen=True, slots=True)
class Described:
    """A line with the figures that people ask for; lengths in metres.

    Attributes:
        line: The line.
        length_m: Geodesic length.
        parts: Number of parts that do not meet.
        stations: Markers along it, bodies of one number together.
        next_due: Day until which the next joint inspection is due; None if there was none yet.
    """

    line: KnownLine
    length_m: float
    parts: int
    stations: tuple[Station, ...]
    next_due: date | None

    @property
    def tripoints(self) -> int:
        """Return the number of stations that are tripoints."""
        return sum(one.marker.standing is Standing.TRIPOINT for one in self.stations)


@dataclass(frozen=True, slots=True)
class Profile:
    """A line from end to end, and its course as one text."""

    described: Described
    course: tuple[Stretch, ...]
    sentences: tuple[str, ...]


def between(db: Session, left: str, right: str, on: date) -> list[Described]:
    """Return the lines between two units, by codes; none if they do not meet.

    Raises:
        UnknownDivision: No unit has one of the codes on that day.
    """
    for field, code in (("left", left), ("right", right)):
        if not store.code_known(db, code, on):
            raise UnknownDivision(
                f"{on} 没有代码为 {code} 的行政区划",
                "请先用 /api/v1/divisions 查询代码",
                field,
            )
    wish = BoundaryWish(on=on, known_at=None, between=(left, right))
    known = lines_of(db, on)
    found = (known(code) for code in store.codes_like(db, wish, most=MOST))
    return [described(line) for line in found if line is not None]


def described(line: KnownLine) -> Described:
    """Return the figures of a line."""
    years = int(limits().number("interval_years"))
    last = line.last_inspected_on
    return Described(
        line=line,
        length_m=line.ruler.length_m,
        parts=len(line.geometry.geoms) if isinstance(line.geometry, MultiLineString) else 1,
        stations=stations(line),
        next_due=None if last is None else later_by_years(last, years),
    )


def profile(db: Session, code: str, on: date) -> Profile:
    """Return a line from end to end.

    Raises:
        UnknownBoundary: There is no line with this code on that day.
    """
    line = lines_of(db, on)(code)
    if line is None:
        raise UnknownBoundary(f"{on} 没有编号为“{code}”的界线")
    stretches = course(line, limits())
    return Profile(described(line), stretches, tuple(told(one) for one in stretches))
