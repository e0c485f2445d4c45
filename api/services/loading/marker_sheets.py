"""Loading register forms of markers (界桩登记表) from a table or a layer of points.

What an office already has is entered as it is and only audited; a marker that is registered
gets a new version. Each row stands for itself: one that cannot be used stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from api.services import registering_markers as registering
from api.services.loading.delivering import Desk
from api.services.loading.doubting import points_are_doubted, refuse_for_coordinates
from api.services.recording_inspections import By
from api.services.refusals import Refusal, SheetRefused, UnknownMarker
from api.services.registering_markers import Write, tag_of
from boundary_data.checks.offsets import CrsKind, crs_kind
from boundary_data.inspection import Method
from boundary_data.inspection_facts import limits
from boundary_data.marker import Standing, body_of, normal
from boundary_data.marker_sheet import (
    Caretaker,
    Change,
    ChangeKind,
    Faces,
    HeightDatum,
    MarkerSheet,
    Place,
    SheetPosition,
    SheetReference,
)
from boundary_data.readers.degrees import UnreadableDegrees, written
from boundary_data.readers.exchange_tables import (
    ExchangedMarker,
    Values,
    read_exchanged_markers,
)
from boundary_data.worded import Worded
from gis.readings import unprojected
from rulebook.report import Mode, Report
from rulebook.rule import Weight

CODE_DIGITS = 12
REFERENCES = (1, 2, 3)
STANDINGS = {
    **dict.fromkeys("AB", Standing.DOUBLE),
    **dict.fromkeys("CDE", Standing.TRIPLE),
}
WordT = TypeVar("WordT", bound=Worded)


@dataclass(frozen=True, slots=True)
class SheetsWish:
    """How a file of register forms is taken.

    Attributes:
        line: Line code for rows that name none.
        document: The document they rest on.
        valid_from: Day from which they hold.
        new: Whether the markers are newly set, so that rules refuse instead of only finding.
        trust: Whether somebody answers for the coordinates where the doctor doubts them.
    """

    line: str
    document: str
    valid_from: date
    new: bool
    trust: bool = False


class _Unreadable(Exception):
    """A row that cannot be used; the text says why, in Chinese."""


def load_sheets(desk: Desk, path: Path, wish: SheetsWish) -> None:
    """Load the register forms at `path`; the report says what became of each row.

    Raises:
        UnusableInput: The file cannot be read or has no column of marker numbers.
    """
    found = read_exchanged_markers(path)
    report = desk.report
    if found.remark:
        report.remark("读取", found.remark)
    for problem in found.problems:
        report.remark(problem.field or "整行", problem.message, problem.row)
    if _doubted(desk, wish, found.items):
        refuse_for_coordinates(desk)
        return
    seen: set[tuple[str, str]] = set()
    for done, row in enumerate(found.items, start=1):
        report.rows_read += 1
        desk.progress("登记界桩", done, len(found.items))
        code = _line_code(row.line_code or wish.line)
        key = (code, normal(row.number))
        try:
            if key in seen:
                raise _Unreadable("编号在文件中重复；请更正编号")
            seen.add(key)
            _take(desk, wish, code, row, path.name)
        except _Unreadable as error:
            report.refuse(row.row, row.number, str(error))
        except SheetRefused as error:
            said = "；".join(one.message for one in error.stopping)
            report.refuse(row.row, row.number, said)
        except Refusal as error:
            said = "；".join(filter(None, (error.message, error.remedy)))
            report.refuse(row.row, row.number, said)


def _doubted(desk: Desk, wish: SheetsWish, rows: Sequence[ExchangedMarker]) -> bool:
    """Ask the doctor whether the markers as written lie on their lines."""
    lines: dict[str, BaseGeometry | None] = {}
    numbers, points = [], []
    for row in rows:
        code = _line_code(row.line_code or wish.line)
        if code not in lines:
            try:
                lines[code] = registering.line_on(desk.db, code, desk.today).geometry
            except Refusal:
                lines[code] = None
        if lines[code] is not None and row.lon is not None and row.lat is not None:
            numbers.append(row.row)
            points.append((row.lon, row.lat))
    if not points:
        return False
    parts = [
        part for line in lines.values() if line is not None for part in shapely.get_parts(line)
    ]
    known = shapely.MultiLineString(parts)
    return points_are_doubted(desk, numbers, points, known, trust=wish.trust)


def _take(desk: Desk, wish: SheetsWish, code: str, row: ExchangedMarker, file: str) -> None:
    if not code:
        raise _Unreadable("没有界线代码；请填 JXDM 列，或用 --line 指定")
    if not row.number:
        raise _Unreadable("没有界桩编号；请填写")
    line = registering.line_on(desk.db, code, desk.today)
    sheet = _sheet(row, line.sides)
    by = By(file, "")
    try:
        before = registering.find(desk.db, code, sheet.number, max(desk.today, wish.valid_from))
    except UnknownMarker:
        change = Change(
            kind=ChangeKind.REGISTER, valid_from=wish.valid_from, document=wish.document
        )
        write = Write(uuid4(), by, change, sheet)
        mode = Mode.NEW if wish.new else Mode.AUDIT
        made = registering.register(desk.db, code, write, on=desk.today, mode=mode)
        desk.report.added += 1
        _tell(desk, made.report, row.row)
        return
    if before.sheet == sheet:
        desk.report.unchanged += 1
        return
    change = Change(kind=ChangeKind.CHANGE, valid_from=wish.valid_from, document=wish.document)
    made = registering.change(
        desk.db,
        code,
        sheet.number,
        Write(uuid4(), by, change, sheet),
        tag=tag_of(before.kept.revision),
        on=desk.today,
        mode=Mode.NEW,
    )
    desk.report.changed += 1
    _tell(desk, made.report, row.row)


def _tell(desk: Desk, report: Report, row: int) -> None:
    for one in report.findings:
        if one.weight is not Weight.NOTE:
            desk.report.remark(one.rule, one.message, row)


def _sheet(row: ExchangedMarker, sides: tuple[str, ...]) -> MarkerSheet:
    values = row.values
    number = normal(row.number)
    lon, lat = _place(row)
    caretaker = values.get("caretaker", "")
    return MarkerSheet(
        number=number,
        standing=_word(values, "kind", "界桩类型", Standing)
        or STANDINGS.get(body_of(number), Standing.SINGLE),
        position=SheetPosition(
            lon=lon,
            lat=lat,
            method=_word(values, "method", "测量方法", Method),
            accuracy_m=_number(values, "accuracy_m", "点位精度"),
            measured_on=_day(values, "measured_on", "测量日期"),
            measured_by=values.get("measured_by", ""),
        ),
        faces=_word(values, "faces", "面数", Faces),
        material=values.get("material", ""),
        caretaker=caretaker,
        caretakers=_caretakers(values, caretaker),
        places=tuple(
            Place(division_code=side, address=values[f"place_{n}"])
            for n, side in enumerate(sides, start=1)
            if values.get(f"place_{n}")
        ),
        height_m=row.height_m,
        height_datum=_word(values, "height_datum", "高程基准", HeightDatum),
        references=tuple(one for n in REFERENCES if (one := _reference(values, n)) is not None),
        buried_on=_day(values, "buried_on", "埋设日期"),
        note=values.get("note", ""),
    )


def _place(row: ExchangedMarker) -> tuple[float, float]:
    """Return the position in degrees: as written, or from plane coordinates with a zone."""
    crs = row.values.get("crs", "")
    if crs and crs_kind(crs, limits()) not in (CrsKind.ACCEPTED, CrsKind.EQUIVALENT):
        raise _Unreadable(
            f"坐标系“{crs}”不能直接入库；请先用 ./diming 的坐标诊断或七参数换算为 CGCS2000"
        )
    if row.lon is not None and row.lat is not None:
        if not (73 <= row.lon <= 136 and 3 <= row.lat <= 54):
            raise _Unreadable(
                f"经度 {row.lon:g}、纬度 {row.lat:g} 不在我国范围内；请核对是否写反或单位有误"
            )
        return row.lon, row.lat
    north = _number(row.values, "north_m", "纵坐标")
    east = _number(row.values, "east_m", "横坐标")
    if not row.zone or north is None or east is None:
        raise _Unreadable("没有可用的位置；请填经纬度，或带带号的平面坐标")
    lon, lat = unprojected(np.array([[east, north]]), int(row.zone.removeprefix("EPSG:")))[0]
    return float(lon), float(lat)


def _reference(values: Values, n: int) -> SheetReference | None:
    key, title = f"reference_{n}", f"{n}号方位物"
    if not values.get(f"{key}_name"):
        return None
    return SheetReference(
        name=values[f"{key}_name"],
        part=values.get(f"{key}_part", ""),
        grid_azimuth_deg=_number(values, f"{key}_azimuth", f"{title}方位角"),
        distance_m=_number(values, f"{key}_distance", f"{title}距离"),
        lon=_number(values, f"{key}_lon", f"{title}经度"),
        lat=_number(values, f"{key}_lat", f"{title}纬度"),
    )


def _caretakers(values: Values, code: str) -> tuple[Caretaker, ...]:
    words = {name: values.get(f"caretaker_{name}", "") for name in ("organ", "person", "basis")}
    if not code or not any(words.values()):
        return ()
    return (Caretaker(division_code=code, **words),)


def _line_code(code: str) -> str:
    """Return a line code as the register writes it: two codes run together are parted."""
    plain = code.strip()
    if len(plain) == CODE_DIGITS and plain.isdigit():
        return f"{plain[:6]}-{plain[6:]}"
    return plain


def _number(values: Values, name: str, title: str) -> float | None:
    return _read(values, name, title, lambda text: written(text).value, "请填数字")


def _day(values: Values, name: str, title: str) -> date | None:
    return _read(values, name, title, date.fromisoformat, "请写作 2025-04-01")


def _word(values: Values, name: str, title: str, words: type[WordT]) -> WordT | None:
    text = values.get(name, "").strip()
    if not text:
        return None
    found = words.of(text) or words.of(text.removesuffix("界桩").removesuffix("桩"))
    if found is None:
        raise _Unreadable(f"{title}“{text}”不认识；可用：{'、'.join(one.zh for one in words)}")
    return found


ReadT = TypeVar("ReadT")


def _read(
    values: Values, name: str, title: str, reader: Callable[[str], ReadT], remedy: str
) -> ReadT | None:
    text = values.get(name, "").strip()
    if not text:
        return None
    try:
        return reader(text)
    except (UnreadableDegrees, ValueError) as error:
        raise _Unreadable(f"{title}“{text}”读不懂；{remedy}") from error
