"""Publishing a coverage (发布): areas and lines of every level, built from its arcs.

The geometry is drawn once. Which faces make up a county changes with the days on which
towns change hands, so each area and each course of a line holds for a period of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Generic, TypeVar

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from api.services.loading.delivering import Desk
from api.services.loading.line_words import line_code, line_name
from api.store.loading import coverages as store
from api.store.loading import publications
from api.store.loading.coverages import StoredArc
from api.store.loading.publications import Area, LineApproval, LineVersion, VersionCard
from boundary_data.polygons_from_lines import StatedLine
from gis.arcs import Arc, Dissolved, dissolve
from gis.measure import area_m2

NOBODY = "-"
"""Stands for faces that no unit of the level holds on the day."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `begins` up to, not including, `ends`; None: it goes on."""

    begins: date
    ends: date | None


@dataclass(slots=True)
class Runs(Generic[Key]):
    """What held in which periods, periods that follow each other joined."""

    found: dict[Key, list[Period]] = field(default_factory=dict)

    def add(self, key: Key, period: Period) -> None:
        """Note that `key` holds in `period`; periods come in their order."""
        before = self.found.setdefault(key, [])
        if before and before[-1].ends == period.begins:
            before[-1] = Period(before[-1].begins, period.ends)
        else:
            before.append(period)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication made: areas and line versions by level, those that are new."""

    areas: int
    versions: int


def publish(
    desk: Desk,
    coverage: int,
    top: int,
    *,
    changed_by: LineApproval | None = None,
    stated: Mapping[tuple[int, int], StatedLine] = MappingProxyType({}),
) -> Published:
    """Publish areas and lines of a coverage from its own level up to rank `top`.

    A version whose arcs were known before keeps its document; one with arcs that are new
    bears that of `changed_by`, what `stated` says of the line between the two divisions (the
    smaller id first), or that of the coverage. New lines are called as `stated` calls them.
    """
    card = store.coverage_card(desk.db, coverage)
    arcs = store.stored_arcs(desk.db, coverage)
    holders = store.face_holders(desk.db, coverage)
    divisions = sorted(set(holders.values()))
    days = {*store.change_days(desk.db, divisions, card.valid_from), *_days_of(arcs)}
    periods = _periods(card.valid_from, sorted(day for day in days if day > card.valid_from))
    areas: list[Area] = []
    courses: list[_Course] = []
    for level in _levels(card.level, top):
        desk.progress(f"由弧段构成第 {level} 级范围与界线", len(areas), None)
        owners = [store.units_above(desk.db, divisions, level, period.begins) for period in periods]
        built = _Level(level, arcs, holders)
        built.build(periods, owners)
        areas += built.areas()
        courses += built.courses()
    new_areas = publications.publish_areas(desk.db, coverage, areas, desk.stamp)
    versions = _versions(desk, courses, stated)
    official = card.status == "official"
    about = VersionCard(coverage, card.status, official, card.document, card.accuracy_m)
    new_versions = publications.publish_lines(desk.db, about, versions, desk.stamp, changed_by)
    publications.update_locations(desk.db, coverage)
    return Published(new_areas, new_versions)


def republish_all(desk: Desk) -> None:
    """Bring all publications in line with changed affiliations; geometry stays as it is."""
    for coverage, _, top in store.published_coverages(desk.db):
        made = publish(desk, coverage, top)
        if made.areas or made.versions:
            desk.report.figures["随隶属变动重新发布的范围"] = made.areas
            desk.report.figures["随隶属变动重新发布的界线"] = made.versions


def _levels(base: int, top: int) -> Iterator[int]:
    yield from (level for level in range(base, top - 1, -1) if level != PREFECTURE)


PREFECTURE = 2


def _days_of(arcs: Sequence[StoredArc]) -> set[date]:
    """Return the days on which arcs begin or end to be part of the coverage."""
    return {day for arc in arcs for day in (arc.begins, arc.ends) if day is not None}


def _periods(begins: date, days: Sequence[date]) -> list[Period]:
    starts = [begins, *days]
    return [Period(start, end) for start, end in zip(starts, [*days, None], strict=True)]


_Steps = tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class _Course:
    """The course of the line between two units in a period."""

    level: int
    left: int
    right: int
    period: Period
    arcs: _Steps
    length_m: float


class _Level:
    """One level of a publication: its areas and courses with the periods in which they hold."""

    def __init__(self, level: int, arcs: Sequence[StoredArc], holders: Mapping[int, int]) -> None:
        self.level = level
        self.stored = arcs
        self.holders = holders
        self.area_runs: Runs[tuple[int, frozenset[int]]] = Runs()
        self.course_runs: Runs[tuple[int, int, _Steps]] = Runs()
        self.shapes: dict[tuple[int, frozenset[int]], BaseGeometry] = {}

    def build(self, periods: Sequence[Period], owners: Sequence[Mapping[int, int]]) -> None:
        """Note what holds in each period; equal periods are dissolved once."""
        done: dict[tuple[object, ...], Dissolved] = {}
        for period, owner in zip(periods, owners, strict=True):
            units = {face: owner.get(holder) for face, holder in self.holders.items()}
            live = [n for n, arc in enumerate(self.stored) if arc.holds(period.begins)]
            key = (tuple(sorted(owner.items())), tuple(live))
            if key not in done:
                done[key] = self._dissolved(live, units)
            self._note(period, done[key])

    def _dissolved(self, live: Sequence[int], units: Mapping[int, int | None]) -> Dissolved:
        """Return the level of a period; its members are positions in `stored`."""
        named = {str(f): NOBODY if u is None else str(u) for f, u in units.items()}
        arcs = [self.stored[n] for n in live]
        made = dissolve([Arc(a.line, _name(a.left), _name(a.right)) for a in arcs], named)
        members = [[(live[n], way) for n, way in chain] for chain in made.members]
        return Dissolved(made.arcs, members, made.polygons)

    def _note(self, period: Period, dissolved: Dissolved) -> None:
        edges: dict[str, set[int]] = defaultdict(set)
        for arc, members in zip(dissolved.arcs, dissolved.members, strict=True):
            for unit in {arc.left, arc.right} - {None, NOBODY}:
                edges[str(unit)].update(n for n, _ in members)
        for unit, around in edges.items():
            key = (int(unit), frozenset(around))
            self.shapes.setdefault(key, dissolved.polygons[unit])
            self.area_runs.add(key, period)
        for pair, walk in self._walks(dissolved).items():
            self.course_runs.add((*pair, walk), period)

    def _walks(self, dissolved: Dissolved) -> dict[tuple[int, int], _Steps]:
        """Return the arcs of the line of each pair, the smaller id on the left, in order."""
        chains: dict[tuple[int, int], list[list[tuple[int, bool]]]] = defaultdict(list)
        for arc, members in zip(dissolved.arcs, dissolved.members, strict=True):
            if None in (arc.left, arc.right) or NOBODY in (arc.left, arc.right):
                continue
            left, right = int(str(arc.left)), int(str(arc.right))
            turned = [(i, not way) for i, way in reversed(members)]
            chain = members if left < right else turned
            chains[min(left, right), max(left, right)].append(chain)
        return {pair: self._in_order(parts) for pair, parts in chains.items()}

    def _in_order(self, chains: list[list[tuple[int, bool]]]) -> _Steps:
        """Return the chains behind each other: where one ends the next begins, if any does."""
        waiting = {self._end(chain, 0): chain for chain in chains}
        rest = sorted(chains, key=lambda chain: self._end(chain, -1) == self._end(chain, 0))
        ends = {self._end(chain, -1) for chain in chains}
        rest.sort(key=lambda chain: self._end(chain, 0) in ends)
        walk: list[tuple[int, bool]] = []
        used: set[int] = set()
        for first in rest:
            chain: list[tuple[int, bool]] | None = first
            while chain is not None and id(chain) not in used:
                used.add(id(chain))
                walk += chain
                chain = waiting.get(self._end(chain, -1))
        return tuple((self.stored[i].id, way) for i, way in walk)

    def _end(self, chain: list[tuple[int, bool]], place: int) -> tuple[float, ...]:
        number, forward = chain[place]
        points = self.stored[number].line.coords
        first = (place == 0) is forward
        return tuple(points[0] if first else points[-1])

    def areas(self) -> Iterator[Area]:
        """Yield the areas of the level with their periods."""
        for (unit, around), periods in self.area_runs.found.items():
            geometry = _multi(self.shapes[unit, around])
            size, label = area_m2(geometry), _label_point(geometry)
            for period in periods:
                yield Area(unit, self.level, period.begins, period.ends, size, geometry, label)

    def courses(self) -> Iterator[_Course]:
        """Yield the courses of the lines of the level with their periods."""
        lengths = {arc.id: arc.length_m for arc in self.stored}
        for (left, right, walk), periods in self.course_runs.found.items():
            length = sum(lengths[arc] for arc, _ in walk)
            for period in periods:
                yield _Course(self.level, left, right, period, walk, length)


def _name(face: int | None) -> str | None:
    return None if face is None else str(face)


def _multi(geometry: BaseGeometry) -> BaseGeometry:
    if isinstance(geometry, MultiPolygon):
        return geometry
    assert isinstance(geometry, Polygon)
    return MultiPolygon([geometry])


def _label_point(geometry: BaseGeometry) -> BaseGeometry:
    """Return a point well inside the largest part (degrees)."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    return Point(shapely.point_on_surface(largest))


