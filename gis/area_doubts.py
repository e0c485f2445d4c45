"""Mistakes told from the area that holds the points, and from the digits themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gis.case import Case, best
from gis.doubts import Doubt
from gis.readings import Reading

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST_DOUBTS = 6
AS_MUCH = 0.98
FEWEST_WRITTEN = 6
BY_DIGITS = frozenset({"d.mmss", "d.mm"})
"""Forms that move points by tens of kilometres only: an area may hold them by chance."""


def told_by_area(case: Case) -> Iterator[Doubt]:
    """Yield mistakes whose undoing brings points into the area that holds them."""
    lost = case.open & ~case.sound & ~case.inside(case.base)
    if not lost.any() or not case.finite.any():
        return
    yield from _written_in_minutes(case, lost)
    readings = [r for r in case.readings if r.form not in BY_DIGITS]
    places = {reading: case.as_read(reading) for reading in readings}
    hits = {reading: case.inside(degrees) for reading, degrees in places.items()}
    for _ in range(MOST_DOUBTS):
        pool = case.open & lost
        found = best({reading: int((hit & pool).sum()) for reading, hit in hits.items()})
        if found is None:
            return
        yield _placed(case, found, places[found], hits[found] & pool, hits)


def _placed(
    case: Case, reading: Reading, degrees: Floats, members: Bools, hits: Mapping[Reading, Bools]
) -> Doubt:
    count = int(members.sum())
    alike = [r for r, hit in hits.items() if (hit & members).sum() >= AS_MUCH * count]
    same = [r for r in alike if _one_answer(r, reading)]
    rivals = [r for r in alike if r not in same and r.cost < reading.cost + 1.0]
    case.open &= ~members
    rows = members[case.own]
    return Doubt(
        kind=reading.kind,
        features=np.flatnonzero(members),
        reading=reading,
        confidence=0.95 if not rivals and len(same) <= 1 else 0.6,
        before=case.place.outside_m(case.base[rows]),
        after=case.place.outside_m(degrees[rows]),
        reference="area",
        candidates=tuple(dict.fromkeys(r.system for r in same)),
        whole=bool(count == case.count),
    )


def _one_answer(reading: Reading, chosen: Reading) -> bool:
    """Tell whether a reading differs from the chosen one by the system only."""
    if reading.kind == "utm" and chosen.kind == "gk_no_prefix":
        return True  # the same numbers to 1.3 km
    return reading.kind == chosen.kind and reading.cost <= chosen.cost + 0.5


def _written_in_minutes(case: Case, lost: Bools) -> Iterator[Doubt]:
    """Yield degrees-minutes-seconds taken for degrees, if every number can be such."""
    if lost.sum() < 3 or case.open.sum() < FEWEST_WRITTEN or lost[case.open].mean() < 0.1:
        return
    for reading in [r for r in case.readings if r.form in BY_DIGITS]:
        degrees = case.as_read(reading)
        there = case.inside(degrees)
        if there[case.open].mean() >= AS_MUCH:
            yield _placed(case, reading, degrees, case.open & there, {reading: there})
            return


def told_by_digits(case: Case) -> Iterator[Doubt]:
    """Yield degrees-minutes-seconds that betray themselves by their digits alone."""
    rows = case.open[case.own] & case.finite
    if case.place.exact or not case.label.degrees or not rows.any():
        return
    digits = np.round(np.abs(np.unique(case.points[rows], axis=0)) * 10_000.0, 6)
    seconds, minutes = digits % 100.0, digits // 100.0 % 100.0
    if (seconds >= 60.0).any() or (minutes >= 60.0).any():
        return
    if sum(len(np.unique(np.floor(column))) for column in seconds.T) < case.limits.distinct_digits:
        return
    reading = Reading("dms", form="d.mmss")
    degrees = case.as_read(reading)
    there = case.open & case.inside(degrees)
    if there.sum() == case.open.sum():
        yield replace(_placed(case, reading, degrees, there, {reading: there}), confidence=0.7)
