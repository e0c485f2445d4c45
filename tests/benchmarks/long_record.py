"""A record of a line of 160 km with 70 markers and a track of 200,000 points, all in order."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from boundary_data.inspection_schema import example
from boundary_data.track_columns import BEIJING
from gis.measure import CGCS2000

Record = dict[str, Any]
Floats = npt.NDArray[np.float64]

KM, MARKERS, POINTS, VERTICES = 160.0, 70, 200_000, 4000
BEGAN = datetime(2025, 4, 7, 8, 0, tzinfo=BEIJING)
DAYS = 14
SIDES = ("500116", "500118")
SEED = 20261122


def long_record(points: int = POINTS) -> Record:
    """Return the record, with its line embedded."""
    way = _way()
    chainage = np.linspace(0.0, KM * 1000.0, MARKERS)
    numbers = ["161820I", *(f"1618{at:03}Q" for at in range(1, MARKERS - 1)), "161853I"]
    places = _at(way, chainage)
    seconds = np.linspace(0.0, DAYS * 86_400.0 - 50_000.0, MARKERS)
    record = example()
    record["field_check"] = {
        "started_on": str(BEGAN.date()),
        "ended_on": str((BEGAN + timedelta(days=DAYS)).date()),
    }
    for key in ("unilateral_markers", "marker_checks", "sections"):
        record[key] = []
    old = example()
    for at, number in enumerate(numbers):
        known = dict(old["line"]["markers"][-1 if at == MARKERS - 1 else min(at, 1)])
        known |= {"number": number, "lon": places[at, 0], "lat": places[at, 1]}
        record["marker_checks"].append(
            _check(
                old["marker_checks"][-1 if at == MARKERS - 1 else min(at, 1)], known, seconds[at]
            )
        )
        record["line"]["markers"] = [*record["line"]["markers"][:at], known]
    record["sections"] = [
        {**old["sections"][0], "from_marker": a, "to_marker": b} for a, b in pairwise(numbers)
    ]
    record["line"]["geometry"] = {"type": "LineString", "coordinates": way[0].tolist()}
    record["report"] |= {"length_km": KM, "marker_count": MARKERS}
    for side in record["sides"]:
        side["signature"] = {**side["signature"], "on": "2025-05-10"}
    record["track"] = _track(way, points)
    return record


def _way() -> tuple[Floats, Floats]:
    """Return the vertices of the line and their chainages (m): bends of a river valley."""
    share = np.linspace(0.0, 1.0, VERTICES)
    lon = 1.35 * share + 0.010 * np.sin(40.0 * share) + 0.0006 * np.sin(900.0 * share)
    lat = 0.30 * share + 0.008 * np.cos(60.0 * share) + 0.0006 * np.cos(700.0 * share)
    for _ in range(4):  # geodesic length is not quite linear in degrees
        steps = CGCS2000.inv(105.9 + lon[:-1], 29.4 + lat[:-1], 105.9 + lon[1:], 29.4 + lat[1:])[2]
        fit = KM * 1000.0 / float(np.sum(steps))
        lon, lat = lon * fit, lat * fit
    return np.column_stack([105.9 + lon, 29.4 + lat]), np.append(0.0, np.cumsum(steps))


def _at(way: tuple[Floats, Floats], chainage: Floats) -> Floats:
    vertices, chainages = way
    return np.column_stack([np.interp(chainage, chainages, column) for column in vertices.T])


def _check(model: Record, known: Record, seconds: float) -> Record:
    moment = BEGAN + timedelta(seconds=round(seconds))
    lon, lat, _ = CGCS2000.fwd(known["lon"], known["lat"], 40.0, 0.8)
    number = known["number"]
    photo = {
        "file": f"{number}-1.jpg",
        "taken_at": (moment + timedelta(seconds=30)).isoformat(),
        "lon": round(lon, 7),
        "lat": round(lat, 7),
        "sha256": hashlib.sha256(number.encode()).hexdigest(),
    }
    measured = {
        **model["measured"],
        "lon": round(lon, 8),
        "lat": round(lat, 8),
        "measured_at": moment.isoformat(),
    }
    signed = {
        key: {**value, "on": "2025-05-10"}
        for key, value in model.items()
        if key.endswith("_signature")
    }
    return {**model, **signed, "number": number, "measured": measured, "photos": [photo]}


def _track(way: tuple[Floats, Floats], points: int) -> list[Record]:
    rng = np.random.default_rng(SEED)
    places = _at(way, np.linspace(0.0, KM * 1000.0, points)) + rng.normal(0.0, 8e-6, (points, 2))
    seconds = np.linspace(0.0, DAYS * 86_400.0 - 50_000.0, points)
    accuracy = rng.uniform(2.0, 6.0, points)
    return [
        {
            "lon": round(lon, 7),
            "lat": round(lat, 7),
            "time": (BEGAN + timedelta(seconds=round(second))).isoformat(),
            "accuracy_m": round(metres, 1),
        }
        for (lon, lat), second, metres in zip(
            places.tolist(), seconds.tolist(), accuracy.tolist(), strict=True
        )
    ]
