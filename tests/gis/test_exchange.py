import json

import pytest
import shapely
from hypothesis import given
from shapely.geometry import mapping, shape

from gis.exchange import (
    GeometryRefused,
    bbox_of,
    feature,
    feature_collection,
    geojson_geometry,
    geometry_of,
    system_of,
)
from tests.gis.strategies import tilings


@given(tilings())
def test_a_geometry_survives_the_way_out_and_in(units):
    for unit in units:
        again = geometry_of(json.loads(json.dumps(geojson_geometry(unit))))
        assert shapely.equals(again, unit)


@given(tilings())
def test_common_borders_stay_common_on_the_way_out(units):
    assert shapely.coverage_is_valid([shape(geojson_geometry(unit)) for unit in units])


def test_outer_rings_run_counter_clockwise_and_inner_ones_clockwise():
    cell = shapely.box(0, 0, 3, 3, ccw=False).difference(shapely.box(1, 1, 2, 2))
    out = shape(geojson_geometry(cell))
    assert out.exterior.is_ccw
    assert not out.interiors[0].is_ccw


def test_coordinates_are_rounded_to_a_centimetre():
    assert mapping(shape(geojson_geometry(shapely.Point(106.123456789, 29.5))))["coordinates"] == (
        106.1234568,
        29.5,
    )


@pytest.mark.parametrize("geometry", [None, shapely.Polygon()])
def test_nothing_goes_out_as_null(geometry):
    assert geojson_geometry(geometry) is None


def test_null_comes_in_as_nothing():
    assert geometry_of(None) is None


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("POINT (1 2)", "type"),
        ({"type": "Circle", "coordinates": [1, 2]}, "Circle"),
        ({"type": "Point"}, "coordinates"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "四个坐标点"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "坐标不合规范"),
        ({"type": "LineString", "coordinates": [[1, 2], [3]]}, "坐标不合规范"),
        ({"type": "GeometryCollection"}, "geometries"),
    ],
)
def test_what_is_no_geometry_is_refused_with_the_reason(member, said):
    with pytest.raises(GeometryRefused, match=said):
        geometry_of(member)


def test_an_unclosed_ring_is_closed():
    ring = [[0, 0], [1, 0], [1, 1], [0, 1]]
    assert geometry_of({"type": "Polygon", "coordinates": [ring]}).equals(shapely.box(0, 0, 1, 1))


def test_without_a_crs_member_the_system_is_crs84():
    assert system_of({}) == "OGC:CRS84"


def test_the_system_of_the_crs_member_is_taken():
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    assert system_of({"crs": member}) == "urn:ogc:def:crs:EPSG::4490"


@pytest.mark.parametrize("member", ["EPSG:4490", {"type": "link"}, {"properties": {"name": 4490}}])
def test_a_crs_member_of_another_form_is_refused(member):
    with pytest.raises(GeometryRefused, match="crs"):
        system_of({"crs": member})


def test_a_figure_that_json_cannot_say_becomes_null():
    assert feature(None, {"height": float("nan")})["properties"] == {"height": None}


def test_features_make_a_collection():
    assert feature_collection([feature(None, {})])["type"] == "FeatureCollection"


def test_the_box_leaves_out_what_has_no_extent():
    shapes = [None, shapely.Polygon(), shapely.Point(106, 29), shapely.Point(107, 30)]
    assert bbox_of(shapes) == (106, 29, 107, 30)


@pytest.mark.parametrize("shapes", [[], [None], [shapely.Polygon()]])
def test_nothing_has_no_box(shapes):
    assert bbox_of(shapes) is None
