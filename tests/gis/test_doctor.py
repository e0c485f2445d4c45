import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis import gcj02
from gis.doctor import Place, diagnose
from gis.readings import meant
from tests.gis import doctor_rates, planted
from tests.gis.chongqing import (
    LIMITS,
    county,
    known,
    label,
    on_the_border,
    polygons,
    true_points,
    with_noise,
)

COUNTIES = ("500106", "500153", "500101")
"""Near the middle, in the west of the municipality (another zone), and of several parts."""
ALL = (*planted.GROSS, *planted.FINE)
LEAST_RIGHT = {"`old_datum`": 0.5}
"""An old datum shifts by 40 m there: noise of 15 m hides it in half of the trials."""
TRUTHS = st.sampled_from(("500106", "500153", "500101", "500237", "500229"))


def kinds(diagnosis):
    return [doubt.kind for doubt in diagnosis.doubts]


def told(points, place, **more):
    return diagnose(points, place, limits=LIMITS, **more)


@pytest.mark.parametrize("code", COUNTIES)
@pytest.mark.parametrize("reference", ["markers", "lines"])
@pytest.mark.parametrize(("kind", "epsg", "wrong"), ALL)
def test_every_planted_mistake_is_named_as_what_it_is(kind, epsg, wrong, reference, code):
    truth = true_points(reference, code)
    diagnosis = told(
        wrong(with_noise(truth, 3.0)), known(reference, code, truth), label=label(epsg)
    )
    assert kinds(diagnosis) == [kind]
    assert diagnosis.doubts[0].whole


@pytest.mark.parametrize("code", COUNTIES)
@pytest.mark.parametrize(("kind", "epsg", "wrong"), planted.GROSS)
def test_a_gross_mistake_is_named_from_the_area_alone(kind, epsg, wrong, code):
    diagnosis = told(wrong(true_points("area", code)), Place(area=county(code)), label=label(epsg))
    # zone 48 of UTM and the 6 degree zone differ by 1.3 km only, which an area does not tell
    assert kinds(diagnosis) == ["gk_no_prefix" if kind == "utm" else kind]


@pytest.mark.parametrize(("kind", "epsg", "wrong"), planted.FINE)
def test_an_area_alone_never_names_a_shift_wrongly(kind, epsg, wrong):
    diagnosis = told(
        wrong(true_points("area", "500106")), Place(area=county("500106")), label=label(epsg)
    )
    assert kinds(diagnosis) in ([], [kind])


def test_two_systems_that_an_area_cannot_tell_apart_are_both_offered():
    points = planted.system(32648)(true_points("area", "500106"))
    (doubt,) = told(points, Place(area=county("500106"))).doubts
    assert doubt.candidates == ("EPSG:4544", "EPSG:32648")


@pytest.mark.parametrize(("kind", "epsg", "wrong"), ALL)
def test_undoing_what_is_named_brings_every_point_home(kind, epsg, wrong):
    truth = true_points("markers", "500106")
    diagnosis = told(wrong(truth), known("markers", "500106", truth), label=label(epsg))
    (doubt,) = diagnosis.doubts
    if doubt.reading is None:
        assert doubt.kind == "old_datum"
    else:
        assert doubt.after.max() < 2.0


@pytest.mark.parametrize("reference", ["markers", "lines"])
@pytest.mark.parametrize(("upper", "lower", "epsg", "wrong"), planted.DOUBLE)
def test_of_two_mistakes_both_are_named_and_the_lower_one_undoes_both(
    upper, lower, epsg, wrong, reference
):
    truth = true_points(reference, "500106")
    given_ = wrong(with_noise(truth, 3.0))
    first, second = told(given_, known(reference, "500106", truth), label=label(epsg)).doubts
    assert (first.kind, first.upon, second.kind, second.upon) == (upper, "", lower, upper)
    home = known(reference, "500106", truth).exact_m(meant(given_, second.reading))
    assert home.max() < 20.0


