"""The doctor of datum and axes: what is wrong with coordinates, told from where they should be.

A mistake is named only if undoing it brings points to their place that were not there
before, and more of them than chance would. Nothing is changed here; `gis.undoing` does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gis.area_doubts import told_by_area, told_by_digits
from gis.case import Case
from gis.doubts import UNDECIDABLE, Diagnosis, Doubt, Limits
from gis.exact_doubts import told_by_common_shift, told_by_places
from gis.mistakes import Label
from gis.places import Place
from gis.readings import finite_rows, meant
from gis.seven_parameters import SevenParameters
from gis.two_mistakes import shift_under, told_by_two

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

__all__ = ["Diagnosis", "Doubt", "Label", "Limits", "Place", "diagnose"]


def diagnose(
    points: Floats,
    place: Place,
    *,
    limits: Limits,
    label: Label | None = None,
    labelled: Floats | None = None,
    owner: Ints | None = None,
    seven: SevenParameters | None = None,
) -> Diagnosis:
    """Return what is wrong with `points`, given the place they should be in.

    Args:
        points: n x 2 as they stand in the file, first number first.
        place: Where they should lie; its markers are for the same rows.
        limits: When to speak.
        label: What the file says of the system; longitude/latitude if None.
        labelled: The points as labelled, EPSG:4490, where the system is unknown to EPSG.
        owner: Feature (from 0) that each point is a vertex of; each is its own if None.
        seven: Parameters of an old datum, if the surveying office gave any.
    """
    label = label or Label()
    points = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    own = np.arange(len(points)) if owner is None else owner
    base = meant(points, label.reading) if labelled is None else labelled
    case = Case(points, base, own, place, label, limits, seven)
    doubts = [*_not_finite(case), *told_by_places(case), *told_by_two(case)]
    for doubt in told_by_area(case):
        doubts += [doubt, *shift_under(case, doubt)]
    doubts += [*told_by_digits(case), *told_by_common_shift(case), *_nowhere(case)]
    return Diagnosis(
        features=case.count,
        doubts=tuple(
            sorted(
                _one_of_each(doubts, case.count),
                key=lambda d: (d.kind in UNDECIDABLE, -len(d.features), bool(d.upon)),
            )
        ),
        distances_m=(place.exact_m if place.exact else place.outside_m)(base),
        reference=case.reference,
        unexplained=_unexplained(case),
    )


def _one_of_each(doubts: Sequence[Doubt], count: int) -> Iterator[Doubt]:
    """Yield the doubts, those of one reading put together: a noisy point is told by the area."""
    told: dict[object, list[Doubt]] = {}
    for number, doubt in enumerate(doubts):
        mark = number if doubt.reading is None else (doubt.kind, doubt.upon, doubt.reading)
        told.setdefault(mark, []).append(doubt)
    for first, *more in told.values():
        if not more:
            yield first
            continue
        alike = [first, *(doubt for doubt in more if doubt.reference == first.reference)]
        features = np.unique(np.concatenate([first.features, *(d.features for d in more)]))
        yield replace(
            first,
            features=features,
            before=np.concatenate([doubt.before for doubt in alike]),
            after=np.concatenate([doubt.after for doubt in alike]),
            whole=bool(len(features) == count),
        )


def _not_finite(case: Case) -> Iterator[Doubt]:
    """Yield the features with coordinates that are no numbers."""
    bad = case.open & (case.number(~case.finite) > 0)
    if bad.any():
        case.open &= ~bad
        yield Doubt("not_finite", np.flatnonzero(bad), whole=bool(bad.sum() == case.count))


def _nowhere(case: Case) -> Iterator[Doubt]:
    """Yield what is left outside the place."""
    lost = case.open & ~case.inside(case.base)
    unread = lost & (case.share(~finite_rows(case.base)) >= 0.5)
    for kind, members in (("out_of_range", unread), ("elsewhere", lost & ~unread)):
        if members.any():
            case.open &= ~members
            yield Doubt(
                kind,
                np.flatnonzero(members),
                before=case.place.outside_m(case.base[members[case.own]]),
                reference="area",
                whole=bool(members.sum() == case.count),
            )


def _unexplained(case: Case) -> Ints:
    """Return the points (as features) far from their markers or lines for no known reason.

    Where most points are far, the lines are not what they should lie on.
    """
    if not case.place.exact or not case.single:
        return np.empty(0, dtype=np.int64)
    far = case.open & (case.number(case.near(case.base)) == 0)
    if far.sum() > case.open.sum() / 2:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(far)
