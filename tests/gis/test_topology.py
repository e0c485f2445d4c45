from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from gis.defects import Kind
from gis.measure import straight_area_m2 as area_m2
from gis.topology import Tolerances, coverage_defects
from tests.gis.strategies import STEP, grid_faces, grids, tilings

METRE = 1 / 111_320
NOTES = {Kind.MULTIPART, Kind.SPIKE, Kind.DUPLICATE_VERTEX}
MIDDLE = 4  # of nine cells
EAST = 5
SHIFTS = st.floats(-0.04, 0.04).map(lambda degrees: round(degrees, 7))
"""Of a centimetre at least: what is less is rounding, which the audit takes for nothing."""


def found(units, **tolerances):
    defects = coverage_defects(units, Tolerances(**tolerances))
    return [d for d in defects if d.kind not in NOTES]


def kinds(units, **tolerances):
    return {d.kind for d in found(units, **tolerances)}


def nine(seed=7):
    return list(grid_faces(3, 3, seed, 0.1))


def with_corner_moved(cell, towards_middle_m):
    xy = shapely.get_coordinates(cell)
    step = shapely.get_coordinates(cell.centroid)[0] - xy[0]
    xy[[0, -1]] += step / np.hypot(*step) * towards_middle_m * METRE
    return shapely.Polygon(xy)


@given(tilings())
def test_any_tiling_is_free_of_defects(units):
    assert found(units) == [] or {d.kind for d in found(units)} <= {Kind.HOLE}


@given(grids())
def test_any_grid_is_free_of_defects(units):
    assert found(units) == []


@given(grids(least=3, most=3), st.floats(5, 500))
def test_a_corner_drawn_in_leaves_a_gap_with_its_area(units, metres):
    whole = units[MIDDLE]
    units[MIDDLE] = with_corner_moved(whole, metres)
    gaps = [d for d in found(units) if d.kind is Kind.GAP]
    lost = area_m2(whole) - area_m2(units[MIDDLE])
    assert sum(d.area_m2 for d in gaps) == pytest.approx(lost, rel=1e-6)


@given(grids(least=3, most=3), st.floats(5, 500))
def test_a_corner_drawn_out_overlaps_with_its_area(units, metres):
    whole = units[MIDDLE]
    units[MIDDLE] = with_corner_moved(whole, -metres)
    shared = sum(
        area_m2(shapely.intersection(units[MIDDLE], other))
        for i, other in enumerate(units)
        if i != MIDDLE
    )
    overlaps = [d for d in found(units) if d.kind is Kind.OVERLAP]
    assert sum(d.area_m2 for d in overlaps) == pytest.approx(shared, rel=1e-6)


@given(tilings(), st.integers(0, 24), SHIFTS, SHIFTS)
def test_all_pairs_that_overlap_are_found_and_no_other(units, which, east, north):
    moved = which % len(units)
    units[moved] = translate(units[moved], east, north)
    reported = {frozenset(d.units) for d in found(units) if d.kind is Kind.OVERLAP}
    areas = {
        frozenset((i, j)): area_m2(shapely.intersection(units[i], units[j]))
        for i in range(len(units))
        for j in range(i)
    }
    surely = {pair for pair, area in areas.items() if area > 1000}
    possibly = {pair for pair, area in areas.items() if area > 0}
    assert surely <= reported <= possibly


@given(tilings(), st.integers(0, 24), SHIFTS, SHIFTS)
def test_units_with_unmatched_edges_are_those_of_the_geometry_engine(units, which, east, north):
    moved = which % len(units)
    units[moved] = translate(units[moved], east, north)
    edges = shapely.coverage_invalid_edges(units)
    wanted = {i for i, line in enumerate(edges) if not line.is_empty}
    assert {d.units[0] for d in found(units) if d.kind is Kind.UNMATCHED_EDGE} == wanted


