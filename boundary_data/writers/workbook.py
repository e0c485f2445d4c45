"""Tables as a workbook (XLSX): a title, a heading row that stays, texts that stay texts."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from boundary_data.readers.annotated import storable

HEAD = PatternFill("solid", fgColor="FFD9E1EA")
THIN = Side(style="thin", color="FF808080")
NARROW, WIDE, MEASURED = 8, 48, 300
HEADING_ROW = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the title above the table, headings and rows."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the bytes of a workbook; it is set to be printed on A4 across, one page wide."""
    book = openpyxl.Workbook(write_only=True)
    for each in sheets:
        _write(book.create_sheet(each.name), each)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _write(sheet: Any, each: Sheet) -> None:
    last = get_column_letter(len(each.header))
    for place, _ in enumerate(each.header):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _width(each, place)
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW + max(len(each.rows), 1)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    title = WriteOnlyCell(sheet, value=storable(each.title))
    title.font = Font(bold=True, size=13)
    sheet.append([title])
    sheet.append([_cell(sheet, word, head=True) for word in each.header])
    for row in each.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: object, *, head: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=storable(value))
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" stays a text
    cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if head:
        cell.font, cell.fill = Font(bold=True), HEAD
    return cell


def _width(each: Sheet, place: int) -> float:
    texts = [each.header[place], *(str(row[place] or "") for row in each.rows[:MEASURED])]
    return min(max(NARROW, max(map(_columns, texts)) + 2), WIDE)


def _columns(text: str) -> int:
    """Return how many columns a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
