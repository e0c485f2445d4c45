"""The defects of a layer as a workbook: coloured by severity, with filters, counts and a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from boundary_data.coverage import CoverageReport, NamedDefect
from boundary_data.defect_words import REPAIRS, SEVERITIES, TITLES
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.annotated import storable
from gis.defects import SEVERITY, Kind, Severity

MOST_ROWS = 1_048_575
WIDTHS = {"类型": 14, "涉及单元": 28, "说明": 60, "处理建议": 44}
PAPERS = {Severity.ERROR: "FFF4CCCC", Severity.WARN: "FFFFF2CC", Severity.NOTE: "FFDDEBF7"}
MEANINGS = {
    Severity.ERROR: "图层不成其为覆盖，须修正后重新提交",
    Severity.WARN: "须由人核对决定",
    Severity.NOTE: "不影响覆盖，供参考",
}
HEAD = PatternFill("solid", fgColor="FFD9E1EA")
Sheet = Any


def write_sheet(
    report: CoverageReport,
    path: Path,
    headings: Sequence[str],
    rows: Sequence[tuple[NamedDefect, Mapping[str, object]]],
) -> None:
    """Write the workbook to `path`: 缺陷, 汇总 and 图例.

    Args:
        report: The audit.
        path: Where the file is written, whole or not at all by the caller's care.
        headings: Column headings, Chinese.
        rows: For each defect its cells, in the order of `headings`.

    Raises:
        UnusableInput: if there are more rows than a sheet can have.
    """
    if len(rows) > MOST_ROWS:
        raise UnusableInput(
            [Problem("--out", f"超过 XLSX 的行数上限 {MOST_ROWS}", "请改用 .gpkg 或 .csv")]
        )
    book = openpyxl.Workbook(write_only=True)
    _defects(book.create_sheet("缺陷"), headings, rows)
    _summary(book.create_sheet("汇总"), report)
    _legend(book.create_sheet("图例"))
    book.save(path)


def _defects(
    sheet: Sheet,
    headings: Sequence[str],
    rows: Sequence[tuple[NamedDefect, Mapping[str, object]]],
) -> None:
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(heading, 13)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{max(len(rows) + 1, 2)}"
    _line(sheet, headings, head=True)
    severity = list(headings).index("程度")
    for named, cells in rows:
        values = list(cells.values())
        values[severity] = SEVERITIES[named.defect.severity]
        _line(sheet, values, paper=PAPERS[named.defect.severity], coloured=(1, severity))


def _summary(sheet: Sheet, report: CoverageReport) -> None:
    _widths(sheet, (22, 16, 12))
    _line(sheet, ("项目", "程度", "数量"), head=True)
    _line(sheet, ("单元", "", report.features))
    every = (*report.defects, *report.notes)
    found = Counter((named.title, named.defect.severity) for named in every)
    for (title, severity), count in found.items():
        cells = (title, SEVERITIES[severity], count)
        _line(sheet, cells, paper=PAPERS[severity], coloured=(1,))
    if not every:
        _line(sheet, ("未发现缺陷", "", 0))
    _line(sheet, ())
    _line(sheet, ("参数", "值", ""), head=True)
    for word, value in (
        ("敞开缝隙宽度（米）", report.tolerances.gap_width_m),
        ("通道宽度（米）", report.tolerances.slot_width_m),
        ("舍入（米）", report.tolerances.noise_m),
        ("碎片宽度（米）", report.tolerances.sliver_m),
        ("过短的边（米）", report.tolerances.short_m),
        ("参数版本", report.parameters),
    ):
        _line(sheet, (word, value, ""))
    for problem in report.problems:
        _line(sheet, (f"第 {problem.row} 个图形未读入", problem.field, problem.message))


def _legend(sheet: Sheet) -> None:
    _widths(sheet, (22, 40, 60))
    _line(sheet, ("程度", "含义", ""), head=True)
    for severity, word in SEVERITIES.items():
        _line(sheet, (word, MEANINGS[severity], ""), paper=PAPERS[severity], coloured=(0,))
    _line(sheet, ())
    _line(sheet, ("类型", "类型代码", "处理建议"), head=True)
    for kind in Kind:
        paper = PAPERS[SEVERITY.get(kind, Severity.ERROR)]
        _line(sheet, (TITLES[kind], kind.value, REPAIRS[kind]), paper=paper, coloured=(0,))


def _line(
    sheet: Sheet,
    values: Sequence[object],
    *,
    head: bool = False,
    paper: str = "",
    coloured: Sequence[int] = (),
) -> None:
    cells = []
    for place, value in enumerate(values):
        cell = WriteOnlyCell(sheet, value=storable(value))
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with "=" stays a text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if head:
            cell.font, cell.fill = Font(bold=True), HEAD
        elif place in coloured:
            cell.fill = PatternFill("solid", fgColor=paper)
        cells.append(cell)
    sheet.append(cells)


def _widths(sheet: Sheet, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