@given(tilings(), st.integers(0, 24), SHIFTS, SHIFTS)
def test_gaps_and_holes_are_the_bounded_areas_that_the_union_leaves_out(units, which, east, north):
    moved = which % len(units)
    units[moved] = translate(units[moved], east, north)
    union = shapely.union_all(units)
    enclosed = shapely.polygonize(shapely.get_parts(shapely.node(union.boundary)))
    missing = [f for f in shapely.get_parts(enclosed) if not union.covers(f.point_on_surface())]
    reported = [d for d in found(units) if d.kind in {Kind.GAP, Kind.HOLE} and not d.open]
    wanted = sum(map(area_m2, missing))
    assert sum(d.area_m2 for d in reported) == pytest.approx(wanted, rel=1e-6, abs=100)


def test_a_strip_taken_away_between_two_units_is_a_gap_between_them():
    units = nine()
    edge = shapely.intersection(units[MIDDLE], units[EAST])
    strip = shapely.buffer(edge, 10 * METRE, cap_style="flat")
    units[MIDDLE] = shapely.difference(units[MIDDLE], strip)
    (gap,) = [d for d in found(units) if d.kind is Kind.GAP]
    assert set(gap.units[:2]) == {MIDDLE, EAST}


def test_a_moat_round_a_unit_is_one_gap():
    units = nine()
    units[MIDDLE] = shapely.buffer(units[MIDDLE], -20 * METRE, join_style="mitre")
    (gap,) = found(units)
    assert gap.kind is Kind.GAP
    assert gap.width_m == pytest.approx(20, rel=0.1)


def test_a_unit_left_out_is_a_hole():
    units = nine()
    del units[MIDDLE]
    assert kinds(units) == {Kind.HOLE}


def test_a_hole_lies_where_the_unit_was():
    units = nine()
    lost = units.pop(MIDDLE)
    (hole,) = found(units)
    assert lost.contains(shapely.Point(hole.location))


def test_a_grown_unit_overlaps_all_neighbours():
    units = nine()
    units[MIDDLE] = shapely.buffer(units[MIDDLE], 20 * METRE, join_style="mitre")
    overlaps = [d for d in found(units) if d.kind is Kind.OVERLAP]
    assert {frozenset(d.units) for d in overlaps} == {
        frozenset((MIDDLE, other)) for other in range(9) if other != MIDDLE
    }


def test_a_unit_given_twice_overlaps_itself_wholly():
    units = nine()
    units.append(units[MIDDLE])
    (overlap,) = [d for d in found(units) if d.kind is Kind.OVERLAP]
    assert overlap.area_m2 == pytest.approx(area_m2(units[MIDDLE]), rel=1e-9)


def test_a_unit_inside_another_without_a_common_vertex_overlaps_it():
    units = nine()
    units.append(shapely.buffer(units[MIDDLE].centroid, 0.2 * STEP))
    assert [d.units for d in found(units) if d.kind is Kind.OVERLAP] == [(MIDDLE, 9)]


def test_a_vertex_that_the_neighbour_lacks_is_an_unmatched_edge():
    cell, beside = shapely.box(106, 29, 107, 30), shapely.box(107, 29, 108, 30)
    hanging = shapely.segmentize(cell, 0.6)
    assert kinds([hanging, beside]) == {Kind.UNMATCHED_EDGE}


@pytest.mark.parametrize("width_m", [0.5, 5.0, 40.0])
def test_a_narrow_slot_to_the_outside_is_a_gap_within_the_gap_width(width_m):
    cell = shapely.box(106, 29, 106.1, 29.1)
    beside = shapely.box(106.1 + width_m * METRE / 0.873, 29, 106.2, 29.1)
    (gap,) = [d for d in found([cell, beside], gap_width_m=width_m * 1.2) if d.open]
    assert gap.width_m == pytest.approx(width_m, rel=0.02)


def test_a_slot_wider_than_the_gap_width_is_not_reported():
    cell, beside = shapely.box(106, 29, 106.1, 29.1), shapely.box(106.101, 29, 106.2, 29.1)
    assert found([cell, beside], gap_width_m=10) == []


