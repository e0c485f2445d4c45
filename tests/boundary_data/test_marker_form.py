"""The register form of a marker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from boundary_data.line import KnownLine
from boundary_data.marker import KnownMarker, KnownReference, Standing
from boundary_data.marker_form import MarkerFacts, described, register_form

TREE = KnownReference(name="黄葛树", grid_azimuth_deg=36.5, distance_m=18.2)


def facts(point: Point, *references: KnownReference) -> MarkerFacts:
    marker = KnownMarker(
        number="001Q", point=point, standing=Standing.SINGLE, references=references
    )
    line = KnownLine(
        code="x",
        name="甲乙线",
        side_names=("甲县", "乙县"),
        geometry=LineString([(107, 30), (107, 31)]),
        markers=(marker,),
    )
    return MarkerFacts(marker=marker, line=line, chainage_m=1234.5, material="石")


def test_a_marker_is_described_by_stand_material_and_place():
    assert described(facts(Point(107, 30.5))) == "单立石质界桩，位于甲县与乙县之间"


def test_a_lack_of_reference_objects_is_said():
    form = dict(register_form(facts(Point(107, 30.5), TREE)))
    assert form["方位物1"] == "黄葛树，坐标方位角 36.5°，距离 18.2 米"
    assert form["方位物"] == "只登记了 1 个，应至少三个"


def test_three_reference_objects_are_enough():
    assert "方位物" not in dict(register_form(facts(Point(107, 30.5), TREE, TREE, TREE)))


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_degrees_minutes_and_seconds_are_the_same_place(lon: float, lat: float):
    form = dict(register_form(facts(Point(lon, lat))))
    for title, value in (("经度", lon), ("纬度", lat)):
        words = form[title].partition("（")[0].replace("′", "°").replace("″", "").split("°")
        degrees, minutes, seconds = (float(word) for word in words)
        told = abs(degrees) + minutes / 60 + seconds / 3600
        assert told == pytest.approx(abs(value), abs=2e-8)
        assert minutes < 60
        assert seconds < 60
