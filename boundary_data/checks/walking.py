"""The track of a field check beside the line."""

from __future__ import annotations

import numpy as np

from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line_reading import LAT, LON
from gis.tracks import Floats, Track, legs


def usable_track(record: JointInspection) -> Track | None:
    """Return the points of the track that can be longitude and latitude, or None if none."""
    track = record.track
    if track is None or not len(track):
        return None
    inside = (LON[0] <= track.lon) & (track.lon <= LON[1])
    inside &= (LAT[0] <= track.lat) & (track.lat <= LAT[1])
    if not inside.any():
        return None
    columns = (track.lon, track.lat, track.seconds, track.accuracy_m)
    return track if bool(np.all(inside)) else Track(*(column[inside] for column in columns))


def walked(track: Track, facts: InspectionFacts, *, within_m: float) -> list[Floats]:
    """Return the unbroken stretches of a track (each n x 2, degrees), no denser than needed.

    A twentieth of `within_m` (metres), the distance that counts as having been there, is all
    that thinning may take away.
    """
    return legs(track, gap_m=facts.limits.number("track_gap_m"), every_m=within_m / 20.0)
