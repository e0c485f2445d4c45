"""Two mistakes on top of each other: a gross one, and a shift that shows when it is undone.

Each is named for itself, over the same features; undoing the lower one undoes both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gis.case import Case, best
from gis.crs import CGCS2000_EPSG
from gis.doubts import Doubt
from gis.exact_doubts import beats_chance, chance, told_by_common_shift
from gis.mistakes import Label, shifts_to_try
from gis.readings import Reading, finite_rows

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MOST_TRIED = 4
MOST_POINTS = 2000


@dataclass(frozen=True, eq=False)
class Pair:
    """A gross reading and the same with a map's shift."""

    upper: Reading
    lower: Reading


def told_by_two(case: Case) -> Iterator[Doubt]:
    """Yield pairs of doubts: a gross mistake, and the map's shift that lies under it."""
    if not case.place.exact or not case.finite.any():
        return
    pool = case.doubtful(case.near(case.base))
    if not pool.any():
        return
    some = np.flatnonzero(pool)
    some = some[:: max(len(some) // MOST_POINTS, 1)]
    counts = {pair: _hits(case, pair.lower, some) for pair in _pairs(case, some)}
    by_lower = {pair.lower: pair for pair in counts}
    found = best({pair.lower: count for pair, count in counts.items()})
    if found is None:
        return
    degrees = case.as_read(found)
    hit = case.near(degrees) & pool
    if not beats_chance(case, degrees, hit, pool):
        return
    yield from _both(case, by_lower[found], degrees, hit)


def _pairs(case: Case, some: Ints) -> list[Pair]:
    """Return the pairs worth trying: the gross reading must bring most of the pool there."""
    there = []
    for reading in case.readings:
        inside = case.place.inside(case.as_read(reading)[some])
        if not reading.shift and inside.mean() >= 0.5:
            there.append((-round(float(inside.mean()), 1), reading.cost, reading))
    chosen = sorted(there, key=lambda each: each[:2])[:MOST_TRIED]
    return [Pair(upper, lower) for _, _, upper in chosen for lower in shifts_to_try(upper)]


def _hits(case: Case, reading: Reading, some: Ints) -> int:
    off = case.place.for_points(some).exact_m(case.as_read(reading)[some])
    return int((np.isfinite(off) & (off <= case.limits.near_m)).sum())


def _both(case: Case, pair: Pair, degrees: Floats, hit: Bools) -> Iterator[Doubt]:
    members = case.open & ~case.sound & case.inside(degrees)
    compared = members[case.own]
    between = case.exact_m(case.as_read(pair.upper), compared)
    count = int(hit.sum())
    case.open &= ~members
    upper = Doubt(
        kind=pair.upper.kind,
        features=np.flatnonzero(members),
        reading=pair.upper,
        confidence=0.95,
        before=case.exact_m(case.base, compared),
        after=between,
        reference=case.reference,
        whole=bool(members.sum() == case.count),
    )
    yield upper
    yield replace(
        upper,
        kind=pair.lower.kind,
        reading=pair.lower,
        confidence=min(count / (count + chance(case, degrees, hit) + 1.0), 0.95),
        before=between,
        after=case.exact_m(degrees, compared),
        upon=pair.upper.kind,
    )


def shift_under(case: Case, doubt: Doubt) -> Iterator[Doubt]:
    """Yield the common shift that shows once a doubt told by the area is undone."""
    if doubt.reading is None or doubt.reading.shift or not case.place.exact:
        return
    rows = np.flatnonzero(np.isin(case.own, doubt.features) & case.finite)
    degrees = case.as_read(doubt.reading)[rows]
    if not finite_rows(degrees).all():
        return
    inner = Case(
        degrees,
        degrees,
        np.searchsorted(doubt.features, case.own[rows]),
        case.place.for_points(rows),
        Label(),
        case.limits,
        case.seven if doubt.reading.epsg == CGCS2000_EPSG else None,
    )
    for shift in told_by_common_shift(inner):
        if shift.reading is None:
            reading = None
        else:
            reading = replace(
                doubt.reading,
                kind=shift.kind,
                shift=shift.reading.shift,
                vector_deg=shift.reading.vector_deg,
            )
        yield replace(
            shift,
            features=doubt.features[shift.features],
            reading=reading,
            whole=bool(len(shift.features) == case.count),
            upon=doubt.kind,
        )
