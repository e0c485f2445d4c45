import json
from datetime import date
from pathlib import Path

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

import boundary_data
from boundary_data.coverage import audit, coverage_parameters, tolerances_of
from boundary_data.coverage_output import report_json, write_defects
from boundary_data.frame import Features
from boundary_data.problems import UnusableInput
from boundary_data.readers.features import read_features
from gis.defects import Kind, Severity
from tests.gis.strategies import grid_faces

SAMPLES = Path(boundary_data.__file__).parent / "samples" / "boundaries"
TOWNS = SAMPLES / "clean_synthetic_cq_towns_voronoi.geojson"
COUNTIES = SAMPLES / "clean_synthetic_cq_counties_voronoi.geojson"
NEARLY_SOUND = Path(__file__).parents[1] / "gis" / "data" / "us_counties-10m.topojson"
DAY = date(2025, 12, 31)
MIDDLE, EAST = 4, 5
NAMES = ("甲镇", "乙镇", "丙镇", "丁镇", "戊镇", "己镇", "庚镇", "辛镇", "壬镇")


def layer(shapes, **columns):
    if not columns:
        columns = {
            "代码": [f"5001011{i:02}" for i in range(len(shapes))],
            "名称": list(NAMES[: len(shapes)]),
        }
    keys = list(columns)
    rows = [dict(zip(keys, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return Features(shapes, rows, list(range(1, len(shapes) + 1)), keys)


def cells():
    return list(grid_faces(3, 3, 7, 0.1))


def checked(features, **options):
    return audit(features, on=DAY, parameters=coverage_parameters(), **options)


def torn():
    shapes = cells()
    edge = shapely.intersection(shapes[MIDDLE], shapes[EAST])
    shapes[MIDDLE] = shapely.difference(
        shapes[MIDDLE], shapely.buffer(edge, 1e-4, cap_style="flat")
    )
    return layer(shapes)


@pytest.mark.parametrize("path", [TOWNS, COUNTIES], ids=["towns", "counties"])
def test_the_sample_layers_have_no_defect(path):
    assert checked(read_features(path)).defects == ()


@pytest.mark.parametrize("path", [TOWNS, COUNTIES], ids=["towns", "counties"])
def test_the_codes_of_the_sample_layers_break_no_rule(path):
    assert checked(read_features(path)).findings == ()


def test_the_sample_towns_fill_their_counties():
    assert checked(read_features(TOWNS), parents=read_features(COUNTIES)).defects == ()


def test_a_nearly_sound_layer_shows_its_known_faults():
    report = checked(read_features(NEARLY_SOUND, layer="counties"))
    crossed = {Kind.SELF_INTERSECTION, Kind.INVALID_RING}
    units = {d.units for d in report.defects if d.defect.kind in crossed}
    assert (len(units), report.counts()["empty"]) == (22, 1)


def test_a_nearly_sound_layer_shows_every_pair_that_overlaps():
    report = checked(read_features(NEARLY_SOUND, layer="counties"))
    found = {frozenset(d.units) for d in report.defects if d.defect.kind is Kind.OVERLAP}
    assert len(found) == 7


def test_a_gap_names_the_units_beside_it():
    (gap,) = checked(torn()).defects
    assert set(gap.units[:2]) == {"500101104", "500101105"}


def test_a_gap_is_told_in_a_sentence_with_the_names():
    (gap,) = checked(torn()).defects
    assert "戊镇" in gap.message
    assert "缝隙" in gap.message


def test_counts_are_of_the_listed_defects():
    report = checked(torn())
    assert sum(report.counts().values()) == len(report.defects)


def test_the_figures_of_an_entry_are_plain_numbers():
    entry = report_json(checked(torn()))["defects"][0]
    assert json.loads(json.dumps(entry)) == entry
    assert entry["area_m2"] > 0
    assert 106 < entry["location"][0] < 107


def test_without_codes_or_names_units_go_by_number():
    report = checked(layer([*cells(), shapely.Polygon()], kind=["x"] * 10))
    assert report.defects[0].units == ("第10个",)


def test_a_column_may_be_chosen_as_id():
    features = layer(
        cells(), 代码=[f"50010110{i}" for i in range(9)], fid=[f"F{i}" for i in range(9)]
    )
    assert checked(features, id_field="fid").id_column == "fid"


def test_an_unknown_id_column_is_refused_with_those_there():
    with pytest.raises(UnusableInput) as refusal:
        checked(layer(cells()), id_field="nix")
    assert "代码、名称" in refusal.value.problems[0].remedy


def test_ids_used_twice_are_told_apart_by_number():
    codes = [f"50010110{min(i, 7)}" for i in range(9)]
    report = checked(
        layer([*cells()[:8], shapely.Polygon()], 代码=codes, 名称=["同名"] * 9), id_field="代码"
    )
    assert report.defects[0].units == ("500101107#9",)


def test_a_code_used_twice_is_found():
    codes = ["500101100", *(f"5001011{i:02}" for i in range(8))]
    assert {f.rule for f in checked(layer(cells(), 代码=codes)).findings} == {"DC-5"}


def test_a_name_that_contradicts_its_code_is_found():
    names = ["甲街道", *["乙镇"] * 8]
    codes = [f"5001011{i:02}" for i in range(9)]
    (finding,) = checked(layer(cells(), 代码=codes, 名称=names)).findings
    assert finding.rule == "DC-8"


def test_ids_that_are_no_division_codes_are_not_judged():
    assert checked(layer(cells(), code=[f"A{i}" for i in range(9)])).findings == ()


def test_parents_are_found_by_the_digits_of_the_code():
    whole = shapely.coverage_union_all(cells())
    half = shapely.box(100, 20, 100.1, 20.1)
    above = layer([whole, half], code=["500101", "500102"], name=["万州区", "涪陵区"])
    codes = [f"5001011{i:02}" for i in range(8)] + ["500102100"]
    report = checked(layer(cells(), code=codes), parents=above)
    assert {(d.defect.kind, d.units) for d in report.defects} == {
        (Kind.UNFILLED, ("500101",)),
        (Kind.UNFILLED, ("500102",)),
        (Kind.STICKS_OUT, ("500102100",)),
    }


def test_a_layer_of_strange_coordinates_is_refused_with_the_remedy():
    path_like = read_features_of(shapely.box(36_359_000, 3_272_000, 36_360_000, 3_273_000))
    with pytest.raises(UnusableInput) as refusal:
        checked(path_like)
    assert "EPSG:4524" not in refusal.value.problems[0].remedy
    assert "108" in refusal.value.problems[0].message


def read_features_of(*shapes):
    from gis.suspicion import suspicions

    plain = layer(list(shapes), name=[f"甲{i}" for i in range(len(shapes))])
    doubts = suspicions(shapes)
    return Features(plain.geometries, plain.rows, plain.numbers, plain.columns, suspicions=doubts)


def test_one_strange_unit_among_many_is_left_out_and_named():
    shapes = [*cells(), shapely.box(3_272_000, 359_000, 3_273_000, 360_000)]
    report = checked(read_features_of(*shapes))
    assert [s.kind for s in report.suspicions] == ["northing_first"]
    assert [(d.defect.kind, d.rows) for d in report.defects] == [(Kind.NOT_FINITE, (10,))]


def test_exclaves_are_notes_and_no_defects():
    shape = shapely.MultiPolygon(
        [shapely.box(106, 29, 106.1, 29.1), shapely.box(107, 29, 107.1, 29.1)]
    )
    report = checked(layer([shape]))
    assert (report.defects, report.notes[0].defect.severity) == ((), Severity.NOTE)


def test_the_gap_width_may_be_given():
    assert tolerances_of(coverage_parameters(), 25.0).gap_width_m == 25.0


@pytest.mark.parametrize("suffix", ["geojson", "json"])
def test_defects_are_written_with_their_shapes(tmp_path, suffix):
    report = checked(torn())
    write_defects(report, tmp_path / f"defects.{suffix}")
    (feature,) = json.loads((tmp_path / f"defects.{suffix}").read_text("utf-8"))["features"]
    assert (feature["geometry"]["type"], feature["properties"]["kind"]) == ("Polygon", "gap")


def test_defects_are_written_to_a_geopackage_by_dimension(tmp_path):
    shapes = cells()
    shapes[MIDDLE] = shapely.buffer(shapes[MIDDLE], 1e-4, join_style="mitre")
    write_defects(checked(layer(shapes)), tmp_path / "defects.gpkg")
    assert {str(name) for name, _ in pyogrio.list_layers(tmp_path / "defects.gpkg")} == {
        "line",
        "area",
    }


def test_a_geopackage_of_defects_is_in_cgcs2000(tmp_path):
    write_defects(checked(torn()), tmp_path / "defects.gpkg")
    assert geopandas.read_file(tmp_path / "defects.gpkg", layer="area").crs.to_epsg() == 4490


def test_defects_are_written_to_a_workbook_with_chinese_headings(tmp_path):
    write_defects(checked(torn()), tmp_path / "defects.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "defects.xlsx").active
    assert (sheet["B1"].value, sheet["B2"].value) == ("类型", "缝隙")


def test_a_sound_layer_gives_an_empty_geopackage(tmp_path):
    write_defects(checked(layer(cells())), tmp_path / "defects.gpkg")
    assert len(geopandas.read_file(tmp_path / "defects.gpkg")) == 0


def test_defects_are_not_written_to_an_unknown_form(tmp_path):
    with pytest.raises(UnusableInput, match="doc"):
        write_defects(checked(torn()), tmp_path / "defects.doc")


def test_a_layer_without_any_area_is_refused():
    with pytest.raises(UnusableInput, match="没有面"):
        checked(layer([shapely.Point(106, 29), shapely.LineString([(106, 29), (107, 30)])]))


def test_a_line_among_areas_is_a_defect_and_stops_nothing():
    report = checked(layer([*cells()[:8], shapely.LineString([(106, 29), (107, 30)])]))
    assert [d.defect.kind for d in report.defects] == [Kind.NOT_POLYGON]
