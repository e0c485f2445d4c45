"""Which mistake of datum or writing puts a measured position where it is, told as the doctor does.

The readings are those of `gis.doctor`: undo the mistake, and the position must be at its place.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from shapely.geometry import Point

from gis.doubt_words import WORDS
from gis.measure import distance_m
from gis.readings import Reading, meant

Floats = npt.NDArray[np.float64]

MAP_SHIFTS = tuple(Reading(k, shift=k) for k in ("gcj02", "bd09", "gcj02_removed_twice"))
WRITTEN = tuple(Reading("dms", form=form) for form in ("d.mmss", "d.mm"))
NAMES = {"gcj02": "GCJ-02", "bd09": "BD-09", "gcj02_removed_twice": "GCJ-02（多纠偏一次）"}


def mistake_of(
    position: Point, place: Point, readings: tuple[Reading, ...], near_m: float
) -> tuple[Reading, float] | None:
    """Return the reading that puts `position` at `place`, and the metres that remain, or None.

    Args:
        position: As measured, degrees.
        place: Where it should be, EPSG:4490.
        readings: Mistakes to try.
        near_m: How far off a position may be that is explained, metres.
    """
    points = np.array([[position.x, position.y]])
    best: tuple[Reading, float] | None = None
    for reading in readings:
        found = meant(points, reading)[0]
        if np.isfinite(found).all():
            rest = distance_m(Point(float(found[0]), float(found[1])), place)
            if rest <= near_m and (best is None or rest < best[1]):
                best = (reading, rest)
    return best


def title_of(reading: Reading) -> str:
    """Return the Chinese name of the mistake."""
    return WORDS[reading.kind].title
