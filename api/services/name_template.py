"""The empty table of names (拟用地名表) to be filled in: headings, an example, what they mean."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from api.services.listing_rules import every_rule
from api.services.name_columns import NAME_COLUMNS, Form
from boundary_data.problems import Problem, UnusableInput
from naming.place_kind import type_words
from rulebook.rule import Weight

SUFFIXES = (".csv", ".xlsx")
LAST_ROW = 1_048_576
ROOM = 4
HEADING = PatternFill("solid", fgColor="3B4754")
REQUIRED = PatternFill("solid", fgColor="A4161A")
WHITE = Font(bold=True, color="FFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_template(path: Path) -> None:
    """Write an empty table with one example row; a workbook also says what each column means.

    The file appears under its name only when it is whole.

    Raises:
        UnusableInput: if its suffix is none of `SUFFIXES`.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        told = f"可用：{'、'.join(SUFFIXES)}"
        raise UnusableInput([Problem("--template", f"不能写出“{suffix or path.name}”文件", told)])
    part = path.with_name(f".{path.name}.part")
    try:
        (_csv if suffix == ".csv" else _workbook)(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _csv(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([column.title for column in NAME_COLUMNS])
        rows.writerow([column.example for column in NAME_COLUMNS])


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    _form(sheet)
    _legend(book.create_sheet("填写说明"))
    _types(book.create_sheet("地名类别"))
    _releasable(book.create_sheet("可具名说明的规则"))
    book.save(path)


def _form(sheet: Worksheet) -> None:
    sheet.title = "拟用地名"
    for place, column in enumerate(NAME_COLUMNS, start=1):
        heading = sheet.cell(1, place, column.title)
        heading.font = WHITE
        heading.fill = REQUIRED if column.required else HEADING
        heading.comment = Comment(f"{column.meaning}（{column.form}）", "地名")
        sheet.cell(2, place, column.example).number_format = "@"
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = len(column.title) * 2 + ROOM
        if column.form is Form.FLAG:
            choice = DataValidation("list", formula1='"是,否"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"


def _legend(sheet: Worksheet) -> None:
    _lines(
        sheet, ("列", "含义", "填写形式", "必填", "示例", "也可用的表头"), (16, 48, 26, 8, 18, 60)
    )
    for column in NAME_COLUMNS:
        others = "、".join((*column.headings[1:], column.name))
        must = "是" if column.required else ""
        sheet.append([column.title, column.meaning, column.form, must, column.example, others])
    sheet.append([])
    for said in (
        "第一个工作表第2行是示例，填写时请删去或改写。",
        "没有的列可以删去，多出的列照样保留在结果中；列的先后不限。",
        "所在政区填代码、区县名称或经纬度中的任何一种；都不填的，只查用字用词。",
        "具名说明只解除警告和提示，不解除“不予通过”；规则、说明人、理由、日期四项都要填。",
    ):
        sheet.append([said])
    _wrap(sheet)


def _types(sheet: Worksheet) -> None:
    _lines(sheet, ("所属类别", "可填的类别用语"), (26, 90))
    words: dict[str, list[str]] = {}
    for kind, word in type_words():
        words.setdefault(kind.label, []).append(word)
    for label, known in words.items():
        sheet.append([label, "、".join(known)])
    _wrap(sheet)


def _releasable(sheet: Worksheet) -> None:
    _lines(sheet, ("规则编号", "名称", "依据"), (16, 48, 60))
    for one in every_rule():
        if one.book == "names" and one.rule.weight is not Weight.BLOCK:
            sheet.append([one.rule.id, one.rule.title, str(one.rule.source)])
    _wrap(sheet)


def _lines(sheet: Worksheet, headings: tuple[str, ...], widths: tuple[int, ...]) -> None:
    sheet.append(headings)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        heading = sheet.cell(1, place)
        heading.font, heading.fill = WHITE, HEADING
    sheet.freeze_panes = "A2"


def _wrap(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = WRAPPED
