"""`check-boundaries` as it is called: exit codes, JSON, files, messages."""

import json

import geopandas
import openpyxl
import pytest
import shapely
from shapely.affinity import translate
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


def shifted(tmp_path, **more):
    shapes = list(grid_faces(3, 3, 7, 0.1))
    shapes[MIDDLE] = translate(shapes[MIDDLE], 1e-5, 1e-5)
    return layer(tmp_path, shapes, **more)


def test_a_repair_writes_the_layer_and_the_account_of_it(tmp_path, capsys):
    out = tmp_path / "fixed.gpkg"
    code, said, _ = answered(
        capsys, shifted(tmp_path), "--repair", "--tolerance", "5", "--out", out, "--json"
    )
    account = json.loads(said)["repair"]
    assert (code, account["left"]) == (0, [])
    assert account["units_changed"] == len(account["changes"]) > 0
    assert 0 < account["max_shift_m"] < 5
    assert all(change["vertices_added"] >= 0 for change in account["changes"])
    _, again, _ = answered(capsys, out, "--json")
    assert json.loads(again)["defects"] == []


def test_a_repair_is_told_to_a_person_with_what_moved(tmp_path, capsys):
    out = tmp_path / "fixed.geojson"
    _, said, _ = answered(capsys, shifted(tmp_path), "--repair", "--tolerance", "5", "--out", out)
    assert "移动面积合计" in said
    assert "最大位移" in said


def test_what_is_wider_than_the_tolerance_is_left_and_listed(tmp_path, capsys):
    out = tmp_path / "fixed.gpkg"
    _, said, _ = answered(
        capsys, torn(tmp_path), "--repair", "--tolerance", "1", "--out", out, "--json"
    )
    account = json.loads(said)["repair"]
    assert [defect["kind"] for defect in account["left"]] == ["gap"]
    assert account["changes"] == []


