"""Tables in: CSV of any usual encoding and delimiter, XLSX, and the attributes of GIS files.

Rows come one after the other with their numbers; a bad row comes as a `BadRow` in its
place and never stops the others. Nothing is held in memory but the row at hand.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import merge
from pathlib import Path
from typing import TextIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from shapely.geometry.base import BaseGeometry

from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.encoding import delimiter_of, encoding_of
from boundary_data.readers.features import SUFFIXES as FEATURE_SUFFIXES
from boundary_data.readers.features import read_features

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
XLSX_SUFFIXES = (".xlsx", ".xlsm")
SUFFIXES = (*CSV_SUFFIXES, *XLSX_SUFFIXES, *FEATURE_SUFFIXES)
LONGEST_CELL = 131_072
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a command asks for.

    Attributes:
        name: What the command calls it.
        aliases: Headings accepted for it, Chinese or English, besides `name`.
        required: Whether a table without it can be used.
    """

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Return every heading that means this column."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: Line of the table, the heading being 1; of a GIS file, feature from 1.
        values: Texts by the names that the command asked for; only columns found.
        cells: All cells in the order of the headings, as they stand.
        geometry: Of a feature, EPSG:4490.
    """

    number: int
    values: Mapping[str, str]
    cells: tuple[object, ...]
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used; the text says why, in Chinese."""

    number: int
    message: str
    cells: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table that is being read; iterate once.

    Attributes:
        headings: The headings of the file, in order.
        found: Heading by the name asked for.
        remarks: How it was read (encoding, delimiter, coordinates), in Chinese.
        encoding: Python's name of the encoding of a text table; empty for other files.
    """

    headings: tuple[str, ...]
    found: Mapping[str, str]
    rows: Iterator[Row | BadRow]
    remarks: tuple[str, ...] = field(default_factory=tuple)
    encoding: str = ""

    def __iter__(self) -> Iterator[Row | BadRow]:
        """Return the rows, in file order."""
        return self.rows


@contextmanager
def open_table(path: Path, columns: Sequence[Column]) -> Iterator[TableRows]:
    """Give the rows of the table `path`, closing the file afterwards.

    Args:
        path: .csv, .tsv, .txt, .xlsx, or a GIS file whose attributes are the cells.
        columns: The columns wanted; others are kept in `Row.cells`.

    Raises:
        UnusableInput: if the file is empty, of no known form, or lacks a required column.
        FileNotFoundError: if there is no such file.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise FileNotFoundError(2, "文件不存在", str(path))
    if suffix in CSV_SUFFIXES:
        encoding, said = encoding_of(path)
        with path.open(encoding=encoding, newline="", errors="replace") as file:
            yield replace(_csv_table(file, columns, said, path), encoding=encoding)
    elif suffix in XLSX_SUFFIXES:
        with _sheet(path) as rows:
            yield _table(rows, columns, (), pad=True)
    elif suffix in FEATURE_SUFFIXES:
        yield _feature_table(path, columns)
    else:
        raise UnusableInput(
            [
                Problem(
                    "", f"不支持的文件类型“{suffix or path.name}”", f"可用：{'、'.join(SUFFIXES)}"
                )
            ]
        )


def rows_about(path: Path) -> int | None:
    """Return about how many rows the table `path` has, for a progress bar; None if unknown.

    A text table is measured by its lines, a workbook by what its sheet says of its size.
    """
    suffix = path.suffix.lower()
    try:
        if suffix in CSV_SUFFIXES:
            return max(_lines_of(path) - 1, 0)
        if suffix in XLSX_SUFFIXES:
            return _rows_said(path)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError):
        return None  # the reader says so in better words
    return None


def _lines_of(path: Path) -> int:
    lines = 0
    last = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            wide = b"\0" in block  # UTF-16
            lines += block.count(b"\n\0") or block.count(b"\0\n") if wide else block.count(b"\n")
            last = block
    return lines + (not last.endswith((b"\n", b"\n\0")))


def _rows_said(path: Path) -> int | None:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        rows = book.worksheets[0].max_row
        return None if rows is None else max(int(rows) - 1, 0)
    finally:
        book.close()


def _csv_table(file: TextIO, columns: Sequence[Column], said: str, path: Path) -> TableRows:
    csv.field_size_limit(LONGEST_CELL)
    sample = file.read(65_536)
    if not sample.strip("\ufeff \r\n\t"):
        raise UnusableInput([Problem("", f"文件“{path.name}”是空的", "请重新导出后提交")])
    file.seek(0)
    delimiter = delimiter_of(sample)
    return _table(_csv_lines(file, delimiter), columns, (said,))


