"""Registering markers (界桩登记): a sheet for each, version by version, nothing overwritten.

Every version is judged by the rules about sheets, names the document it rests on, and leaves
one line in the journal. A new one is refused where a rule blocks; what an office already has
on paper is entered as it is, and only audited.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from api.services.knowing_lines import lines_of
from api.services.recording_inspections import By
from api.services.refusals import (
    NotAllowed,
    NotYours,
    OtherState,
    SheetRefused,
    UnknownBoundary,
    UnknownMarker,
)
from api.services.report_json import json_of
from api.services.sheet_json import change_json, sheet_json, sheet_of
from api.store.queries import marker_register as store
from api.store.queries import sheets
from api.store.queries.inspection_records import line_id_of
from api.store.queries.journal import write_line
from api.store.queries.marker_register import KeptMarker
from api.store.queries.registered_lines import registered_line
from api.store.queries.sheets import KeptVersion
from api.store.session import Session
from api.store.tables.markers import MarkerVersion
from boundary_data.line import KnownLine
from boundary_data.marker import normal
from boundary_data.marker_sheet import (
    DATUM,
    Change,
    ChangeKind,
    MarkerSheet,
    RegisterFacts,
    SheetState,
)
from boundary_data.sheet_rules.catalogue import judge
from gis.lines import UnusableLine
from rulebook.report import Mode, Report, Verdict

KIND = "marker"


@dataclass(frozen=True, slots=True)
class Write:
    """A sheet as it is sent: under the client's id, by whom, on what it rests."""

    id: UUID
    by: By
    change: Change
    sheet: MarkerSheet


@dataclass(frozen=True, slots=True)
class Registered:
    """A marker as it stands on a day, its versions, and what the rules find in it."""

    kept: KeptMarker
    sheet: MarkerSheet
    versions: list[KeptVersion]
    report: Report
    created: bool = False


def tag_of(revision: int) -> str:
    """Return what a change of the sheet has to name."""
    return f"sheet-{revision}"


def register(
    db: Session, code: str, write: Write, *, on: date, mode: Mode = Mode.NEW
) -> Registered:
    """Register a marker of a line; the same write again changes nothing.

    Args:
        db: A session for writing.
        code: Code of the line.
        write: The sheet, and who registers it on what basis.
        on: Today.
        mode: `NEW` refuses where a rule blocks; `AUDIT` enters what exists and only finds.

    Raises:
        UnknownBoundary: There is no such line.
        NotYours: The division is no side of the line.
        NotAllowed: The number is taken on this line.
        OtherState: The id was used for something else.
        SheetRefused: A rule blocks.
    """
    sheet = replace(write.sheet, number=normal(write.sheet.number))
    sheets.lock(db, f"{code}/{sheet.number}")
    line = line_on(db, code, on)
    again = _again(db, code, write, sheet, on)
    if again is not None:
        return again
    _must_be_a_side(line, write.by)
    if store.marker_of(db, code, sheet.number, on) is not None:
        raise NotAllowed(
            f"{line.name or code}已登记有 {sheet.number} 号界桩",
            "编号在一条界线内唯一；要更改请取回后带 If-Match 用 PUT 修改",
            "sheet.number",
        )
    facts = RegisterFacts(line=line, change=write.change)
    report = _judged(sheet, facts, on, mode)
    line_id = line_id_of(db, code)
    assert line_id is not None
    marker = store.enter(db, line_id, sheet_json(sheet), status=_status(db, code, on))
    _add(db, code, marker, 1, replace(write, sheet=sheet), report)
    _carry_out(db, marker, None, sheet, write.change.valid_from)
    return replace(find(db, code, sheet.number, on), report=report, created=True)


def change(
    db: Session,
    code: str,
    number: str,
    write: Write,
    *,
    tag: str,
    on: date,
    mode: Mode = Mode.NEW,
) -> Registered:
    """Write a new version of a marker's sheet; the same write again changes nothing.

    Raises:
        UnknownBoundary, NotYours, OtherState, SheetRefused: As `register`.
        UnknownMarker: The line has no such marker.
        NotAllowed: The number differs: a number stays with its marker.
    """
    sheet = replace(write.sheet, number=normal(write.sheet.number))
    sheets.lock(db, f"{code}/{normal(number)}")
    line = line_on(db, code, on)
    again = _again(db, code, write, sheet, on)
    if again is not None:
        return again
    _must_be_a_side(line, write.by)
    before = find(db, code, number, max(on, write.change.valid_from))
    if tag != tag_of(before.kept.revision):
        raise OtherState(
            "界桩登记已被他人修改",
            f"请先取回最新内容（现为第 {before.kept.revision} 版），核对后带上它的 ETag 重新提交",
        )
    if sheet.number != normal(before.kept.number):
        raise NotAllowed(
            f"不能把 {before.kept.number} 号界桩改号为 {sheet.number}",
            "编号随桩不变；确需换号的，原桩报废，新桩另行登记",
            "sheet.number",
        )
    facts = RegisterFacts(line=line, before=before.sheet, change=write.change)
    report = _judged(sheet, facts, on, mode)
    revision = before.kept.revision + 1
    if revision == 1:
        # what it was entered with becomes its first version, so that nothing of it is lost
        _keep_entered(db, code, before, write)
        revision = 2
    _add(db, code, before.kept.id, revision, replace(write, sheet=sheet), report)
    _carry_out(db, before.kept.id, before.sheet, sheet, write.change.valid_from)
    return replace(find(db, code, number, on), report=report)


