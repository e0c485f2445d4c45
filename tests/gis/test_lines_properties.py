"""Laws of positions along lines that hold for any line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from gis.lines import Ruler
from gis.measure import CGCS2000

STEPS = st.lists(
    st.tuples(st.floats(-70.0, 70.0), st.floats(200.0, 4000.0)), min_size=2, max_size=15
)
SHARES = st.floats(0.05, 0.95)


@st.composite
def courses(draw: st.DrawFn) -> LineString:
    """Lines that head east with bends, from somewhere in Chongqing."""
    lon, lat = draw(st.floats(105.3, 110.0)), draw(st.floats(28.2, 32.1))
    points = [(lon, lat)]
    for turn, metres in draw(STEPS):
        lon, lat, _ = CGCS2000.fwd(lon, lat, 90.0 + turn, metres)
        points.append((lon, lat))
    return LineString(points)


@given(courses(), SHARES)
def test_a_place_at_a_chainage_is_found_at_that_chainage(line: LineString, share: float):
    ruler = Ruler(line)
    wanted = share * ruler.length_m
    place = ruler.points_at(np.array([wanted]))[0]
    assert ruler.nearest(Point(place))[1] == pytest.approx(wanted, abs=0.01)


@given(courses(), SHARES)
def test_a_place_on_the_line_has_no_offset(line: LineString, share: float):
    ruler = Ruler(line)
    place = ruler.points_at(np.array([share * ruler.length_m]))[0]
    assert ruler.nearest(Point(place))[2] < 0.01


@given(courses(), SHARES, st.floats(0.0, 360.0), st.floats(1.0, 2000.0))
def test_no_point_is_further_from_the_line_than_from_a_place_on_it(
    line: LineString, share: float, azimuth: float, metres: float
):
    ruler = Ruler(line)
    lon, lat = ruler.points_at(np.array([share * ruler.length_m]))[0]
    x, y, _ = CGCS2000.fwd(lon, lat, azimuth, metres)
    assert ruler.nearest(Point(x, y))[2] <= metres * (1.0 + 1e-4) + 0.01


@given(courses())
def test_a_track_equal_to_the_line_covers_all_of_it(line: LineString):
    track = np.asarray(line.coords)
    assert Ruler(line).coverage([track], within_m=30.0).share == 1.0


@given(courses(), SHARES)
def test_a_track_along_a_first_part_covers_its_share_of_the_length(line: LineString, share: float):
    ruler = Ruler(line)
    end = share * ruler.length_m
    vertices = np.asarray(line.coords)
    before = ruler.locate(vertices[:, 0], vertices[:, 1]).chainage_m
    track = ruler.points_at(np.append(before[before < end], end))
    covered = ruler.coverage([track], within_m=10.0).covered_m
    assert covered == pytest.approx(end, abs=40.0)


@given(courses(), SHARES, SHARES)
def test_covered_and_uncovered_lengths_add_up(line: LineString, a: float, b: float):
    ruler = Ruler(line)
    stops = np.linspace(min(a, b) * ruler.length_m, max(a, b) * ruler.length_m, 100)
    coverage = ruler.coverage([ruler.points_at(stops)], within_m=40.0)
    uncovered = sum(end - start for start, end in coverage.gaps)
    assert coverage.covered_m + uncovered == pytest.approx(ruler.length_m)
