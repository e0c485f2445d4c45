import numpy as np
import pytest

from gis.crs import TransformRefused
from gis.doctor import Place, diagnose
from gis.seven_parameters import SevenParameters
from gis.undoing import RepairRefused, reading_to_apply
from tests.gis import planted
from tests.gis.chongqing import LIMITS, label, on_the_border, with_noise

HERE = (105.0, 28.0, 111.0, 33.0)
BEIJING = SevenParameters(
    "beijing54", (15.8, -154.4, -82.3), (0.0, 0.0, 0.0), 0.0, "position_vector", HERE, "试验用"
)
WRONG = SevenParameters(
    "beijing54", (-15.8, 154.4, 82.3), (0.0, 0.0, 0.0), 0.0, "position_vector", HERE, "试验用"
)
TRUTH = on_the_border("500106")


def told(points, epsg=4490, seven=None):
    return diagnose(points, Place(markers=TRUTH), limits=LIMITS, label=label(epsg), seven=seven)


def test_the_parameters_bring_old_degrees_home():
    assert np.abs(BEIJING.to_cgcs2000(planted.beijing54(TRUTH)) - TRUTH).max() < 1e-8


def test_the_parameters_are_undone():
    assert np.abs(BEIJING.from_cgcs2000(BEIJING.to_cgcs2000(TRUTH)) - TRUTH).max() < 1e-8


def test_the_two_conventions_turn_the_other_way():
    turns = (1.0, -2.0, 3.0)
    one = SevenParameters("xian80", (1, 2, 3), turns, 0.5, "position_vector", HERE, "甲")
    other = SevenParameters(
        "xian80", (1, 2, 3), tuple(-t for t in turns), 0.5, "coordinate_frame", HERE, "甲"
    )
    assert np.allclose(one.to_cgcs2000(TRUTH), other.to_cgcs2000(TRUTH), atol=1e-11)


def test_without_parameters_an_old_datum_is_named_and_not_repaired():
    (doubt,) = told(planted.beijing54(TRUTH)).doubts
    assert doubt.kind == "old_datum"
    with pytest.raises(RepairRefused, match="七参数"):
        reading_to_apply(doubt)


@pytest.mark.parametrize(
    ("epsg", "wrong"), [(4490, planted.beijing54), (4545, planted.beijing54_zone(108))]
)
def test_with_parameters_an_old_datum_is_repaired(epsg, wrong):
    (doubt,) = told(wrong(with_noise(TRUTH, 0.5)), epsg, BEIJING).doubts
    assert doubt.kind == "old_datum"
    assert doubt.reading is not None
    assert np.median(doubt.after) < 2.0


def test_parameters_that_do_not_fit_are_not_used():
    (doubt,) = told(planted.beijing54(TRUTH), seven=WRONG).doubts
    assert doubt.reading is None


def test_parameters_are_refused_outside_their_area():
    with pytest.raises(TransformRefused, match="适用范围"):
        BEIJING.refuse_elsewhere(np.array([[120.0, 30.0]]))
