import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.arcs import TornCoverage, arcs_of, dissolve, polygons_of
from tests.gis.strategies import grid_faces, tilings


def named(units):
    return {f"u{i}": unit for i, unit in enumerate(units)}


@given(tilings())
def test_polygons_to_arcs_to_polygons_is_the_identity(units):
    faces = named(units)
    again = polygons_of(arcs_of(faces))
    assert again.keys() == faces.keys()
    assert all(shapely.equals(again[name], faces[name]) for name in faces)


@given(tilings())
def test_no_vertex_is_lost_or_gained(units):
    faces = named(units)
    again = polygons_of(arcs_of(faces))
    assert all(
        set(map(tuple, shapely.get_coordinates(again[name])))
        == set(map(tuple, shapely.get_coordinates(faces[name])))
        for name in faces
    )


@given(tilings())
def test_every_arc_lies_between_two_different_faces(units):
    assert all(arc.left != arc.right for arc in arcs_of(named(units)))


@given(tilings())
def test_left_and_right_are_where_they_are_said_to_be(units):
    faces = named(units)
    for arc in arcs_of(faces):
        for side, distance in ((arc.left, 1e-7), (arc.right, -1e-7)):
            start, end = arc.line.coords[:2]
            beside = shapely.LineString([start, end]).offset_curve(distance).centroid
            assert side is None or faces[side].contains(beside)


@given(tilings())
def test_the_lengths_of_the_sides_add_up_to_the_perimeters(units):
    faces = named(units)
    sides = sum(
        a.line.length * sum(f is not None for f in (a.left, a.right)) for a in arcs_of(faces)
    )
    assert sides == pytest.approx(sum(unit.length for unit in faces.values()))


@given(tilings(), st.data())
def test_units_of_the_level_above_are_the_unions_of_their_faces(units, data):
    faces = named(units)
    parent_of = {name: data.draw(st.sampled_from("ABC")) for name in faces}
    done = dissolve(arcs_of(faces), parent_of)
    for parent, polygon in done.polygons.items():
        children = [faces[name] for name in faces if parent_of[name] == parent]
        assert shapely.equals(polygon, shapely.coverage_union_all(children))


@given(tilings(), st.data())
def test_a_line_above_is_the_sequence_of_its_arcs(units, data):
    faces = named(units)
    arcs = arcs_of(faces)
    done = dissolve(arcs, {name: data.draw(st.sampled_from("ABC")) for name in faces})
    for above, members in zip(done.arcs, done.members, strict=True):
        pieces = [list(arcs[i].line.coords)[:: 1 if way else -1] for i, way in members]
        walked = pieces[0] + [point for piece in pieces[1:] for point in piece[1:]]
        assert walked == list(above.line.coords)


def test_an_enclave_has_a_ring_without_junctions():
    faces = {"in": shapely.box(1, 1, 2, 2)}
    faces["out"] = shapely.difference(shapely.box(0, 0, 3, 3), faces["in"])
    ring = next(arc for arc in arcs_of(faces) if {arc.left, arc.right} == {"in", "out"})
    assert ring.line.is_closed


def test_overlapping_faces_are_refused_by_name():
    with pytest.raises(TornCoverage, match="a、b"):
        arcs_of({"a": shapely.box(0, 0, 2, 1), "b": shapely.box(1, 0, 3, 1)})


def test_a_face_given_twice_is_refused():
    cell = shapely.box(0, 0, 1, 1)
    with pytest.raises(TornCoverage):
        arcs_of({"a": cell, "b": cell})


def test_a_crossing_face_is_refused():
    with pytest.raises(TornCoverage, match="bow"):
        arcs_of({"bow": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])})


def test_a_face_without_a_parent_is_refused():
    arcs = arcs_of(named(grid_faces(2, 1, 0, 0)))
    with pytest.raises(TornCoverage, match="u1"):
        dissolve(arcs, {"u0": "A"})


def test_arcs_that_do_not_close_are_refused():
    arcs = arcs_of(named(grid_faces(2, 2, 0, 0)))
    with pytest.raises(TornCoverage, match="闭合"):
        polygons_of(arcs[1:])
