import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_data.problems import UnusableInput
from boundary_data.readers.degrees import UnreadableDegrees, written
from boundary_data.readers.points import read_points


def table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "边界点.csv"
    path.write_bytes(text.encode(encoding))
    return read_points(path)


def pairs(features):
    return [(round(point.x, 6), round(point.y, 6)) for point in features.geometries]


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("106.5534", 106.5534),
        ("106°33′12.3″", 106.553417),
        ("106°33'12.3\"", 106.553417),
        ("106°33'12.3''", 106.553417),
        ("东经106度33分12.3秒", 106.553417),
        ("106°33.205′", 106.553417),
        ("106 33 12.3", 106.553417),
        ("106:33:12.3", 106.553417),
        ("106-33-12.3", 106.553417),
        ("106°33′12.3″E", 106.553417),
        ("W 106°30′", -106.5),
        ("106°", 106.0),
        ("\uff11\uff10\uff16.5", 106.5),
    ],
)
def test_degrees_are_read_as_people_write_them(text, degrees):
    assert written(text).value == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize(
    "text", ["", "无", "106°73′", "106°33′61″", "1,06", "12.3″", "106°33′12″x"]
)
def test_what_is_no_angle_is_refused(text):
    with pytest.raises(UnreadableDegrees):
        written(text)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59_999))
def test_an_angle_written_in_parts_is_read_back(degrees, minutes, milliseconds):
    seconds = milliseconds / 1000
    read = written(f"{degrees}°{minutes:02d}′{seconds:06.3f}″")
    assert read.value == pytest.approx(degrees + minutes / 60 + seconds / 3600, abs=1e-9)


@pytest.mark.parametrize(
    "heading", ["经度,纬度", "lon,lat", "东经,北纬", "JD,WD", "LONGITUDE,LATITUDE"]
)
def test_longitude_and_latitude_are_found_by_their_headings(tmp_path, heading):
    assert pairs(table(tmp_path, f"点号,{heading}\n1,106.5,29.5\n")) == [(106.5, 29.5)]


@pytest.mark.parametrize(
    "heading", ["纵坐标,横坐标", "ZZB,HZB", "纵坐标X,横坐标Y", "X,Y", "x坐标,y坐标"]
)
@pytest.mark.parametrize("east", [359474.087, 36359474.087])
def test_the_northing_that_surveyors_write_first_comes_out_second(tmp_path, heading, east):
    read = table(tmp_path, f"点号,{heading}\n1,3272217.299,{east}\n")
    assert pairs(read) == [(east, 3272217.299)]


def test_bare_x_and_y_of_a_program_stay_in_their_order(tmp_path):
    assert pairs(table(tmp_path, "X,Y\n359474,3272217\n")) == [(359474, 3272217)]


def test_how_bare_x_and_y_were_read_is_said(tmp_path):
    assert "X 列按数值大小读作纵坐标" in table(tmp_path, "X,Y\n3272217,359474\n").remark


def test_letters_tell_longitude_from_latitude(tmp_path):
    read = table(tmp_path, "经度,纬度\nN29°30′,E106°30′\n")
    assert pairs(read) == [(106.5, 29.5)]


def test_a_table_in_gbk_is_read(tmp_path):
    read = table(tmp_path, "名称,经度,纬度\n石坡,106°30′,29°30′\n", "gbk")
    assert (read.rows[0]["名称"], pairs(read)) == ("石坡", [(106.5, 29.5)])


def test_a_sheet_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["点号", "经度", "纬度"])
    book.active.append([1, 106.5, "29°30′00″"])
    book.save(tmp_path / "边界点.xlsx")
    assert pairs(read_points(tmp_path / "边界点.xlsx")) == [(106.5, 29.5)]


def test_a_bad_row_is_named_with_row_field_and_remedy_and_stops_no_other(tmp_path):
    read = table(tmp_path, "经度,纬度\n106.5,29.5\n106.6,二十九\n,29.7\n106.8,29.8\n")
    assert [(p.row, p.field) for p in read.problems] == [(3, "纬度"), (4, "经度")]
    assert "请填" in read.problems[0].message
    assert read.numbers == [2, 5]


def test_a_table_without_coordinates_is_refused_with_its_columns(tmp_path):
    with pytest.raises(UnusableInput, match="现有列：名称、经度"):
        table(tmp_path, "名称,经度\n甲,106\n")


def test_the_system_column_is_taken_at_its_word(tmp_path):
    assert table(tmp_path, "X,Y,坐标系\n3272217,359474,4545\n").system == "EPSG:4545"


def test_two_systems_in_one_table_are_refused(tmp_path):
    with pytest.raises(UnusableInput, match="几个坐标系"):
        table(tmp_path, "X,Y,坐标系\n3272217,359474,4545\n3272217,359474,4544\n")
