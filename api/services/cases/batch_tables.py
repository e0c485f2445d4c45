"""Names of a case as a table (批量申请表): the empty form, what is read, the results to work on."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from shapely.geometry import Point

from api.services.cases.refusals import FileRefused
from api.services.cases.telling import READING, Telling, silently
from api.services.cases.wishes import ItemDraft, StatementDraft
from api.services.checking_names import NameWish
from api.services.examining_files import TABLES, examined, safe_name
from api.services.name_columns import NAME_COLUMNS, Form, NameColumn
from api.services.name_template import HEADING, REQUIRED, ROOM, WHITE
from api.services.reading_rows import geometry_of, wish_of
from api.store.queries.cases.items import KeptItem
from boundary_data.readers.table import CSV_SUFFIXES, Row, open_table
from naming.rules import CATALOGUE

LEFT_OUT = frozenset(
    {
        *("province", "county", "former_name", "applicant", "measures_on", "decided_on"),
        *("release_rules", "release_by", "release_reason", "release_on", "division_code"),
    }
)
"""Columns of a name check that a case says elsewhere."""

NUMBER = NameColumn(
    "row", ("序号", "本件序号"), "第几个地名；补正单行时照抄，新增的不填", Form.COUNT, "1"
)
OWN = (
    NameColumn(
        "location", ("位置描述", "位置", "参照物"), "位置描述，公告时使用", example="分水镇东部"
    ),
    NameColumn("size", ("规模",), "道路以外的地名填写规模", example=""),
    NameColumn("origin", ("由来",), "地名的来历"),
    NameColumn("name_id", ("登记编号", "地名编号"), "更名、废名的填地名库中的编号", Form.COUNT),
)
STATED = (
    NameColumn(
        "stated_rules",
        ("具名说明规则", "解除规则", "说明规则"),
        "具名说明所针对的规则，如 GN-9-4b（人名）、GN-9-6（企业名）；只解除警告和提示",
        Form.RULES,
    ),
    NameColumn(
        "stated_reason",
        ("说明理由", "具名说明", "无特定联系说明", "声明", "理由声明"),
        "该警告为何不成立，如“与该人没有特定联系”；填了规则必填",
    ),
    NameColumn(
        "stated_by",
        ("说明人", "具名说明人", "声明人"),
        "可不填：具名说明以上传表格的人的名义作出，不能代他人说明",
    ),
)
"""Statements by which warnings of a row are set aside (具名说明)."""

COLUMNS = (NUMBER, *(c for c in NAME_COLUMNS if c.name not in LEFT_OUT), *OWN, *STATED)
_BETWEEN = re.compile(r"[;；,，、\s]+")
MOST_STATED = 20
RULES = frozenset(rule.id for rule in CATALOGUE)
RESULTS = ("审核结论", "审核意见", "状态")
VERDICTS = {"pass": "通过", "note": "通过（有提示）", "warn": "警告", "block": "不予通过", "": ""}
STATES = {"proposed": "拟用", "struck": "已剔除", "approved": "已批准", "refused": "未批准"}
SUFFIXES = (".xlsx", *CSV_SUFFIXES)
ITEM_DETAILS = frozenset({"reason", "romanization", "length_m", "width_m", "measured_length_m"})
MOST_ROWS = 5000
TOLD_EVERY = 100


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its line, the number it is to have in the case (None: a new one).

    `draft` is None where the row cannot be used; `doubts` say why, or what of it is not used.
    """

    line: int
    number: int | None
    draft: ItemDraft | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table that was read: its rows, and the headings of columns that are not used."""

    rows: list[TableRow]
    unused: tuple[str, ...]


def rows_of(
    content: bytes,
    name: str,
    *,
    county_code: str,
    signer: str = "",
    tell: Telling = silently,
) -> ReadTable:
    """Return the rows of a table of names; one that cannot be used never stops the others.

    Args:
        content: The bytes of an XLSX or CSV file.
        name: Its name, which tells the form.
        county_code: Code of the county, for rows that name no division.
        signer: Who signs the statements in the table.
        tell: Is told how many rows are read.

    Raises:
        FileRefused: The file is of another form or has too many rows.
        UnusableInput: It cannot be read, or has no column of names.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        told = "、".join(SUFFIXES)
        raise FileRefused(f"“{name[:60]}”不是表格", f"可用：{told}；请用模板填写", "file")
    examined(content, safe_name(name), TABLES)
    with tempfile.TemporaryDirectory(prefix="diming-batch-") as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        with open_table(path, [column.column() for column in COLUMNS]) as table:
            rows: list[TableRow] = []
            for row in table:
                if len(rows) % TOLD_EVERY == 0:
                    tell(READING, len(rows))
                rows.append(_row(row, county_code, signer) if isinstance(row, Row) else _bad(row))
                if len(rows) > MOST_ROWS:
                    raise FileRefused(
                        f"表格超过 {MOST_ROWS} 行", f"请分成几件，每件不超过 {MOST_ROWS} 行", "file"
                    )
            used = {*table.found.values(), *RESULTS}
            unused = tuple(one for one in table.headings if one and one not in used)
    return ReadTable(rows, unused)


def _bad(row: Any) -> TableRow:
    return TableRow(row.number, None, None, (row.message,))


