import csv
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from boundary_data.problems import UnusableInput
from boundary_data.readers.annotated import open_writer
from boundary_data.readers.table import Column, open_table

FORMULA = '=HYPERLINK("http://x")'


def write(path, rows, headings=("name", "note")):
    with open_writer(path, headings) as writer:
        for row in rows:
            writer.write(row, geometry=Point(106.5, 29.5))


def csv_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_csv_begins_with_the_mark_that_spreadsheets_need(tmp_path):
    write(tmp_path / "out.csv", [("石坡村", "")])
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", [FORMULA, "+1+cmd", "-2+3", "@SUM(A1)", "\t=1"])
def test_a_formula_becomes_a_text_in_a_csv(tmp_path, text):
    write(tmp_path / "out.csv", [(text, "")])
    assert csv_rows(tmp_path / "out.csv")[1][0] == f"'{text}"


@pytest.mark.parametrize("text", ["-12.5", "+3", "石坡村", "500101"])
def test_numbers_and_names_stay_as_they_are_in_a_csv(tmp_path, text):
    write(tmp_path / "out.csv", [(text, "")])
    assert csv_rows(tmp_path / "out.csv")[1][0] == text


def test_a_formula_becomes_a_text_in_a_workbook(tmp_path):
    write(tmp_path / "out.xlsx", [(FORMULA, 1.5)])
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx").active["A2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_a_workbook_holds_what_it_can_and_no_control_letters(tmp_path):
    write(tmp_path / "out.xlsx", [("a\x00b", float("nan")), ({"x": 1}, None)])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [c.value for c in sheet["A"]] == ["name", "a�b", "{'x': 1}"]


def test_a_geojson_keeps_the_place(tmp_path):
    write(tmp_path / "out.geojson", [("石坡村", None)])
    (feature,) = json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"]
    assert feature["geometry"]["coordinates"] == [106.5, 29.5]


def test_an_empty_geojson_is_still_one(tmp_path):
    write(tmp_path / "out.geojson", [])
    assert json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"] == []


def test_nothing_is_left_of_a_file_that_could_not_be_finished(tmp_path):
    def stumble():
        with open_writer(tmp_path / "out.csv", ("name",)) as writer:
            writer.write(("x",))
            raise KeyError("half way")

    with pytest.raises(KeyError):
        stumble()
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_survives_a_failed_writing(tmp_path):
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")

    def stumble():
        with open_writer(tmp_path / "out.csv", ("name",)):
            raise KeyError("half way")

    with pytest.raises(KeyError):
        stumble()
    assert (tmp_path / "out.csv").read_text("utf-8") == "old"


def test_an_unknown_form_is_refused(tmp_path):
    with pytest.raises(UnusableInput, match="docx"), open_writer(tmp_path / "out.docx", ("a",)):
        pass


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


@given(rows=st.lists(st.tuples(CELL.map(str.strip), CELL.map(str.strip)), max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "out.csv"
    write(path, [(f"名{a}", f"注{b}") for a, b in rows], headings=("name", "note"))
    with open_table(path, (Column("name"), Column("note"))) as table:
        again = [row.cells for row in table]
    assert again == [(f"名{a}", f"注{b}") for a, b in rows]
