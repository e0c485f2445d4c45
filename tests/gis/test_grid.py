"""Grid azimuths and the places they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from gis.crs import zone_of
from gis.grid import convergence_deg, grid_azimuth_deg, placed, turn_deg
from gis.measure import azimuth_deg, distance_m

PLACES = st.builds(Point, st.floats(105.3, 110.2), st.floats(28.2, 32.2))
AZIMUTHS = st.floats(0.0, 359.99)


@given(PLACES, AZIMUTHS, st.floats(5.0, 2000.0))
def test_what_was_placed_by_azimuth_and_distance_gives_them_back(
    here: Point, azimuth: float, away_m: float
) -> None:
    there = placed(here, azimuth, away_m)
    assert turn_deg(grid_azimuth_deg(here, there), azimuth) < 0.001
    assert distance_m(here, there) == pytest.approx(away_m, abs=1e-6)


@given(PLACES, AZIMUTHS, st.floats(10.0, 500.0))
def test_the_grid_azimuth_is_the_true_one_less_the_convergence(
    here: Point, azimuth: float, away_m: float
) -> None:
    there = placed(here, azimuth, away_m)
    expected = azimuth_deg(here, there) - convergence_deg(here)
    assert turn_deg(grid_azimuth_deg(here, there), expected) < 0.001


@given(PLACES, AZIMUTHS)
def test_the_way_back_is_opposite_in_the_plane(here: Point, azimuth: float) -> None:
    there = placed(here, azimuth, 300.0)
    zone = zone_of(here.x)
    back = grid_azimuth_deg(there, here, zone)
    assert turn_deg(back, grid_azimuth_deg(here, there, zone) + 180.0) < 1e-6


@given(st.floats(28.2, 32.2), st.floats(0.01, 1.4))
def test_the_grid_turns_west_of_north_east_of_the_central_meridian(lat: float, east: float) -> None:
    assert convergence_deg(Point(108.0 + east, lat)) > 0.0
    assert convergence_deg(Point(108.0 - east, lat)) < 0.0
    assert convergence_deg(Point(108.0, lat)) == pytest.approx(0.0, abs=1e-6)


def test_one_place_has_no_direction() -> None:
    with pytest.raises(ValueError, match="no direction"):
        grid_azimuth_deg(Point(108, 30), Point(108, 30))
