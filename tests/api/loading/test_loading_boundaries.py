"""Layers of polygons: what is published, refused, superseded."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg
import pytest
import shapely
from shapely.geometry import mapping, shape

from api.services.loading.files import SAMPLES
from api.services.loading.report import Outcome
from api.store.checks import libpq_url
from boundary_data.problems import UnusableInput
from gis.arcs import arcs_of
from gis.measure import area_m2

if TYPE_CHECKING:
    from conftest import Register

COUNTIES = SAMPLES / "boundaries" / "clean_synthetic_cq_counties_voronoi.geojson"
BEFORE, AFTER = "2025-11-05", "2025-11-06"
OFFICIAL = {"status": "official", "level": "county", "document": "渝府2026第1号"}
THREE = ("500101", "500154", "500235")
Layer = Callable[..., Path]


def features(codes: Sequence[str] = ()) -> list[dict[str, Any]]:
    collection = json.loads(COUNTIES.read_text(encoding="utf-8"))
    return [
        feature
        for feature in collection["features"]
        if not codes or feature["properties"]["county_code"] in codes
    ]


@pytest.fixture
def layer(tmp_path: Path) -> Layer:
    """Write a layer of counties, each geometry passed through `change`."""

    def write(
        codes: Sequence[str], change: Callable[[str, Any], Any] = lambda _, geometry: geometry
    ) -> Path:
        made = []
        for feature in features(codes):
            code = feature["properties"]["county_code"]
            geometry = change(code, shape(feature["geometry"]))
            properties = {"code": code, "name": feature["properties"]["county"]}
            made.append({**feature, "properties": properties, "geometry": mapping(geometry)})
        path = tmp_path / "counties.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
        return path

    return write


@pytest.mark.parametrize(("day", "count"), [(BEFORE, 38), (AFTER, 37)])
def test_counties_have_an_area_on_either_side_of_the_reform(
    sampled: Register, day: str, count: int
) -> None:
    areas = "SELECT count(*) FROM diming_areas_on(%s::date) WHERE level = 3"
    assert sampled.one(areas, day) == count


def test_county_areas_before_the_reform_equal_the_counties_of_the_sample(
    sampled: Register,
) -> None:
    rows = sampled.rows(
        "SELECT c.code, ST_AsBinary(a.geom) FROM division_area a JOIN division_code c"
        " ON c.division_id = a.division_id AND c.scheme = 'nbs' WHERE a.level = 3"
        " AND a.valid @> %s::date",
        BEFORE,
    )
    published = {code: shapely.from_wkb(wkb) for code, wkb in rows}
    apart = {
        feature["properties"]["county_code"]: area_m2(
            published[feature["properties"]["county_code"]].symmetric_difference(
                shape(feature["geometry"])
            )
        )
        for feature in features()
    }
    assert max(apart.values()) == 0.0


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_areas_of_every_level_have_one_sum(sampled: Register, day: str) -> None:
    sums = sampled.rows(
        "SELECT a.level, sum(a.area_m2) FROM division_area a JOIN coverage c ON"
        " c.id = a.coverage_id WHERE c.status = 'synthetic' AND a.valid @> %s::date GROUP BY 1",
        day,
    )
    totals = [total for _, total in sums]
    assert len(totals) == 3
    assert max(totals) - min(totals) < 1e-9 * max(totals)


def test_every_arc_has_two_different_sides(sampled: Register) -> None:
    wrong = sampled.one(
        "SELECT count(*) FROM arc WHERE left_face_id IS NOT DISTINCT FROM right_face_id"
    )
    assert wrong == 0


def test_only_the_outer_edge_has_an_open_side(sampled: Register) -> None:
    lengths = sampled.rows(
        "SELECT sum(a.length_m), (SELECT ST_Perimeter(d.geom::geography) FROM division_area d"
        " WHERE d.level = 1 AND d.coverage_id = c.id) FROM arc a JOIN coverage c"
        " ON c.id = a.coverage_id WHERE c.status = 'synthetic' AND (a.left_face_id IS NULL"
        " OR a.right_face_id IS NULL) GROUP BY c.id"
    )
    open_sides, perimeter = lengths[0]
    assert open_sides == pytest.approx(perimeter, rel=1e-6)


def test_the_left_division_lies_on_the_left_of_every_line(sampled: Register) -> None:
    wrong = sampled.one(
        "SELECT count(*) FROM boundary_line l JOIN boundary_line_version v ON v.line_id = l.id"
        " JOIN boundary_line_arc la ON la.version_id = v.id JOIN arc a ON a.id = la.arc_id"
        " JOIN face_division f ON f.face_id ="
        " CASE WHEN la.forward THEN a.left_face_id ELSE a.right_face_id END"
        " WHERE diming_ancestor(f.division_id, l.level, lower(v.valid)) <> l.left_division_id"
    )
    assert wrong == 0


def test_the_arcs_of_a_line_follow_each_other_in_unbroken_stretches(sampled: Register) -> None:
    rows = sampled.rows(
        "SELECT la.version_id, ST_AsText(CASE WHEN la.forward THEN ST_StartPoint(a.geom) ELSE"
        " ST_EndPoint(a.geom) END), ST_AsText(CASE WHEN la.forward THEN ST_EndPoint(a.geom) ELSE"
        " ST_StartPoint(a.geom) END) FROM boundary_line_arc la JOIN arc a ON a.id = la.arc_id"
        " ORDER BY la.version_id, la.seq"
    )
    stretches: dict[int, list[list[str]]] = {}
    for version, start, end in rows:
        parts = stretches.setdefault(version, [])
        if parts and parts[-1][1] == start:
            parts[-1][1] = end
        else:
            parts.append([start, end])
    torn = [
        version
        for version, parts in stretches.items()
        for one in parts
        for other in parts
        if one is not other and one[1] == other[0] and one[0] != one[1] and other[0] != other[1]
    ]
    assert torn == []


def test_lines_of_the_reform_hold_on_their_side_of_the_day(sampled: Register) -> None:
    query = (
        "SELECT count(*) FROM boundary_line l JOIN boundary_line_version v ON v.line_id = l.id"
        " WHERE l.level = 3 AND l.code LIKE %s AND v.valid @> %s::date"
    )
    assert sampled.one(query, "%500105%", BEFORE) > 0
    assert sampled.one(query, "%500105%", AFTER) == 0
    assert sampled.one(query, "%500157%", BEFORE) == 0
    assert sampled.one(query, "%500157%", AFTER) > 0


def test_a_line_has_a_name_that_an_official_would_use(sampled: Register) -> None:
    name = sampled.one("SELECT name FROM boundary_line WHERE code = '500240-500243'")
    assert name == "石柱—彭水线"


def test_nothing_synthetic_stands_under_another_label(sampled: Register) -> None:
    found = sampled.rows(
        "SELECT DISTINCT m.status, p.method, v.status FROM marker m JOIN marker_position p"
        " ON p.marker_id = m.id JOIN boundary_line_version v ON v.line_id = m.line_id"
    )
    assert found == [("synthetic", "synthetic", "synthetic")]


def test_sample_markers_lie_on_their_line(sampled: Register) -> None:
    farthest = sampled.one(
        "SELECT max((SELECT min(ST_Distance(p.geom, a.geom)) FROM"
        " boundary_line_version v JOIN boundary_line_arc la ON la.version_id = v.id JOIN arc a"
        " ON a.id = la.arc_id WHERE v.line_id = m.line_id))"
        " FROM marker m JOIN marker_position p ON p.marker_id = m.id"
    )
    assert farthest < 1e-9  # degrees: between vertices a line is straight in degrees


def test_an_official_layer_of_three_counties_supersedes_their_areas_only(
    filled: Register, layer: Layer
) -> None:
    report = filled.load("boundaries", layer(THREE), **OFFICIAL, valid_from="2026-01-01")
    statuses = filled.rows(
        "SELECT status, count(*) FROM diming_areas_on('2026-02-01') WHERE level = 3 GROUP BY 1"
        " ORDER BY 1"
    )
    assert (report.outcome, report.added) == (Outcome.LOADED, 3)
    assert statuses == [("official", 3), ("synthetic", 34)]


def test_official_lines_are_approved_and_cannot_be_changed(filled: Register, layer: Layer) -> None:
    filled.load("boundaries", layer(THREE), **OFFICIAL, valid_from="2026-01-01")
    approved = filled.rows(
        "SELECT l.code, v.document FROM boundary_line_version v JOIN boundary_line l"
        " ON l.id = v.line_id WHERE v.approved ORDER BY 1"
    )
    assert approved == [
        ("500101-500154", "渝府2026第1号"),
        ("500101-500235", "渝府2026第1号"),
        ("500154-500235", "渝府2026第1号"),
    ]
    with (
        psycopg.connect(libpq_url(filled.url)) as connection,
        pytest.raises(psycopg.errors.IntegrityConstraintViolation),
    ):
        connection.execute("UPDATE boundary_line_version SET length_m = 1 WHERE approved")


def test_a_torn_official_layer_is_refused_with_its_defects_and_kept(
    filled: Register, layer: Layer
) -> None:
    def grown(code: str, geometry: Any) -> Any:
        return geometry.buffer(0.001) if code == THREE[0] else geometry

    before = filled.one("SELECT count(*) FROM coverage")
    report = filled.load("boundaries", layer(THREE, grown), **OFFICIAL, valid_from="2026-01-01")
    assert report.outcome is Outcome.REFUSED
    assert any("重叠" in each.reason for each in report.refused)
    assert filled.one("SELECT count(*) FROM coverage") == before
    assert (
        filled.one("SELECT count(*) FROM staged_feature WHERE delivery_id = %s", report.delivery_id)
        == 3
    )
    assert filled.one("SELECT verb FROM journal ORDER BY id DESC LIMIT 1") == "refuse-delivery"


def test_a_refused_layer_is_checked_anew_when_it_comes_again(
    filled: Register, layer: Layer
) -> None:
    def grown(code: str, geometry: Any) -> Any:
        return geometry.buffer(0.001) if code == THREE[0] else geometry

    path = layer(THREE, grown)
    outcomes = [filled.load("boundaries", path, **OFFICIAL).outcome for _ in range(2)]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED]


def test_the_report_says_where_official_lines_tear_against_the_others(
    filled: Register, layer: Layer
) -> None:
    def moved(_: str, geometry: Any) -> Any:
        return shapely.transform(geometry, lambda xy: xy + np.array([0.01, 0.0]))

    answered_for = {**OFFICIAL, "coordinates": "trusted", "valid_from": "2026-01-01"}
    report = filled.load("boundaries", layer(THREE, moved), **answered_for)
    assert report.outcome is Outcome.LOADED
    assert float(report.figures["与其他图层重叠（平方米）"]) > 1e6
    assert float(report.figures["与其他图层空白（平方米）"]) > 1e6


def test_a_layer_that_fits_reports_no_tear(filled: Register, layer: Layer) -> None:
    report = filled.load("boundaries", layer(THREE), **OFFICIAL, valid_from="2026-01-01")
    assert [name for name in report.figures if "与其他图层" in name] == []


def test_official_lines_need_a_document(filled: Register, layer: Layer) -> None:
    with pytest.raises(UnusableInput, match="文号"):
        filled.load("boundaries", layer(THREE), status="official", level="county")


def test_a_feature_of_no_division_is_refused_and_the_others_are_taken(
    filled: Register, layer: Layer
) -> None:
    path = layer(THREE)
    text = path.read_text().replace('"500235"', '"500999"').replace("云阳县", "无名县")
    text = json.dumps(json.loads(text), ensure_ascii=False)
    path.write_text(text.replace("云阳县", "无名县"))
    report = filled.load("boundaries", path, **OFFICIAL, valid_from="2026-01-01")
    assert (report.added, report.refused_count) == (2, 1)
    assert report.refused[0].row == 3


def test_the_reform_ends_the_public_area_of_no_province(sampled: Register) -> None:
    status = sampled.one("SELECT status FROM diming_areas_on('2026-01-01') WHERE level = 1")
    assert status == "public"


def test_counties_over_existing_towns_say_which_towns_they_tear(
    filled: Register, layer: Layer
) -> None:
    def moved(_: str, geometry: Any) -> Any:
        return shapely.transform(geometry, lambda xy: xy + np.array([0.002, 0.0]))

    # a shift of a whole layer is doubted: somebody answers for it here
    trusted = {**OFFICIAL, "coordinates": "trusted"}
    report = filled.load("boundaries", layer(THREE, moved), **trusted, valid_from="2026-01-01")
    said = {remark.rule for remark in report.remarks}
    assert {"与其他图层上下级交错", "与其他图层超出上级", "与其他图层上级未铺满"} <= said


def test_counties_that_are_made_of_the_existing_towns_tear_none(
    filled: Register, layer: Layer
) -> None:
    report = filled.load("boundaries", layer(THREE), **OFFICIAL, valid_from="2026-01-01")
    assert [remark.rule for remark in report.remarks if "级" in remark.rule] == []


def test_towns_under_existing_counties_say_which_counties_they_tear(
    filled: Register, layer: Layer, tmp_path: Path
) -> None:
    filled.load("boundaries", layer(THREE), **OFFICIAL, valid_from="2026-01-01")
    rows = filled.rows(
        "SELECT k.code, n.name, ST_AsGeoJSON(ST_Translate(a.geom, 0.002, 0), 9)"
        " FROM diming_areas_on('2026-01-01') a"
        " JOIN division_code k ON k.division_id = a.division_id AND k.scheme = 'nbs'"
        " AND k.code LIKE '500101%%' AND upper_inf(k.valid)"
        " JOIN division_name n ON n.division_id = a.division_id AND upper_inf(n.valid)"
        " WHERE a.level = 4"
    )
    made = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(geometry),
        }
        for code, name, geometry in rows
    ]
    path = tmp_path / "towns.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    wish = {"status": "official", "level": "township", "document": "渝府2026第2号"}
    wish["coordinates"] = "trusted"
    report = filled.load("boundaries", path, **wish, valid_from="2026-02-01")
    assert report.outcome is Outcome.LOADED, report.refused
    said = [r.message for r in report.remarks if r.rule == "与其他图层超出上级"]
    assert said
    assert all("万州区" in message for message in said)
    assert any(r.rule == "与其他图层上级未铺满" for r in report.remarks)


def test_lines_are_built_into_areas_and_published_with_their_codes_and_documents(
    filled: Register, tmp_path: Path
) -> None:
    shapes = {f["properties"]["county_code"]: shape(f["geometry"]) for f in features(THREE)}
    made = [
        {
            "type": "Feature",
            "properties": {
                "left_code": arc.left or "图层外",
                "right_code": arc.right or "图层外",
                "JXMC": "万开线" if {arc.left, arc.right} == {"500101", "500154"} else "",
                "文号": "渝府2026第9号" if "500101" in (arc.left, arc.right) else "",
            },
            "geometry": mapping(arc.line),
        }
        for arc in arcs_of(shapes)
    ]
    path = tmp_path / "lines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    report = filled.load("boundaries", path, **OFFICIAL, valid_from="2026-01-01")
    assert (report.outcome, report.figures["由界线构成的单元"]) == (Outcome.LOADED, 3)
    areas = filled.rows(
        "SELECT k.code, ST_AsBinary(a.geom) FROM diming_areas_on('2026-01-01') a"
        " JOIN division_code k ON k.division_id = a.division_id AND k.scheme = 'nbs'"
        " WHERE a.level = 3 AND a.status = 'official'"
    )
    assert all(shapely.equals(shapely.from_wkb(wkb), shapes[code]) for code, wkb in areas)
    documents = filled.rows(
        "SELECT l.code, v.document FROM boundary_line_version v JOIN boundary_line l"
        " ON l.id = v.line_id WHERE v.approved ORDER BY 1"
    )
    assert documents == [
        ("500101-500154", "渝府2026第9号"),
        ("500101-500235", "渝府2026第9号"),
        ("500154-500235", "渝府2026第1号"),
    ]
