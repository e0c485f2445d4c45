"""What a doctor of coordinates says: doubts with their evidence, and when to speak."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gis.common_shift import Needs
from gis.readings import Reading

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNDECIDABLE = frozenset({"not_finite", "elsewhere", "out_of_range"})
"""Kinds that say that something is wrong, and not what."""


@dataclass(frozen=True, slots=True)
class OldDatum:
    """Offsets (data minus truth, metres) that data of an old datum may have when mislabelled."""

    name: str
    east_m: tuple[float, float]
    north_m: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """When the doctor speaks.

    Attributes:
        near_m: A point this near to its marker or line is where it should be.
        share: Share of the doubtful points that a mistake must explain where each feature
            is a point.
        share_of_vertices: The same for vertices, most of which may lie on no known line.
        healthy: Share of a feature's vertices in place that makes it sound.
        over_chance: How many times more points than by chance.
        distinct_digits: How many different pairs of digits below 60 are no chance.
        shift: What a common shift needs.
        as_good: A shift that maps make is preferred to a common vector if the distances that
            remain are at most so many times those that remain without the vector.
        old_datums: Ranges in which a common shift is probably a datum's.
    """

    near_m: float
    share: float
    share_of_vertices: float
    healthy: float
    over_chance: float
    distinct_digits: int
    shift: Needs
    as_good: float = 1.25
    old_datums: tuple[OldDatum, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """One mistake, the features that have it, and the evidence.

    Attributes:
        kind: Name of the mistake.
        features: Positions of the features (from 0), ascending.
        reading: How the numbers are meant; None where nothing can be proposed.
        confidence: 0 to 1.
        before: Metres from the place of the compared points as labelled; NaN where the
            numbers are no position. Empty where nothing was compared.
        after: The same if the reading is right.
        reference: `markers`, `lines` or `area`: what they were compared with.
        candidates: Systems or datums that explain as much, if there are several.
        vector_m: East and north of a common shift; (0, 0) for others.
        whole: Whether all features have it.
        upon: Kind of the mistake that lies over this one and has to be undone first; `reading`
            undoes both. Empty for a mistake that stands alone.
    """

    kind: str
    features: Ints
    reading: Reading | None = None
    confidence: float = 0.99
    before: Floats = field(default_factory=lambda: np.empty(0))
    after: Floats = field(default_factory=lambda: np.empty(0))
    reference: str = ""
    candidates: tuple[str, ...] = ()
    vector_m: tuple[float, float] = (0.0, 0.0)
    whole: bool = False
    upon: str = ""

    @property
    def improved(self) -> float:
        """Return the share of the compared points that the reading brings nearer."""
        if not len(self.after):
            return 0.0
        before = np.where(np.isfinite(self.before), self.before, np.inf)
        after = np.where(np.isfinite(self.after), self.after, np.inf)
        return float(np.mean(after < before))


@dataclass(frozen=True, slots=True, eq=False)
class Diagnosis:
    """What the doctor found.

    Attributes:
        features: How many features were looked at.
        doubts: The mistakes, those of most features first.
        distances_m: As labelled, metres from the place, one a compared point.
        reference: What was compared with: `markers`, `lines`, `area`.
        unexplained: Features (from 0) out of their place that no mistake explains.
    """

    features: int
    doubts: tuple[Doubt, ...]
    distances_m: Floats
    reference: str
    unexplained: Ints
