"""Reports on tables of names: the workbook and the page that officials get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.services import report_sheets
from api.services.annotating_names import FileReport
from api.services.checking_names import NameCheck, NameWish, check_wording
from api.services.listing_rules import every_rule
from api.services.reporting_names import INKS, PAPERS, WORDS, Cover, write_reports
from boundary_data.problems import UnusableInput
from rulebook.report import Mode

DAY = date(2026, 1, 15)
TABLE = (
    "地名,类别,备注,审核结论,依据\n"
    "8号村,村,=1+1,旧,甲\n"
    "加州花园,居民区,<script>alert(1)</script>,旧,乙\n"
    "晨曦村,村,@SUM(A1),旧,丙\n"
    "坏行\n"
)


def by_wording(wishes: Sequence[NameWish]) -> list[NameCheck]:
    return check_wording(wishes, on=DAY)


def written(folder: Path, *names: str, text: str = TABLE) -> FileReport:
    (folder / "拟用.csv").write_text(text, encoding="utf-8-sig")
    outs = [folder / name for name in names]
    return write_reports(folder / "拟用.csv", outs, by_wording, Cover("拟用.csv", DAY, Mode.NEW))


@pytest.fixture
def book(tmp_path: Path) -> Any:
    written(tmp_path, "o.xlsx")
    return openpyxl.load_workbook(tmp_path / "o.xlsx")


def test_the_verdict_comes_first_in_its_colour(book: Any) -> None:
    cells = list(book["结果"]["A"])[1:]
    assert [cell.value for cell in cells] == ["不予通过", "警告", "通过", "无法审核"]
    grounds = [cell.fill.fgColor.rgb[2:] for cell in cells]
    assert grounds == [PAPERS[v] for v in ("block", "warn", "pass", "")]


def test_the_heading_stays_and_every_column_can_be_filtered(book: Any) -> None:
    sheet = book["结果"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert all(sheet.column_dimensions[letter].width >= 8 for letter in "ABCDEFG")


def test_columns_of_the_input_are_kept_beside_those_of_the_report(book: Any) -> None:
    headings = [cell.value for cell in book["结果"][1]]
    assert len(set(headings)) == len(headings)
    assert {"地名", "类别", "备注", "审核结论_input", "依据_input", "verdict"} <= set(headings)


def test_no_cell_is_a_formula(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert "=1+1" in [cell.value for cell in cells]


def test_the_legend_names_every_rule_with_its_source_and_standing(book: Any) -> None:
    rows = {row[0]: row for row in book["图例"].iter_rows(values_only=True) if row[0]}
    for one in every_rule():
        if one.book == "names":
            told = rows[one.rule.id]
            assert told[1:3] == (one.rule.title, str(one.rule.source))
            assert told[3] in ("已核实", "待确认")


def test_the_summary_counts_and_names_the_versions(book: Any) -> None:
    rows = list(book["汇总"].iter_rows(values_only=True))
    assert ("审核结论", "不予通过", 1) in rows
    assert ("审核结论", "无法审核", 1) in rows
    assert any(label == "参数版本" and text for label, text, _ in rows)


def test_the_page_says_verdict_article_and_advice(tmp_path: Path) -> None:
    written(tmp_path, "o.html")
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert "✕ 不予通过" in page
    assert "依据《" in page
    assert "建议：" in page
    assert "图例：规则与依据" in page


def test_the_page_takes_cells_as_text(tmp_path: Path) -> None:
    written(tmp_path, "o.html")
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_all_forms_are_written_in_one_go(tmp_path: Path) -> None:
    report = written(tmp_path, "o.csv", "o.xlsx", "o.html")
    assert report.rows == 4
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.csv", "o.html", "o.xlsx", "拟用.csv"]


def test_a_report_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_sheets, "MOST_ROWS", 3)
    with pytest.raises(UnusableInput, match="行数上限"):
        written(tmp_path, "o.xlsx", "o.html")
    assert [p.name for p in tmp_path.iterdir()] == ["拟用.csv"]


def test_a_table_longer_than_the_measured_part_is_whole(tmp_path: Path) -> None:
    lines = "".join(f"晨曦{c}村,村\n" for c in "甲乙丙丁戊" * 100)
    written(tmp_path, "o.xlsx", text=f"地名,类别\n{lines}")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["结果"]
    assert sheet.max_row == 501
    assert sheet["B501"].value == "晨曦戊村"


@pytest.mark.parametrize("verdict", WORDS)
def test_every_verdict_can_be_read_on_its_ground(verdict: str) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(INKS[verdict]), light(PAPERS[verdict])))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


RELEASED = (
    "地名,类别,解除规则,说明人,说明理由,说明日期\n"
    "孙悟空路,道路,GN-9-4b,张三,与该人物没有特定联系,2026-01-06\n"
    "8号村,村,BD-3a,张三,没有关系,2026-01-06\n"
)
SIGNED = "张三2026年1月6日具名说明：与该人物没有特定联系"


def test_a_released_warning_is_told_with_its_statement_in_the_workbook(tmp_path: Path) -> None:
    written(tmp_path, "o.xlsx", text=RELEASED)
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["结果"]
    headings = [cell.value for cell in sheet[1]]
    row = dict(zip(headings, (cell.value for cell in sheet[2]), strict=True))
    assert row["审核结论"] == "通过"
    assert row["具名说明"] == f"一般不以人名作地名：{SIGNED}"
    assert f"（已解除，{SIGNED}）" in row["messages"]
    assert not row["建议"]


def test_a_released_warning_is_told_with_its_statement_on_the_page(tmp_path: Path) -> None:
    written(tmp_path, "o.html", text=RELEASED)
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert f"已解除：{SIGNED}" in page


def test_what_is_refused_stays_refused_in_a_table(tmp_path: Path) -> None:
    report = written(tmp_path, "o.xlsx", text=RELEASED)
    assert report.verdicts["block"] == 1
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["结果"]
    assert sheet["A3"].value == "不予通过"
    released = [cell.value for cell in sheet[1]].index("具名说明")
    assert not sheet[3][released].value


def test_the_workbook_is_printed_on_lying_a4_with_heading_and_page_numbers(book: Any) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"
        assert "&P" in sheet.oddFooter.center.text
        assert "拟用.csv" in sheet.oddHeader.left.text


def test_columns_for_programs_are_folded_away(book: Any) -> None:
    sheet = book["结果"]
    folded = {cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden}
    assert folded == {"verdict", "rules", "categories", "romanization_plain"}


def test_the_page_leaves_out_what_the_table_left_empty(tmp_path: Path) -> None:
    written(tmp_path, "o.html", text="地名,类别,备注\n晨曦村,村,\n")
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert "<small>类别</small> 村" in page
    assert "备注" not in page


def test_the_legend_of_the_page_names_the_rules_that_found_something(tmp_path: Path) -> None:
    written(tmp_path, "o.html")
    legend = (tmp_path / "o.html").read_text(encoding="utf-8").partition("图例：")[2]
    assert "BD-3a" in legend
    assert "GN-10-2" not in legend
