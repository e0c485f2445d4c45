"""One layer under examination: its points as they stand, and where they should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gis.crs import CGCS2000_EPSG
from gis.doubts import Limits
from gis.mistakes import Label, readings_to_try
from gis.places import Place
from gis.readings import Reading, finite_rows, meant
from gis.seven_parameters import SevenParameters

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(eq=False)
class Case:
    """A layer under examination; each step takes the features that it explains off `open`.

    Attributes:
        points: n x 2 as they stand.
        base: The same as labelled, EPSG:4490; NaN where they are no positions.
        own: Feature (from 0) of each point.
        place: Where they should be.
        label: What the file says.
        limits: When to speak.
        seven: Parameters of an old datum, if there are any.
        open: Features not yet explained.
        sound: Features that are at their markers or lines as labelled.
    """

    points: Floats
    base: Floats
    own: Ints
    place: Place
    label: Label
    limits: Limits
    seven: SevenParameters | None
    open: Bools = field(init=False)
    sound: Bools = field(init=False)

    def __post_init__(self) -> None:
        """Begin with every feature that has points."""
        self.open = np.bincount(self.own, minlength=self.count) > 0
        self.sound = np.zeros(self.count, dtype=np.bool_)

    @cached_property
    def count(self) -> int:
        """Return the number of features."""
        return int(self.own.max()) + 1 if len(self.own) else 0

    @cached_property
    def sizes(self) -> Ints:
        """Return the number of points of each feature, at least 1."""
        return np.maximum(np.bincount(self.own, minlength=self.count), 1)

    @cached_property
    def single(self) -> bool:
        """Tell whether the features are points."""
        return bool(np.median(self.sizes) <= 1) if self.count else True

    @cached_property
    def finite(self) -> Bools:
        """Tell which points have numbers at all."""
        return finite_rows(self.points)

    @property
    def reference(self) -> str:
        """Return what the points are compared with."""
        if self.place.markers is not None:
            return "markers"
        return "lines" if self.place.exact else "area"

    @cached_property
    def readings(self) -> list[Reading]:
        """Return the readings worth trying."""
        usable = self.points[self.finite]
        return readings_to_try(self.label, usable, self.place.box) if len(usable) else []

    def as_read(self, reading: Reading) -> Floats:
        """Return the points as `reading` means them, EPSG:4490."""
        if reading.shift and not reading.epsg:
            on_degrees = replace(reading, epsg=CGCS2000_EPSG, prefix=0)
            return meant(self.base, on_degrees, self.seven)
        return meant(self.points, reading, self.seven)

    def share(self, mask: Bools) -> Floats:
        """Return for each feature the share of its points in `mask`."""
        return self.number(mask) / self.sizes

    def number(self, mask: Bools) -> Floats:
        """Return for each feature how many of its points are in `mask`."""
        return np.asarray(np.bincount(self.own, mask, minlength=self.count), dtype=np.float64)

    def doubtful(self, here: Bools) -> Bools:
        """Tell which points of open features are away from home; `here` are those at home."""
        away: Bools = (self.open & ~self.sound)[self.own] & ~here & self.finite
        return away

    def inside(self, degrees: Floats) -> Bools:
        """Tell which features lie for the most part in the place."""
        mostly: Bools = self.share(self.place.inside(degrees)) >= 0.5
        return mostly

    def near(self, degrees: Floats) -> Bools:
        """Tell which points are at their markers or on the lines; others are not measured."""
        rows = np.flatnonzero(self.place.inside(degrees))
        close = np.zeros(len(degrees), dtype=np.bool_)
        if len(rows):
            off = self.place.for_points(rows).exact_m(degrees[rows])
            close[rows] = np.isfinite(off) & (off <= self.limits.near_m)
        return close

    def exact_m(self, degrees: Floats, rows: Bools) -> Floats:
        """Return the metres of some points from their markers or lines."""
        return self.place.for_points(np.flatnonzero(rows)).exact_m(degrees[rows])


def best(counts: Mapping[Reading, int]) -> Reading | None:
    """Return the reading that explains most; of those within 2 percent, the least far-fetched."""
    most = max(counts.values(), default=0)
    if not most:
        return None
    good = [reading for reading, count in counts.items() if count >= 0.98 * most]
    return min(good, key=lambda reading: (reading.cost, -counts[reading]))
