"""The check of a record of a long line with a dense track, beside a plain way of its track part."""

from __future__ import annotations

import json
import time
from copy import copy
from datetime import date, datetime
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, Point

from api.services.checking_inspections import check
from boundary_data import json_text
from gis.measure import CGCS2000
from rulebook.report import Verdict
from tests.benchmarks.long_record import KM, MARKERS, POINTS, Record, long_record

TODAY = date(2026, 1, 1)
ROUNDS = 5
WITHIN_M = 100.0


@pytest.mark.benchmark
def test_a_long_line_with_a_dense_track() -> None:
    """Print medians (processor time) of both, taking turns: bytes to verdict, and the plain way."""
    data = json.dumps(long_record(), ensure_ascii=False).encode()
    parsed, judged, plain = [], [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        raw = json_text.parse(data)
        middle = time.process_time()
        report = check(raw, on=TODAY).report
        parsed.append(middle - began)
        judged.append(time.process_time() - middle)
        assert report.verdict is Verdict.PASS
        plain.append(_plainly(data))
    whole = median(map(sum, zip(parsed, judged, strict=True)))
    print(  # noqa: T201
        f"\n{KM:.0f} km, {MARKERS} markers, {POINTS:,} points, {len(data) / 1e6:.1f} MB of JSON:"
        f" reading the text {median(parsed):.2f} s, record and all rules {median(judged):.2f} s,"
        f" whole {whole:.2f} s; plain way of the track alone {median(plain):.2f} s,"
        f" ratio {median(plain) / whole:.1f}"
    )


def _plainly(data: bytes) -> float:
    """Return the processor seconds that reading, speed, coverage and visits take point by point."""
    began = time.process_time()
    record: Record = json.loads(data)
    points = [
        (p["lon"], p["lat"], datetime.fromisoformat(p["time"]).timestamp()) for p in record["track"]
    ]
    fastest = max(
        CGCS2000.inv(a[0], a[1], b[0], b[1])[2] / max(b[2] - a[2], 1.0) for a, b in pairwise(points)
    )
    plane = Transformer.from_crs(4490, 4545, always_xy=True).transform

    def flat(shape: LineString | Point) -> LineString | Point:
        moved = np.column_stack(plane(*shapely.get_coordinates(shape).T))
        return shapely.set_coordinates(copy(shape), moved)

    walked = flat(LineString([p[:2] for p in points]))
    line = flat(LineString(record["line"]["geometry"]["coordinates"]))
    shapely.prepare(walked)
    stops = [line.interpolate(chainage) for chainage in range(0, int(line.length), 25)]
    share = sum(walked.dwithin(stop, WITHIN_M) for stop in stops) / len(stops)
    visits = [walked.distance(flat(Point(m["lon"], m["lat"]))) for m in record["line"]["markers"]]
    assert share > 0.99
    assert max(visits) < WITHIN_M
    assert fastest < WITHIN_M
    return time.process_time() - began