def _versions(
    desk: Desk, courses: Sequence[_Course], stated: Mapping[tuple[int, int], StatedLine]
) -> list[LineVersion]:
    """Return the courses as versions of their lines; lines are entered where there are none."""
    known = publications.lines_of(desk.db)
    pairs = {(c.left, c.right): c.level for c in courses if (c.left, c.right) not in known}
    if pairs:
        known |= _enter(desk, pairs, stated)
    documents = {pair: line.document for pair, line in stated.items()}
    return [
        LineVersion(
            known[c.left, c.right],
            c.period.begins,
            c.period.ends,
            c.arcs,
            c.length_m,
            documents.get((c.left, c.right), ""),
        )
        for c in courses
    ]


def _enter(
    desk: Desk,
    pairs: Mapping[tuple[int, int], int],
    stated: Mapping[tuple[int, int], StatedLine],
) -> dict[tuple[int, int], int]:
    words = publications.division_words(desk.db, sorted({d for pair in pairs for d in pair}))
    taken = publications.codes_of_lines(desk.db)
    rows = []
    for (left, right), level in sorted(pairs.items()):
        told = stated.get((left, right), StatedLine("", "", ""))
        if told.code in taken:
            desk.report.remark("界线代码重复", f"代码“{told.code}”已用于另一条界线，未采用")
        own = told.code not in taken and told.code
        code = own or line_code(words[left], words[right], taken)
        taken.add(code)
        name = told.name or line_name(words[left].name, words[right].name)
        rows.append((code, name, level, left, right))
    return publications.enter_lines(desk.db, rows, desk.stamp)
