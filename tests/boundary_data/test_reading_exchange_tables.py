import geopandas
import pytest
from shapely import LineString

from boundary_data.problems import UnusableInput
from boundary_data.readers.exchange_tables import read_exchanged_lines, read_exchanged_markers

HEADS = "JZBH,JXDM,ZZB,HZB,JD,WD,JZDJ,JZLX,JZCZ,SZD1,GC,YHFWWWZ,YHFWWFWJ,YHFWWJL"
GOOD = {
    "JZBH": "0101023501Q", "JXDM": "500101500235", "ZZB": "3272217.299", "HZB": "36359474.087",
    "JD": "106°33′00″", "WD": "29.56", "JZDJ": "县", "JZLX": "单立", "JZCZ": "花岗岩",
    "SZD1": "石坡村", "GC": "312.5", "YHFWWWZ": "独立树", "YHFWWFWJ": "35.5", "YHFWWJL": "12.3",
}  # fmt: skip


def markers(tmp_path, *changes, encoding="gbk"):
    rows = [GOOD | change for change in changes or ({},)]
    text = "\n".join([HEADS, *(",".join(row[h] for h in HEADS.split(",")) for row in rows)])
    (tmp_path / "界桩.csv").write_bytes(text.encode(encoding))
    return read_exchanged_markers(tmp_path / "界桩.csv")


def test_a_marker_is_read_with_its_fields(tmp_path):
    found = markers(tmp_path)
    (marker,) = found.items
    assert found.problems == []
    assert (marker.number, marker.line_code, marker.height_m) == (
        "0101023501Q",
        "500101500235",
        312.5,
    )
    assert (marker.lon, marker.lat) == (pytest.approx(106.55), 29.56)
    assert marker.references[0].name == "独立树"
    assert marker.values["material"] == "花岗岩"


@pytest.mark.parametrize(
    ("east", "zone"),
    [("36359474.087", "EPSG:4524"), ("359474.087", "EPSG:4545")],
)
def test_the_zone_in_which_both_positions_agree_is_found(tmp_path, east, zone):
    assert markers(tmp_path, {"HZB": east}).items[0].zone == zone


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"JD": "106.60"}, "JD、WD", "不是同一位置"),
        ({"ZZB": "359474.087", "HZB": "3272217.299"}, "ZZB、HZB", "颠倒"),
        ({"JZBH": ""}, "JZBH", "没有界桩编号"),
        ({"GC": "高"}, "GC", "请填数字"),
        ({"YHFWWJL": ""}, "YHFWW", "不全"),
        ({"YHFWWFWJ": "400"}, "YHFWW", "0-360"),
        ({"JD": "", "WD": "", "HZB": "359474.087"}, "HZB", "没有带号"),
        ({"JD": "", "WD": "", "HZB": "", "ZZB": ""}, "JD、WD", "没有位置"),
    ],
)
def test_what_is_wrong_with_a_marker_is_named_by_row_and_field(tmp_path, change, field, said):
    problems = markers(tmp_path, {}, change).problems
    assert (problems[0].row, problems[0].field) == (3, field)
    assert said in problems[0].message


def test_a_number_used_twice_on_a_line_is_named_at_both(tmp_path):
    assert [p.row for p in markers(tmp_path, {}, {}).problems] == [2, 3]


def test_a_table_without_numbers_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("JD,WD\n106,29\n", "utf-8")
    with pytest.raises(UnusableInput, match="number"):
        read_exchanged_markers(tmp_path / "a.csv")


LINE = {
    "JXDM": "500101500235", "JXMC": "万云线", "JXDJ": "县", "JXCD": 9.687,
    "JZKS": 3, "DLZKS": 2, "SLZKS": 1, "SANLZKS": 0,
}  # fmt: skip


def lines(tmp_path, **change):
    path = tmp_path / "界线.shp"
    frame = geopandas.GeoDataFrame(
        [LINE | change], geometry=[LineString([(106.5, 29.5), (106.6, 29.5)])], crs=4490
    )
    frame.to_file(path, encoding="GBK")
    return read_exchanged_lines(path)


def test_a_line_is_read_with_its_geometry(tmp_path):
    found = lines(tmp_path)
    (line,) = found.items
    assert found.problems == []
    assert (line.code, line.name, line.level, line.markers) == ("500101500235", "万云线", "县", 3)
    assert line.geometry.geom_type == "LineString"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"JXCD": 12.0}, "JXCD"),
        ({"JZKS": 9}, "JZKS"),
        ({"JXDJ": "州"}, "JXDJ"),
        ({"JXDM": None}, "JXDM"),
    ],
)
def test_what_is_wrong_with_a_line_is_named_by_field(tmp_path, change, field):
    assert [p.field for p in lines(tmp_path, **change).problems] == [field]
