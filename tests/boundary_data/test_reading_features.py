import json

import geopandas
import pytest
import shapely
from shapely import Point, Polygon
from shapely.geometry import mapping

from boundary_data.problems import UnusableInput
from boundary_data.readers.features import read_features

CHINA = (73.0, 3.0, 136.0, 54.0)
CELL = shapely.box(106, 29, 106.1, 29.1)
GRID_CELL = shapely.box(359_000, 3_272_000, 360_000, 3_273_000)


def feature(geometry, **properties):
    shape = geometry if geometry is None or isinstance(geometry, dict) else mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def named(system):
    return {"type": "name", "properties": {"name": system}}


def read(tmp_path, content, **options):
    path = tmp_path / "layer.geojson"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return read_features(path, expected=CHINA, **options)


def refused(tmp_path, content):
    with pytest.raises(UnusableInput) as refusal:
        read(tmp_path, content)
    return refusal.value.problems[0]


def doubts(features):
    return [suspicion.kind for suspicion in features.suspicions]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "空的"),
        ("   \n", "空的"),
        ("not json", "第1行第1列"),
        ('{"type": "FeatureCollection", "features": [', "不是合法的 JSON"),
        ("[1, 2]", "最外层"),
        ('{"name": "x"}', "不是 GeoJSON"),
        ('{"type": "Table"}', "Table"),
        ('{"type": "FeatureCollection"}', "features"),
        ('{"type": "FeatureCollection", "features": []}', "没有可用的图形"),
    ],
)
def test_what_is_no_layer_is_refused_with_the_reason(tmp_path, content, said):
    assert said in refused(tmp_path, content).message


def test_bytes_of_another_encoding_are_refused(tmp_path):
    path = tmp_path / "layer.geojson"
    path.write_bytes(
        json.dumps(collection(feature(CELL, 名="甲")), ensure_ascii=False).encode("gbk")
    )
    with pytest.raises(UnusableInput, match="UTF-8"):
        read_features(path)


@pytest.mark.parametrize(
    "member", [{"type": "name"}, "EPSG:4490", named(""), named("EPSG:0"), named("火星坐标")]
)
def test_a_wrong_crs_member_is_refused_by_name(tmp_path, member):
    assert refused(tmp_path, collection(feature(CELL), crs=member)).field in {"$.crs", "crs"}


@pytest.mark.parametrize("system", ["urn:ogc:def:crs:EPSG::4214", "EPSG:4610"])
def test_an_old_datum_is_refused_with_the_seven_parameters(tmp_path, system):
    assert "七参数" in refused(tmp_path, collection(feature(CELL), crs=named(system))).message


def test_a_projected_layer_is_brought_to_degrees(tmp_path):
    layer = read(tmp_path, collection(feature(GRID_CELL), crs=named("EPSG:4545")))
    assert layer.geometries[0].centroid.distance(Point(106.55, 29.56)) < 0.02


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (shapely.box(29, 106, 29.1, 106.1), "swapped"),
        (shapely.box(3_272_000, 359_000, 3_273_000, 360_000), "northing_first"),
        (shapely.box(36_359_000, 3_272_000, 36_360_000, 3_273_000), "gk_zone"),
        (GRID_CELL, "gk_no_prefix"),
        (shapely.box(11_861_000, 3_447_000, 11_862_000, 3_448_000), "web_mercator"),
    ],
)
def test_strange_coordinates_are_named_and_left_alone(tmp_path, geometry, kind):
    layer = read(tmp_path, collection(feature(geometry)))
    assert doubts(layer) == [kind]
    assert layer.geometries[0].equals(geometry)


@pytest.mark.parametrize(
    ("geometry", "system", "kind"),
    [
        (CELL, "EPSG:4545", "degrees"),
        (shapely.box(3_272_000, 359_000, 3_273_000, 360_000), "EPSG:4545", "northing_first"),
        (GRID_CELL, "EPSG:4524", "prefix_mismatch"),
    ],
)
def test_coordinates_that_contradict_the_crs_member_are_named(tmp_path, geometry, system, kind):
    assert doubts(read(tmp_path, collection(feature(geometry), crs=named(system)))) == [kind]


