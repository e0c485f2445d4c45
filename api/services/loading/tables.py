"""Tables row by row: a file of any length is never held in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from boundary_data.problems import Problem, UnusableInput

ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST_CELL = 1 << 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by the names asked for; `number` counts from 1, the heading included."""

    number: int
    cells: Mapping[str, str]


def table_rows(
    path: Path,
    *,
    required: Mapping[str, Sequence[str]],
    optional: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[TableRow]:
    """Yield the rows of a CSV file (UTF-8 with or without BOM, or GB18030) one by one.

    Args:
        path: The file; its first row is the heading.
        required: The headings that each wanted column may have.
        optional: The same for columns that may be missing; their cells are then empty.

    Raises:
        UnusableInput: It cannot be decoded, has no heading, or lacks required columns.
        FileNotFoundError: There is no such file.
    """
    with path.open(encoding=_encoding(path), newline="") as stream:
        rows = csv.reader(stream)
        heading = [cell.strip() for cell in next(rows, [])]
        places = _places(path, heading, required, optional or {})
        for number, row in enumerate(rows, start=2):
            if any(row):
                yield TableRow(number, {k: _cell(row, i) for k, i in places.items()})


def _cell(row: list[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _encoding(path: Path) -> str:
    """Return the first encoding that reads the whole file."""
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(LARGEST_CELL):
                    continue
        except UnicodeDecodeError:
            continue
        return encoding
    problem = f"“{path.name}”的编码既不是 UTF-8 也不是 GB18030"
    raise UnusableInput([Problem("", problem, "请另存为 UTF-8 编码的 CSV")])


def _places(
    path: Path,
    heading: Sequence[str],
    required: Mapping[str, Sequence[str]],
    optional: Mapping[str, Sequence[str]],
) -> dict[str, int | None]:
    lowered = [cell.lower() for cell in heading]

    def place(words: Sequence[str]) -> int | None:
        return next((lowered.index(word) for word in words if word in lowered), None)

    places = {name: place(words) for name, words in (*required.items(), *optional.items())}
    missing = [name for name in required if places[name] is None]
    if missing:
        problems = [
            Problem(
                f"第1行 {required[name][0]}",
                f"“{path.name}”缺少列“{required[name][0]}”；现有列：{'、'.join(heading) or '无'}",
                f"请补上该列，可用的列名：{'、'.join(required[name])}",
            )
            for name in missing
        ]
        raise UnusableInput(problems)
    return places
