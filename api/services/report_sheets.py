"""The report on a table of names as a workbook (XLSX): 结果, 汇总 and 图例."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.worksheet.properties import PageSetupProperties

from api.services.annotating_names import ADDED, Annotated, AnnotatedTable
from api.services.listing_rules import every_rule
from api.services.reporting_names import (
    CONFIRMED,
    INKS,
    MEANINGS,
    PAPERS,
    VERDICT,
    WORDS,
    Cover,
    verdict_of,
)
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.annotated import storable

Sheet = Any
"""A write-only sheet; its stubs lack what it has from its base."""

LEGAL, ADVICE = "依据", "建议"
MOST_ROWS = 1_048_576
MEASURED = 200
NARROW, WIDE = 8, 40
WIDTHS = {VERDICT: 12, "messages": 60, LEGAL: 36, ADVICE: 40, "romanization": 22, "rules": 14}
COLUMNS = {
    VERDICT: "结论的中文，按颜色区分",
    "verdict": "结论的代码：pass 通过，note 提示，warn 警告，block 不予通过",
    "rules": "有意见的规则编号",
    "categories": "问题类别",
    "romanization": "按规则算出的罗马字母拼写，带声调",
    "romanization_plain": "不带声调的拼写，用于标志",
    "messages": "审核意见",
    LEGAL: "意见所依据的条文",
    ADVICE: "怎么办",
}
HEADING, WRAPPED = "标题行", "换行"


class Book:
    """A workbook that takes rows one after the other.

    Texts stay texts: a cell that begins with `=` is never a formula.
    """

    def __init__(self, path: Path, table: AnnotatedTable, cover: Cover) -> None:
        self.path = path
        self.cover = cover
        self.book = openpyxl.Workbook(write_only=True)
        self.saved = False
        self.sheets: list[Sheet] = []
        for style in _styles():
            self.book.add_named_style(style)
        self.sheet = self._sheet("结果")
        kept = [f"{h}_input" if h in (VERDICT, LEGAL, ADVICE) else h for h in table.headings]
        self.headings = [VERDICT, *kept, *ADDED, LEGAL, ADVICE]
        self.wrapped = {self.headings.index(h) for h in (LEGAL, ADVICE)}
        self.wrapped.add(len(self.headings) - 3)  # messages
        self.waiting: list[tuple[str, list[object]]] = []
        self.rows = 1
        self.begun = False

    def write(self, each: Annotated, line: Sequence[object]) -> None:
        """Write one row; the first are held back until the columns' widths are known.

        Raises:
            UnusableInput: if there are more rows than a sheet can have.
        """
        self.rows += 1
        if self.rows > MOST_ROWS:
            said = f"超过 XLSX 的行数上限 {MOST_ROWS}"
            raise UnusableInput([Problem("--out", said, "请改用 .csv，或分成几个文件")])
        verdict = verdict_of(each)
        cells = [WORDS[verdict], *line, _legal(each), _advice(each)]
        if self.begun:
            self._append(verdict, cells)
            return
        self.waiting.append((verdict, cells))
        if len(self.waiting) >= MEASURED:
            self._begin()

    def finish(self) -> None:
        """Write the summary and the legend, and save."""
        if not self.begun:
            self._begin()
        last = get_column_letter(len(self.headings))
        self.sheet.auto_filter.ref = f"A1:{last}{max(self.rows, 2)}"
        self._summary()
        self._legend()
        self.book.save(self.path)
        self.saved = True

    def abandon(self) -> None:
        """Let go of the sheets that were begun, which lie in files of their own."""
        if self.saved:
            return
        for sheet in self.sheets:
            with suppress(WorkbookAlreadySaved, OSError):
                sheet.close()
                sheet._writer.cleanup()

    def _begin(self) -> None:
        self.begun = True
        for place, heading in enumerate(self.headings):
            said = [heading, *(str(c[place] or "") for _, c in self.waiting)]
            width = WIDTHS.get(heading) or min(max(*map(_wide, said), NARROW) + 2, WIDE)
            self.sheet.column_dimensions[get_column_letter(place + 1)].width = width
        self.sheet.freeze_panes = "B2"
        _line(self.sheet, self.headings, HEADING)
        for verdict, cells in self.waiting:
            self._append(verdict, cells)
        self.waiting = []

    def _append(self, verdict: str, cells: Sequence[object]) -> None:
        row = [_plain(self.sheet, value) for value in cells]
        row[0] = _cell(self.sheet, cells[0], WORDS[verdict])
        if verdict != "pass":
            for place in self.wrapped:
                row[place] = _cell(self.sheet, cells[place], WRAPPED)
        self.sheet.append(row)

    def _sheet(self, title: str) -> Sheet:
        sheet: Sheet = self.book.create_sheet(title)
        self.sheets.append(sheet)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        return sheet

    def _summary(self) -> None:
        sheet = self._sheet("汇总")
        _widths(sheet, (16, 44, 10))
        _line(sheet, ("项目", "内容", "数量"), HEADING)
        for fact in self.cover.facts():
            _line(sheet, fact)
        for verdict, count in self.cover.counts():
            _line(sheet, (VERDICT, WORDS[verdict], count), styles={1: WORDS[verdict]})
        for word, count in self.cover.report.categories.most_common():
            _line(sheet, ("问题类别", word, count))
        titles = {one.rule.id: one.rule.title for one in every_rule()}
        for rule, count in self.cover.report.rules.most_common():
            _line(sheet, ("规则", f"{rule} {titles.get(rule, '')}".strip(), count))
        for _, said in self.cover.report.bad_rows[:MEASURED]:
            _line(sheet, ("无法审核", said), styles={1: WRAPPED})

    def _legend(self) -> None:
        sheet = self._sheet("图例")
        _widths(sheet, (20, 44, 52, 12, 10, 40))
        _line(sheet, ("结论", "含义"), HEADING)
        for verdict, word in WORDS.items():
            _line(sheet, (word, MEANINGS[verdict]), styles={0: word})
        _line(sheet, ())
        _line(sheet, ("列", "含义"), HEADING)
        for column in COLUMNS.items():
            _line(sheet, column)
        _line(sheet, ())
        _line(sheet, ("规则编号", "名称", "依据", "核实状态", "轻重", "说明"), HEADING)
        for one in every_rule():
            rule = one.rule
            if one.book == "names":
                told = (rule.id, rule.title, str(rule.source), CONFIRMED[rule.source.standing])
                weight = WORDS[rule.weight.value]
                line = (*told, weight, rule.source.remark)
                _line(sheet, line, styles={1: WRAPPED, 2: WRAPPED, 4: weight, 5: WRAPPED})


def _legal(each: Annotated) -> str:
    findings = each.check.report.findings if each.check else ()
    told = (
        f"{f.source}" + ("" if CONFIRMED[f.source.standing] == "已核实" else "（条文待确认）")
        for f in findings
    )
    return "\n".join(dict.fromkeys(told))


def _advice(each: Annotated) -> str:
    findings = each.check.report.findings if each.check else ()
    return "\n".join(dict.fromkeys(f.suggestion for f in findings if f.suggestion))


def _plain(sheet: Sheet, value: object) -> object:
    # bare values are several times faster than cells of their own
    if isinstance(value, str) and value.startswith("="):
        return _cell(sheet, value)
    return storable(value)


def _cell(sheet: Sheet, value: object, style: str = "") -> Cell:
    cell = WriteOnlyCell(sheet, value=storable(value))
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" stays a text
    if style:
        cell.style = style
    return cell


def _line(
    sheet: Sheet,
    values: Iterable[object],
    style: str = "",
    styles: dict[int, str] | None = None,
) -> None:
    chosen = styles or {}
    sheet.append(
        [_cell(sheet, value, style or chosen.get(n, "")) for n, value in enumerate(values)]
    )


def _widths(sheet: Sheet, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _wide(text: str) -> int:
    """Return how many columns of Latin letters a text takes: Chinese counts twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:WIDE])


def _styles() -> list[NamedStyle]:
    edge = Side(style="thin", color="C5CED6")
    box = Border(left=edge, right=edge, top=edge, bottom=edge)
    top = Alignment(vertical="top")
    heading = NamedStyle(
        HEADING,
        font=Font(bold=True, color="FFFFFF"),
        fill=PatternFill("solid", fgColor="3B4754"),
        border=box,
        alignment=Alignment(vertical="center"),
    )
    verdicts = [
        NamedStyle(
            word,
            font=Font(bold=True, color=INKS[verdict]),
            fill=PatternFill("solid", fgColor=PAPERS[verdict]),
            border=box,
            alignment=top,
        )
        for verdict, word in WORDS.items()
    ]
    wrapped = NamedStyle(WRAPPED, alignment=Alignment(vertical="top", wrap_text=True))
    return [heading, wrapped, *verdicts]
