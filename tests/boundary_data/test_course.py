"""The course of a line in words, and where its markers stand along it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, Point

from boundary_data.compass import compass, metres
from boundary_data.course import course, stations, told
from boundary_data.inspection_facts import limits
from boundary_data.line import KnownLine
from boundary_data.marker import KnownMarker
from gis.measure import CGCS2000, length_m


def way(*steps: tuple[float, float], start: tuple[float, float] = (107.0, 30.0)) -> LineString:
    """Return a line of steps (azimuth, metres) in pieces of 100 m."""
    points, corner = [start], start
    for azimuth, length in steps:
        for piece in np.linspace(0, length, int(length // 100) + 1)[1:]:
            lon, lat, _ = CGCS2000.fwd(*corner, azimuth, piece)
            points.append((lon, lat))
        corner = points[-1]
    return LineString(points)


def marked(line: LineString, *places: tuple[str, Point]) -> KnownLine:
    markers = tuple(KnownMarker(number=number, point=point) for number, point in places)
    return KnownLine(code="x", geometry=line, markers=markers)


CORNER = way((0.0, 2000.0), (90.0, 3000.0))
ENDS = (("001", Point(CORNER.coords[0])), ("002", Point(CORNER.coords[-1])))


@pytest.mark.parametrize(
    ("azimuth", "word"),
    [(0, "北"), (11.2, "北"), (11.3, "北偏东北"), (90, "东"), (225, "西南"), (348.8, "北")],
)
def test_directions_change_in_the_middle_of_the_sectors(azimuth: float, word: str):
    assert compass(azimuth, limits()) == word


@given(st.floats(0.0, 360.0))
def test_the_other_way_is_the_opposite_direction(azimuth: float):
    words = limits().words("compass")
    here = words.index(compass(azimuth, limits()))
    back = words.index(compass(azimuth + 180.0, limits()))
    edge = min(azimuth % 22.5, -azimuth % 22.5)
    assert (back - here) % 16 == 8 or edge == pytest.approx(11.25)


@pytest.mark.parametrize(
    ("value", "words"),
    [(3.21, "3.2 米"), (321.0, "321 米"), (999.6, "1.0 千米"), (12345.0, "12 千米")],
)
def test_distances_are_said_as_people_say_them(value: float, words: str):
    assert metres(value) == words


def test_a_corner_parts_the_course_in_two_legs():
    (stretch,) = course(marked(CORNER, *ENDS), limits())
    assert [leg.direction for leg in stretch.legs] == ["北", "东"]
    assert [leg.length_m for leg in stretch.legs] == pytest.approx([2000.0, 3000.0], rel=1e-3)


def test_the_course_is_told_from_marker_to_marker():
    (stretch,) = course(marked(CORNER, *ENDS), limits())
    assert told(stretch) == (
        "界线自001号界桩起，向北方向行2.0 千米，折向东方向行3.0 千米，至002号界桩，本段长5.0 千米。"
    )


def test_small_bends_are_not_told():
    wiggle = way(*[(85.0 + 10.0 * (turn % 2), 200.0) for turn in range(20)])
    (stretch,) = course(marked(wiggle), limits())
    assert [leg.direction for leg in stretch.legs] == ["东"]


def test_the_ends_of_the_line_are_named_where_no_marker_stands():
    middle = ("001", Point(CORNER.coords[20]))
    first, last = course(marked(CORNER, middle), limits())
    assert told(first).startswith("界线自界线起点起")
    assert told(last).endswith("至界线止点。")


def test_bodies_of_one_marker_are_one_station():
    place = Point(CORNER.coords[10])
    line = marked(CORNER, ("001A", place), ("001B", Point(place.x + 1e-5, place.y)))
    (station,) = stations(line)
    assert station.bodies == ("001A", "001B")
    assert station.number == "001"


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6, unique=True))
def test_the_stretches_together_are_the_whole_line(shares: list[float]):
    ruler = KnownLine(code="x", geometry=CORNER).ruler
    places = ruler.points_at(np.array(shares) * ruler.length_m)
    numbered = [(f"{i:03d}", Point(place)) for i, place in enumerate(places)]
    stretches = course(marked(CORNER, *numbered), limits())
    assert sum(s.length_m for s in stretches) == pytest.approx(length_m(CORNER), abs=45.0)
    for stretch in stretches:
        legs = sum(leg.length_m for leg in stretch.legs)
        assert legs == pytest.approx(stretch.length_m, rel=1e-3, abs=0.1)


def test_the_parts_of_a_line_do_not_make_a_stretch_between_them():
    parts = MultiLineString([CORNER, way((90.0, 4000.0), start=(107.5, 30.0))])
    ends = [Point(place) for part in parts.geoms for place in (part.coords[0], part.coords[-1])]
    numbered = [(f"{i:03d}", end) for i, end in enumerate(ends)]
    line = KnownLine(code="x", geometry=parts, markers=marked(CORNER, *numbered).markers)
    told_of = [(s.start and s.start.number, s.end and s.end.number) for s in course(line, limits())]
    assert told_of == [("000", "001"), ("002", "003")]
