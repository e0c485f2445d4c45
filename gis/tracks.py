"""Tracks of positioning receivers: legs, speeds, jumps, times that run backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gis.measure import CGCS2000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Track:
    """Points of a track in the order they were recorded.

    Attributes:
        lon: Longitudes in degrees (EPSG:4490).
        lat: Latitudes in degrees.
        seconds: Seconds since 1970 (UTC); NaN where the time is not known.
        accuracy_m: Stated accuracy in metres; NaN where not stated.
    """

    lon: Floats
    lat: Floats
    seconds: Floats
    accuracy_m: Floats

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.lon)

    @cached_property
    def steps_m(self) -> Floats:
        """Return the geodesic metres from each point to the next (one fewer than points)."""
        if len(self) < 2:
            return np.empty(0)
        lon, lat = self.lon, self.lat
        return np.asarray(CGCS2000.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Jump:
    """A step between two points of a track that stands out.

    `index` is that of the point the step starts from; `speed_mps` is NaN if times lack.
    """

    index: int
    distance_m: float
    seconds: float
    speed_mps: float


def joined(tracks: Sequence[Track]) -> Track:
    """Return several tracks as one, the earlier before the later; those without times last."""
    if len(tracks) == 1:
        return tracks[0]

    def began(track: Track) -> float:
        known = track.seconds[np.isfinite(track.seconds)]
        return float(known[0]) if len(known) else np.inf

    ordered = sorted((track for track in tracks if len(track)), key=began)
    columns = ("lon", "lat", "seconds", "accuracy_m")
    return Track(*(np.concatenate([getattr(t, name) for t in ordered]) for name in columns))


def length_m(track: Track) -> float:
    """Return the length of the track in metres, breaks included."""
    return float(track.steps_m.sum())


def legs(track: Track, *, gap_m: float, every_m: float = 0.0) -> list[Floats]:
    """Return the unbroken stretches (each n x 2, degrees): no step longer than `gap_m`.

    With `every_m` one point is left for every so many metres of way, the ends of each stretch
    kept; no point left out was further than that from one that is kept.
    """
    if not len(track):
        return []
    points = np.column_stack([track.lon, track.lat])
    breaks = np.flatnonzero(track.steps_m > gap_m) + 1
    if every_m <= 0.0:
        return np.split(points, breaks)
    kept = _kept(track.steps_m, every_m)
    kept[breaks] = kept[breaks - 1] = True
    return np.split(points[kept], np.cumsum(kept)[breaks] - 1)


def _kept(steps: Floats, every_m: float) -> npt.NDArray[np.bool_]:
    """Return which points stay when one is left for every `every_m` metres of way."""
    way = np.append(0.0, np.cumsum(steps))
    keep = np.append(True, np.diff(np.floor(way / every_m)) > 0.0)
    keep[-1] = True
    return keep


def gaps(track: Track, *, gap_m: float) -> list[Jump]:
    """Return the steps longer than `gap_m` metres, in their order."""
    far = track.steps_m
    return [_jump(track, far, int(i)) for i in np.flatnonzero(far > gap_m)]


def jumps(track: Track, *, limit_mps: float, noise_m: float = 0.0) -> list[Jump]:
    """Return the steps faster than `limit_mps`, in their order.

    Steps of at most `noise_m` metres are never jumps: two fixes within a second differ by
    the receiver's noise. A longer step in no time at all, or back in time, is one.
    """
    far, took = track.steps_m, np.diff(track.seconds)
    fast = (far > noise_m) & (far > np.maximum(took, 0.0) * limit_mps)
    return [_jump(track, far, int(i)) for i in np.flatnonzero(fast)]


def backward_steps(track: Track) -> list[int]:
    """Return the indices of points recorded before the point they follow."""
    return [int(i) + 1 for i in np.flatnonzero(np.diff(track.seconds) < 0.0)]


def _jump(track: Track, far: Floats, index: int) -> Jump:
    took = float(track.seconds[index + 1] - track.seconds[index])
    speed = float(far[index]) / took if took > 0.0 else float("nan")
    return Jump(index, float(far[index]), took, speed)
