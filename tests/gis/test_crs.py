import pytest
from pyproj import CRS
from shapely import Point, Polygon

from gis.crs import ZONES, TransformRefused, project, to_cgcs2000, zone_of

CITY = Point(106.55, 29.56)


@pytest.mark.parametrize(
    ("epsg", "east", "north"),
    [
        (4545, 359474.087, 3272217.299),
        (4524, 36359474.087, 3272217.299),
        (4544, 650218.539, 3272342.512),
    ],
)
def test_a_point_of_the_city_has_the_published_easting_and_northing(epsg, east, north):
    zone = next(z for z in ZONES if z.epsg == epsg)
    point = project([CITY], zone)[0]
    assert (point.x, point.y) == (pytest.approx(east, abs=1e-3), pytest.approx(north, abs=1e-3))


@pytest.mark.parametrize("epsg", [4545, 4524, 4544, 4507])
def test_projected_coordinates_come_back_to_the_same_degrees(epsg):
    zone = next(z for z in ZONES if z.epsg == epsg)
    back = to_cgcs2000(project([CITY], zone), epsg).geometries[0]
    assert back.equals_exact(CITY, 1e-9)


def test_the_table_of_zones_agrees_with_the_registry():
    for zone in ZONES:
        projection = CRS.from_epsg(zone.epsg).coordinate_operation
        values = {p.name: p.value for p in projection.params}
        assert values["Longitude of natural origin"] == zone.meridian_deg
        assert values["False easting"] == 500_000 + zone.number * 1_000_000 * zone.prefixed


@pytest.mark.parametrize(("lon", "number"), [(105.28, 35), (106.55, 36), (110.2, 37)])
def test_the_municipality_lies_in_three_zones(lon, number):
    assert zone_of(lon).number == number


def test_a_longitude_outside_the_zones_has_none():
    with pytest.raises(ValueError, match="no 3-degree"):
        zone_of(2.0)


@pytest.mark.parametrize("system", [4326, "OGC:CRS84", "EPSG:4490"])
def test_longitude_and_latitude_of_wgs84_are_taken_as_they_are(system):
    assert to_cgcs2000([CITY], system).geometries[0].equals(CITY)


def test_taking_wgs84_as_it_is_is_said():
    assert "WGS 84" in to_cgcs2000([CITY], 4326).remark


def test_web_mercator_is_unprojected():
    point = to_cgcs2000([Point(11861091.63, 3447553.42)], 3857).geometries[0]
    assert point.equals_exact(Point(106.55, 29.5634), 1e-3)


@pytest.mark.parametrize("epsg", [4214, 4610, 2334, 2422, 4555])
def test_old_systems_are_refused_with_the_remedy(epsg):
    with pytest.raises(TransformRefused, match="七参数"):
        to_cgcs2000([CITY], epsg)


def test_a_guessed_transform_is_refused():
    with pytest.raises(TransformRefused, match="零偏移"):
        to_cgcs2000([CITY], 4269)


def test_an_unknown_system_is_refused():
    with pytest.raises(TransformRefused, match="EPSG"):
        to_cgcs2000([CITY], "EPSG:999999")


def test_a_missing_geometry_stays_missing():
    assert to_cgcs2000([None, CITY], 4545).geometries[0] is None


def test_an_empty_geometry_stays_empty():
    assert to_cgcs2000([Polygon()], 4545).geometries[0].is_empty