def _csv_lines(file: TextIO, delimiter: str) -> Iterator[tuple[int, list[object] | str]]:
    """Yield line number and cells, or line number and what is wrong with the line."""
    reader = csv.reader(_without_nul(file), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"无法按表格读取（{error}）"
            continue
        if cells:
            yield number, list(cells)


def _without_nul(file: TextIO) -> Iterator[str]:
    # The csv module stops at a NUL; a mark in its place lets the row be reported instead.
    for line in file:
        yield line.replace("\x00", NUL_MARK)


NUL_MARK = "\u2400"
LOST_MARK = "\ufffd"
UNIT = re.compile(r"\s*[(（]\s*(?:m|米|度|°)\s*[)）]$")
MOST_TITLES = 3


@contextmanager
def _sheet(path: Path) -> Iterator[Iterator[tuple[int, list[object] | str]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnusableInput(
            [Problem("", f"“{path.name}”不是可读的 XLSX 文件", "请用表格软件另存为 .xlsx 或 .csv")]
        ) from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise UnusableInput([Problem("", f"“{path.name}”没有工作表", "请提交带数据的工作表")])
        sheet.reset_dimensions()  # a wrong size written by other software must not hide rows
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        yield ((number, list(cells)) for number, cells in rows if any(c is not None for c in cells))
    finally:
        book.close()


def _feature_table(path: Path, columns: Sequence[Column]) -> TableRows:
    features = read_features(path)
    headings = tuple(features.columns)
    found = _found(headings, columns)

    def good() -> Iterator[Row | BadRow]:
        for number, cells, geometry in zip(
            features.numbers, features.rows, features.geometries, strict=True
        ):
            values = {name: _text(cells.get(heading)) for name, heading in found.items()}
            yield Row(number, values, tuple(cells.get(h) for h in headings), geometry)

    def bad() -> Iterator[Row | BadRow]:
        for problem in features.problems:
            cells = tuple(problem.cells.get(heading) for heading in headings)
            yield BadRow(problem.row, f"{problem.field}：{problem.message}", cells)

    doubts = [f"{doubt.message}。{doubt.repair}" for doubt in features.suspicions]
    rows = merge(good(), bad(), key=lambda row: row.number)
    return TableRows(headings, found, rows, tuple(filter(None, (features.remark, *doubts))))


def _table(
    lines: Iterator[tuple[int, list[object] | str]],
    columns: Sequence[Column],
    remarks: tuple[str, ...],
    *,
    pad: bool = False,
) -> TableRows:
    first = next(lines, None)
    if first is None:
        raise UnusableInput([Problem("", "表中没有数据", "请重新导出后提交")])
    if isinstance(first[1], str):
        raise UnusableInput([Problem("第1行", first[1], "请检查表头")])
    first, above = _below_titles(first, lines, columns)
    headings = tuple(_text(cell) for cell in _trimmed(first[1]))
    found = _found(headings, columns)
    if above:
        remarks = (*remarks, f"第 {first[0]} 行读作表头，其上 {above} 行视为标题")
    return TableRows(headings, found, _rows(lines, headings, found, pad=pad), remarks)


def _below_titles(
    first: tuple[int, list[object] | str],
    lines: Iterator[tuple[int, list[object] | str]],
    columns: Sequence[Column],
) -> tuple[tuple[int, list[object]], int]:
    """Return the line of the headings, and how many lines of titles stand above it.

    A first line with one text only is a title; result tables are printed with one or two.
    """
    above = 0
    while above < MOST_TITLES and not isinstance(first[1], str) and _is_title(first[1], columns):
        following = next(lines, None)
        if following is None:
            break
        first, above = following, above + 1
    if isinstance(first[1], str):
        raise UnusableInput([Problem(f"第{first[0]}行", first[1], "请检查表头")])
    return (first[0], first[1]), above


def _is_title(cells: Sequence[object], columns: Sequence[Column]) -> bool:
    texts = [text for text in map(_text, cells) if text]
    known = {alias.lower() for column in columns for alias in column.headings}
    return len(texts) == 1 and _bare(texts[0]) not in known


def _rows(
    lines: Iterator[tuple[int, list[object] | str]],
    headings: tuple[str, ...],
    found: Mapping[str, str],
    *,
    pad: bool,
) -> Iterator[Row | BadRow]:
    places = [(name, headings.index(heading)) for name, heading in found.items()]
    width = len(headings)
    for number, cells in lines:
        if isinstance(cells, str):
            yield BadRow(number, cells)
            continue
        if len(cells) != width:
            cells = _trimmed(cells, width)
            if pad:  # a sheet leaves out empty cells at the end of a row
                cells += [None] * (width - len(cells))
        wrong = _wrong(cells, width)
        if wrong:
            yield BadRow(number, wrong, tuple(cells))
            continue
        yield Row(number, {name: _text(cells[place]) for name, place in places}, tuple(cells))


def _wrong(cells: Sequence[object], width: int) -> str:
    if len(cells) != width:
        more = "多" if len(cells) > width else "少"
        return f"有 {len(cells)} 个字段，表头是 {width} 个（{more}了 {abs(len(cells) - width)} 个）"
    text = "".join([cell for cell in cells if isinstance(cell, str)])
    if NUL_MARK in text:
        return "含空字符（NUL），文件可能损坏"
    if LOST_MARK in text:
        return "有无法识别的字符，请核对文件编码"
    return ""


def _trimmed(cells: Sequence[object], width: int = 0) -> list[object]:
    """Return the cells without empty ones beyond `width`."""
    kept = list(cells)
    while len(kept) > width and kept[-1] in (None, ""):
        kept.pop()
    return kept


def _found(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    named = [heading for heading in reversed(headings) if heading]
    known = {_bare(heading): heading for heading in named}
    known |= {heading.strip().lower(): heading for heading in named}
    found = {
        column.name: known[alias.lower()]
        for column in columns
        for alias in column.headings[::-1]
        if alias.lower() in known
    }
    missing = [column for column in columns if column.required and column.name not in found]
    if missing:
        have = "、".join(h for h in headings if h) or "无"
        raise UnusableInput(
            [
                Problem(
                    column.name,
                    f"表中缺少必需的列“{column.name}”；现有列：{have}",
                    f"请把该列的表头写为其中之一：{'、'.join(column.headings)}",
                )
                for column in missing
            ]
        )
    return found


def _bare(heading: str) -> str:
    """Return a heading without a unit behind it: 纵坐标X（米） is 纵坐标X."""
    return UNIT.sub("", heading.strip().lower())


def _text(value: object) -> str:
    """Return a cell as text: no blanks around, whole numbers without a point, ISO dates."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
