"""Where a point is, one and ten thousand, beside the bare question which areas cover it."""

from __future__ import annotations

import time
from datetime import datetime
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.locating import locate

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
WEST, SOUTH, EAST, NORTH = 105.8, 28.9, 108.9, 31.2
SINGLES = 200
BARE = text(
    "SELECT division_id FROM division_area"
    " WHERE ST_Covers(geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4490))"
)
BARE_MANY = text(
    "SELECT p.no, a.division_id FROM unnest(CAST(:lon AS double precision[]),"
    " CAST(:lat AS double precision[])) WITH ORDINALITY AS p(lon, lat, no)"
    " JOIN division_area a ON ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490))"
)


def points(count: int) -> list[tuple[float, float]]:
    rng = np.random.default_rng(20261122)
    lon, lat = rng.uniform(WEST, EAST, count), rng.uniform(SOUTH, NORTH, count)
    return [(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]


@pytest.mark.benchmark
def test_one_point(register: Session) -> None:
    """Print medians and p99 of both, taking turns, and their ratio."""
    whole, bare = [], []
    for lon, lat in points(SINGLES + 20):
        began = time.perf_counter()
        locate(register, [(lon, lat)], TODAY)
        middle = time.perf_counter()
        register.execute(BARE, {"lon": lon, "lat": lat}).all()
        whole.append((middle - began) * 1000)
        bare.append((time.perf_counter() - middle) * 1000)
    whole, bare = whole[20:], bare[20:]
    lines = [
        f"{name:16} median {median(took):7.2f} ms  p99 {quantiles(took, n=100)[98]:7.2f} ms"
        for name, took in (("locate", whole), ("bare ST_Covers", bare))
    ]
    print("", *lines, f"ratio {median(whole) / median(bare):.1f}", sep="\n")  # noqa: T201


@pytest.mark.benchmark
def test_ten_thousand_points(register: Session) -> None:
    """Print the seconds of both, three times each, and the ratio of the medians."""
    asked = points(10_000)
    lon, lat = map(list, zip(*asked, strict=True))
    whole, bare = [], []
    for _ in range(3):
        began = time.perf_counter()
        locate(register, asked, TODAY)
        middle = time.perf_counter()
        register.execute(BARE_MANY, {"lon": lon, "lat": lat}).all()
        whole.append(middle - began)
        bare.append(time.perf_counter() - middle)
    rate = 10_000 / median(whole)
    print(  # noqa: T201
        f"\n10,000 points: locate {median(whole):.2f} s, bare ST_Covers {median(bare):.2f} s,"
        f" ratio {median(whole) / median(bare):.1f}, {rate:,.0f} points a second"
    )
