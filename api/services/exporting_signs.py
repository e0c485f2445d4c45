"""Taking signs out of the register (导出地名标志): CSV, XLSX, GeoJSON.

The headings of tables are those that a table of signs is loaded with: what went out may be
mended by an office and come in again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from api.services.keeping_signs import CONDITION_WORDS, sign_kinds
from api.services.loading.sign_rows import COLUMNS, words_of_axis, words_of_state
from api.services.registering.exporting import (
    BOM,
    LIMIT_MS,
    feature_collection,
    safe_cell,
    table_line,
)
from api.store.queries.sign_lists import SignWish, signs_for_export
from api.store.session import Engine
from api.store.standing import Standing
from api.store.transactions import reading

MEDIA = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADINGS = (*(column.aliases[0] for column in COLUMNS), "下次巡查", "登记时间")
WIDTHS = {"标准地名": 20, "版面汉字": 20, "版面拼音": 28, "设置地点": 28, "地名代码": 24}
Row = Mapping[str, Any]


def export(engine: Engine, standing: Standing, wish: SignWish, form: str) -> Iterator[str | bytes]:
    """Yield an export piece by piece, from one state of the database.

    Args:
        engine: The database.
        standing: For whom; signs of names that are not published are left out whoever asks.
        wish: Which signs.
        form: `csv`, `xlsx` or `geojson` (EPSG:4490).
    """
    with reading(engine, standing=standing, limit_ms=LIMIT_MS) as db:
        found = signs_for_export(db, wish)
        if form == "geojson":
            yield from feature_collection(map(_feature, found))
        elif form == "csv":
            yield BOM + table_line(HEADINGS)
            yield from (table_line(map(safe_cell, _cells(row))) for row in found)
        else:
            yield _workbook(found)


def _cells(row: Row) -> list[Any]:
    """Return the cells of a sign, in the order of `HEADINGS`."""
    told = {
        **row,
        "kind": sign_kinds().get(row["kind"], row["kind"]),
        "axis": words_of_axis(row["axis"]),
        "state": words_of_state(row["state"]),
        "condition": CONDITION_WORDS[row["condition"]],
    }
    cells = [told[column.name] for column in COLUMNS]
    cells += [row["next_due"], row["registered_at"].astimezone().strftime("%Y-%m-%d %H:%M")]
    return ["" if cell is None else cell for cell in cells]


def _feature(row: Row) -> dict[str, Any]:
    place = None
    if row["lon"] is not None and row["lat"] is not None:
        place = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    told = {key: value for key, value in row.items() if key not in ("lon", "lat")}
    return {"type": "Feature", "id": row["id"], "geometry": place, "properties": told}


def _workbook(found: Iterable[Row]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("地名标志")
    sheet.freeze_panes = "A2"
    for at, heading in enumerate(HEADINGS):
        letter = get_column_letter(at + 1)
        sheet.column_dimensions[letter].width = WIDTHS.get(heading, 12)
    heads = [WriteOnlyCell(sheet, heading) for heading in HEADINGS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in found:
        sheet.append([safe_cell(cell) for cell in _cells(row)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