def test_an_approved_unit_is_left_alone_and_listed(tmp_path, capsys):
    path = shifted(tmp_path)
    collection = json.loads(path.read_text("utf-8"))
    for number, feature in enumerate(collection["features"]):
        feature["properties"]["status"] = "official" if number == MIDDLE else "public"
    path.write_text(json.dumps(collection), encoding="utf-8")
    out = tmp_path / "fixed.gpkg"
    _, said, _ = answered(capsys, path, "--repair", "--tolerance", "5", "--out", out, "--json")
    account = json.loads(said)["repair"]
    assert [unit["unit"] for unit in account["protected"]] == ["500101104"]
    assert "500101104" not in {change["unit"] for change in account["changes"]}


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.geojson", "--repair"),
        ("a.geojson", "--repair", "--out", "b.xlsx"),
        ("a.geojson", "--level", "county"),
        ("--level", "county", "--repair", "--out", "b.gpkg"),
        ("--level", "village"),
        ("a.geojson", "--report", "b.xlsx"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(capsys, arguments):
    assert answered(capsys, *arguments)[0] == 2


def test_lines_are_drawn_with_their_sides_and_tripoints(tmp_path, capsys):
    out = tmp_path / "lines.gpkg"
    code, _, err = answered(capsys, sound(tmp_path), "--lines-out", out)
    lines, nodes = (geopandas.read_file(out, layer=name) for name in ("lines", "junctions"))
    assert code == 0
    assert "三交点 4 个" in err
    units = {f"5001011{i:02}" for i in range(9)}
    assert set(lines["left"]) | set(lines["right"]) == {*units, "图层外"}
    assert (nodes["feature"] == "tripoint").sum() == 4
    assert lines["line_id"].is_unique


def test_lines_that_were_drawn_from_a_sound_layer_are_sound(tmp_path, capsys):
    out = tmp_path / "lines.geojson"
    answered(capsys, sound(tmp_path), "--lines-out", out)
    _, said, _ = answered(capsys, out, "--json")
    assert (json.loads(said)["defects"], json.loads(said)["notes"]) == ([], [])


def test_what_is_drawn_as_geojson_has_numbers_and_truths(tmp_path, capsys):
    out = tmp_path / "lines.geojson"
    answered(capsys, sound(tmp_path), "--lines-out", out)
    first = json.loads(out.read_text(encoding="utf-8"))["features"][0]["properties"]
    assert (type(first["start_node"]), first["provisional"]) == (int, False)
    assert "node" not in first


def test_lines_of_a_badly_drawn_layer_say_what_is_provisional(tmp_path, capsys):
    shapes = list(grid_faces(3, 3, 7, 0.1))
    shapes[MIDDLE] = translate(shapes[MIDDLE], 5e-4, 0)
    out = tmp_path / "lines.gpkg"
    code, said, err = answered(capsys, layer(tmp_path, shapes), "--lines-out", out, "--json")
    lines = geopandas.read_file(out, layer="lines")
    assert code == 0
    assert json.loads(said)["counts"]["overlap"] > 0
    assert lines["provisional"].any()
    assert "归属未定" in err


def test_two_deliveries_are_held_against_each_other(tmp_path, capsys):
    shapes = list(grid_faces(3, 3, 7, 0.1))
    west = layer(tmp_path, [shapes[i] for i in (0, 1, 3, 4, 6, 7)], "west.geojson")
    moved = [translate(shapes[i], 2e-4, 0) for i in (2, 5, 8)]
    east = layer(tmp_path, moved, "east.geojson")
    _, said, _ = answered(capsys, west, "--against", east, "--json")
    kinds = {defect["kind"] for defect in json.loads(said)["defects"]}
    assert kinds & {"gap", "overlap", "edge_mismatch"}
    fit = layer(tmp_path, [shapes[i] for i in (2, 5, 8)], "fit.geojson")
    _, said, _ = answered(capsys, west, "--against", fit, "--json")
    assert json.loads(said)["defects"] == []


def lines_layer(tmp_path, lines, name="lines.geojson"):
    features = [
        {"type": "Feature", "properties": {"line_id": f"L{i}", **sides}, "geometry": mapping(line)}
        for i, (line, sides) in enumerate(lines)
    ]
    path = tmp_path / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def square():
    a, b, c, d = (106, 29), (106.1, 29), (106.1, 29.1), (106, 29.1)
    return [shapely.LineString(pair) for pair in ((a, b), (b, c), (c, d), (d, a), (a, c))]


def test_lines_are_audited_as_lines(tmp_path, capsys):
    sides = {"left": "甲镇", "right": "乙镇"}
    short = shapely.LineString([(106, 29), (106.05, 29.0995)])
    path = lines_layer(
        tmp_path,
        [*((line, sides) for line in square()[:4]), (short, {"left": "甲镇", "right": ""})],
    )
    _, said, _ = answered(capsys, path, "--json")
    found = {(d["kind"], tuple(d["units"])) for d in json.loads(said)["defects"]}
    assert found == {("dangle", ("L4",)), ("one_sided_line", ("L4",))}


def test_markers_off_their_line_are_found_with_the_distance(tmp_path, capsys):
    sides = {"left": "甲镇", "right": "乙镇"}
    path = lines_layer(tmp_path, [(line, sides) for line in square()])
    points = [shapely.Point(106.05, 29), shapely.Point(106.05, 29.0001)]
    markers = layer(tmp_path, points, "markers.geojson")
    _, said, _ = answered(capsys, path, "--markers", markers, "--json")
    (off,) = json.loads(said)["defects"]
    assert (off["kind"], off["units"][-1]) == ("marker_off_line", "L0")
    assert off["length_m"] == pytest.approx(11.1, rel=0.02)


def test_the_page_of_defects_asks_nothing_of_any_host(tmp_path, capsys):
    page = tmp_path / "d.html"
    answered(capsys, torn(tmp_path), "--out", page)
    text = page.read_text("utf-8")
    assert "缝隙 1 处" in text
    assert 'src="http' not in text
    assert 'rel="stylesheet" href' not in text


def test_the_workbook_has_colours_filters_and_a_legend(tmp_path, capsys):
    answered(capsys, torn(tmp_path), "--out", tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    assert book.sheetnames == ["缺陷", "汇总", "图例"]
    assert book["缺陷"].auto_filter.ref == "A1:L2"
    assert book["缺陷"]["B2"].fill.fgColor.rgb == "FFF4CCCC"


def parted(tmp_path, width_deg):
    """Nine towns, two of them with an open gap between."""
    shapes = list(grid_faces(3, 3, 7, 0.1))
    border = shapely.intersection(shapes[1], shapes[2])
    taken = shapely.buffer(border, width_deg, cap_style="square")
    shapes[1] = shapely.difference(shapes[1], taken)
    return layer(tmp_path, shapes), border


def repaired(capsys, path, tmp_path, *more):
    out = tmp_path / "out.gpkg"
    _, said, _ = answered(capsys, path, "--repair", "--out", out, "--json", *more)
    return json.loads(said)["repair"], geopandas.read_file(out)


def test_an_open_gap_within_the_tolerance_is_closed(tmp_path, capsys):
    path, _ = parted(tmp_path, 4e-6)
    account, layer = repaired(capsys, path, tmp_path, "--tolerance", "1")
    assert (account["counts_before"]["gap"], account["left"]) == (1, [])
    assert shapely.coverage_is_valid(layer.geometry.to_numpy())


def test_an_open_gap_wider_than_the_tolerance_is_left_and_says_why(tmp_path, capsys):
    path, _ = parted(tmp_path, 4e-5)
    account, _ = repaired(capsys, path, tmp_path, "--tolerance", "1")
    assert [left["why"] for left in account["left"]] == ["宽于修复容差 1 米"]


def test_nothing_moves_along_an_approved_line(tmp_path, capsys):
    path, border = parted(tmp_path, 4e-6)
    line = tmp_path / "approved.geojson"
    geopandas.GeoDataFrame(geometry=[border], crs=4490).to_file(line)
    account, layer = repaired(capsys, path, tmp_path, "--tolerance", "1", "--approved", line)
    before = geopandas.read_file(path).geometry[1]
    assert shapely.equals(layer.geometry[1], before)
    assert [left["why"] for left in account["left"]] == ["沿已批准的界线，不得自动修改"]


def test_lines_that_are_not_approved_do_not_hold_a_repair(tmp_path, capsys):
    path, border = parted(tmp_path, 4e-6)
    line = tmp_path / "drafts.geojson"
    geopandas.GeoDataFrame({"status": ["draft"]}, geometry=[border], crs=4490).to_file(line)
    account, _ = repaired(capsys, path, tmp_path, "--tolerance", "1", "--approved", line)
    assert account["left"] == []


def test_a_line_with_the_wrong_unit_on_a_side_is_found(tmp_path, capsys):
    lines = tmp_path / "lines.gpkg"
    answered(capsys, sound(tmp_path), "--lines-out", lines)
    frame = geopandas.read_file(lines, layer="lines")
    one = frame.index[(frame["left"] != "") & (frame["right"] != "")][0]
    frame.loc[one, ["left", "right"]] = frame.loc[one, ["right", "left"]].to_list()
    frame.to_file(tmp_path / "swapped.gpkg", layer="lines")
    _, out, _ = answered(capsys, tmp_path / "swapped.gpkg", "--json")
    assert json.loads(out)["counts"]["sides_mismatch"] == 1
