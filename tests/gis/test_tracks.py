"""Legs, gaps, jumps and times of tracks."""

import numpy as np
import pytest

from gis.measure import CGCS2000
from gis.tracks import Track, backward_steps, gaps, jumps, legs, length_m


def walked(*steps: tuple[float, float]) -> Track:
    """A track north along 106.5°E: one (metres, seconds) pair for each step."""
    lon, lat, now = 106.5, 29.5, 0.0
    rows = [(lon, lat, now)]
    for metres, seconds in steps:
        lon, lat, _ = CGCS2000.fwd(lon, lat, 0.0, metres)
        now += seconds
        rows.append((lon, lat, now))
    table = np.array(rows)
    return Track(table[:, 0], table[:, 1], table[:, 2], np.full(len(rows), np.nan))


NOWHERE = Track(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


def test_steps_are_geodesic_metres():
    assert walked((100.0, 60.0), (250.0, 60.0)).steps_m == pytest.approx([100.0, 250.0])


def test_the_length_is_the_sum_of_the_steps():
    assert length_m(walked((100.0, 60.0), (250.0, 60.0))) == pytest.approx(350.0)


def test_an_empty_track_has_no_legs():
    assert legs(NOWHERE, gap_m=500.0) == []


def test_a_long_step_parts_two_legs():
    track = walked((100.0, 60.0), (900.0, 60.0), (100.0, 60.0))
    assert [len(leg) for leg in legs(track, gap_m=500.0)] == [2, 2]


def test_a_gap_says_where_it_starts():
    track = walked((100.0, 60.0), (900.0, 60.0))
    assert [gap.index for gap in gaps(track, gap_m=500.0)] == [1]


def test_walking_is_no_jump():
    assert jumps(walked((80.0, 60.0)), limit_mps=33.0) == []


def test_flying_is_a_jump_with_its_speed():
    (jump,) = jumps(walked((1000.0, 10.0)), limit_mps=33.0)
    assert jump.speed_mps == pytest.approx(100.0)


def test_a_step_in_no_time_is_a_jump_of_unknown_speed():
    (jump,) = jumps(walked((1000.0, 0.0)), limit_mps=33.0)
    assert np.isnan(jump.speed_mps)


def test_the_noise_of_the_receiver_is_no_jump():
    assert jumps(walked((40.0, 1.0)), limit_mps=33.0, noise_m=50.0) == []


def test_a_track_without_times_has_no_jumps():
    track = walked((1000.0, 1.0))
    timeless = Track(track.lon, track.lat, np.full(2, np.nan), track.accuracy_m)
    assert jumps(timeless, limit_mps=33.0) == []


def test_a_point_earlier_than_the_one_before_is_named():
    assert backward_steps(walked((10.0, 60.0), (10.0, -30.0))) == [2]


def test_thinning_leaves_one_point_for_each_stretch():
    track = walked(*[(10.0, 10.0)] * 100)
    (leg,) = legs(track, gap_m=500.0, every_m=100.0)
    assert len(leg) == pytest.approx(11, abs=1)


def test_thinning_keeps_both_ends():
    track = walked(*[(10.0, 10.0)] * 100)
    (leg,) = legs(track, gap_m=500.0, every_m=300.0)
    assert (leg[0, 1], leg[-1, 1]) == (track.lat[0], track.lat[-1])


def test_thinning_breaks_legs_where_they_were():
    track = walked(*[(10.0, 10.0)] * 7, (900.0, 10.0), *[(10.0, 10.0)] * 7)
    ends = [leg[-1, 1] for leg in legs(track, gap_m=500.0)]
    assert [leg[-1, 1] for leg in legs(track, gap_m=500.0, every_m=50.0)] == ends
