import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import assume, given
from hypothesis import strategies as st

from gis.defects import Kind
from gis.measure import CGCS2000, area_m2, lengths_m, straight_area_m2, straight_areas_m2
from gis.topology import Tolerances, coverage_defects
from tests.gis.strategies import grids

METRE = 1 / 111_320
MIDDLE, EAST = 4, 5
NINE = grids(least=3, most=3)
PLACES = st.floats(0.02, 0.98)
TOLERANCES = Tolerances(gap_width_m=1.0, slot_width_m=100.0)


def found(units):
    return coverage_defects(units, TOLERANCES)


def border(units):
    return shapely.line_merge(shapely.intersection(units[MIDDLE], units[EAST]))


def strip(units, begin, end, width_m):
    """A strip along a piece of the border, whose corners lie on it but for the last digit."""
    piece = shapely.ops.substring(border(units), begin, end, normalized=True)
    return shapely.buffer(piece, width_m * METRE, cap_style="flat", join_style="mitre")


def with_a_vertex(cell, line, at):
    """The cell with a vertex on its edge `line`, as near to it as the digits allow."""
    a, b = np.array(line.coords)
    new = tuple(a + at * (b - a))
    ring = list(cell.exterior.coords[:-1])
    place = next(
        i for i, p in enumerate(ring) if {p, ring[(i + 1) % len(ring)]} == {tuple(a), tuple(b)}
    )
    return shapely.Polygon([*ring[: place + 1], new, *ring[place + 1 :]])


@given(NINE, PLACES, PLACES, st.floats(0.05, 90))
def test_a_strip_taken_away_is_a_gap_of_its_size_wherever_its_corners_fall(units, a, b, width):
    begin, end = sorted((a, b))
    assume(end - begin > 0.05)
    whole = units[MIDDLE]
    units[MIDDLE] = shapely.difference(whole, strip(units, begin, end, width))
    lost = straight_area_m2(whole) - straight_area_m2(units[MIDDLE])
    gaps = [d for d in found(units) if d.kind is Kind.GAP]
    assert sum(d.area_m2 for d in gaps) == pytest.approx(lost, rel=0.01)


@given(NINE, PLACES, PLACES, st.floats(0.05, 20))
def test_the_width_of_a_gap_is_that_of_the_strip_wherever_its_corners_fall(units, a, b, width):
    begin, end = sorted((a, b))
    assume(end - begin > 0.2)
    units[MIDDLE] = shapely.difference(units[MIDDLE], strip(units, begin, end, width))
    (gap,) = [d for d in found(units) if d.kind is Kind.GAP]
    assert width * 0.8 < gap.width_m < width * 1.05


@given(NINE, PLACES, PLACES, st.floats(1, 90))
def test_the_place_of_a_gap_lies_in_it(units, a, b, width):
    begin, end = sorted((a, b))
    assume(end - begin > 0.05)
    taken = strip(units, begin, end, width)
    units[MIDDLE] = shapely.difference(units[MIDDLE], taken)
    (gap,) = [d for d in found(units) if d.kind is Kind.GAP]
    assert shapely.distance(shapely.Point(gap.location), taken) < METRE


@given(NINE, PLACES, PLACES, st.floats(0.05, 90))
def test_a_strip_added_is_an_overlap_of_its_size_wherever_its_corners_fall(units, a, b, width):
    begin, end = sorted((a, b))
    assume(end - begin > 0.05)
    taken = shapely.intersection(strip(units, begin, end, width), units[EAST])
    units[MIDDLE] = shapely.union(units[MIDDLE], taken)
    overlaps = [d for d in found(units) if d.kind is Kind.OVERLAP]
    assert sum(d.area_m2 for d in overlaps) == pytest.approx(straight_area_m2(taken), rel=0.01)


@given(NINE, st.floats(0.1, 0.9))
def test_a_vertex_that_the_neighbour_lacks_is_found_on_whichever_side_it_falls(units, at):
    units[MIDDLE] = with_a_vertex(units[MIDDLE], border(units), at)
    defects = found(units)
    assert {d.kind for d in defects} <= {Kind.UNMATCHED_EDGE, Kind.UNMATCHED_VERTEX}
    assert MIDDLE in {d.units[0] for d in defects}


@given(NINE, st.floats(0.1, 0.9))
def test_a_vertex_that_both_have_is_no_defect(units, at):
    line = border(units)
    for cell in (MIDDLE, EAST):
        units[cell] = with_a_vertex(units[cell], line, at)
    assert found(units) == []


def test_every_crossing_of_a_ring_is_reported():
    ring = [(106, 29), (106.3, 29), (106.3, 29.1), (106.2, 28.9), (106.1, 29.1), (106, 28.95)]
    crossed = [d for d in found([shapely.Polygon(ring)]) if d.kind is Kind.SELF_INTERSECTION]
    noded = shapely.get_parts(shapely.node(shapely.LinearRing(ring)))
    assert len(crossed) == len(noded) // 2
    assert len({d.location for d in crossed}) == len(crossed) > 1


@given(st.floats(-60, 60), st.floats(0.001, 1))
def test_the_area_between_straight_edges_is_that_of_many_short_geodesics(south, size):
    shape = shapely.Polygon(
        [(106, south), (106 + size, south + size / 3), (106 + size / 2, south + size)]
    )
    fine = area_m2(shapely.segmentize(shape, size / 2000))
    assert straight_area_m2(shape) == pytest.approx(fine, rel=1e-6)


def test_a_thin_area_keeps_its_size_with_a_vertex_in_the_middle_of_an_edge():
    thin = shapely.Polygon([(106, 29), (106.05, 29), (106.1, 29), (106.05, 29 + 1e-8)])
    (base,) = lengths_m(np.array([shapely.LineString([(106, 29), (106.1, 29)])], dtype=object))
    height = CGCS2000.inv(106.05, 29, 106.05, 29 + 1e-8)[2]
    assert straight_area_m2(thin) == pytest.approx(base * height / 2, rel=1e-4)


def test_measures_of_many_are_those_of_each():
    cell, other = shapely.box(106, 29, 106.1, 29.1), shapely.box(107, 29, 107.1, 29.2)
    holed = shapely.difference(cell, shapely.box(106.02, 29.02, 106.05, 29.05))
    shapes = [cell, None, holed, shapely.MultiPolygon([cell, other]), shapely.Point(1, 2)]
    areas = straight_areas_m2(np.array(shapes, dtype=object)).tolist()
    inner = straight_area_m2(shapely.box(106.02, 29.02, 106.05, 29.05))
    one, two = straight_area_m2(cell), straight_area_m2(other)
    assert areas == pytest.approx([one, 0, one - inner, one + two, 0])
