"""What the audit of a whole country costs, against `shapely.coverage_is_valid` in the same run."""

import resource
import statistics
import time
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import shapely

from boundary_data.coverage import audit, coverage_parameters
from boundary_data.frame import Features
from boundary_data.readers.features import read_features
from gis.segments import Rings
from gis.topology import Tolerances, coverage_defects

pytestmark = pytest.mark.benchmark

COUNTIES = Path(__file__).parents[1] / "gis" / "data" / "us_counties-10m.topojson"
ROUNDS = 3
MOST_OF_A_SOUND_LAYER = 40
"""Holes where units were left out to make it sound."""
TOLERANCES = Tolerances(gap_width_m=1.0, slot_width_m=100.0)


def sound(shapes):
    """The valid ones that match all their neighbours."""
    kept = shapes[shapely.is_valid(shapes) & ~shapely.is_empty(shapes)]
    while True:
        edges = shapely.coverage_invalid_edges(kept)
        if shapely.is_empty(edges).all():
            return kept
        kept = kept[shapely.is_empty(edges)]


def denser(shapes, pieces):
    """Every segment bent into `pieces`, the same way from both sides."""
    rings = Rings.of(shapes)
    on = rings.ring[1:] == rings.ring[:-1]
    a, b, ring = rings.xy[:-1][on], rings.xy[1:][on], rings.ring[:-1][on]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    low, high = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
    step = high - low
    across = np.column_stack([-step[:, 1], step[:, 0]])
    phase = np.abs(low @ [7919, 104729] + high @ [1299709, 15485863]) * 1e3
    t = np.arange(1, pieces) / pieces
    bend = (
        0.02
        * np.sin(np.pi * t)
        * np.sin((phase % 6.28)[:, None] + (3 + phase % 5)[:, None] * 2 * np.pi * t)
    )
    inner = low[:, None] + t[None, :, None] * step[:, None] + bend[..., None] * across[:, None]
    inner[swap] = inner[swap][:, ::-1]
    xy = np.concatenate([a[:, None], np.round(inner, 8)], axis=1).reshape(-1, 2)
    owner = np.repeat(ring, pieces)
    first = np.searchsorted(owner, np.arange(len(rings.owner)))
    ends = np.append(first[1:], len(xy))
    closed = shapely.linearrings(
        np.insert(xy, ends, xy[first], axis=0),
        indices=np.insert(owner, ends, np.arange(len(first))),
    )
    parts = shapely.polygons(closed, indices=rings.part)
    return shapely.multipolygons(
        parts, indices=rings.owner[np.searchsorted(rings.part, np.arange(len(parts)))]
    )


@pytest.fixture(scope="module")
def counties():
    return sound(np.asarray(list(read_features(COUNTIES, layer="counties").geometries)))


def spent(work):
    begun = time.process_time()
    work()
    return time.process_time() - begun


def codes(count):
    """County codes that break no rule, of provinces that are no municipalities."""
    provinces = [p for p in range(13, 66) if p not in {31, 50}]
    every = (f"{p}{c:02}{k:02}" for p in provinces for c in range(1, 21) for k in range(1, 21))
    return list(islice(every, count))


def spoilt(shapes, units, seed=1):
    """Four vertices of each of `units` units moved by up to three metres, its neighbours' not."""
    rng = np.random.default_rng(seed)
    result = shapes.copy()
    for index in rng.permutation(len(shapes))[:units]:
        parts = list(shapely.get_parts(shapes[index]))
        xy = shapely.get_coordinates(parts[0].exterior)
        moved = rng.integers(1, len(xy) - 1, 4)
        xy[moved] += rng.uniform(-3, 3, (4, 2)) / 111_320
        parts[0] = shapely.Polygon(xy, [hole.coords for hole in parts[0].interiors])
        result[index] = shapely.MultiPolygon(parts)
    return result


@pytest.mark.parametrize(
    ("pieces", "bad"),
    [(9, 0), (17, 0), (9, 150), (9, 1500)],
    ids=["half a million", "a million", "a thousand defects", "ten thousand defects"],
)
def test_audit_against_coverage_is_valid(counties, pieces, bad):
    shapes = spoilt(sound(denser(counties, pieces)), bad)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    rows = [{"code": code, "name": f"第{code}县"} for code in codes(len(shapes))]
    layer = Features(list(shapes), rows, list(range(1, len(rows) + 1)), ["code", "name"])
    parameters = coverage_parameters()
    plain, geometry, whole = [], [], []
    for _ in range(ROUNDS):
        plain.append(spent(lambda: shapely.coverage_is_valid(shapes)))
        geometry.append(spent(lambda: coverage_defects(list(shapes), TOLERANCES)))
        whole.append(spent(lambda: audit(layer, on=date(2026, 1, 1), parameters=parameters)))
    found = len(audit(layer, on=date(2026, 1, 1), parameters=parameters).defects)
    base = statistics.median(plain)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201
        f"\n{len(shapes)} units, {vertices} vertices, {found} defects: "
        f"coverage_is_valid {base:.2f} s, geometry {statistics.median(geometry):.2f} s, "
        f"ratio {statistics.median(np.divide(geometry, plain)):.2f}; "
        f"whole audit with codes {statistics.median(whole):.2f} s, "
        f"ratio {statistics.median(np.divide(whole, plain)):.2f}; peak {peak:.0f} MB"
    )
    assert bad or found < MOST_OF_A_SOUND_LAYER
