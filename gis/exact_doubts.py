"""Mistakes told from markers and lines: undoing them brings points to their very places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gis.case import Case, best
from gis.common_shift import Vector, common_vector
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
HALF_SEEN = 0.7
"""How sure a map's shift is where the lines show one direction of it only."""
NOISY = 3.0
SAME_M = 2.0
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
    if system is not None and beats_chance(case, places[system], hits[system], case.finite):
        common = _rival(case, system, hits[system], None)
        if common is not None:
            yield _closed(case, common)
        else:
            yield _taken(case, system, places[system], hits[system], here, whole=True)
    case.sound |= case.share(here) >= case.limits.healthy
    for _ in range(MOST_DOUBTS):
        pool = case.doubtful(here)
        found = best({reading: int((hit & pool).sum()) for reading, hit in hits.items()})
        if found is None or not beats_chance(case, places[found], hits[found] & pool, pool):
            return
        hit = hits[found] & pool
        if found.shift and _tail_of_noise(case, hit):
            return
        common = _rival(case, found, hit, pool)
        if common is not None:
            yield _closed(case, common)
        else:
            hit = _with_the_noisy(case, places[found], hit, pool)
            yield _taken(case, found, places[found], hit, here, whole=False)


def _tail_of_noise(case: Case, hit: Bools) -> bool:
    """Tell whether the points that a shift would explain are not far from their line."""
    if case.place.markers is not None:
        return False
    return bool(np.median(case.exact_m(case.base, hit)) < NOISY * case.limits.near_m)


def _rival(case: Case, found: Reading, hit: Bools, pool: Bools | None) -> Doubt | None:
    """Return the common shift that explains more points than a map's shift does."""
    doubt = _common(case, int(hit.sum()), pool) if found.shift else None
    return None if doubt is None or doubt.kind == found.kind else doubt


def _with_the_noisy(case: Case, degrees: Floats, hit: Bools, pool: Bools) -> Bools:
    """Return the points that a reading explains, with those that noise keeps a little off.

    They are taken along only where most of the pool comes near by it.
    """
    if not case.single:
        return hit
    before, after = np.full((2, len(pool)), np.inf)
    before[pool], after[pool] = case.exact_m(case.base, pool), case.exact_m(degrees, pool)
    before[~np.isfinite(before)] = np.inf
    close = pool & (after <= NOISY * case.limits.near_m)
    close &= after <= case.limits.shift.remains * before
    return close | hit if close.sum() >= case.limits.shift.agree * pool.sum() else hit


def _of_the_whole(case: Case, hits: Mapping[Reading, Bools], here: Bools) -> Reading | None:
    """Return the reading that explains the layer as a whole where its label does not."""
    found = best({reading: int(hit.sum()) for reading, hit in hits.items()})
    if found is None:
        return None
    ours, theirs = int(hits[found].sum()), int(here.sum())
    asked = case.finite.sum() * (MOSTLY if case.single else 0.0)
    return found if ours >= max(asked, FEWEST) and ours >= WHOLE_TIMES * theirs else None


def beats_chance(case: Case, degrees: Floats, hit: Bools, pool: Bools) -> bool:
    """Tell whether a reading explains enough of the pool, and more than random shifts do."""
    count = int(hit.sum())
    if case.reference == "markers":
        least = 1.0
    else:
        share = case.limits.share if case.single else case.limits.share_of_vertices
        least = max(3.0, share * pool.sum())
    return count >= least and count >= case.limits.over_chance * chance(case, degrees, pool)


def chance(case: Case, degrees: Floats, pool: Bools) -> int:
    """Return how many points of the pool come to their places by shifts that nothing makes."""
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
    count = int(hit.sum())
    case.open &= ~members
    return Doubt(
        kind=reading.kind,
        features=np.flatnonzero(members),
        reading=reading,
        confidence=_confidence(reading, count, chance(case, degrees, hit)),
        before=case.exact_m(case.base, compared),
        after=case.exact_m(degrees, compared),
        reference=case.reference,
        whole=bool(members.sum() == case.count),
    )


def _confidence(reading: Reading, count: int, by_chance: int) -> float:
    """Return how sure the reading is; numbers of another size altogether leave no doubt."""
    least = 0.0 if reading.shift or reading.kind in SUBTLE else GROSS_CONFIDENCE
    return max(min(count / (count + by_chance + 1.0), SURE), least)


def told_by_common_shift(case: Case) -> Iterator[Doubt]:
    """Yield a shift that all points share."""
    if not case.place.exact:
        return
    doubt = _common(case, 0)
    if doubt is None and case.place.markers is None and case.single:
        away = case.doubtful(case.near(case.base))  # those at home hide it: they lie on lines
        if away.sum() >= case.limits.share * case.finite.sum():  # fewer are the tail of the noise
            doubt = _common(case, 0, away)
    if doubt is not None:
        yield _closed(case, doubt)


def _closed(case: Case, doubt: Doubt) -> Doubt:
    case.open[doubt.features] = False
    return doubt


def _common(case: Case, more_than: int, among: Bools | None = None) -> Doubt | None:
    """Return the shift that the open points share, if more points agree than given.

    Args:
        case: The layer.
        more_than: How many points another explanation has.
        among: Points away from home to look at, where the features are points; all if None.
    """
    looked = case.finite if among is None or not case.single else among
    rows = np.flatnonzero(case.open[case.own] & looked)
    if not len(rows):
        return None
    found = common_vector(case.base[rows], case.place.for_points(rows), case.limits.shift)
    if found is None or found.agreeing.sum() <= more_than:
        return None
    agreeing = np.zeros(len(case.points), dtype=np.bool_)
    agreeing[rows] = found.agreeing
    reading = replace(
        case.label.reading,
        kind="common_shift",
        shift="common_shift",
        vector_deg=found.in_degrees(float(np.median(case.base[agreeing, 1]))),
    )
    pool = case.doubtful(case.near(case.base))
    agreeing = _with_the_noisy(case, case.as_read(reading), agreeing, pool)
    members = case.open & (case.share(agreeing) >= 0.5)
    if not case.single and members.any():  # vertices that lie on no known line go along
        at_home = case.number(case.near(case.base))
        members |= case.open & (case.number(agreeing) >= at_home)
    return _shifted(case, found, reading, members) if members.any() else None


def _shifted(case: Case, found: Vector, reading: Reading, members: Bools) -> Doubt:
    compared = members[case.own]
    count = int(found.agreeing.sum())
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
    return _of_map(case, doubt, compared, fixed=found.fixed) or _of_datum(case, doubt, compared)


def _of_map(case: Case, doubt: Doubt, compared: Bools, *, fixed: bool) -> Doubt | None:
    """Return the doubt as one about a map's shift if that fits as well as the vector.

    A map's shift has nothing to be fitted; where it does as well, the vector is its image.
    """
    least = case.limits.as_good * np.nanmedian(doubt.after) + SAME_M
    least = min(least, case.limits.shift.remains * np.nanmedian(doubt.before))
    for reading in shifts_to_try(case.label.reading):
        after = case.exact_m(case.as_read(reading), compared)
        if np.nanmedian(after) <= least:
            sure = doubt.confidence if fixed else HALF_SEEN
            kind = reading.kind
            return replace(doubt, kind=kind, reading=reading, after=after, confidence=sure)
    return None


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
