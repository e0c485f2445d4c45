"""What a table of names may say of each proposal, how it is read, and the template for it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from api.services import annotating_names
from api.services.annotating_names import annotate
from api.services.checking_names import NameCheck, NameWish, check_wording
from api.services.name_columns import COLUMNS, NAME_COLUMNS, Form, NameColumn
from api.services.name_template import write_template
from api.services.reading_rows import wish_of
from api.services.reporting_names import Cover, write_reports
from boundary_data.problems import UnusableInput
from boundary_data.readers.table import Row, open_table
from naming.proposal import Details
from rulebook.report import Mode

DAY = date(2026, 1, 15)
PAGE = Path(__file__).parents[3] / "docs" / "name-tables.md"
# made by the program itself: from the geometry, from the register, from the division
NOT_ASKED = {"measured_length_m", "record", "region"}
CELLS: dict[Form, tuple[str, object]] = {
    Form.TEXT: ("石坡", "石坡"),
    Form.NUMBER: ("1,250.5", 1250.5),
    Form.SHARE: ("35%", 0.35),
    Form.COUNT: ("18", 18),
    Form.FLAG: ("是", True),
    Form.DAY: ("2026年3月1日", date(2026, 3, 1)),
}


def by_wording(wishes: Sequence[NameWish]) -> list[NameCheck]:
    return check_wording(wishes, on=DAY)


def read(folder: Path, **cells: str) -> tuple[NameWish, tuple[str, ...]]:
    """Return what a row with these cells, by heading, is read as."""
    source = folder / "names.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["地名", *cells])
        lines.writerow(["石坡村", *cells.values()])
    with open_table(source, COLUMNS) as table:
        (row,) = table
    assert isinstance(row, Row)
    return wish_of(row)


def checked(folder: Path, **cells: str) -> dict[str, str]:
    """Return the annotated row of a name with these cells, by heading."""
    source = folder / "names.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(cells)
        lines.writerow(cells.values())
    annotate(source, folder / "out.csv", by_wording)
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return row


def test_everything_that_may_be_said_of_a_proposal_has_a_column() -> None:
    details = {column.name for column in NAME_COLUMNS if column.detail}
    assert details == set(Details.__annotations__) - NOT_ASKED


@pytest.mark.parametrize("column", NAME_COLUMNS, ids=lambda c: c.name)
def test_every_column_is_documented_as_it_is(column: NameColumn) -> None:
    others = "、".join((*column.headings[1:], f"`{column.name}`"))
    must = " (required)" if column.required else ""
    line = f"| **{column.title}**{must} | {others} | {column.meaning} | {column.form} |"
    assert line in PAGE.read_text("utf-8").splitlines()


def test_no_heading_means_two_columns() -> None:
    headings = [heading for column in COLUMNS for heading in column.headings]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("column", [c for c in NAME_COLUMNS if c.detail], ids=lambda c: c.name)
@pytest.mark.parametrize("which", ["title", "last", "name"])
def test_a_cell_reaches_the_field_it_is_meant_for(
    tmp_path: Path, column: NameColumn, which: str
) -> None:
    heading = {"title": column.title, "last": column.headings[-1], "name": column.name}[which]
    written, meant = CELLS[column.form]
    wish, doubts = read(tmp_path, **{heading: written})
    assert dict(wish.details)[column.name] == meant
    assert not doubts


@pytest.mark.parametrize(
    ("heading", "written", "meant"),
    [
        ("长度", "1.2公里", 1200.0),
        ("长度", "850 米", 850.0),
        ("使用面积", "1.5公顷", 15_000.0),
        ("使用面积", "2万平方米", 20_000.0),
        ("绿地率", "0.35", 0.35),
        ("商业区", "否", False),
        ("具有重要地理方位意义", "√", True),
        ("决定日期", "2026/11/5", date(2026, 11, 5)),
    ],
)
def test_officials_write_as_they_are_used_to(
    tmp_path: Path, heading: str, written: str, meant: object
) -> None:
    wish, doubts = read(tmp_path, **{heading: written})
    assert meant in wish.details.values()
    assert not doubts


@pytest.mark.parametrize(
    ("heading", "written", "said"),
    [
        ("长度", "很长", "不是数字"),
        ("长度", "3公顷", "不是数字"),
        ("宽度", "-5", "应大于0"),
        ("层数", "18.5", "应为整数"),
        ("绿地率", "35", "请写作35%"),
        ("商业区", "也许", "应填“是”或“否”"),
        ("决定日期", "2026年6月31日", "不是日期"),
        ("决定日期", "46000", "不是日期"),
    ],
)
def test_what_cannot_be_read_is_told_and_left_out(
    tmp_path: Path, heading: str, written: str, said: str
) -> None:
    wish, (doubt,) = read(tmp_path, **{heading: written})
    assert set(wish.details) <= {"region"}
    assert said in doubt
    assert written in doubt


def test_a_day_of_a_workbook_is_a_day(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["地名", "保护措施日期", "层数"])
    sheet.append(["石坡村", date(2026, 10, 1), 18])
    book.save(tmp_path / "in.xlsx")
    with open_table(tmp_path / "in.xlsx", COLUMNS) as table:
        (row,) = table
    assert isinstance(row, Row)
    details = wish_of(row)[0].details
    assert (details["measures_on"], details["storeys"]) == (date(2026, 10, 1), 18)


def test_a_renaming_may_keep_what_the_old_name_had(tmp_path: Path) -> None:
    wish, _ = read(tmp_path, 原名="石垭村")
    assert wish.details["derived_from"] == "石垭村"


STATED = {"说明人": "张三", "说明理由": "与帝王没有特定联系", "说明日期": "2026-11-20"}
NAME = {"地名": "帝王花园", "类别": "居民区"}


def rule_found(folder: Path) -> str:
    """Return the rule that warns of the name."""
    row = checked(folder, **NAME)
    assert row["verdict"] == "warn"
    return row["rules"].split(";")[0]


def test_a_statement_in_the_table_sets_the_warning_aside_and_is_told(tmp_path: Path) -> None:
    rules = checked(tmp_path, **NAME)["rules"]
    row = checked(tmp_path, **NAME, 具名说明规则=rules, **STATED)
    assert row["verdict"] == "pass"
    assert row["rules"] == rules
    assert "已解除，张三2026年11月20日具名说明：与帝王没有特定联系" in row["messages"]
    assert row["说明人"] == "张三"


@pytest.mark.parametrize("missing", [*STATED, "具名说明规则"])
def test_a_statement_that_is_not_whole_sets_nothing_aside(tmp_path: Path, missing: str) -> None:
    told = {"具名说明规则": rule_found(tmp_path), **STATED}
    row = checked(tmp_path, **NAME, **{**told, missing: ""})
    assert row["verdict"] == "warn"
    assert f"具名说明缺{missing}" in row["messages"]


def test_a_statement_about_no_rule_or_no_finding_is_told(tmp_path: Path) -> None:
    row = checked(tmp_path, **NAME, 具名说明规则="GN-99；GN-9-4b", **STATED)
    assert row["verdict"] == "warn"
    assert "“GN-99”不存在" in row["messages"]
    assert "没有GN-9-4b的意见，具名说明未起作用" in row["messages"]


def test_a_block_is_not_set_aside(tmp_path: Path) -> None:
    row = checked(tmp_path, 地名="A区", 类别="居民区", 具名说明规则="BD-2a", **STATED)
    assert row["verdict"] == "block"
    assert "不能以具名说明解除" in row["messages"] or "未起作用" in row["messages"]


def test_the_report_says_what_was_set_aside(tmp_path: Path) -> None:
    rules = checked(tmp_path, **NAME)["rules"]
    source = tmp_path / "in.csv"
    cells = {**NAME, "具名说明规则": rules, **STATED}
    source.write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", "utf-8")
    cover = Cover("in.csv", DAY, Mode.NEW)
    write_reports(source, [tmp_path / "out.xlsx"], by_wording, cover)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    summary = [str(cell.value) for row in book["汇总"].iter_rows() for cell in row]
    assert "已具名说明" in summary
    assert any(rules.split(";")[0] in text for text in summary)
    sheet = [str(cell.value) for row in book["结果"].iter_rows() for cell in row]
    assert any("张三2026年11月20日具名说明" in text for text in sheet)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_template_is_a_table_of_names_whose_example_passes(tmp_path: Path, suffix: str) -> None:
    write_template(tmp_path / f"表{suffix}")
    with open_table(tmp_path / f"表{suffix}", COLUMNS) as table:
        assert set(table.found) == {column.name for column in NAME_COLUMNS}
        (row,) = table
    assert isinstance(row, Row)
    wish, doubts = wish_of(row)
    (check,) = check_wording([wish], on=DAY)
    assert (check.report.verdict.value, doubts) == ("pass", ())
    assert [path.name for path in tmp_path.iterdir()] == [f"表{suffix}"]


def test_the_workbook_says_what_each_column_means(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    legend = {row[0]: row for row in book["填写说明"].iter_rows(min_row=2, values_only=True)}
    assert all(column.title in legend for column in NAME_COLUMNS)
    assert legend["地名"][3] == "是"
    assert "拟用地名" in str(legend["地名"][5])


def test_a_template_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput):
        write_template(tmp_path / "t.docx")
    assert not list(tmp_path.iterdir())


def test_of_rows_without_end_that_cannot_be_used_only_the_first_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotating_names, "MOST_BAD_ROWS", 2)
    source = tmp_path / "names.csv"
    source.write_text("地名,类别\n" + "只有一格\n" * 5, "utf-8")
    report, _ = annotate(source, tmp_path / "out.csv", by_wording)
    assert (report.unusable, len(report.bad_rows)) == (5, 2)
