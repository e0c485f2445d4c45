"""Files that are cut off, incomplete or mislabelled: read as far as they go, and said."""

import geopandas
import openpyxl
import pytest
import shapely

from boundary_data.problems import UnusableInput
from boundary_data.readers.any_file import read_any
from boundary_data.readers.features import brought, read_features

CELLS = [shapely.box(106, 29, 106.1, 29.1), shapely.box(106.1, 29, 106.2, 29.1)]
GML = (
    '<?xml version="1.0"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/"'
    ' xmlns:gml="http://www.opengis.net/gml/3.2"><gml:featureMember><ogr:a gml:id="a.0">'
    '<ogr:geometryProperty><gml:Point srsName="{}" gml:id="p"><gml:pos>{}</gml:pos></gml:Point>'
    "</ogr:geometryProperty></ogr:a></gml:featureMember></ogr:FeatureCollection>"
)
DRAWING = """0
SECTION
2
ENTITIES
0
LWPOLYLINE
8
界线
90
2
70
0
10
106.1
20
29.1
10
106.2
20
29.2
0
ENDSEC
0
EOF
"""
CHINA = (73, 3, 136, 54)


@pytest.fixture
def shapefile(tmp_path):
    frame = geopandas.GeoDataFrame({"name": ["石坡", "大坪"]}, geometry=CELLS, crs=4490)
    frame.to_file(tmp_path / "a.shp", encoding="GBK")
    return tmp_path / "a.shp"


def problems(features):
    return [(each.row, each.field) for each in features.problems]


def test_a_missing_index_is_made_anew_and_said(shapefile):
    shapefile.with_suffix(".shx").unlink()
    features = read_features(shapefile)
    assert [row["name"] for row in features.rows] == ["石坡", "大坪"]
    assert problems(features) == [(0, ".shx")]
    assert not shapefile.with_suffix(".shx").exists()


def test_a_feature_that_was_cut_off_is_named(shapefile):
    shapefile.write_bytes(shapefile.read_bytes()[:-40])
    features = read_features(shapefile)
    assert (problems(features), features.geometries[1]) == ([(2, "geometry")], None)


@pytest.mark.parametrize("text", ["", "CGCS2000 高斯"])
def test_a_prj_that_says_nothing_is_reported(shapefile, text):
    shapefile.with_suffix(".prj").write_text(text, encoding="utf-8")
    assert problems(read_features(shapefile)) == [(0, ".prj")]


def test_a_message_about_a_broken_file_names_no_place_of_this_machine(shapefile, tmp_path):
    table = shapefile.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:-60])
    (tmp_path / "b.dxf").write_text("0\nSECTION\n2\nENTITIES\n0\nLINE\n10\n106\n")
    for path in (shapefile, tmp_path / "b.dxf"):
        with pytest.raises(UnusableInput, match="不完整或已损坏") as refusal:
            read_features(path)
        assert "/" not in refusal.value.problems[0].message


@pytest.mark.parametrize(
    ("system", "pair", "kinds"),
    [
        ("urn:ogc:def:crs:EPSG::4490", "29.5 106.5", []),
        ("urn:ogc:def:crs:EPSG::4490", "106.5 29.5", ["swapped"]),
        ("EPSG:4490", "106.5 29.5", []),
        ("http://www.opengis.net/def/crs/EPSG/0/4490", "29.5 106.5", []),
        ("urn:ogc:def:crs:EPSG::4545", "3272217.3 359474.1", []),
        ("urn:ogc:def:crs:EPSG::4545", "359474.1 3272217.3", ["northing_first"]),
    ],
)
def test_the_order_of_a_gml_is_that_of_its_system(tmp_path, system, pair, kinds):
    (tmp_path / "a.gml").write_text(GML.format(system, pair))
    features = read_features(tmp_path / "a.gml", expected=CHINA)
    assert [doubt.kind for doubt in features.suspicions] == kinds
    if not kinds:
        assert features.geometries[0].distance(shapely.Point(106.5, 29.5)) < 0.1


def test_a_gml_that_was_cut_off_is_refused_with_the_place(tmp_path):
    (tmp_path / "a.gml").write_text(GML.format("EPSG:4490", "106.5 29.5")[:-30])
    with pytest.raises(UnusableInput, match="第1行第"):
        read_features(tmp_path / "a.gml")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_layers_of_an_old_drawing_keep_their_chinese_names(tmp_path, encoding):
    (tmp_path / "a.dxf").write_bytes(DRAWING.encode(encoding))
    assert read_features(tmp_path / "a.dxf").rows[0]["Layer"] == "界线"


def test_heights_of_every_form_are_dropped(tmp_path):
    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(106.5, 29.5, 230.0)], crs=4490)
    frame.to_file(tmp_path / "a.gpkg")
    assert not read_features(tmp_path / "a.gpkg").geometries[0].has_z


def sheet(folder, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "成果表.xlsx")
    return brought(read_any(folder / "成果表.xlsx"))


def test_the_title_above_a_result_table_is_passed_over_and_said(tmp_path):
    heading = ["点号", "经度", "纬度"]
    features = sheet(tmp_path, [["边界点成果表"], ["2026年"], heading, [1, 106.5, 29.5]])
    assert features.numbers == [4]
    assert "第 3 行读作表头" in features.remark


def test_a_unit_behind_a_heading_and_grouped_digits_are_understood(tmp_path):
    heading = ["点号", "纵坐标X（米）", "横坐标Y (m)"]
    features = sheet(tmp_path, [heading, [1, "3,272,217.3", "36,359,474.1"]])
    assert [doubt.kind for doubt in features.suspicions] == ["gk_zone"]
    assert features.geometries[0].coords[0] == (36359474.1, 3272217.3)


def test_a_decimal_comma_is_not_taken_for_thousands(tmp_path):
    with pytest.raises(UnusableInput, match="不是坐标"):
        sheet(tmp_path, [["点号", "经度", "纬度"], [1, "106,553", "29,500"]])


def test_an_old_workbook_is_refused_with_the_remedy(tmp_path):
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(UnusableInput) as refusal:
        read_any(tmp_path / "a.xls")
    assert ".xlsx" in refusal.value.problems[0].remedy
