"""The one loader of the tables in this folder."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


class TableError(Exception):
    """A table of the lexicon is missing or has a wrong row; the message says where."""


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `name`.csv as dictionaries, in file order.

    Raises:
        TableError: if the file is missing or a row has not the columns of the header.
    """
    return read_table(FOLDER / f"{name}.csv")


def read_table(path: Path, columns: Sequence[str] = ()) -> tuple[dict[str, str], ...]:
    """Return the rows of the CSV file at `path` (UTF-8, a header) as dictionaries.

    Raises:
        TableError: if the file is missing, has other columns than `columns` where they are
            given, or a row has not the columns of the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = list(reader)
            header = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}：读不出来（{error}）；请存为 UTF-8 编码的 CSV") from error
    if columns and header != list(columns):
        raise TableError(f"{path.name} 第1行：表头（columns）不对；应为 {','.join(columns)}")
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise TableError(f"{path.name} 第{number}行：列数与表头不符；请核对逗号和引号")
    return tuple(rows)


@cache
def character_rows() -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """Return (character, level, readings with tone marks) of the 8,105 characters.

    The levels 1 to 3 are those of 《通用规范汉字表》 (2013).
    """
    lines = (FOLDER / "tgh8105.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    return tuple((c[1], int(c[3]), tuple(c[4].split(","))) for c in cells)
