import math

import numpy as np
import pytest
import shapely
from shapely import Point

from gis.gcj02 import shift_deg
from gis.suspicion import map_shift_suspicion, projected_suspicions, suspicions

CHONGQING = (105.2, 28.1, 110.3, 32.3)
WGS = [(106.5, 29.5), (106.6, 29.6), (107.4, 29.7), (108.3, 30.8)]


def kinds(*points, expected=CHONGQING):
    return [s.kind for s in suspicions([Point(p) for p in points], expected=expected)]


def test_plain_degrees_raise_no_doubt():
    assert kinds(*WGS) == []


@pytest.mark.parametrize("expected", [CHONGQING, None])
@pytest.mark.parametrize(
    ("pair", "kind"),
    [
        ((29.5, 106.5), "swapped"),
        ((3272217.3, 359474.1), "northing_first"),
        ((3272217.3, 36359474.1), "northing_first"),
        ((36359474.1, 3272217.3), "gk_zone"),
        ((18650218.5, 3272342.5), "gk_zone"),
        ((359474.1, 3272217.3), "gk_no_prefix"),
        ((11861091.6, 3447553.4), "web_mercator"),
        ((1e9, 5.0), "out_of_range"),
        ((106.5, 290.0), "out_of_range"),
    ],
)
def test_each_kind_of_strange_pair_is_recognised(pair, kind, expected):
    assert kinds(pair, expected=expected) == [kind]


def test_a_swap_that_stays_in_range_needs_the_place_to_be_seen():
    assert kinds((40.0, 85.0), expected=(73, 3, 136, 54)) == ["swapped"]


def test_a_place_far_away_is_named():
    assert kinds((120.0, 30.0)) == ["elsewhere"]


def test_not_a_number_is_named():
    with np.errstate(invalid="ignore"):
        line = shapely.linestrings([[106.5, 29.5], [math.nan, 29.6]])
    assert [s.kind for s in suspicions([line])] == ["not_finite"]


def test_the_zone_of_a_prefixed_easting_is_told():
    (doubt,) = suspicions([Point(36359474.1, 3272217.3)])
    assert doubt.evidence["candidates"] == ["EPSG:4524"]


def test_without_a_prefix_every_zone_that_fits_the_place_is_told():
    (doubt,) = suspicions([Point(359474.1, 3272217.3)], expected=CHONGQING)
    assert "EPSG:4545" in doubt.evidence["candidates"]


def test_only_the_strange_features_are_counted():
    (doubt,) = suspicions([Point(106.5, 29.5), Point(29.5, 106.5)], expected=CHONGQING)
    assert doubt.evidence["rows"] == [2]


@pytest.mark.parametrize(
    ("pair", "prefix", "kind"),
    [
        ((359474.1, 3272217.3), 0, None),
        ((36359474.1, 3272217.3), 36, None),
        ((3272217.3, 359474.1), 0, "northing_first"),
        ((36359474.1, 3272217.3), 0, "prefix_mismatch"),
        ((359474.1, 3272217.3), 36, "prefix_mismatch"),
        ((106.5, 29.5), 0, "degrees"),
    ],
)
def test_metres_that_do_not_fit_their_zone_are_recognised(pair, prefix, kind):
    found = [s.kind for s in projected_suspicions([Point(pair)], prefix=prefix)]
    assert found == ([kind] if kind else [])


def shifted(points):
    return [(lon + shift_deg(lon, lat)[0], lat + shift_deg(lon, lat)[1]) for lon, lat in points]


def test_the_map_shift_is_recognised_from_reference_points():
    assert map_shift_suspicion(shifted(WGS), WGS).kind == "gcj02"


def test_the_map_shift_in_chongqing_is_about_half_a_kilometre():
    offset = map_shift_suspicion(shifted(WGS), WGS).evidence["offset_m"]
    assert 400 < offset < 600


def test_a_constant_offset_of_another_direction_is_no_map_shift():
    assert map_shift_suspicion([(lon - 0.005, lat) for lon, lat in WGS], WGS) is None


def test_points_at_their_place_are_no_map_shift():
    assert map_shift_suspicion(WGS, WGS) is None


def test_a_place_as_large_as_a_country_tells_no_zone():
    (doubt,) = suspicions([Point(359474.1, 3272217.3)], expected=(73, 3, 136, 54))
    assert "candidates" not in doubt.evidence
