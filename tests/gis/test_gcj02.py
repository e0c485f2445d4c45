import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gis import gcj02
from gis.measure import CGCS2000

PLACES = st.tuples(st.floats(75.0, 134.0), st.floats(18.0, 53.0)).map(lambda p: np.array([p]))


@given(PLACES)
def test_gcj02_is_undone_to_a_tenth_of_a_millimetre(place):
    assert np.abs(gcj02.from_gcj02(gcj02.to_gcj02(place)) - place).max() < 1e-9


@given(PLACES)
def test_bd09_is_undone_to_a_tenth_of_a_millimetre(place):
    assert np.abs(gcj02.from_bd09(gcj02.to_bd09(place)) - place).max() < 1e-9


def offset(shown, place):
    azimuth, _, metres = CGCS2000.inv(*place[0], *shown[0])
    return azimuth, metres


def test_gcj02_shows_chongqing_half_a_kilometre_to_the_south_east():
    place = np.array([[106.55, 29.56]])
    azimuth, metres = offset(gcj02.to_gcj02(place), place)
    assert 100 < azimuth < 150
    assert 430 < metres < 560


def test_bd09_shows_chongqing_a_kilometre_to_the_east():
    place = np.array([[106.55, 29.56]])
    azimuth, metres = offset(gcj02.to_bd09(place), place)
    assert 60 < azimuth < 85
    assert 1000 < metres < 1250


def test_the_shift_of_one_point_is_that_of_many():
    many = gcj02.shifts_deg(np.array([[106.55, 29.56], [110.1, 31.2]]))
    assert gcj02.shift_deg(110.1, 31.2) == tuple(many[1])
