"""The report on a table of names as a workbook (XLSX): 结果, 汇总 and 图例."""

from __future__ import annotations

import math
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
from api.services.reading_aloud import citation, released_by
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
from rulebook.rule import Finding

Sheet = Any
"""A write-only sheet; its stubs lack what it has from its base."""

LEGAL, ADVICE, RELEASED = "依据", "建议", "具名说明"
ENDING = (LEGAL, ADVICE, RELEASED)
MOST_ROWS = 1_048_576
MEASURED = 200
NARROW, WIDE = 8, 30
LINE_PT, HIGHEST_PT = 14.5, 409.0
"""The height of a line of text, and the greatest a row can have."""
WIDTHS = {
    VERDICT: 11,
    "messages": 50,
    LEGAL: 32,
    ADVICE: 34,
    RELEASED: 18,
    "romanization": 18,
}
MACHINE = ("verdict", "rules", "categories", "romanization_plain")
"""Columns for programs: folded away, and not printed."""
COLUMNS = {
    VERDICT: "结论的中文，按颜色区分",
    "verdict": "结论的代码：pass 通过，note 提示，warn 警告，block 不予通过",
    "rules": "有意见的规则编号",
    "categories": "问题类别",
    "romanization": "按规则算出的罗马字母拼写，带声调",
    "romanization_plain": "不带声调的拼写，用于标志",
    "messages": "审核意见",
    LEGAL: "意见所依据的条文",
    ADVICE: "怎么办；已解除的意见不再列建议",
    RELEASED: "解除警告的具名说明：说明人、日期、理由；结论已不计这些警告",
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
        kept = [f"{h}_input" if h in (VERDICT, *ENDING) else h for h in table.headings]
        self.headings = [VERDICT, *kept, *ADDED, *ENDING]
        # the messages and what is told beside them
        self.wrapped = range(len(self.headings) - len(ENDING) - 1, len(self.headings))
        self.waiting: list[tuple[str, list[object]]] = []
        self.rows = 1
        self.written = 1
        self.widths: list[float] = []
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
        cells = [WORDS[verdict], *line, _legal(each), _advice(each), _released(each)]
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
            column = self.sheet.column_dimensions[get_column_letter(place + 1)]
            column.width = width
            self.widths.append(width)
            if heading in MACHINE:
                column.outlineLevel, column.hidden = 1, True
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
        self.written += 1
        lines = max(_lines(cells[place], self.widths[place]) for place in self.wrapped)
        if lines > 1:
            # who opens the file sees all lines; what is written is let go of
            self.sheet.row_dimensions[self.written].height = min(lines * LINE_PT, HIGHEST_PT)
        self.sheet.append(row)
        self.sheet.row_dimensions.pop(self.written, None)

    def _sheet(self, title: str) -> Sheet:
        sheet: Sheet = self.book.create_sheet(title)
        self.sheets.append(sheet)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        sheet.print_options.horizontalCentered = True
        for side in ("left", "right"):
            setattr(sheet.page_margins, side, 0.4)
        sheet.oddHeader.left.text = _quoted(f"地名审核报告：{self.cover.file_name}")
        sheet.oddHeader.right.text = _quoted(f"{title}　{self.cover.on.isoformat()}")
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
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
    return "\n".join(dict.fromkeys(citation(f) for f in _findings(each)))


def _advice(each: Annotated) -> str:
    standing = (f for f in _findings(each) if f.released is None)
    return "\n".join(dict.fromkeys(f.suggestion for f in standing if f.suggestion))


def _released(each: Annotated) -> str:
    told = (f"{f.title}：{released_by(f.released)}" for f in _findings(each) if f.released)
    return "\n".join(dict.fromkeys(told))


def _findings(each: Annotated) -> Sequence[Finding]:
    return each.check.report.findings if each.check else ()


def _quoted(text: str) -> str:
    """Return a text for the head of a printed page, where & begins a command."""
    return text.replace("&", "&&")


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


def _lines(value: object, width: float) -> int:
    """Return how many lines a wrapped cell takes; nearly all its letters are wide."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, math.ceil(2 * len(line) / (width - 1))) for line in value.split("\n"))


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
