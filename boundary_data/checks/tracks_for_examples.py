"""Spoilt copies of the good record's track, for the examples of the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from boundary_data.checks.case import GOOD
from boundary_data.inspection import JointInspection
from gis.gcj02 import shift_deg
from gis.tracks import Track


def _track(record: JointInspection) -> Track:
    if record.track is None:
        raise ValueError("the example record has to carry a track")
    return record.track


GOOD_TRACK: Final = _track(GOOD)


def part_of(track: Track, start: float, end: float) -> Track:
    """Return the points from share `start` to share `end` of the track."""
    chosen = slice(int(len(track) * start), int(len(track) * end))
    columns = (track.lon, track.lat, track.seconds, track.accuracy_m)
    return Track(*(column[chosen] for column in columns))


def moved_by(track: Track, degrees: float) -> Track:
    """Return the track moved east by `degrees`."""
    return replace(track, lon=track.lon + degrees)


def as_on_web_maps(track: Track) -> Track:
    """Return the track as a public web map (GCJ-02) would record it."""
    places = zip(track.lon, track.lat, strict=True)
    shift = np.array([shift_deg(float(lon), float(lat)) for lon, lat in places])
    return replace(track, lon=track.lon + shift[:, 0], lat=track.lat + shift[:, 1])


def swapped(track: Track) -> Track:
    """Return the track with longitude and latitude exchanged."""
    return replace(track, lon=track.lat, lat=track.lon)


def in_seconds(track: Track, seconds: float) -> Track:
    """Return the track as if it had taken `seconds` in all."""
    times = track.seconds[0] + np.linspace(0.0, seconds, len(track))
    return replace(track, seconds=times)


def later_by(track: Track, seconds: float) -> Track:
    """Return the track as if recorded `seconds` later."""
    return replace(track, seconds=track.seconds + seconds)


def reversed_times(track: Track) -> Track:
    """Return the track with its times running backwards."""
    return replace(track, seconds=track.seconds[::-1])


def without_times(track: Track) -> Track:
    """Return the track without times."""
    return replace(track, seconds=np.full(len(track), np.nan))


def with_accuracy(track: Track, accuracy_m: float) -> Track:
    """Return the track with every point of the same stated accuracy (metres)."""
    return replace(track, accuracy_m=np.full(len(track), accuracy_m))
