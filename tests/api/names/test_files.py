"""Tables of names in, the same with verdicts out: every form, every encoding, every accident."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pytest
from shapely import Point
from sqlalchemy.orm import Session

from api.services.annotating_names import ADDED, CHUNK, Checker, FileReport, annotate
from api.services.checking_names import NameCheck, NameWish, check_names, check_wording
from boundary_data.problems import UnusableInput

DAY = date(2026, 1, 15)
TABLE = "地名,类别,区县,备注\n石坡村,村,万州区,甲\n加州花园,居民区,渝中区,\n中国路,道路,渝中区,乙\n"
KEPT = ["地名", "类别", "区县", "备注"]


def by_wording(wishes: Sequence[NameWish]) -> list[NameCheck]:
    return check_wording(wishes, on=DAY)


def annotated(
    tmp_path: Path,
    data: bytes,
    name: str = "names.csv",
    out: str = "out.csv",
    checker: Checker = by_wording,
) -> tuple[FileReport, Path]:
    source = tmp_path / name
    source.write_bytes(data)
    report, _ = annotate(source, tmp_path / out, checker)
    return report, tmp_path / out


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_table_in_any_form_keeps_its_columns_and_gets_six(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    _, out = annotated(tmp_path, TABLE.replace(",", delimiter).encode(encoding))
    rows = rows_of(out)
    assert list(rows[0]) == [*KEPT, *ADDED]
    assert [row["地名"] for row in rows] == ["石坡村", "加州花园", "中国路"]
    assert [row["备注"] for row in rows] == ["甲", "", "乙"]
    assert "洋" in rows[1]["categories"].split(";")
    assert rows[2]["romanization_plain"] == "Zhongguo Lu"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_what_came_from_a_spreadsheet_goes_back_with_the_mark(
    tmp_path: Path, encoding: str
) -> None:
    _, out = annotated(tmp_path, TABLE.encode(encoding))
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_came_without_a_mark_goes_back_without(tmp_path: Path) -> None:
    _, out = annotated(tmp_path, TABLE.encode())
    assert out.read_bytes().startswith("地名,".encode())


def test_an_english_table_without_other_columns(tmp_path: Path) -> None:
    _, out = annotated(tmp_path, "name\n石坡村\n".encode())
    assert list(rows_of(out)[0]) == ["name", *ADDED]


def test_a_missing_column_of_names_is_told_with_those_there_and_those_accepted(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnusableInput) as refusal:
        annotated(tmp_path, "标题,类别\n石坡村,村\n".encode())
    (problem,) = refusal.value.problems
    assert "标题、类别" in problem.message
    assert "地名" in problem.remedy
    assert not (tmp_path / "out.csv").exists()


def test_input_columns_named_like_the_added_ones_are_kept_beside_them(tmp_path: Path) -> None:
    data = "name,verdict,romanization\n石坡村,旧结论,Shipo Cun\n".encode()
    _, out = annotated(tmp_path, data)
    (row,) = rows_of(out)
    assert (row["verdict_input"], row["romanization_input"]) == ("旧结论", "Shipo Cun")
    # a village is written as one word: a note on the spelling handed in
    assert (row["verdict"], row["romanization"]) == ("note", "Shípōcūn")


def test_a_second_round_keeps_the_columns_of_the_first_apart(tmp_path: Path) -> None:
    _, first = annotated(tmp_path, "name\n石坡村\n".encode())
    _, second = annotated(tmp_path, first.read_bytes(), out="again.csv")
    _, third = annotated(tmp_path, second.read_bytes(), out="third.csv")
    headings = next(csv.reader(third.read_text("utf-8").splitlines()))
    assert len(set(headings)) == len(headings)


def test_rows_with_too_many_or_too_few_fields_carry_their_number_and_stop_nobody(
    tmp_path: Path,
) -> None:
    data = "name,place_type\n石坡村,村\n晨光村,村,多,余\n晨星村\n晨月村,村\n".encode()
    report, out = annotated(tmp_path, data)
    rows = rows_of(out)
    assert [row["verdict"] for row in rows] == ["pass", "", "", "pass"]
    assert rows[1]["messages"].startswith("第3行：有 4 个字段")
    assert rows[2]["messages"].startswith("第4行：有 1 个字段")
    assert [number for number, _ in report.bad_rows] == [3, 4]


def test_a_nul_makes_a_bad_row_with_its_number(tmp_path: Path) -> None:
    report, out = annotated(tmp_path, "name\n石\0坡村\n晨月村\n".encode())
    assert [row["verdict"] for row in rows_of(out)] == ["", "pass"]
    assert report.bad_rows[0][0] == 2


NASTY = {
    "empty": "",
    "blank": "   ",
    "long": "村" * 10_000,
    "emoji": "😀村",
    "compatibility ideograph": "﨎石村",
    "formula": "=cmd|'/C calc'!A0",
    "digits": "123",
    "full-width": "Ａ区",
    "line break": "石\n坡村",
    "right-to-left mark": "石\u202e坡村",
    "private use": "石\ue000村",
}


@pytest.mark.parametrize("name", NASTY.values(), ids=NASTY)
def test_a_name_that_is_none_gets_a_verdict_and_a_reason(tmp_path: Path, name: str) -> None:
    quoted = name.replace('"', '""')
    _, out = annotated(tmp_path, f'no,name\n1,"{quoted}"\n2,晨月村\n'.encode())
    rows = rows_of(out)
    assert rows[0]["verdict"] in ("warn", "block")
    assert rows[0]["messages"]
    assert rows[1]["verdict"] == "pass"


def test_a_formula_does_not_run_when_the_result_is_opened(tmp_path: Path) -> None:
    _, out = annotated(tmp_path, b"name,note\n=cmd|'/C calc'!A0,@SUM(1)\n")
    (row,) = rows_of(out)
    assert (row["name"], row["note"]) == ("'=cmd|'/C calc'!A0", "'@SUM(1)")


def test_a_name_of_10000_characters_comes_back_whole(tmp_path: Path) -> None:
    _, out = annotated(tmp_path, ("name\n" + "村" * 10_000 + "\n").encode())
    assert rows_of(out)[0]["name"] == "村" * 10_000


def test_figures_that_are_none_are_told_and_the_name_is_still_checked(tmp_path: Path) -> None:
    data = "name,lon,lat,code,长度\n石坡村,abc,nan,50010A,很长\n".encode()
    _, out = annotated(tmp_path, data)
    (row,) = rows_of(out)
    assert row["verdict"] == "pass"
    for said in ("经度“abc”不是数字", "纬度“nan”不是数字", "50010A", "长度“很长”"):
        assert said in row["messages"]


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ("29.56", "106.55", "经纬度可能写反"),
        ("36359474.1", "3272217.3", "超出经纬度范围"),
        ("359474.1", "3272217.3", "超出经纬度范围"),
    ],
)
def test_coordinates_that_are_no_degrees_are_told(
    tmp_path: Path, lon: str, lat: str, said: str
) -> None:
    _, out = annotated(tmp_path, f"name,lon,lat\n石坡村,{lon},{lat}\n".encode())
    assert said in rows_of(out)[0]["messages"]


def test_an_unknown_type_is_a_note(tmp_path: Path) -> None:
    _, out = annotated(tmp_path, "name,type\n石坡村,不知何物\n".encode())
    (row,) = rows_of(out)
    assert (row["verdict"], "不知何物" in row["messages"]) == ("note", True)


def test_a_workbook_goes_in_and_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    written = book.worksheets[0]
    for line in (["地名", "类别", "代码", "数"], ["石坡村", "村", 500101, 1.5], ["A区", None]):
        written.append(line)
    book.save(tmp_path / "in.xlsx")
    report, _ = annotate(tmp_path / "in.xlsx", tmp_path / "out.xlsx", by_wording)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    assert lines[0] == ["地名", "类别", "代码", "数", *ADDED]
    assert lines[1][:5] == ["石坡村", "村", 500101, 1.5, "pass"]
    assert lines[2][4] == "block"
    assert report.rows == 2


def geojson(*features: Any, **members: Any) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": list(features), **members}, allow_nan=True
    ).encode()


def named(name: str, *coordinates: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": list(coordinates)} if coordinates else None
    return {"type": "Feature", "properties": {"名称": name, "序": 7}, "geometry": geometry}


def features_of(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return features


def test_geojson_points_go_in_and_out(tmp_path: Path) -> None:
    data = geojson(named("石坡村", 106.5, 29.5), named("A区"))
    _, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    first, second = features_of(out)
    assert list(first["properties"]) == ["名称", "序", *ADDED]
    assert first["properties"]["序"] == 7
    assert first["geometry"] == {"type": "Point", "coordinates": [106.5, 29.5]}
    assert (second["geometry"], second["properties"]["verdict"]) == (None, "block")


def test_a_geojson_becomes_a_table_for_a_spreadsheet(tmp_path: Path) -> None:
    _, out = annotated(tmp_path, geojson(named("石坡村", 106.5, 29.5)), "in.geojson")
    assert rows_of(out)[0]["名称"] == "石坡村"


def test_a_feature_with_nan_is_checked_without_its_place(tmp_path: Path) -> None:
    data = geojson(named("石坡村", 106.5, 29.5), named("晨光村", float("nan"), 29.5))
    report, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    first, second = features_of(out)
    assert first["properties"]["messages"] == ""
    assert (second["geometry"], second["properties"]["verdict"]) == (None, "pass")
    assert second["properties"]["messages"] == "图形的坐标不全是数字，未采用"
    assert report.remarks


def test_a_broken_feature_keeps_its_place_and_its_cells(tmp_path: Path) -> None:
    data = geojson(
        named("石坡村", 106.5, 29.5), named("晨光村", "x", "y"), named("晨月村", 106.5, 29)
    )
    report, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    properties = [feature["properties"] for feature in features_of(out)]
    assert [p["名称"] for p in properties] == ["石坡村", "晨光村", "晨月村"]
    assert [p["verdict"] for p in properties] == ["pass", "", "pass"]
    assert properties[1]["messages"].startswith("第2行：")
    assert report.bad_rows[0][0] == 2


def test_latitude_first_is_told_for_the_file_and_for_each_row(tmp_path: Path) -> None:
    data = geojson(*(named(f"晨{n}村", 29.5 + n / 100, 106.5) for n in range(3)))
    report, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    assert any("经" in remark for remark in report.remarks)
    assert all("可能写反" in f["properties"]["messages"] for f in features_of(out))


def test_metres_without_a_system_are_told_for_each_row(tmp_path: Path) -> None:
    data = geojson(named("石坡村", 36359474.087, 3272217.299))
    report, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    assert report.remarks
    assert "超出经纬度范围" in features_of(out)[0]["properties"]["messages"]


def test_metres_with_their_system_are_brought_to_degrees(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4524"}}
    data = geojson(named("石坡村", 36359474.087, 3272217.299), crs=crs)
    _, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    assert features_of(out)[0]["geometry"]["coordinates"] == pytest.approx([106.55, 29.56])


@pytest.mark.parametrize(
    "name", ["EPSG:4214", "urn:ogc:def:crs:EPSG::4610", "EPSG:999999", "不存在的坐标系", ""]
)
def test_a_system_nobody_can_transform_is_refused_with_a_remedy(tmp_path: Path, name: str) -> None:
    data = geojson(named("石坡村", 106.5, 29.5), crs={"type": "name", "properties": {"name": name}})
    with pytest.raises(UnusableInput) as refusal:
        annotated(tmp_path, data, "in.geojson", "out.geojson")
    assert all(problem.remedy for problem in refusal.value.problems)


def test_a_half_character_in_a_geojson_does_not_stop_the_others(tmp_path: Path) -> None:
    data = (
        geojson(named("石坡村", 106.5, 29.5))[:-1].replace(b'"\\u77f3', b'"\\ud800\\u77f3') + b"}"
    )
    report, out = annotated(tmp_path, data, "in.geojson", "out.geojson")
    assert features_of(out)[0]["properties"]["verdict"] == "block"
    assert report.rows == 1


@pytest.mark.parametrize("out", ["out.csv", "out.xlsx"])
def test_a_half_character_is_replaced_where_a_table_cannot_hold_it(
    tmp_path: Path, out: str
) -> None:
    data = geojson(named("石坡村", 106.5, 29.5)).replace(b"\\u77f3", b"\\ud800\\u77f3")
    report, _ = annotated(tmp_path, data, "in.geojson", out)
    assert report.verdicts["block"] == 1


def test_a_geopackage_goes_in(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"名称": ["石坡村", "A区"]}, geometry=[Point(106.5, 29.5), Point(106.6, 29.6)], crs=4490
    )
    frame.to_file(tmp_path / "in.gpkg", driver="GPKG")
    report, _ = annotate(tmp_path / "in.gpkg", tmp_path / "out.csv", by_wording)
    assert [row["verdict"] for row in rows_of(tmp_path / "out.csv")] == ["pass", "block"]
    assert report.verdicts == {"pass": 1, "block": 1}


def test_without_a_result_file_the_rows_with_something_to_say_are_returned(
    tmp_path: Path,
) -> None:
    (tmp_path / "names.csv").write_text(TABLE, "utf-8")
    report, said = annotate(tmp_path / "names.csv", None, by_wording)
    assert report.rows == 3
    assert [each.row.cells[0] for each in said] == ["加州花园", "中国路"]


def test_progress_is_told_chunk_by_chunk(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\n" + "石坡村\n" * (CHUNK + 1), "utf-8")
    steps: list[int] = []
    annotate(tmp_path / "names.csv", None, by_wording, progress=steps.append)
    assert steps == [CHUNK, 1]


def peak_of(tmp_path: Path, rows: int) -> int:
    source = tmp_path / "names.csv"
    source.write_bytes(("地名,类别\n" + "石坡村,村\n" * rows).encode("gbk"))
    tracemalloc.start()
    report, _ = annotate(source, tmp_path / "out.csv", by_wording)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.rows == len(rows_of(tmp_path / "out.csv")) == rows
    return peak


def test_a_long_table_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peak_of(tmp_path, CHUNK)  # words and rules are read once
    assert peak_of(tmp_path, 12 * CHUNK) < 1.5 * peak_of(tmp_path, 2 * CHUNK)


def test_a_failure_midway_leaves_no_result(tmp_path: Path) -> None:
    def breaks(wishes: Sequence[NameWish]) -> list[NameCheck]:
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        annotated(tmp_path, TABLE.encode(), checker=breaks)
    assert [path.name for path in tmp_path.iterdir()] == ["names.csv"]


def test_a_table_is_compared_with_the_register(register: Session, tmp_path: Path) -> None:
    def by_register(wishes: Sequence[NameWish]) -> list[NameCheck]:
        return check_names(register, wishes, on=DAY)

    data = "名称,类别,区划代码\n分水镇,镇,500240\n晨曦村,村,500101\n".encode("gbk")
    _, out = annotated(tmp_path, data, checker=by_register)
    taken, free = rows_of(out)
    assert "GN-9-8a" in taken["rules"].split(";")
    assert "万州区分水镇" in taken["messages"]
    assert (free["verdict"], free["messages"]) == ("pass", "")
