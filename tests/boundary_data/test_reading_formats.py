"""Forms of files beside the plain ones: archives, drawings, lines of JSON, several layers."""

import json
import zipfile
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely
from shapely import LineString, Point
from shapely.geometry import mapping

from boundary_data.problems import UnusableInput
from boundary_data.readers.any_file import read_any
from boundary_data.readers.features import read_features, read_raw

CELL = shapely.box(106, 29, 106.1, 29.1)


def frame(names=("石坡村", "大坪村"), crs="EPSG:4490"):
    return geopandas.GeoDataFrame({"name": list(names)}, geometry=[CELL] * len(names), crs=crs)


def zipped(folder: Path, name: str, *, parts=None, label=None) -> Path:
    """A zipped Shapefile in GBK whose members have a Chinese name as old packers write it."""
    frame().to_file(folder / "a.shp", encoding="GBK")
    (folder / "a.cpg").unlink()
    if label:
        (folder / "a.cpg").write_text(label, "ascii")
    archive = folder / "层.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for part in folder.glob("a.*"):
            if parts is None or part.suffix in parts:
                # bytes of GBK in place of cp437, without the mark of UTF-8
                written = f"成果/{name}{part.suffix}".encode("gbk").decode("cp437")
                target.writestr(zipfile.ZipInfo(written), part.read_bytes())
    return archive


def names(features):
    column = next(c for c in features.columns if c.lower() == "name")
    return [row[column] for row in features.rows]


@pytest.mark.parametrize("label", [None, "GBK", "UTF-8"])
def test_a_zipped_shapefile_in_gbk_is_read_whatever_its_label(tmp_path, label):
    assert names(read_features(zipped(tmp_path, "界线", label=label))) == ["石坡村", "大坪村"]


def test_a_zipped_shapefile_without_prj_says_how_it_was_read(tmp_path):
    archive = zipped(tmp_path, "界线", parts={".shp", ".shx", ".dbf"})
    assert "未注明坐标系" in read_features(archive).remark


def test_metres_without_prj_are_doubted_and_left_alone(tmp_path):
    frame().to_crs(4545).to_file(tmp_path / "b.shp")
    (tmp_path / "b.prj").unlink()
    layer = read_features(tmp_path / "b.shp", expected=(73, 3, 136, 54))
    assert [doubt.kind for doubt in layer.suspicions] == ["gk_no_prefix"]


def test_several_shapefiles_in_one_archive_are_asked_about(tmp_path):
    frame().to_file(tmp_path / "a.shp")
    archive = tmp_path / "层.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for part in tmp_path.glob("a.*"):
            for name in ("county", "town"):
                target.write(part, f"{name}{part.suffix}")
    with pytest.raises(UnusableInput, match="county、town"):
        read_features(archive)
    assert len(read_features(archive, layer="town").rows) == 2


def test_a_damaged_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(UnusableInput, match="压缩包"):
        read_features(tmp_path / "a.zip")


def test_of_several_layers_one_is_asked_for(tmp_path):
    path = tmp_path / "a.gpkg"
    frame().to_file(path, layer="县界")
    frame(("甲",)).to_file(path, layer="乡界")
    with pytest.raises(UnusableInput, match="县界、乡界") as refusal:
        read_features(path)
    assert "--layer" in refusal.value.problems[0].remedy
    assert names(read_features(path, layer="乡界")) == ["甲"]


def test_an_unknown_layer_is_refused(tmp_path):
    path = tmp_path / "a.gpkg"
    frame().to_file(path, layer="县界")
    with pytest.raises(UnusableInput, match="村界"):
        read_features(path, layer="村界")


def test_a_kmz_is_read(tmp_path):
    frame(crs="EPSG:4326").to_file(tmp_path / "a.kml", driver="LIBKML")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(tmp_path / "a.kml", "doc.kml")
    assert names(read_features(tmp_path / "a.kmz")) == ["石坡村", "大坪村"]


def test_a_drawing_is_read_as_lines_and_its_missing_system_said(tmp_path):
    line = LineString([(106, 29), (106.1, 29.1)])
    drawing = geopandas.GeoDataFrame({"Layer": ["JX"]}, geometry=[line], crs=4490)
    pyogrio.write_dataframe(drawing, tmp_path / "a.dxf", driver="DXF")
    layer = read_features(tmp_path / "a.dxf")
    assert layer.geometries[0].equals_exact(line, 1e-9)
    assert "未注明坐标系" in layer.remark


def test_reading_a_gml_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "made").mkdir()
    frame(crs="EPSG:4326").to_file(tmp_path / "made" / "a.gml", driver="GML")
    alone = tmp_path / "a.gml"
    alone.write_bytes((tmp_path / "made" / "a.gml").read_bytes())
    read_features(alone)
    assert {path.name for path in tmp_path.iterdir()} == {"made", "a.gml"}


@pytest.mark.parametrize("separator", ["\n", "\n\x1e"])
@pytest.mark.parametrize("suffix", ["geojsonl", "geojsons", "ndjson"])
def test_one_feature_a_line_is_read(tmp_path, suffix, separator):
    path = tmp_path / f"a.{suffix}"
    feature = {"type": "Feature", "properties": {"name": "甲"}, "geometry": mapping(CELL)}
    lines = [json.dumps(feature, ensure_ascii=False), "{bad", json.dumps(mapping(CELL))]
    path.write_text(separator.lstrip("\n") + separator.join(lines) + "\n", encoding="utf-8")
    layer = read_features(path)
    assert (layer.numbers, [p.row for p in layer.problems]) == ([1, 3], [2])


def test_geojson_with_an_old_crs_member_is_brought_to_degrees(tmp_path):
    path = tmp_path / "a.geojson"
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4545"}}
    point = {"type": "Point", "coordinates": [359474.087, 3272217.299]}
    feature = {"type": "Feature", "properties": {}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": member, "features": [feature]}))
    assert read_features(path).geometries[0].distance(Point(106.55, 29.56)) < 1e-7


def test_a_damaged_parquet_file_is_refused(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(UnusableInput, match=r"a\.parquet"):
        read_raw(tmp_path / "a.parquet")


def test_the_points_of_a_gpx_track_are_features(tmp_path):
    (tmp_path / "a.gpx").write_text(
        '<gpx><trk><trkseg><trkpt lat="29.5" lon="106.5"/></trkseg></trk></gpx>', "utf-8"
    )
    assert read_any(tmp_path / "a.gpx").geometries[0].equals(Point(106.5, 29.5))


def test_an_unknown_suffix_is_refused_with_those_there_are(tmp_path):
    (tmp_path / "a.doc").write_text("x")
    with pytest.raises(UnusableInput) as refusal:
        read_any(tmp_path / "a.doc")
    assert ".dxf" in refusal.value.problems[0].remedy
