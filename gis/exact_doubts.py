"""Mistakes told from markers and lines: undoing them brings points to their very places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gis.case import Case, best
from gis.common_shift import common_vector
from gis.doubts import Doubt
from gis.mistakes import shifts_to_try
from gis.places import DEGREE_M
from gis.readings import Reading

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DECOYS_M = ((0.0, 900.0), (-700.0, 500.0), (-800.0, -300.0), (300.0, -900.0), (800.0, 700.0))
"""Shifts that no map makes: what they explain is chance."""
MOST_DOUBTS = 6
FEWEST = 3
MOSTLY = 0.9
WHOLE_TIMES = 5.0
"""A layer is of another system if that explains so many times more points than its label."""
SURE = 0.99
GROSS_CONFIDENCE = 0.95
SUBTLE = frozenset({"dms", "utm"})


def told_by_places(case: Case) -> Iterator[Doubt]:
    """Yield mistakes whose undoing brings points to their markers or lines."""
    if not case.place.exact or not case.finite.any():
        return
    here = case.near(case.base)
    shifts = shifts_to_try(case.label.reading)
    places = {reading: case.as_read(reading) for reading in (*shifts, *case.readings)}
    hits = {reading: case.near(degrees) for reading, degrees in places.items()}
    system = _of_the_whole(case, hits, here)
    if system is not None and _beats_chance(case, places[system], hits[system], case.finite):
        yield _taken(case, system, places[system], hits[system], here, whole=True)
    case.sound |= case.share(here) >= case.limits.healthy
    for _ in range(MOST_DOUBTS):
        pool = (case.open & ~case.sound)[case.own] & ~here & case.finite
        found = best({reading: int((hit & pool).sum()) for reading, hit in hits.items()})
        if found is None or not _beats_chance(case, places[found], hits[found] & pool, pool):
            return
        yield _taken(case, found, places[found], hits[found] & pool, here, whole=False)


def _of_the_whole(case: Case, hits: Mapping[Reading, Bools], here: Bools) -> Reading | None:
    """Return the reading that explains the layer as a whole where its label does not."""
    found = best({reading: int(hit.sum()) for reading, hit in hits.items()})
    if found is None:
        return None
    ours, theirs = int(hits[found].sum()), int(here.sum())
    asked = case.finite.sum() * (MOSTLY if case.single else 0.0)
    return found if ours >= max(asked, FEWEST) and ours >= WHOLE_TIMES * theirs else None


def _beats_chance(case: Case, degrees: Floats, hit: Bools, pool: Bools) -> bool:
    count = int(hit.sum())
    if case.reference == "markers":
        least = 1.0
    else:
        share = case.limits.share if case.single else case.limits.share_of_vertices
        least = max(3.0, share * pool.sum())
    return count >= least and count >= case.limits.over_chance * _chance(case, degrees, pool)


def _chance(case: Case, degrees: Floats, pool: Bools) -> int:
    scale = np.array([DEGREE_M * np.cos(np.radians(case.place.box[1])), DEGREE_M])
    moved = (degrees + np.array(decoy) / scale for decoy in DECOYS_M)
    return max(int((case.near(places) & pool).sum()) for places in moved)


def _taken(
    case: Case, reading: Reading, degrees: Floats, hit: Bools, here: Bools, *, whole: bool
) -> Doubt:
    ours, theirs = case.number(hit), case.number(here)
    doubtful = case.open & ~case.sound
    if whole:  # a layer has one system: what lies on no known line goes along
        members = doubtful & ~((theirs > 2 * ours) & (case.share(here) >= case.limits.healthy))
    else:
        members = doubtful & (ours > 0) & (ours >= 2 * theirs)
    compared = members[case.own] & hit
    count, chance = int(hit.sum()), _chance(case, degrees, hit)
    case.open &= ~members
    return Doubt(
        kind=reading.kind,
        features=np.flatnonzero(members),
        reading=reading,
        confidence=_confidence(reading, count, chance),
        before=case.exact_m(case.base, compared),
        after=case.exact_m(degrees, compared),
        reference=case.reference,
        whole=bool(members.sum() == case.count),
    )


def _confidence(reading: Reading, count: int, chance: int) -> float:
    """Return how sure the reading is; numbers of another size altogether leave no doubt."""
    least = 0.0 if reading.shift or reading.kind in SUBTLE else GROSS_CONFIDENCE
    return max(min(count / (count + chance + 1.0), SURE), least)


def told_by_common_shift(case: Case) -> Iterator[Doubt]:
    """Yield a shift that all points share."""
    rows = np.flatnonzero(case.open[case.own] & case.finite)
    if not case.place.exact or not len(rows):
        return
    found = common_vector(case.base[rows], case.place.for_points(rows), case.limits.shift)
    if found is None:
        return
    agreeing = np.zeros(len(case.points), dtype=np.bool_)
    agreeing[rows] = found.agreeing
    members = case.open & (case.share(agreeing) >= 0.5)
    if not members.any():
        return
    compared = members[case.own]
    reading = replace(
        case.label.reading,
        kind="common_shift",
        shift="common_shift",
        vector_deg=found.in_degrees(float(np.median(case.base[compared, 1]))),
    )
    count = int(found.agreeing.sum())
    case.open &= ~members
    doubt = Doubt(
        kind="common_shift",
        features=np.flatnonzero(members),
        reading=reading,
        confidence=min(count / (count + 1.0), 0.95),
        before=case.exact_m(case.base, compared),
        after=case.exact_m(case.as_read(reading), compared),
        reference=case.reference,
        vector_m=(found.east_m, found.north_m),
        whole=bool(members.sum() == case.count),
    )
    yield _of_datum(case, doubt, compared)


def _of_datum(case: Case, doubt: Doubt, compared: Bools) -> Doubt:
    """Return the doubt as one about the datum if the shift is such as old datums make."""
    east, north = doubt.vector_m
    names = tuple(
        old.name
        for old in case.limits.old_datums
        if old.east_m[0] <= east <= old.east_m[1] and old.north_m[0] <= north <= old.north_m[1]
    )
    if case.seven is not None:
        reading = replace(case.label.reading, kind="old_datum", shift="old_datum")
        after = case.exact_m(case.as_read(reading), compared)
        if np.nanmedian(after) <= case.limits.shift.remains * np.nanmedian(doubt.before):
            return replace(doubt, kind="old_datum", reading=reading, after=after, candidates=names)
    if not names:
        return doubt
    return replace(doubt, kind="old_datum", reading=None, candidates=names)
