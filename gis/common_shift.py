"""Whether points are all off by about the same vector, and by which.

From markers the vector is the median of the offsets. From lines it is the one that lays the
points on the lines best; a shift along a straight line cannot be seen and stays zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gis.lines import Ruler
from gis.places import DEGREE_M, Place
from gis.readings import finite_rows

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROUNDS = 12
MOST_POINTS = 400
STARTS_M = (0.0, 100.0, 400.0)
TANGENT_M = 1.0
UNSEEN = 0.02
"""Below this share of the normals' spread a direction is not seen by the lines."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a vector needs to be believed.

    Attributes:
        least_m: Shorter vectors are never reported.
        most_m: Longer ones are no shift of a datum or map.
        noise_m: Standard error of a position in each direction, metres.
        sigmas: How many standard errors of its mean the vector must have.
        remains: Share of the median distance that may remain when it is taken away.
        agree: Share of the points that must agree.
    """

    least_m: float
    most_m: float
    noise_m: float
    sigmas: float
    remains: float
    agree: float


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """A common shift: the points lie that far east and north of where they should.

    `agreeing` are the points that lie within reach of their place without it; `fixed` tells
    whether both directions could be seen.
    """

    east_m: float
    north_m: float
    agreeing: Bools
    fixed: bool

    @property
    def size_m(self) -> float:
        """Return its length in metres."""
        return float(np.hypot(self.east_m, self.north_m))

    def in_degrees(self, lat_deg: float) -> tuple[float, float]:
        """Return it in degrees of longitude and latitude at a latitude."""
        return float(self.east_m / _metres(lat_deg)[0]), float(self.north_m / _metres(lat_deg)[1])


def common_vector(points: Floats, place: Place, needs: Needs) -> Vector | None:
    """Return the shift common to `points` (n x 2, EPSG:4490), or None if there is none."""
    if place.markers is not None:
        return _from_markers(points, place.markers, needs)
    if place.ruler is not None and len(points):
        return _from_lines(points, place.ruler, needs)
    return None


def _from_markers(points: Floats, markers: Floats, needs: Needs) -> Vector | None:
    paired = finite_rows(markers) & finite_rows(points)
    if not paired.any():
        return None
    scale = _metres(float(np.median(points[paired, 1])))
    offsets = (points - markers) * scale
    sizes = np.hypot(offsets[:, 0], offsets[:, 1])
    usable = paired & (sizes <= needs.most_m)
    for asked in (usable, usable & (sizes > needs.least_m)):
        if int(asked.sum()) < 3:
            continue
        middle = np.median(offsets[asked], axis=0)
        rest = np.hypot(*(offsets - middle).T)
        agreeing = asked & (rest <= max(3.0 * needs.noise_m, 0.1 * float(np.hypot(*middle))))
        if agreeing.sum() >= max(needs.agree * asked.sum(), 3):
            middle = np.median(offsets[agreeing], axis=0)
            rest = np.hypot(*(offsets[agreeing] - middle).T)
            found = Vector(float(middle[0]), float(middle[1]), agreeing, fixed=True)
            if _believed(found, sizes[agreeing], rest, needs):
                return found
    return None


def _from_lines(points: Floats, ruler: Ruler, needs: Needs) -> Vector | None:
    good = np.flatnonzero(finite_rows(points))
    some = good[:: max(len(good) // MOST_POINTS, 1)]
    if len(some) < 8:
        return None
    sample = points[some]
    scale = _metres(float(np.median(sample[:, 1])))
    before = _off(sample, ruler)
    if np.median(before) > needs.most_m:
        return None
    fits = [_fitted(sample, ruler, scale, start) for start in _starts()]
    vector, seen = min(fits, key=lambda fit: _rest(sample, ruler, scale, fit[0]))
    rest = _off(sample - vector / scale, ruler)
    reach = 3.0 * needs.noise_m
    if np.mean(rest <= reach) < needs.agree:
        return None
    everywhere = np.zeros(len(points), dtype=np.bool_)
    everywhere[good] = _off(points[good] - vector / scale, ruler) <= reach
    found = Vector(float(vector[0]), float(vector[1]), everywhere, fixed=seen)
    return found if _believed(found, before, rest, needs) else None


def _believed(found: Vector, before: Floats, rest: Floats, needs: Needs) -> bool:
    error = needs.noise_m / np.sqrt(len(before))
    long_enough = found.size_m >= max(needs.least_m, needs.sigmas * error)
    shrinks = float(np.median(rest)) <= needs.remains * float(np.median(before))
    return bool(long_enough and found.size_m <= needs.most_m and shrinks)


def _starts() -> list[Floats]:
    around = np.radians(np.arange(0.0, 360.0, 45.0))
    starts = [np.zeros(2)]
    for reach in STARTS_M[1:]:
        starts += [reach * np.array([np.sin(a), np.cos(a)]) for a in around]
    return starts


def _fitted(sample: Floats, ruler: Ruler, scale: Floats, start: Floats) -> tuple[Floats, bool]:
    """Return the vector that lays the points on the line, from `start` on, and if it is fixed."""
    vector, seen = start.copy(), True
    for _ in range(ROUNDS):
        off, normals = _across(sample - vector / scale, ruler, scale)
        used = np.abs(off) <= 3.0 * np.median(np.abs(off)) + 1.0
        square = normals[used].T @ normals[used] / max(int(used.sum()), 1)
        values, axes = np.linalg.eigh(square)
        kept = values > UNSEEN
        right = normals[used].T @ off[used] / max(int(used.sum()), 1)
        inverse = np.divide(1.0, values, out=np.zeros_like(values), where=kept)
        step = axes @ (inverse * (axes.T @ right))
        vector = vector + step
        seen = bool(kept.all())
        if np.hypot(*step) < 0.01:
            break
    return vector, seen


def _rest(sample: Floats, ruler: Ruler, scale: Floats, vector: Floats) -> float:
    off = _off(sample - vector / scale, ruler)
    # of vectors that fit alike, as along a straight line, the shortest
    return float(np.median(off)) + 1e-3 * float(np.hypot(*vector))


def _off(points: Floats, ruler: Ruler) -> Floats:
    return ruler.locate(points[:, 0], points[:, 1]).offset_m


def _across(points: Floats, ruler: Ruler, scale: Floats) -> tuple[Floats, Floats]:
    """Return how far each point is across the line (m, signed) and the line's normals there."""
    found = ruler.locate(points[:, 0], points[:, 1])
    ahead = ruler.points_at(found.chainage_m + TANGENT_M)
    behind = ruler.points_at(found.chainage_m - TANGENT_M)
    tangent = (ahead - behind) * scale
    length = np.maximum(np.hypot(tangent[:, 0], tangent[:, 1]), 1e-9)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) / length[:, np.newaxis]
    foot = np.column_stack([found.lon, found.lat])
    off = np.einsum("ij,ij->i", (points - foot) * scale, normal)
    return off, normal


def _metres(lat_deg: float) -> Floats:
    """Return the metres of a degree of longitude and latitude at a latitude."""
    return np.array([111_320.0 * np.cos(np.radians(lat_deg)), DEGREE_M])
