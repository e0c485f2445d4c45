import pytest
import shapely
from hypothesis import given

from gis.defects import Kind
from gis.measure import straight_area_m2 as area_m2
from gis.nesting import nesting_defects, parents_by_area
from tests.gis.strategies import grid_faces, grids

CHILDREN = grid_faces(4, 2, 3, 0.1)
OWNER = [0, 0, 1, 1, 0, 0, 1, 1]


def parents_of(children):
    return [
        shapely.coverage_union_all([c for c, o in zip(children, OWNER, strict=True) if o == parent])
        for parent in (0, 1)
    ]


def defects(children, parents, owner=None):
    owner = parents_by_area(children, parents) if owner is None else owner
    return list(nesting_defects(children, parents, owner, noise_m=0.01))


@given(grids())
def test_any_tiling_fills_its_union(units):
    assert defects(units, [shapely.coverage_union_all(units)]) == []


def test_children_find_their_parents_by_place():
    assert parents_by_area(CHILDREN, parents_of(CHILDREN)) == OWNER


def test_a_missing_child_leaves_its_parent_unfilled_by_its_area():
    (defect,) = defects(CHILDREN[1:], parents_of(CHILDREN))
    assert defect.kind is Kind.UNFILLED
    assert defect.area_m2 == pytest.approx(area_m2(CHILDREN[0]))


def test_a_grown_child_sticks_out_of_its_parent():
    grown = [shapely.buffer(CHILDREN[0], 1e-3), *CHILDREN[1:]]
    assert {(d.kind, d.units) for d in defects(grown, parents_of(CHILDREN))} == {
        (Kind.STICKS_OUT, (0,))
    }


def test_a_child_elsewhere_has_no_parent():
    stray = [*CHILDREN, shapely.box(110, 20, 110.1, 20.1)]
    assert [(d.kind, d.units) for d in defects(stray, parents_of(CHILDREN))] == [
        (Kind.ORPHAN, (8,))
    ]


def test_a_parent_elsewhere_has_no_children():
    parents = [*parents_of(CHILDREN), shapely.box(110, 20, 110.1, 20.1)]
    assert [(d.kind, d.units) for d in defects(CHILDREN, parents)] == [(Kind.CHILDLESS, (2,))]


def test_a_child_put_under_the_wrong_parent_sticks_out_wholly():
    wrong = [1, *OWNER[1:]]
    outside = [
        d for d in defects(CHILDREN, parents_of(CHILDREN), wrong) if d.kind is Kind.STICKS_OUT
    ]
    assert outside[0].area_m2 == pytest.approx(area_m2(CHILDREN[0]))
