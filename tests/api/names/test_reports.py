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