@pytest.mark.parametrize("code", COUNTIES)
@pytest.mark.parametrize("reference", ["markers", "lines"])
def test_a_survey_error_of_half_a_kilometre_is_not_taken_for_a_map_shift(reference, code):
    kind, _, wrong = planted.SURVEY_ERROR
    truth = true_points(reference, code, 200)
    diagnosis = told(wrong(with_noise(truth, 15.0)), known(reference, code, truth))
    assert kinds(diagnosis) == [kind]


@pytest.mark.parametrize("wrong", [gcj02.to_gcj02, gcj02.to_bd09])
def test_a_map_shift_of_two_kilometres_of_line_is_named_through_the_noise(wrong):
    stretch = doctor_rates.Trial("500106", "lines", 20, 0.02, 15.0)
    given_ = wrong(with_noise(stretch.truth, 15.0, 9))
    assert kinds(stretch.diagnosed(4490, given_)) == [wrong.__name__.removeprefix("to_")]


@pytest.mark.parametrize("row", doctor_rates.rows(), ids=lambda row: row.title)
def test_the_doctor_is_right_about_twenty_points_at_markers(row):
    right = [
        trial.right(kinds, epsg, wrong)
        for kinds, epsg, wrong in row.planted
        for trial in doctor_rates.trials("markers", 20, ["500106"])
    ]
    assert np.mean(right) >= LEAST_RIGHT.get(row.title, 1.0)


@pytest.mark.parametrize("reference", ["markers", "lines"])
def test_noisy_points_get_one_doubt_and_not_two_of_a_kind(reference):
    truth = true_points(reference, "500106", 300)
    given_ = with_noise(truth, 15.0)[:, ::-1]
    assert kinds(told(given_, known(reference, "500106", truth))) == ["swapped"]


@pytest.mark.parametrize("reference", ["markers", "lines"])
@given(
    code=TRUTHS,
    noise=st.floats(0.05, 10.0),
    count=st.integers(1, 120),
    seed=st.integers(0, 100_000),
)
def test_true_points_with_the_noise_of_receivers_raise_no_doubt(
    reference, code, noise, count, seed
):
    truth = true_points(reference, code, count)
    measured = with_noise(truth, noise, seed)
    assert kinds(told(measured, known(reference, code, truth))) == []


@given(code=TRUTHS, count=st.integers(1, 200), metres=st.floats(0.0, 1.0))
def test_wgs84_in_place_of_cgcs2000_raises_no_doubt(code, count, metres):
    truth = true_points("markers", code, count)
    shifted = planted.moved(metres, -metres)(truth)
    assert kinds(told(shifted, known("markers", code, truth))) == []


@given(code=TRUTHS, count=st.integers(1, 300))
def test_true_points_in_their_area_raise_no_doubt(code, count):
    points = true_points("area", code, count)
    assert kinds(told(points, Place(area=county(code)))) == []


@given(code=TRUTHS, epsg=st.sampled_from((4544, 4545, 4546, 4507, 4524)), seed=st.integers(0, 999))
def test_true_metres_of_the_labelled_zone_raise_no_doubt(code, epsg, seed):
    prefix = 36 if epsg == 4524 else 0
    meridian = {4544: 105, 4545: 108, 4546: 111, 4507: 105, 4524: 108}[epsg]
    truth = true_points("lines", code)
    points = planted.zone(meridian, prefix=prefix)(with_noise(truth, 5.0, seed))
    assert kinds(told(points, known("lines", code, truth), label=label(epsg))) == []


def test_villages_inside_a_county_need_not_lie_on_its_lines():
    points = true_points("area", "500106", 300)
    place = Place(area=county("500106"), lines=county("500106").boundary)
    diagnosis = told(points, place)
    assert kinds(diagnosis) == []
    assert len(diagnosis.unexplained) == 0


@pytest.mark.parametrize("reference", ["markers", "lines"])
def test_of_a_mixed_layer_the_wrong_points_are_named(reference):
    truth = on_the_border("500106", 60)
    points = with_noise(truth, 3.0)
    points[::6] = gcj02.to_gcj02(points[::6])
    points[[7, 20]] = points[[7, 20]][:, ::-1]
    found = {
        doubt.kind: doubt.features.tolist()
        for doubt in told(points, known(reference, "500106", truth)).doubts
    }
    near = [i for i in range(0, 60, 6) if i in found["gcj02"]]
    assert found["swapped"] == [7, 20]
    assert set(found["gcj02"]) <= set(range(0, 60, 6))
    assert len(near) >= 9  # one may slide along the line