def _row(row: Row, county_code: str, signer: str) -> TableRow:
    wish, read = wish_of(row)
    statements, untold = statements_of(row.values, signer)
    doubts = (*read, *untold)
    number = row.values.get("row", "")
    told = (
        int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 10**6 else None
    )
    if not wish.name.strip():
        return TableRow(row.number, told, None, (*doubts, "没有填写地名"))
    draft = replace(_draft(row, wish, county_code), statements=statements)
    return TableRow(row.number, told, draft, doubts)


def statements_of(
    value: Mapping[str, str], signer: str
) -> tuple[tuple[StatementDraft, ...], tuple[str, ...]]:
    """Return the statements of a row (具名说明), and in Chinese what of them cannot be used.

    As for a single name: a rule that there is, a reason, and the name of nobody else.
    """
    rules = [rule for rule in _BETWEEN.split(value.get("stated_rules", "")) if rule]
    reason, by = value.get("stated_reason", ""), value.get("stated_by", "")
    if not (rules or reason or by):
        return (), ()
    lacking = "、".join(
        column.title
        for column, there in zip(STATED, (rules, reason, True), strict=True)
        if not there
    )
    if lacking:
        return (), (f"具名说明没有填写{lacking}，未采用",)
    if by and by != signer:
        return (), (f"具名说明只能由上传人“{signer}”本人作出，所写“{by[:20]}”的说明未采用",)
    strange = [rule for rule in rules if rule not in RULES]
    known = list(dict.fromkeys(rule for rule in rules if rule in RULES))[:MOST_STATED]
    doubts = tuple(f"具名说明所写的规则“{rule[:20]}”不存在，未采用" for rule in strange)
    return tuple(StatementDraft(rule, reason) for rule in known), doubts


def _draft(row: Row, wish: NameWish, county_code: str) -> ItemDraft:
    details: dict[str, Any] = dict(wish.details)
    value = row.values
    shape = geometry_of(row)
    if shape is None and wish.where.lon is not None and wish.where.lat is not None:
        shape = Point(wish.where.lon, wish.where.lat)
    name_id = value.get("name_id", "")
    return ItemDraft(
        name=wish.name,
        place_type=wish.place_type,
        division_code=wish.where.code or county_code,
        romanization=str(details.get("romanization", "")),
        geometry=shape,
        name_id=int(name_id) if name_id.isascii() and name_id.isdigit() else None,
        reason=str(details.get("reason", "")),
        origin=value.get("origin", ""),
        location=value.get("location", ""),
        size=value.get("size", ""),
        length_m=details.get("length_m"),
        width_m=details.get("width_m"),
        significant_orientation=details.get("significant_orientation"),
        details={k: v for k, v in details.items() if k not in _SAID_ELSEWHERE},
    )


_SAID_ELSEWHERE = ITEM_DETAILS | {"significant_orientation", "region", "division_code"}


def template() -> bytes:
    """Return the empty table of names for a case, with one example row and a legend."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "拟用地名"
    _headings(sheet, [(c.title, c.required) for c in COLUMNS])
    for place, column in enumerate(COLUMNS, start=1):
        sheet.cell(2, place, column.example).number_format = "@"
    legend = book.create_sheet("填写说明")
    _headings(legend, [(word, False) for word in ("列", "含义", "填写形式", "必填", "示例")])
    for column in COLUMNS:
        must = "是" if column.required else ""
        legend.append([column.title, column.meaning, column.form, must, column.example])
    return _bytes_of(book)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a name beside what was filled in: findings, statements, open warnings."""

    findings: str = ""
    stated: str = ""
    reason: str = ""


def results(items: Sequence[KeptItem], told: Mapping[int, Told]) -> bytes:
    """Return the names of a case as a table to work on: corrected rows can be sent back.

    `told` is by id of the item. Where a warning waits for a statement, its rule is filled in
    already, so that only the reason has to be written.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "审核结果"
    titles = [(c.title, c.required) for c in COLUMNS]
    _headings(sheet, [*titles, *((word, False) for word in RESULTS)])
    for place, line in enumerate(_lines(items, told), start=2):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(place, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # what begins with = is a text, never a formula
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    return _bytes_of(book)


def _lines(items: Sequence[KeptItem], told: Mapping[int, Told]) -> Iterator[list[Any]]:
    for item in items:
        said = told.get(item.id, Told())
        stated = {"stated_rules": said.stated, "stated_reason": said.reason}
        cells = [stated.get(c.name) or _cell(item, c) for c in COLUMNS]
        verdict = VERDICTS[item.verdict or ""]
        state = STATES[item.state] + (f"：{item.struck_reason}" if item.struck_reason else "")
        yield [*cells, verdict, said.findings, state]


def _cell(item: KeptItem, column: NameColumn) -> Any:
    point = item.geometry.representative_point() if item.geometry is not None else None
    special: dict[str, Any] = {
        "code": item.division_code,
        "lon": round(point.x, 7) if point is not None else None,
        "lat": round(point.y, 7) if point is not None else None,
        "name_id": item.place_name_id,
    }
    if column.name in special:
        return special[column.name]
    value = getattr(item, column.name, None)
    found = item.details.get(column.name) if value is None else value
    if column.form is Form.FLAG and isinstance(found, bool):
        return "是" if found else "否"
    return found


def _headings(sheet: Worksheet, titles: Sequence[tuple[str, bool]]) -> None:
    for place, (title, required) in enumerate(titles, start=1):
        heading = sheet.cell(1, place, title)
        heading.font = WHITE
        heading.fill = REQUIRED if required else HEADING
        sheet.column_dimensions[get_column_letter(place)].width = len(title) * 2 + ROOM
    sheet.freeze_panes = "A2"


def _bytes_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