def test_a_crossing_ring_is_reported_where_it_crosses():
    bow = shapely.Polygon([(106, 29), (107, 30), (107, 29), (106, 30)])
    (defect,) = found([bow])
    assert (defect.kind, defect.location) == (Kind.SELF_INTERSECTION, (106.5, 29.5))


def test_nothing_empty_goes_unreported():
    assert [d.kind for d in found([None, shapely.Polygon()])] == [Kind.EMPTY, Kind.EMPTY]


def test_a_line_is_not_a_unit():
    assert kinds([shapely.LineString([(106, 29), (107, 29)])]) == {Kind.NOT_POLYGON}


def test_a_part_of_a_hand_width_is_a_sliver():
    part = shapely.box(106.5, 29, 106.5 + 0.2 * METRE, 29.1)
    unit = shapely.MultiPolygon([shapely.box(106, 29, 106.1, 29.1), part])
    assert kinds([unit]) == {Kind.SLIVER}


def test_doubled_vertices_are_noted_with_their_number():
    ring = [(106, 29), (107, 29), (107, 29), (107, 30), (106, 30)]
    (note,) = coverage_defects([shapely.Polygon(ring)], Tolerances())
    assert (note.kind, note.detail) == (Kind.DUPLICATE_VERTEX, "1")


def test_a_needle_is_noted_as_a_spike():
    ring = [(106, 29), (107, 29), (107, 29.5), (108, 29.5005), (107, 29.501), (107, 30), (106, 30)]
    assert Kind.SPIKE in {d.kind for d in coverage_defects([shapely.Polygon(ring)], Tolerances())}


def test_units_in_several_parts_are_noted():
    unit = shapely.MultiPolygon(
        [shapely.box(106, 29, 106.1, 29.1), shapely.box(107, 29, 107.1, 29.1)]
    )
    (note,) = coverage_defects([unit], Tolerances())
    assert (note.kind, note.detail) == (Kind.MULTIPART, "2")


def corridor(width_m, *, matched):
    """Two cells with a corridor between them, and a third across its end."""
    east = 106.1 + width_m * METRE / 0.873
    ends = [(106.1, 29.1), (east, 29.1)] if matched else []
    across = [(106, 29.1), *ends, (106.2, 29.1), (106.2, 29.2), (106, 29.2)]
    return [
        shapely.box(106, 29, 106.1, 29.1),
        shapely.box(east, 29, 106.2, 29.1),
        shapely.Polygon(across),
    ]


@pytest.mark.parametrize("matched", [True, False], ids=["matched", "unmatched"])
@pytest.mark.parametrize("width_m", [2, 20, 90])
def test_a_corridor_between_units_that_do_not_touch_is_a_gap(width_m, matched):
    gaps = [d for d in found(corridor(width_m, matched=matched), slot_width_m=100) if d.open]
    assert [set(d.units[:2]) for d in gaps] == [{0, 1}]


def test_a_wedge_at_the_end_of_a_border_is_no_gap():
    west = shapely.Polygon([(106, 29), (106.1, 29), (106.0995, 29.01), (106, 29.01)])
    east = shapely.Polygon([(106.1, 29), (106.2, 29), (106.2, 29.01), (106.1005, 29.01)])
    south = shapely.Polygon([(106, 28.9), (106.2, 28.9), (106.2, 29), (106.1, 29), (106, 29)])
    assert found([west, east, south], slot_width_m=100) == []


@given(tilings(), st.integers(0, 24), st.floats(-0.002, 0.002), st.floats(-0.002, 0.002))
def test_no_gap_is_reported_twice(units, which, east, north):
    moved = which % len(units)
    units[moved] = translate(units[moved], east, north)
    gaps = [d.geometry for d in found(units, slot_width_m=100) if d.kind is Kind.GAP]
    shared = [shapely.intersection(a, b).area for a, b in combinations(gaps, 2)]
    assert sum(shared) == pytest.approx(0, abs=1e-12)
