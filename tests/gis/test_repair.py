import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from gis.measure import straight_area_m2 as area_m2
from gis.repair import changes, repaired
from tests.gis.strategies import grid_faces, grids

METRE = 1 / 111_320
MIDDLE, EAST = 4, 5


def nine():
    return list(grid_faces(3, 3, 7, 0.1))


def fixed(units, *, tolerance_m=5.0, protected=(), dirty=None):
    return repaired(
        units,
        dirty=range(len(units)) if dirty is None else dirty,
        protected=protected,
        tolerance_m=tolerance_m,
        snap_m=0.05,
    )


@given(grids())
def test_a_sound_coverage_stays_as_it_is(units):
    assert all(new is old for new, old in zip(fixed(units), units, strict=True))


@given(grids(least=3, most=3), st.floats(-3, 3), st.floats(-3, 3))
def test_a_shift_within_the_tolerance_is_closed(units, east, north):
    units[MIDDLE] = translate(units[MIDDLE], east * METRE, north * METRE)
    assert shapely.coverage_is_valid(fixed(units))


@given(grids(least=3, most=3), st.floats(0.5, 3))
def test_a_moat_goes_to_the_unit_that_was_too_small(units, metres):
    whole = units[MIDDLE]
    units[MIDDLE] = shapely.buffer(whole, -metres * METRE, join_style="mitre")
    assert area_m2(fixed(units)[MIDDLE]) == pytest.approx(area_m2(whole), rel=1e-9)


@pytest.mark.parametrize("metres", [20, 200])
def test_what_is_wider_than_the_tolerance_stays(metres):
    units = nine()
    units[MIDDLE] = shapely.buffer(units[MIDDLE], metres * METRE, join_style="mitre")
    again = fixed(units)
    common = shapely.intersection(again[MIDDLE], again[EAST])
    before = shapely.intersection(units[MIDDLE], units[EAST])
    assert area_m2(common) == pytest.approx(area_m2(before), rel=1e-6)


@given(grids(least=3, most=3), st.floats(-3, 3), st.floats(-3, 3), st.integers(0, 8))
def test_a_protected_unit_is_never_touched(units, east, north, guard):
    units[MIDDLE] = translate(units[MIDDLE], east * METRE, north * METRE)
    assert fixed(units, protected=[guard])[guard] is units[guard]


@given(grids(least=3, most=3), st.floats(-3, 3), st.floats(-3, 3))
def test_nothing_protected_loses_an_overlap(units, east, north):
    units[MIDDLE] = translate(units[MIDDLE], east * METRE, north * METRE)
    again = fixed(units, protected=[MIDDLE])
    others = shapely.union_all([u for i, u in enumerate(again) if i != MIDDLE])
    assert area_m2(shapely.intersection(again[MIDDLE], others)) < 1


@given(grids(), st.integers(0, 1000))
def test_rounding_is_made_one(units, seed):
    rng = np.random.default_rng(seed)

    def noisy(xy):
        places, which = np.unique(xy, axis=0, return_inverse=True)
        return xy + rng.uniform(-1e-9, 1e-9, places.shape)[which.ravel()]

    assert shapely.coverage_is_valid(fixed([shapely.transform(u, noisy) for u in units]))


def test_the_account_names_the_unit_and_what_it_gained():
    units = nine()
    whole = units[MIDDLE]
    units[MIDDLE] = shapely.buffer(whole, -2 * METRE, join_style="mitre")
    (change,) = changes(units, fixed(units))
    assert change.unit == MIDDLE
    assert area_m2(change.gained) == pytest.approx(area_m2(whole) - area_m2(units[MIDDLE]), 1e-6)
    assert 0 < change.shift_m < 5


def test_units_that_cannot_be_compared_stay():
    units = [*nine(), None, shapely.Point(106, 29)]
    again = fixed(units)
    assert again[9] is None
    assert again[10] == shapely.Point(106, 29)


def test_a_crossing_ring_is_made_valid():
    bow = shapely.Polygon([(106, 29), (107, 30), (107, 29), (106, 30)])
    assert fixed([bow])[0].is_valid
