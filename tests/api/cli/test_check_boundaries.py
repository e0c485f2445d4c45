"""`check-boundaries` as it is called: exit codes, JSON, files, messages."""

import json

import pytest
import shapely
from shapely.geometry import mapping

from api.cli.frame import run
from tests.gis.strategies import grid_faces

MIDDLE = 4


def layer(tmp_path, shapes, name="layer.geojson", **more):
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"5001011{i:02}", "name": f"第{i}镇"},
            "geometry": mapping(shape),
        }
        for i, shape in enumerate(shapes)
    ]
    path = tmp_path / name
    content = {"type": "FeatureCollection", "features": features, **more}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def sound(tmp_path):
    return layer(tmp_path, grid_faces(3, 3, 7, 0.1))


def torn(tmp_path):
    shapes = list(grid_faces(3, 3, 7, 0.1))
    shapes[MIDDLE] = shapely.buffer(shapes[MIDDLE], -1e-4, join_style="mitre")
    return layer(tmp_path, shapes)


def answered(capsys, *arguments):
    code = run(["check-boundaries", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_sound_layer_has_no_defects(tmp_path, capsys):
    code, out, _ = answered(capsys, sound(tmp_path), "--json")
    report = json.loads(out)
    assert (code, report["features"], report["defects"]) == (0, 9, [])


def test_a_layer_with_defects_is_done_all_the_same(tmp_path, capsys):
    code, out, _ = answered(capsys, torn(tmp_path), "--json")
    assert (code, json.loads(out)["counts"]["gap"]) == (0, 1)


def test_every_defect_has_the_agreed_members(tmp_path, capsys):
    _, out, _ = answered(capsys, torn(tmp_path), "--json")
    (defect,) = json.loads(out)["defects"]
    assert {"kind", "units", "area_m2", "length_m", "location"} <= defect.keys()


def test_the_answer_to_a_person_is_a_chinese_table(tmp_path, capsys):
    code, out, _ = answered(capsys, torn(tmp_path))
    assert code == 0
    assert "缝隙" in out
    assert "处理建议" in out


def test_nothing_but_the_answer_goes_to_stdout(tmp_path, capsys):
    _, out, err = answered(capsys, torn(tmp_path), "--json", "--out", tmp_path / "d.xlsx")
    assert json.loads(out)["features"] == 9
    assert "d.xlsx" in err


def test_defects_are_written_where_asked(tmp_path, capsys):
    answered(capsys, torn(tmp_path), "--out", tmp_path / "d.geojson")
    written = json.loads((tmp_path / "d.geojson").read_text("utf-8"))
    assert [f["properties"]["kind"] for f in written["features"]] == ["gap"]


def test_children_are_held_against_their_parents(tmp_path, capsys):
    cells = grid_faces(3, 3, 7, 0.1)
    parents = layer(tmp_path, [shapely.coverage_union_all(cells)], "parents.geojson")
    children = layer(tmp_path, cells[1:])
    _, out, _ = answered(capsys, children, "--parents", parents, "--json")
    assert json.loads(out)["counts"]["parent_unfilled"] == 1


def test_a_file_that_is_not_there_is_unusable(tmp_path, capsys):
    code, _, err = answered(capsys, tmp_path / "none.geojson")
    assert code == 1
    assert "none.geojson" in err


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "FeatureCollection", "features": []}'])
def test_what_is_no_layer_is_unusable(tmp_path, capsys, text):
    path = tmp_path / "layer.geojson"
    path.write_text(text, encoding="utf-8")
    code, _, err = answered(capsys, path)
    assert (code, err.startswith("错误：")) == (1, True)


def test_unusable_input_is_told_in_json_too(tmp_path, capsys):
    path = layer(tmp_path, [shapely.box(36_359_000, 3_272_000, 36_360_000, 3_273_000)])
    code, out, _ = answered(capsys, path, "--json")
    report = json.loads(out)
    assert (code, report["usable"], report["problems"][0]["field"]) == (1, False, "geometry")


def test_an_old_datum_is_unusable_with_the_remedy(tmp_path, capsys):
    crs = {"type": "name", "properties": {"name": "EPSG:4610"}}
    code, _, err = answered(capsys, layer(tmp_path, grid_faces(2, 2, 1, 0), crs=crs))
    assert code == 1
    assert "七参数" in err


def test_an_unknown_output_form_is_refused_before_the_work(tmp_path, capsys):
    code, _, err = answered(capsys, tmp_path / "none.geojson", "--out", tmp_path / "d.doc")
    assert code == 1
    assert ".gpkg" in err


@pytest.mark.parametrize("arguments", [(), ("a", "--gap-width", "-1"), ("a", "--nix")])
def test_wrong_usage_is_told_apart_from_wrong_input(capsys, arguments):
    assert answered(capsys, *arguments)[0] == 2
