import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from shapely import LineString, Point

import boundary_data.readers.parquet as parquet
from boundary_data.problems import UnusableInput
from boundary_data.readers.features import read_features
from boundary_data.writers.field_names import NAME_BYTES, shapefile_names
from boundary_data.writers.layers import WRITERS, Layer, write_layer
from tests.gis.chongqing import polygons

SUFFIXES = ("gpkg", "geojson", "shp", "fgb", "parquet", "kml")
COUNTIES = polygons("counties")
ROWS = [
    {"代码": code, "名称": f"区县{code}㵲", "面数": len(shapely.get_parts(shape)), "比例": 0.5}
    for code, shape in COUNTIES
]
LAYER = Layer([shape for _, shape in COUNTIES], ROWS, ["代码", "名称", "面数", "比例"], name="区县")


def by_code(features):
    """Shapes and rows by code, since an index may change their order."""
    column = next(c for c in features.columns if c == "代码")
    return {
        row[column]: (shape, row)
        for shape, row in zip(features.geometries, features.rows, strict=True)
    }


def furthest(a, b):
    """The largest distance between the vertices of two shapes with the same rings, degrees."""
    one, other = (shapely.get_coordinates(shapely.normalize(s)) for s in (a, b))
    return np.abs(one - other).max()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_real_counties_with_enclaves_come_back_to_a_billionth_of_a_degree(tmp_path, suffix):
    path = tmp_path / f"区县.{suffix}"
    write_layer(LAYER, path)
    found = by_code(read_features(path))
    assert found.keys() == dict(COUNTIES).keys()
    for code, shape in COUNTIES:
        assert (
            furthest(shapely.orient_polygons(found[code][0]), shapely.orient_polygons(shape)) < 1e-9
        )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_chinese_attributes_and_numbers_come_back(tmp_path, suffix):
    path = tmp_path / f"区县.{suffix}"
    write_layer(LAYER, path)
    found = by_code(read_features(path))
    row = found["500101"][1]
    assert row["名称"] == "区县500101㵲"
    assert float(row["比例"]) == 0.5
    assert int(row["面数"]) == ROWS[0]["面数"]


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb", "parquet", "geojson"])
def test_a_projected_layer_comes_back_with_its_system(tmp_path, suffix):
    path = tmp_path / f"点.{suffix}"
    layer = Layer([Point(359474.087, 3272217.299)], [{"编号": "1"}], ["编号"], "EPSG:4545")
    write_layer(layer, path)
    assert read_features(path).geometries[0].distance(Point(106.55, 29.56)) < 1e-7


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb", "kml", "geojson"])
def test_the_library_of_others_opens_what_is_written(tmp_path, suffix):
    path = tmp_path / f"区县.{suffix}"
    write_layer(LAYER, path)
    told = pyogrio.read_info(path, force_feature_count=True)
    assert told["features"] == len(COUNTIES)


def test_the_geopackage_names_cgcs2000(tmp_path):
    path = tmp_path / "区县.gpkg"
    write_layer(LAYER, path)
    assert pyogrio.read_info(path)["crs"] == "EPSG:4490"


@pytest.mark.parametrize(("encoding", "label"), [("UTF-8", "UTF-8"), ("GBK", "GBK")])
def test_a_shapefile_says_its_encoding(tmp_path, encoding, label):
    path = tmp_path / "区县.shp"
    rows = [{"名称": "石坡村"}]
    write_layer(Layer([Point(106.5, 29.5)], rows, ["名称"], encoding=encoding), path)
    assert path.with_suffix(".cpg").read_text().strip() == label
    assert read_features(path).rows[0]["名称"] == "石坡村"


def test_long_field_names_are_shortened_and_reported(tmp_path):
    path = tmp_path / "区县.shp"
    columns = ["行政区划代码", "行政区划名称", "code"]
    told = write_layer(Layer([Point(106.5, 29.5)], [dict.fromkeys(columns, "甲")], columns), path)
    assert set(told.renamed) == {"行政区划代码", "行政区划名称"}
    assert set(read_features(path).columns) == {*told.renamed.values(), "code"}


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_shortened_names_are_each_used_once_and_fit(encoding):
    columns = [f"行政区划单位名称{i}" for i in range(30)] + [
        "名称",
        "mc",
        "MC",
        "long_english_name",
    ]
    names = shapefile_names(columns, encoding)
    assert len({name.lower() for name in names.values()}) == len(columns)
    assert max(len(name.encode(encoding)) for name in names.values()) <= NAME_BYTES


def test_a_text_that_a_shapefile_would_cut_is_refused_by_place(tmp_path):
    layer = Layer([Point(106.5, 29.5)], [{"说明": "长" * 100}], ["说明"])
    with pytest.raises(UnusableInput, match="第1个图形“说明”"):
        write_layer(layer, tmp_path / "a.shp")


def test_a_character_that_gbk_lacks_is_refused_by_place(tmp_path):
    layer = Layer([Point(106.5, 29.5)], [{"名称": "大青㭎"}], ["名称"], encoding="GBK")
    with pytest.raises(UnusableInput, match="GBK 写不出"):
        write_layer(layer, tmp_path / "a.shp")


def test_a_shapefile_of_points_and_lines_is_refused(tmp_path):
    shapes = [Point(106.5, 29.5), LineString([(106, 29), (107, 30)])]
    with pytest.raises(UnusableInput, match="混放"):
        write_layer(Layer(shapes, [{}, {}], []), tmp_path / "a.shp")


def test_nothing_is_left_of_a_layer_that_was_refused(tmp_path):
    layer = Layer([Point(106.5, 29.5)], [{"名称": "大青㭎"}], ["名称"], encoding="GBK")
    with pytest.raises(UnusableInput):
        write_layer(layer, tmp_path / "a.shp")
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_has_the_outlines_to_the_last_digit(tmp_path):
    path = tmp_path / "区县.dxf"
    told = write_layer(LAYER, path)
    drawn = pyogrio.read_dataframe(path)
    expected = sum(len(shapely.get_parts(shape.boundary)) for _, shape in COUNTIES)
    assert len(drawn) == expected
    assert shapely.total_bounds(drawn.geometry.array) == pytest.approx(
        shapely.total_bounds(np.array(LAYER.geometries)), abs=1e-9
    )
    assert any("不保存属性" in note for note in told.notes)


def test_geojson_is_rfc_7946(tmp_path):
    path = tmp_path / "区县.geojson"
    write_layer(LAYER, path)
    top = json.loads(Path(path).read_text("utf-8"))
    assert "crs" not in top
    ring = shapely.LinearRing(top["features"][0]["geometry"]["coordinates"][0][0])
    assert ring.is_ccw


def test_a_missing_value_stays_missing(tmp_path):
    path = tmp_path / "a.gpkg"
    rows = [{"颗数": None, "名称": None}, {"颗数": 3, "名称": "甲"}]
    write_layer(Layer([Point(106, 29), None], rows, ["颗数", "名称"]), path)
    found = read_features(path)
    assert found.rows[0] == {"颗数": None, "名称": None}
    assert found.geometries[1] is None


def test_an_unknown_suffix_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(UnusableInput) as refusal:
        write_layer(LAYER, tmp_path / "a.doc")
    assert all(suffix in refusal.value.problems[0].remedy for suffix in WRITERS)


def test_without_its_part_geoparquet_is_refused_with_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr(
        parquet, "find_spec", lambda name: None if name == "pyarrow" else find_spec(name)
    )
    with pytest.raises(UnusableInput, match="pyarrow"):
        write_layer(LAYER, tmp_path / "a.parquet")
