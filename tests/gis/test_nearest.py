"""Nearest lines and points, against measuring every one of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from gis.lines import Ruler
from gis.measure import CGCS2000
from gis.nearest import nearest_lines, nearest_points

LON = st.floats(105.0, 111.0)
LAT = st.floats(28.0, 32.5)
PLACES = st.lists(st.tuples(LON, LAT), min_size=1, max_size=12)


@st.composite
def short_lines(draw: st.DrawFn) -> LineString:
    x, y = draw(LON), draw(LAT)
    turn = draw(st.floats(0.0, 6.28))
    reach = draw(st.floats(0.01, 0.5))
    return LineString([(x, y), (x + reach * np.cos(turn), y + reach * np.sin(turn))])


def split(places: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    lon, lat = np.array(places, dtype=float).T
    return lon, lat


@settings(deadline=None)
@given(st.lists(short_lines(), min_size=1, max_size=8), PLACES)
def test_no_line_is_nearer_than_the_nearest(
    lines: list[LineString], places: list[tuple[float, float]]
):
    found = nearest_lines(lines, *split(places))
    for at, (lon, lat) in enumerate(places):
        least = min(Ruler(line).nearest(Point(lon, lat))[2] for line in lines)
        assert found.distance_m[at] == pytest.approx(least, rel=1e-3, abs=0.01)


@settings(deadline=None)
@given(PLACES, PLACES)
def test_no_point_is_nearer_than_the_nearest(
    points: list[tuple[float, float]], places: list[tuple[float, float]]
):
    found = nearest_points(np.array(points), *split(places))
    for at, (lon, lat) in enumerate(places):
        least = min(float(CGCS2000.inv(lon, lat, x, y)[2]) for x, y in points)
        assert found.distance_m[at] == pytest.approx(least, abs=1e-6)


def test_the_place_on_the_line_is_the_foot_of_the_perpendicular():
    found = nearest_lines([LineString([(106.5, 29.0), (106.5, 30.0)])], *split([(106.6, 29.5)]))
    assert found.lon[0] == pytest.approx(106.5)
    assert found.azimuth_deg[0] == pytest.approx(270.0, abs=0.1)


def test_a_line_far_outside_the_tile_is_found_when_it_is_the_only_one():
    found = nearest_lines([LineString([(130.0, 45.0), (130.1, 45.0)])], *split([(106.6, 29.5)]))
    assert found.index[0] == 0
    assert found.distance_m[0] > 2_000_000


def test_a_line_without_length_is_never_the_nearest():
    dot = LineString([(106.6, 29.5), (106.6, 29.5)])
    line = LineString([(106.7, 29.5), (106.8, 29.5)])
    assert nearest_lines([dot, line], *split([(106.6, 29.5)])).index[0] == 1


def test_without_lines_nothing_is_near():
    found = nearest_lines([], *split([(106.6, 29.5)]))
    assert found.index[0] == -1
    assert np.isinf(found.distance_m[0])


def test_without_points_nothing_is_near():
    assert nearest_points(np.empty((0, 2)), *split([(106.6, 29.5)])).index[0] == -1
