import pytest
import shapely
import shapely.affinity
from hypothesis import given
from shapely import LineString

from gis.arcs import arcs_of
from gis.defects import Kind
from gis.linework import line_defects, one_sided
from tests.gis.strategies import grid_faces, tilings


def found(lines):
    return line_defects(lines, short_m=0.02, near_m=100)


def kinds(lines):
    return {d.kind for d in found(lines)}


def frame():
    """A square of four lines with one across."""
    a, b, c, d = (106, 29), (106.1, 29), (106.1, 29.1), (106, 29.1)
    return [LineString([*pair]) for pair in ((a, b), (b, c), (c, d), (d, a), (a, c))]


@given(tilings())
def test_the_lines_of_any_tiling_are_sound(units):
    lines = [arc.line for arc in arcs_of({str(i): u for i, u in enumerate(units)})]
    assert found(lines) == []
    assert one_sided(lines) == []


def test_a_line_that_ends_short_dangles_with_the_way_that_is_missing():
    lines = [*frame()[:4], LineString([(106, 29), (106.05, 29.0995)])]
    (dangle,) = found(lines)
    assert (dangle.kind, dangle.units) == (Kind.DANGLE, (4,))
    assert float(dangle.detail) == pytest.approx(55.66, rel=0.01)


def test_a_line_that_ends_in_the_middle_of_another_is_not_broken_there():
    lines = [*frame()[:4], LineString([(106, 29), (106.05, 29.1)])]
    assert [(d.kind, d.units) for d in found(lines)] == [(Kind.CROSSING, (2, 4))]


def test_two_lines_that_cross_are_reported_where_they_cross():
    lines = [*frame(), LineString([(106.1, 29), (106, 29.1)])]
    (crossing,) = found(lines)
    assert crossing.kind is Kind.CROSSING
    assert crossing.location == pytest.approx((106.05, 29.05))


def test_a_line_drawn_twice_is_reported_with_its_length():
    lines = [*frame(), frame()[4]]
    (double,) = [d for d in found(lines) if d.kind is Kind.DOUBLED_LINE]
    assert double.length_m == pytest.approx(14_750, rel=0.02)


def test_a_line_over_itself_is_reported():
    loop = LineString([(106, 29), (106.1, 29.1), (106.1, 29), (106, 29.1)])
    assert Kind.SELF_INTERSECTION in kinds([loop])


def test_doubled_vertices_and_short_segments_are_notes():
    line = LineString([(106, 29), (106, 29), (106.00000001, 29), (106.1, 29)])
    assert {Kind.DUPLICATE_VERTEX, Kind.SHORT_SEGMENT} <= kinds([line])


def test_an_area_is_no_line():
    assert kinds([shapely.box(106, 29, 107, 30)]) == {Kind.NOT_LINE}


def test_nothing_is_an_empty_line():
    assert kinds([None, LineString()]) == {Kind.EMPTY}


def test_a_line_that_bounds_nothing_has_not_two_sides():
    assert one_sided([*frame()[:4], LineString([(106.02, 29.02), (106.05, 29.05)])]) == [4]


def test_a_bridge_between_two_areas_has_the_same_area_on_both_sides():
    island = next(iter(grid_faces(1, 1, 0, 0)))
    far = shapely.affinity.translate(island, 1, 0)
    bridge = LineString([island.exterior.coords[1], far.exterior.coords[0]])
    assert one_sided([island.exterior, far.exterior, bridge]) == [2]