def find(db: Session, code: str, number: str, on: date) -> Registered:
    """Return a marker as it stands on a day; what the rules find in it is audited.

    Raises:
        UnknownBoundary: There is no such line on that day.
        UnknownMarker: The line has no such marker on that day.
    """
    line = line_on(db, code, on)
    kept = store.marker_of(db, code, normal(number), on)
    if kept is None or kept.sheet is None:
        raise UnknownMarker(
            f"界线“{code}”在 {on} 没有 {normal(number)} 号界桩",
            f"请先用 /api/v1/lines/{code}/markers 查询编号",
        )
    versions = sheets.versions_of(db, MarkerVersion, kept.id)
    sheet = sheet_of(kept.sheet)
    report = judge(sheet, RegisterFacts(line=line), on=on, mode=Mode.AUDIT)
    return Registered(kept, sheet, versions, report)


def sheets_of(db: Session, code: str, on: date) -> list[tuple[KeptMarker, MarkerSheet]]:
    """Return the markers of a line that stand on a day with their sheets, by number.

    Raises:
        UnknownBoundary: There is no such line.
    """
    if line_id_of(db, code) is None:
        raise UnknownBoundary(f"没有编号为“{code}”的界线")
    return [
        (kept, sheet_of(kept.sheet))
        for kept in store.markers_of(db, code, on)
        if kept.sheet is not None
    ]


def audit(db: Session, code: str, on: date) -> list[tuple[KeptMarker, Report]]:
    """Return what the rules find in the sheets of all markers of a line; nothing is blocked.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line = line_on(db, code, on)
    facts = RegisterFacts(line=line)
    return [
        (kept, judge(sheet, facts, on=on, mode=Mode.AUDIT))
        for kept, sheet in sheets_of(db, code, on)
        if sheet.state is SheetState.IN_USE
    ]


def line_on(db: Session, code: str, on: date) -> KnownLine:
    """Return the line of the register.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line = lines_of(db, on)(code)
    if line is None:
        raise UnknownBoundary(
            f"{on} 没有编号为“{code}”的界线", "请先用 /api/v1/lines 查询界线编号", "code"
        )
    return line


def _again(db: Session, code: str, write: Write, sheet: MarkerSheet, on: date) -> Registered | None:
    """Return what the same write made before, or None if it is new."""
    found = sheets.written_under(db, MarkerVersion, write.id)
    if found is None:
        return None
    same = found[1].sheet == sheet_json(sheet) and found[1].change == change_json(write.change)
    kept = store.marker_of(db, code, sheet.number, on)
    if not same or kept is None or kept.id != found[0]:
        raise OtherState("该编号已用于另一次提交", "请为每次登记或变更生成新的 id", "id")
    return find(db, code, sheet.number, max(on, write.change.valid_from))


def _judged(sheet: MarkerSheet, facts: RegisterFacts, on: date, mode: Mode) -> Report:
    try:
        report = judge(sheet, facts, on=on, mode=mode)
    except UnusableLine as error:
        raise NotAllowed("界线没有可用的图形", "请先装载界线") from error
    if report.verdict is Verdict.BLOCK:
        raise SheetRefused(report)
    return report


def _must_be_a_side(line: KnownLine, by: By) -> None:
    if by.division_code and line.side_of(by.division_code) is None:
        raise NotYours(
            f"代码 {by.division_code} 不是{line.name or line.code}的一方",
            f"请以{'或'.join(line.sides)}的名义登记",
            "by.division_code",
        )


def _status(db: Session, code: str, on: date) -> str:
    """Return what a marker of the line may be taken for: no more than the line itself."""
    line = registered_line(db, code, on)
    assert line is not None
    return line.status


def _keep_entered(db: Session, code: str, before: Registered, write: Write) -> None:
    entered = before.sheet.position.measured_on or write.change.valid_from
    given = Change(
        kind=ChangeKind.REGISTER,
        valid_from=min(entered, write.change.valid_from),
        document="",
        reason="原有登记",
    )
    first = Write(uuid5(write.id, "entered"), write.by, given, before.sheet)
    _add(db, code, before.kept.id, 1, first, before.report)


def _add(db: Session, code: str, marker: int, revision: int, write: Write, report: Report) -> None:
    sheets.add_version(
        db,
        MarkerVersion,
        marker,
        revision=revision,
        valid_from=write.change.valid_from,
        sheet=sheet_json(write.sheet),
        change=change_json(write.change),
        report=json_of(report),
        write_id=write.id,
        person=write.by.person,
        division_code=write.by.division_code,
    )
    write_line(
        db,
        verb=write.change.kind.value,
        subject_kind=KIND,
        subject_id=f"{code}/{write.sheet.number}",
        clause="《行政区域界线管理条例》第六条",
        before={"revision": revision - 1},
        after={
            "revision": revision,
            "valid_from": write.change.valid_from.isoformat(),
            "document": write.change.document,
            "by": write.by.person,
            "for": write.by.division_code,
            "verdict": report.verdict.value,
        },
    )


def _carry_out(
    db: Session, marker: int, before: MarkerSheet | None, sheet: MarkerSheet, since: date
) -> None:
    """Let place and reference objects of the register follow a sheet."""
    gone = sheet.state is SheetState.SCRAPPED
    if gone or before is None or _place(before) != _place(sheet):
        store.replace_position(db, marker, None if gone else _place(sheet), since)
    if gone or before is None or before.references != sheet.references:
        values = [] if gone else sheet_json(sheet)["references"]
        store.replace_references(db, marker, values, since)


def _place(sheet: MarkerSheet) -> dict[str, Any]:
    place = sheet_json(sheet)["position"]
    return {
        **place,
        "method": place["method"] or "",
        "datum": DATUM,
        "height_m": sheet.height_m,
        "height_datum": sheet.height_datum.value if sheet.height_datum else "",
    }
