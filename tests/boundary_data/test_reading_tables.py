import tracemalloc

import openpyxl
import pytest

from boundary_data.problems import UnusableInput
from boundary_data.readers.table import BadRow, Column, Row, open_table

NAME = Column("name", ("地名", "名称"), required=True)
KIND = Column("place_type", ("地名类型",))
COLUMNS = (NAME, KIND)
TEXT = "地名,地名类型,备注\n石坡村,村,\n大青㭎村,村,甲\n"


def written(tmp_path, data, name="names.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def read(path, columns=COLUMNS):
    with open_table(path, columns) as table:
        return list(table)


def names(path):
    return [row.values["name"] for row in read(path) if isinstance(row, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_table_is_read_in_every_usual_encoding(tmp_path, encoding):
    assert names(written(tmp_path, TEXT.encode(encoding))) == ["石坡村", "大青㭎村"]


def test_a_table_in_gbk_is_read(tmp_path):
    assert names(written(tmp_path, "地名\n石坡村\n".encode("gbk"))) == ["石坡村"]


def test_the_first_chinese_letter_may_come_late(tmp_path):
    data = ("name\n" + "shipo\n" * 300_000 + "石坡\n").encode("gbk")
    assert names(written(tmp_path, data))[-1] == "石坡"


def test_one_damaged_byte_does_not_make_utf8_into_gbk(tmp_path):
    data = ("地名\n" + "石坡村大坪村\n" * 100).encode() + b"\xff\n"
    rows = read(written(tmp_path, data), (NAME,))
    assert rows[0].values["name"] == "石坡村大坪村"
    assert isinstance(rows[-1], BadRow)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_seen(tmp_path, delimiter):
    assert names(written(tmp_path, TEXT.replace(",", delimiter).encode())) == ["石坡村", "大青㭎村"]


def test_a_delimiter_inside_quotes_is_none(tmp_path):
    assert names(written(tmp_path, b'name,"a;b;c;d"\nx,1\n')) == ["x"]


def test_a_heading_may_be_chinese_or_english(tmp_path):
    assert names(written(tmp_path, b"Name,other\nx,1\n")) == ["x"]


def test_other_columns_are_kept(tmp_path):
    rows = read(written(tmp_path, TEXT.encode()))
    assert rows[1].cells == ("大青㭎村", "村", "甲")


def test_rows_are_numbered_as_the_file_numbers_its_lines(tmp_path):
    rows = read(written(tmp_path, b"name\nx\n\ny\n"))
    assert [row.number for row in rows] == [2, 4]


@pytest.mark.parametrize(
    ("line", "said"), [("a,b,c,d", "多了 1 个"), ("a", "少了 2 个"), ("a\x00,b,c", "NUL")]
)
def test_a_bad_row_is_reported_with_its_number(tmp_path, line, said):
    rows = read(written(tmp_path, f"{TEXT}{line}\n石坪村,村,\n".encode()))
    bad = rows[2]
    assert isinstance(bad, BadRow)
    assert (bad.number, said in bad.message) == (4, True)


def test_a_bad_row_stops_no_other(tmp_path):
    path = written(tmp_path, f"{TEXT}a,b,c,d\n石坪村,村,\n".encode())
    assert names(path) == ["石坡村", "大青㭎村", "石坪村"]


def test_a_missing_column_is_named_with_those_there_and_those_accepted(tmp_path):
    with pytest.raises(UnusableInput) as refusal:
        read(written(tmp_path, b"title,kind\nx,y\n"))
    (problem,) = refusal.value.problems
    assert problem.field == "name"
    assert "title、kind" in problem.message
    assert "地名" in problem.remedy


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_is_refused(tmp_path, data):
    with pytest.raises(UnusableInput):
        read(written(tmp_path, data))


def test_a_workbook_called_csv_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(UnusableInput) as refusal:
        read(written(tmp_path, b"PK\x03\x04rest"))
    assert "xlsx" in refusal.value.problems[0].remedy


def test_a_broken_workbook_is_refused(tmp_path):
    with pytest.raises(UnusableInput):
        read(written(tmp_path, b"no workbook", "names.xlsx"))


def test_an_unknown_suffix_is_refused_with_those_known(tmp_path):
    with pytest.raises(UnusableInput) as refusal:
        read(written(tmp_path, b"x", "names.doc"))
    assert ".xlsx" in refusal.value.problems[0].remedy


def workbook(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "names.xlsx")
    return tmp_path / "names.xlsx"


def test_a_workbook_is_read_like_a_table(tmp_path):
    path = workbook(tmp_path, ["地名", "代码"], ["石坡村", 500101], [None, None], ["大坪村", 1.0])
    assert [(r.number, r.cells) for r in read(path)] == [
        (2, ("石坡村", 500101)),
        (4, ("大坪村", 1)),
    ]


def test_empty_cells_at_the_end_of_a_sheet_row_are_no_fault(tmp_path):
    path = workbook(tmp_path, ["地名", "备注"], ["石坡村"])
    assert isinstance(read(path)[0], Row)


def test_numbers_of_a_sheet_become_plain_texts(tmp_path):
    path = workbook(tmp_path, ["name", "code"], ["x", 500101.0])
    (row,) = read(path, (NAME, Column("code")))
    assert row.values["code"] == "500101"


def test_the_attributes_of_a_layer_are_a_table(tmp_path):
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"地名": "石坡村"}, "geometry": {"type": "Point", "coordinates": [106.5, 29.5]}}]}'
    )
    (row,) = read(written(tmp_path, text.encode(), "names.geojson"))
    assert (row.values["name"], row.geometry.x) == ("石坡村", 106.5)


def test_a_long_table_is_not_held_in_memory(tmp_path):
    path = written(tmp_path, ("地名,备注\n" + "石坡村,甲\n" * 200_000).encode("gbk"))
    tracemalloc.start()
    with open_table(path, COLUMNS) as table:
        count = sum(isinstance(row, Row) for row in table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200_000
    assert peak < 20_000_000
