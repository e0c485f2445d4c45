"""Tables for loading: rows one by one, bad ones refused with their number, remarks kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from api.services.loading.report import LoadReport
from boundary_data.readers.table import BadRow, Column, Row, open_table


def table_rows(path: Path, columns: Sequence[Column], report: LoadReport) -> Iterator[Row]:
    """Yield the good rows of the table at `path`; all rows are counted in `report`.

    Raises:
        UnusableInput: The file is no table, or lacks a required column.
        FileNotFoundError: There is no such file.
    """
    with open_table(path, columns) as table:
        report.remark_all("读取", ((None, remark) for remark in table.remarks))
        for row in table:
            report.rows_read += 1
            if isinstance(row, BadRow):
                report.refuse(row.number, "整行", row.message)
            else:
                yield row