def test_a_marker_that_was_moved_is_left_unexplained():
    truth = on_the_border("500106")
    points = with_noise(truth, 1.0)
    points[5] += [0.002, 0.0]
    diagnosis = told(points, Place(markers=truth))
    assert kinds(diagnosis) == []
    assert diagnosis.unexplained.tolist() == [5]


def test_points_of_several_zones_in_one_file_are_told_zone_by_zone():
    west, east = on_the_border("500153"), on_the_border("500237")
    points = np.vstack([planted.zone(105, prefix=35)(west), planted.zone(111, prefix=37)(east)])
    diagnosis = told(points, Place(markers=np.vstack([west, east])))
    assert {doubt.reading.system for doubt in diagnosis.doubts} == {"EPSG:4523", "EPSG:4525"}


def test_points_without_numbers_are_named_and_stop_no_other():
    truth = on_the_border("500106")
    points = gcj02.to_gcj02(truth)
    points[3] = np.nan
    diagnosis = told(points, Place(markers=truth))
    assert kinds(diagnosis) == ["gcj02", "not_finite"]
    assert diagnosis.doubts[1].features.tolist() == [3]


def test_points_of_another_province_are_only_said_to_be_elsewhere():
    points = on_the_border("500106") + np.array([5.0, 3.0])
    assert kinds(told(points, Place(area=county("500106")))) == ["elsewhere"]


def test_no_points_at_all_raise_no_doubt():
    assert kinds(told(np.empty((0, 2)), Place(area=county("500106")))) == []


def test_one_marker_gives_a_doubt_of_little_confidence():
    truth = on_the_border("500106", 1)
    (doubt,) = told(gcj02.to_gcj02(truth), Place(markers=truth)).doubts
    assert (doubt.kind, doubt.confidence) == ("gcj02", 0.5)


def layer(level="counties"):
    shapes = np.array([polygon for _, polygon in polygons(level)], dtype=object)
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    return shapes, points, owner


@pytest.fixture(scope="module")
def county_lines():
    shapes, _, _ = layer()
    return shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))


def test_a_whole_layer_of_towns_is_shifted_though_most_vertices_lie_on_no_known_line(county_lines):
    _, points, owner = layer("towns")
    (doubt,) = told(gcj02.to_gcj02(points), Place(lines=county_lines), owner=owner).doubts
    assert (doubt.kind, doubt.whole) == ("gcj02", True)


def test_a_layer_of_towns_with_a_common_shift_is_shifted_as_a_whole(county_lines):
    _, points, owner = layer("towns")
    wrong = planted.moved(150.0, 120.0)(points)
    (doubt,) = told(wrong, Place(lines=county_lines), owner=owner).doubts
    assert (doubt.kind, doubt.whole) == ("common_shift", True)


def test_true_towns_raise_no_doubt_against_the_lines_of_their_counties(county_lines):
    _, points, owner = layer("towns")
    assert kinds(told(points, Place(lines=county_lines), owner=owner)) == []


def test_one_shifted_county_of_many_is_named(county_lines):
    _, points, owner = layer()
    points = np.where((owner == 7)[:, np.newaxis], gcj02.to_bd09(points), points)
    (doubt,) = told(points, Place(lines=county_lines), owner=owner).doubts
    assert (doubt.kind, doubt.features.tolist()) == ("bd09", [7])


def test_degrees_and_minutes_betray_themselves_by_their_digits():
    points = planted.minutes(true_points("area", "500106", 60))
    assert kinds(told(points, Place(area=shapely.box(73, 3, 136, 54)))) == ["dms"]


@given(seed=st.integers(0, 100_000), count=st.integers(1, 300), digits=st.integers(2, 8))
def test_decimal_degrees_are_not_taken_for_minutes(seed, count, digits):
    rng = np.random.default_rng(seed)
    points = np.round(rng.uniform([106.2, 29.2], [106.59, 29.59], (count, 2)), digits)
    assert kinds(told(points, Place(area=shapely.box(73, 3, 136, 54)))) == []
