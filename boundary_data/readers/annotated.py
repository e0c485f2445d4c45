"""Rows out again, with what was found: CSV, XLSX or GeoJSON by the file's suffix.

A file appears under its name only when it is whole. Cells that a spreadsheet would run
as a formula are written as text.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from shapely.geometry.base import BaseGeometry

from boundary_data.problems import Problem, UnusableInput
from gis.exchange import feature

SUFFIXES = (".csv", ".xlsx", ".geojson", ".json")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
# what a spreadsheet cannot hold, and halves of characters that no file can
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Writer(Protocol):
    """Takes rows one after the other; made by `open_writer`."""

    def write(self, values: Sequence[object], geometry: BaseGeometry | None = None) -> None:
        """Write one row; `geometry` (EPSG:4490) is kept by GeoJSON only."""

    def finish(self) -> None:
        """Write what still has to be written; the file is whole afterwards."""

    def abandon(self) -> None:
        """Let go of the unfinished file."""


@contextmanager
def open_writer(path: Path, headings: Sequence[str], *, mark: bool = True) -> Iterator[Writer]:
    """Give a writer for the file `path`, whose suffix says the form.

    Args:
        path: .csv (UTF-8), .xlsx, .geojson or .json.
        headings: Column names, in order.
        mark: Whether a CSV begins with the mark that spreadsheets expect and scripts do not.

    Raises:
        UnusableInput: for any other suffix.
    """
    makers: dict[str, Callable[[Path, Sequence[str]], Writer]] = {
        ".csv": _Csv if mark else _CsvUnmarked,
        ".xlsx": _Xlsx,
        ".geojson": _GeoJson,
        ".json": _GeoJson,
    }
    maker = makers.get(path.suffix.lower())
    if maker is None:
        accepted = "、".join(SUFFIXES)
        raise UnusableInput(
            [Problem("--out", f"不能写出“{path.suffix or path.name}”文件", f"可用：{accepted}")]
        )
    part = path.with_name(f".{path.name}.part")
    writer = maker(part, headings)
    try:
        yield writer
        writer.finish()
        part.replace(path)
    finally:
        writer.abandon()
        part.unlink(missing_ok=True)


def harmless(value: object) -> object:
    """Return `value` as a spreadsheet may open it: text that looks like a formula is quoted."""
    if not isinstance(value, str):
        return value
    if value.isprintable() and not value.startswith(DANGEROUS):
        return value
    text = UNSTORABLE.sub("�", value)
    if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


class _Csv:
    encoding = "utf-8-sig"

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.file = path.open("w", encoding=self.encoding, newline="")
        self.rows = csv.writer(self.file)
        self.rows.writerow([harmless(heading) for heading in headings])

    def write(self, values: Sequence[object], geometry: BaseGeometry | None = None) -> None:  # noqa: ARG002
        self.rows.writerow(["" if value is None else harmless(value) for value in values])

    def finish(self) -> None:
        self.file.close()

    def abandon(self) -> None:
        self.file.close()


class _CsvUnmarked(_Csv):
    encoding = "utf-8"


class _Xlsx:
    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.path = path
        self.book = openpyxl.Workbook(write_only=True)
        self.sheet = self.book.create_sheet("结果")
        self.write(headings)

    def write(self, values: Sequence[object], geometry: BaseGeometry | None = None) -> None:  # noqa: ARG002
        self.sheet.append([self._cell(value) for value in values])

    def finish(self) -> None:
        self.book.save(self.path)

    def abandon(self) -> None:
        """Nothing is open before the book is saved."""

    def _cell(self, value: object) -> Cell:
        cell = WriteOnlyCell(self.sheet, value=storable(value))
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with "=" stays a text
        return cell


class _GeoJson:
    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.headings = list(headings)
        # half of a character becomes the escape that JSON has for it
        self.file = path.open("w", encoding="utf-8", errors="backslashreplace")
        self.file.write('{"type": "FeatureCollection", "features": [')
        self.separator = "\n"

    def write(self, values: Sequence[object], geometry: BaseGeometry | None = None) -> None:
        row = feature(geometry, dict(zip(self.headings, values, strict=True)))
        text = json.dumps(row, ensure_ascii=False, default=str, allow_nan=False)
        self.file.write(self.separator + text)
        self.separator = ",\n"

    def finish(self) -> None:
        self.file.write("\n]}\n")
        self.file.close()

    def abandon(self) -> None:
        self.file.close()


def storable(value: object) -> str | float | datetime | None:
    """Return what a cell can hold: no NaN, no control characters, no objects."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, int | float | datetime):
        return value
    return UNSTORABLE.sub("�", value.isoformat() if isinstance(value, date) else str(value))
