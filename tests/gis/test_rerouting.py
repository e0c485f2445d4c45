"""A new course for a line: what it replaces, keeps, carries along and tears."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString

from gis.arcs import Arc, arcs_of, dissolve, polygons_of
from gis.arcs_in_the_way import Unroutable
from gis.rerouting import Rerouted, reroute
from tests.gis.strategies import grid_faces, grids, tilings

SNAP_M = 0.02


def counties() -> tuple[list[Arc], list[tuple[int, bool]]]:
    """Four towns in a square; the county line runs up the middle, past the towns' line."""
    cells = grid_faces(2, 2, 0, 0.0)
    arcs = arcs_of(dict(zip("abcd", cells, strict=True)))
    done = dissolve(arcs, {"a": "W", "c": "W", "b": "E", "d": "E"})
    at = next(i for i, arc in enumerate(done.arcs) if {arc.left, arc.right} == {"W", "E"})
    return arcs, done.members[at]


def course(arcs: list[Arc], walk: list[tuple[int, bool]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number, forward in walk:
        drawn = list(arcs[number].line.coords)[:: 1 if forward else -1]
        points += drawn[1:] if points else drawn
    return points


def bent(points: list[tuple[float, float]], east: float = 0.01) -> LineString:
    """The line with a bow in its first half only."""
    (x, y), (u, v) = points[0], points[1]
    return LineString([points[0], ((x + u) / 2 + east, (y + v) / 2), *points[1:]])


def after(arcs: list[Arc], done: Rerouted) -> dict[str, shapely.Geometry]:
    stay = [arc for i, arc in enumerate(arcs) if i not in done.replaced]
    return polygons_of([*stay, *done.added])


def test_a_course_through_all_junctions_replaces_only_what_is_new():
    arcs, walk = counties()
    done = reroute(arcs, walk, bent(course(arcs, walk)), snap_m=SNAP_M)
    assert (len(done.added), len(done.replaced), done.carried, done.torn) == (1, 1, (), ())


def test_the_faces_after_it_are_a_coverage_of_the_same_extent():
    arcs, walk = counties()
    done = reroute(arcs, walk, bent(course(arcs, walk)), snap_m=SNAP_M)
    faces = after(arcs, done)
    assert shapely.coverage_is_valid(list(faces.values()))
    whole = shapely.union_all(list(polygons_of(arcs).values()))
    assert shapely.union_all(list(faces.values())).symmetric_difference(whole).area < 1e-15


def test_the_same_course_changes_nothing():
    arcs, walk = counties()
    done = reroute(arcs, walk, LineString(course(arcs, walk)), snap_m=SNAP_M)
    assert (done.added, done.replaced) == ((), ())


def test_coordinates_rounded_to_seven_decimals_change_nothing():
    arcs, walk = counties()
    rounded = [(round(x + 2e-8, 7), round(y - 2e-8, 7)) for x, y in course(arcs, walk)]
    assert reroute(arcs, walk, LineString(rounded), snap_m=SNAP_M).replaced == ()


def test_the_direction_in_which_it_was_drawn_does_not_matter():
    arcs, walk = counties()
    drawn = bent(course(arcs, walk))
    one = reroute(arcs, walk, drawn, snap_m=SNAP_M)
    other = reroute(arcs, walk, drawn.reverse(), snap_m=SNAP_M)
    assert one.added == other.added


def test_a_course_that_leaves_a_junction_tears_the_lines_that_end_there():
    arcs, walk = counties()
    points = course(arcs, walk)
    away = LineString([points[0], (points[1][0] + 0.01, points[1][1]), points[2]])
    torn = reroute(arcs, walk, away, snap_m=SNAP_M).torn
    assert [(len(one.arcs), one.end) for one in torn] == [(2, False)]
    assert torn[0].away_m > 500


def test_lines_that_would_be_torn_are_carried_if_that_is_wanted():
    arcs, walk = counties()
    points = course(arcs, walk)
    away = LineString([points[0], (points[1][0] + 0.01, points[1][1] + 0.005), points[2]])
    done = reroute(arcs, walk, away, snap_m=SNAP_M, carry=True)
    faces = after(arcs, done)
    assert len(done.carried) == 2
    assert shapely.coverage_is_valid(list(faces.values()))
    west = shapely.union_all([faces["a"], faces["c"]])
    east = shapely.union_all([faces["b"], faces["d"]])
    assert (
        shapely.equals_exact(
            shapely.line_merge(west.intersection(east)).normalize(), away.normalize(), 1e-9
        )
        or west.intersection(east).hausdorff_distance(away) < 1e-9
    )


def test_an_end_that_moves_tears_what_meets_there_even_if_lines_are_carried():
    arcs, walk = counties()
    points = course(arcs, walk)
    moved = LineString([(points[0][0] + 0.001, points[0][1]), *points[1:]])
    torn = reroute(arcs, walk, moved, snap_m=SNAP_M, carry=True).torn
    assert [one.end for one in torn] == [True]


def test_a_course_across_another_line_is_refused_with_it():
    arcs, walk = counties()
    points = course(arcs, walk)
    across = LineString(
        [points[0], (points[0][0] + 0.02, points[1][1] + 0.01), points[1], points[2]]
    )
    with pytest.raises(Unroutable, match="相交") as refused:
        reroute(arcs, walk, across, snap_m=SNAP_M)
    assert len(refused.value.arcs) >= 1


def test_a_course_that_crosses_itself_is_refused():
    arcs, walk = counties()
    (x, y), b, c = course(arcs, walk)
    knot = LineString(
        [(x, y), (x + 0.01, y + 0.02), (x - 0.01, y + 0.02), (x + 0.01, y + 0.01), b, c]
    )
    with pytest.raises(Unroutable, match="自相交"):
        reroute(arcs, walk, knot, snap_m=SNAP_M)


def test_another_number_of_parts_is_refused():
    arcs, walk = counties()
    a, b, c = course(arcs, walk)
    with pytest.raises(Unroutable, match="2 段"):
        reroute(arcs, walk, MultiLineString([[a, b], [(106.0, 29.0), c]]), snap_m=SNAP_M)


def enclave() -> tuple[list[Arc], list[tuple[int, bool]], list[tuple[int, bool]]]:
    """An exclave of east within west, near the line between them."""
    west, east = shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)
    hole = shapely.box(1.2, 0.8, 1.6, 1.2)
    arcs = arcs_of({"w": shapely.difference(west, hole), "e": east, "h": hole})
    ring = next(i for i, arc in enumerate(arcs) if "h" in (arc.left, arc.right))
    line = next(i for i, arc in enumerate(arcs) if {arc.left, arc.right} == {"w", "e"})
    return arcs, [(ring, True)], [(line, True)]


def test_the_line_round_an_enclave_can_be_drawn_anew():
    arcs, ring, _ = enclave()
    drawn = shapely.box(1.2, 0.8, 1.7, 1.2).exterior
    done = reroute(arcs, ring, LineString(drawn.coords), snap_m=SNAP_M)
    assert done.after["h"].area == pytest.approx(0.2)
    assert done.after["w"].area == pytest.approx(3.8)


def test_a_course_beyond_an_enclave_is_refused():
    arcs, _, line = enclave()
    start, end = arcs[line[0][0]].line.coords[0], arcs[line[0][0]].line.coords[-1]
    with pytest.raises(Unroutable, match="飞地"):
        reroute(arcs, line, LineString([start, (0.8, 1.0), end]), snap_m=SNAP_M)


@given(grids(), st.data())
def test_any_vertex_added_between_two_cells_leaves_a_coverage(units, data):
    arcs = arcs_of({f"u{i}": unit for i, unit in enumerate(units)})
    inner = [i for i, arc in enumerate(arcs) if None not in (arc.left, arc.right)]
    number = data.draw(st.sampled_from(inner))
    (x, y), (u, v) = arcs[number].line.coords[0], arcs[number].line.coords[-1]
    off = data.draw(st.floats(-0.1, 0.1))
    drawn = LineString([(x, y), ((x + u) / 2 - off * (v - y), (y + v) / 2 + off * (u - x)), (u, v)])
    done = reroute(arcs, [(number, True)], drawn, snap_m=SNAP_M)
    faces = after(arcs, done)
    assert shapely.coverage_is_valid(list(faces.values()))
    assert sum(f.area for f in faces.values()) == pytest.approx(sum(u.area for u in units))


@given(tilings(), st.data())
def test_every_line_of_any_tiling_can_be_laid_where_it_is(units, data):
    arcs = arcs_of({f"u{i}": unit for i, unit in enumerate(units)})
    number = data.draw(st.integers(0, len(arcs) - 1))
    done = reroute(arcs, [(number, True)], arcs[number].line, snap_m=SNAP_M)
    assert (done.added, done.replaced, done.torn) == ((), (), ())
