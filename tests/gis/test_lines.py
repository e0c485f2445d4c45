"""Positions along lines, offsets and coverage, on lines whose answers are known."""

import numpy as np
import pytest
from shapely.geometry import LineString, MultiLineString, Point

from gis.lines import Ruler, UnusableLine, distances_m
from gis.measure import CGCS2000, length_m

NORTHWARD = LineString([(106.5, 29.5), (106.5, 29.6)])
BENT = LineString([(106.0, 29.5), (106.4, 29.6), (106.5, 29.9), (107.4, 30.1)])


def away(lon: float, lat: float, azimuth: float, metres: float) -> Point:
    x, y, _ = CGCS2000.fwd(lon, lat, azimuth, metres)
    return Point(x, y)


def test_the_length_is_the_geodesic_length():
    assert Ruler(BENT).length_m == pytest.approx(length_m(BENT), rel=1e-5)


def test_a_point_east_of_a_northward_line_lies_on_its_right():
    found = Ruler(NORTHWARD).locate(np.array([106.51]), np.array([29.55]))
    assert int(found.side[0]) == -1


def test_a_point_west_of_a_northward_line_lies_on_its_left():
    found = Ruler(NORTHWARD).locate(np.array([106.49]), np.array([29.55]))
    assert int(found.side[0]) == 1


def test_a_point_on_the_line_lies_on_no_side():
    found = Ruler(NORTHWARD).locate(np.array([106.5]), np.array([29.55]))
    assert int(found.side[0]) == 0


@pytest.mark.parametrize("metres", [1.0, 15.0, 480.0, 5000.0])
def test_the_offset_is_the_geodesic_distance_to_the_line(metres: float):
    point = away(106.5, 29.55, 90.0, metres)
    assert Ruler(NORTHWARD).nearest(point)[2] == pytest.approx(metres, rel=1e-5)


def test_the_chainage_is_measured_from_the_start():
    ruler = Ruler(NORTHWARD)
    start = Point(106.5, 29.5)
    expected = CGCS2000.inv(start.x, start.y, 106.5, 29.57)[2]
    assert ruler.nearest(Point(106.5, 29.57))[1] == pytest.approx(expected, abs=0.01)


def test_a_point_beyond_the_end_belongs_to_the_end():
    ruler = Ruler(NORTHWARD)
    assert ruler.nearest(Point(106.5, 29.7))[1] == pytest.approx(ruler.length_m)


def test_the_chainage_of_a_second_part_goes_on_from_the_first():
    parts = MultiLineString([[(106.0, 29.5), (106.1, 29.5)], [(106.3, 29.5), (106.4, 29.5)]])
    first = length_m(LineString(parts.geoms[0]))
    assert Ruler(parts).nearest(Point(106.3, 29.5))[1] == pytest.approx(first, abs=0.01)


def test_a_long_segment_is_straight_in_degrees():
    wide = LineString([(105.5, 29.5), (107.5, 29.5)])
    assert Ruler(wide).nearest(Point(106.5, 29.5))[2] < 0.01


def test_repeated_vertices_change_nothing():
    doubled = LineString([(106.5, 29.5), (106.5, 29.5), (106.5, 29.6), (106.5, 29.6)])
    assert Ruler(doubled).length_m == pytest.approx(Ruler(NORTHWARD).length_m)


@pytest.mark.parametrize(
    "line", [LineString(), MultiLineString(), LineString([(106.5, 29.5), (106.5, 29.5)])]
)
def test_a_line_without_length_is_refused(line: LineString | MultiLineString):
    with pytest.raises(UnusableLine):
        Ruler(line)


def test_no_track_covers_nothing():
    coverage = Ruler(BENT).coverage([], within_m=50.0)
    assert coverage.gaps == ((0.0, Ruler(BENT).length_m),)


def test_a_jump_between_two_far_points_covers_only_its_ends():
    ends = [np.array([[106.5, 29.5]]), np.array([[106.5, 29.6]])]
    coverage = Ruler(NORTHWARD).coverage(ends, within_m=100.0)
    assert coverage.covered_m == pytest.approx(200.0, abs=1.0)


def test_a_parallel_track_beyond_the_tolerance_covers_nothing():
    aside = np.array([[away(106.5, y, 90.0, 120.0).x, y] for y in np.linspace(29.5, 29.6, 50)])
    assert Ruler(NORTHWARD).coverage([aside], within_m=100.0).share == 0.0


def test_an_uncovered_middle_is_reported_from_where_to_where():
    low = np.array([[106.5, 29.50], [106.5, 29.53]])
    high = np.array([[106.5, 29.55], [106.5, 29.60]])
    ruler = Ruler(NORTHWARD)
    (gap,) = ruler.coverage([low, high], within_m=50.0).gaps
    wanted = [ruler.nearest(Point(106.5, y))[1] for y in (29.53, 29.55)]
    assert gap == pytest.approx((wanted[0] + 50.0, wanted[1] - 50.0), abs=1.0)


def test_a_gap_between_parts_is_no_uncovered_stretch():
    parts = MultiLineString([[(106.0, 29.5), (106.1, 29.5)], [(106.3, 29.5), (106.4, 29.5)]])
    legs = [np.array(part.coords) for part in parts.geoms]
    assert Ruler(parts).coverage(legs, within_m=20.0).share == 1.0


def test_the_distance_to_a_track_is_that_to_its_nearest_leg():
    point = away(106.5, 29.55, 90.0, 240.0)
    far = np.array([[106.0, 29.5], [106.0, 29.6]])
    legs = [far, np.asarray(NORTHWARD.coords)]
    assert distances_m(np.array([[point.x, point.y]]), legs)[0] == pytest.approx(240.0, rel=1e-3)


def test_the_distance_to_a_single_fix_is_that_to_the_point():
    point = away(106.5, 29.5, 45.0, 75.0)
    legs = [np.array([[106.5, 29.5]])]
    assert distances_m(np.array([[point.x, point.y]]), legs)[0] == pytest.approx(75.0, rel=1e-4)


def test_without_a_track_every_distance_is_infinite():
    assert np.isinf(distances_m(np.array([[106.5, 29.5]]), []))[0]


def test_a_stretch_is_as_long_as_its_chainages_say():
    ruler = Ruler(BENT)
    (vertices,) = ruler.stretch(20_000.0, 90_000.0)
    assert length_m(LineString(vertices)) == pytest.approx(70_000.0, rel=1e-5)


def test_a_stretch_over_two_parts_comes_in_two_pieces():
    parts = MultiLineString([[(106.0, 29.5), (106.1, 29.5)], [(106.3, 29.5), (106.4, 29.5)]])
    pieces = Ruler(parts).stretch(5000.0, 15000.0)
    assert [tuple(piece[-1]) for piece in pieces[:1]] == [(106.1, 29.5)]
    assert sum(length_m(LineString(piece)) for piece in pieces) == pytest.approx(10_000.0)


def test_a_stretch_without_length_is_refused():
    ruler = Ruler(BENT)
    with pytest.raises(ValueError, match="no stretch"):
        ruler.stretch(500.0, 500.0)