def test_not_a_number_is_named_with_its_feature(tmp_path):
    text = json.dumps(collection(feature(CELL), feature(CELL)))
    at = text.rindex("106.1")
    layer = read(tmp_path, text[:at] + "NaN" + text[at + 5 :])
    assert layer.suspicions[0].evidence["rows"] == [2]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[106, 29], [107, 29]]]},
        {"type": "Polygon", "coordinates": [[[106, 29], [107, "x"], [107, 30], [106, 29]]]},
        {"type": "Point", "coordinates": [None, 29]},
        {"type": "Circle", "coordinates": [106, 29]},
        {"coordinates": [106, 29]},
        "POINT (106 29)",
    ],
)
def test_a_malformed_feature_is_reported_and_stops_no_other(tmp_path, geometry):
    bad = {"type": "Feature", "properties": {}, "geometry": geometry}
    layer = read(tmp_path, collection(feature(CELL), bad, feature(CELL)))
    assert layer.numbers == [1, 3]
    assert [problem.row for problem in layer.problems] == [2]


def test_when_every_feature_is_malformed_each_is_named(tmp_path):
    with pytest.raises(UnusableInput) as refusal:
        read(tmp_path, collection(feature({"type": "Polygon"}), feature({"type": "Circle"})))
    assert [p.field for p in refusal.value.problems[1:]] == [
        "第1个图形 geometry",
        "第2个图形 geometry",
    ]


def test_a_single_geometry_is_a_layer_of_one(tmp_path):
    assert len(read(tmp_path, mapping(CELL)).geometries) == 1


def test_heights_are_dropped(tmp_path):
    tall = Polygon([(106, 29, 5), (107, 29, 5), (107, 30, 5)])
    assert not read(tmp_path, collection(feature(tall))).geometries[0].has_z


def test_a_missing_geometry_stays_missing(tmp_path):
    assert read(tmp_path, collection(feature(None, name="甲"))).geometries == [None]


def frame(names=("石坡村", "大坪村"), crs="EPSG:4490"):
    return geopandas.GeoDataFrame({"name": list(names)}, geometry=[CELL, CELL], crs=crs)


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson", "gml", "kml", "fgb"])
def test_every_usual_form_gives_the_same_features(tmp_path, suffix):
    path = tmp_path / f"layer.{suffix}"
    frame(crs="EPSG:4326").to_file(path)
    layer = read_features(path)
    column = next(c for c in layer.columns if c.lower() == "name")
    assert [row[column] for row in layer.rows] == ["石坡村", "大坪村"]
    assert all(shape.equals_exact(CELL, 1e-6) or shape.equals(CELL) for shape in layer.geometries)


@pytest.mark.parametrize("label", ["GBK", None, "UTF-8"])
def test_a_shapefile_in_gbk_is_read_whatever_its_label(tmp_path, label):
    path = tmp_path / "layer.shp"
    frame().to_file(path, encoding="GBK")
    note = path.with_suffix(".cpg")
    note.unlink(missing_ok=True)
    if label:
        note.write_text(label, encoding="ascii")
    assert [row["name"] for row in read_features(path).rows] == ["石坡村", "大坪村"]


def test_a_wrong_encoding_label_is_reported(tmp_path):
    path = tmp_path / "layer.shp"
    frame().to_file(path, encoding="GBK")
    path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    assert [problem.field for problem in read_features(path).problems] == [".cpg"]


def test_a_shapefile_in_a_zone_is_brought_to_degrees(tmp_path):
    path = tmp_path / "layer.shp"
    frame(crs="EPSG:4490").to_crs(4545).to_file(path)
    assert read_features(path).geometries[0].normalize().equals_exact(CELL.normalize(), 1e-7)


def test_a_parquet_file_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "layer.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(UnusableInput) as refusal:
        read_features(path)
    assert "GeoPackage" in refusal.value.problems[0].remedy


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "layer.gpkg"
    path.write_bytes(b"no database")
    with pytest.raises(UnusableInput, match=r"layer\.gpkg"):
        read_features(path)


def test_a_frame_of_the_features_is_in_cgcs2000(tmp_path):
    assert read(tmp_path, collection(feature(CELL, name="甲"))).frame().crs.to_epsg() == 4490
