"""Loading tables of signs (地名标志登记表), from the command line or from a page.

Each row stands for itself; a sign is known by its code (标志编号), so that a table may be loaded
again. A row without one is known by name, kind and place, and is given a code (see
`numbering_signs`). What stands already is entered as it is, with what is to be said of its text.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from api.services.examining_files import TABLES, examined, safe_name
from api.services.keeping_signs import SignRefused, enter, find, tag_of
from api.services.loading.delivering import Desk
from api.services.loading.doubting import points_like_theirs_are_doubted, refuse_for_coordinates
from api.services.loading.numbering_signs import WAY_OUT, Numbered, number_of
from api.services.loading.report import Became, LoadReport, Outcome, silent
from api.services.loading.sign_rows import COLUMNS, SignRow, Unreadable, entry_of, sign_row
from api.services.person import Person
from api.services.refusals import DamagedFile, Refusal
from api.services.registering.trail import check_scope
from api.store.loading.facts import Stamp
from api.store.loading.staging import moment_of
from api.store.queries import signs as store
from api.store.queries.journal import write_line
from api.store.queries.signs import NamedPlace
from api.store.session import Session
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import CSV_SUFFIXES, BadRow, Row, open_table
from rulebook.rule import Weight

SUFFIXES = (".xlsx", *CSV_SUFFIXES)
MOST_ROWS = 5_000
MANY = 3
TELLING = frozenset({"name", "name_id", "place_code"})
"""Columns that tell which name a row means."""
Guard = Callable[[Session, NamedPlace], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row, and what is to be said of it; `sign` where there is one."""

    line: int
    code: str
    name: str
    became: Became
    said: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A row that was read, with the name that it means, or why it cannot be used."""

    line: int
    code: str
    words: str
    row: SignRow | None = None
    name: NamedPlace | None = None
    sign: UUID | None = None
    given: str = ""
    wrong: str = ""


def load_signs(desk: Desk, path: Path, *, trust: bool) -> None:
    """Load the table at `path` for whoever works on the machine.

    Raises:
        UnusableInput: The file cannot be read or has no column of names.
    """
    for each in _loaded(desk, path, trust=trust, actor=desk.report.file_name, guard=_anybody):
        if each.became is Became.REFUSED:
            desk.report.refuse(each.line, each.name or each.code, each.said)
        elif each.said:
            desk.report.remark("版面", f"{each.name}（{each.code}）：{each.said}", each.line)


def take_signs(
    db: Session, person: Person, content: bytes, file: str, *, trust: bool, on: date
) -> tuple[LoadReport, list[Result]]:
    """Load a table of signs that a person sent; return the report and what became of each row.

    Raises:
        DamagedFile: The file is of another form, or has too many rows.
        FileRefused: It brings programs along, or is not what its name says.
        UnusableInput: It cannot be read, or has no column of names.
    """
    suffix = Path(file).suffix.lower()
    if suffix not in SUFFIXES:
        raise DamagedFile(f"“{file[:60]}”不是表格", f"可用：{'、'.join(SUFFIXES)}")
    file = safe_name(file)
    examined(content, file, TABLES)
    report = LoadReport(kind="signs", file_name=file, sha256="")
    desk = Desk(db, Stamp(0, moment_of(db)), report, silent, on)

    def guard(db: Session, name: NamedPlace) -> None:
        check_scope(db, person, name.division_id)

    with tempfile.TemporaryDirectory(prefix="diming-signs-") as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        results = list(
            _loaded(desk, path, trust=trust, actor=person.actor, guard=guard, most=MOST_ROWS)
        )
    told = {"file": file, "rows": report.rows_read, "added": report.added}
    told |= {"changed": report.changed, "overruled": report.overruled}
    write_line(db, verb="load", subject_kind="sign_table", subject_id=file[:200], after=told)
    report.refused_count += sum(one.became is Became.REFUSED for one in results)
    return report, results


class _TrialOver(Exception):
    """Takes a trial run back."""


def tried_out(
    db: Session, person: Person, content: bytes, file: str, *, trust: bool, on: date
) -> tuple[LoadReport, list[Result]]:
    """Return what `take_signs` would do; nothing of it stays.

    Raises:
        DamagedFile, UnusableInput: As `take_signs`.
    """
    try:
        with db.begin_nested():
            report, results = take_signs(db, person, content, file, trust=trust, on=on)
            raise _TrialOver
    except _TrialOver:
        if report.outcome is Outcome.LOADED:
            report.outcome = Outcome.DRY_RUN
    return report, [replace(one, sign="") for one in results]


def _loaded(
    desk: Desk, path: Path, *, trust: bool, actor: str, guard: Guard, most: int | None = None
) -> Iterator[Result]:
    found = _read(desk, path, most)
    if _doubted(desk, found, trust=trust):
        refuse_for_coordinates(desk)
        return
    for done, each in enumerate(found, start=1):
        desk.progress("登记标志", done, len(found))
        yield _entered(desk, each, actor, guard)


def _read(desk: Desk, path: Path, most: int | None) -> list[_Found]:
    found: list[_Found] = []
    seen: set[str] = set()
    with open_table(path, COLUMNS) as table:
        desk.report.remark_all("读取", ((None, remark) for remark in table.remarks))
        for row in table:
            desk.report.rows_read += 1
            _must_tell_names(row)
            found.append(_one(desk, row, seen))
            if most is not None and len(found) > most:
                raise DamagedFile(f"表格超过 {most} 行", f"请分成几份，每份不超过 {most} 行")
    return found


def _must_tell_names(row: Row | BadRow) -> None:
    if isinstance(row, Row) and not TELLING & row.values.keys():
        title = "、".join(column.aliases[0] for column in COLUMNS if column.name in TELLING)
        wrong = "表中没有写明地名的列"
        raise UnusableInput([Problem("name", wrong, f"请把该列的表头写为其中之一：{title}")])


def _one(desk: Desk, row: Row | BadRow, seen: set[str]) -> _Found:
    if isinstance(row, BadRow):
        return _Found(row.number, "", "整行", wrong=row.message)
    code, words = row.values.get("code", "").strip(), row.values.get("name", "").strip()
    try:
        read = sign_row(row)
        if read.code in seen:
            raise Unreadable(f"标志编号“{read.code}”在表中重复；请更正编号")
        name = _name_of(desk, read)
        known = Numbered(read.code) if read.code else number_of(desk.db, read, name)
        if known.code in seen:
            raise Unreadable(
                f"表中已有该地名、类别、设置地点的标志（编号 {known.code}）；{WAY_OUT}"
            )
        seen.add(known.code)
        read = replace(read, code=known.code)
        return _Found(row.number, read.code, words, read, name, known.sign, known.said)
    except Unreadable as error:
        return _Found(row.number, code, words, wrong=str(error))


def _name_of(desk: Desk, row: SignRow) -> NamedPlace:
    """Return the one name that a row means.

    Raises:
        Unreadable: There is none, or several are as likely.
    """
    found = store.names_for_sign(
        desk.db,
        id=row.name_id,
        place_code=row.place_code,
        name=row.name,
        within=row.within,
        on=desk.today,
    )
    if not found:
        raise Unreadable("登记库中没有这个地名；请核对名称、区县、乡镇，未命名的先办理命名")
    best = [one for one in found if one.status == found[0].status]
    if len(best) > 1:
        told = "、".join(f"{one.place}{one.name}（编号 {one.id}）" for one in best[:MANY])
        raise Unreadable(f"有 {len(best)} 处同名：{told}；请填乡镇，或填地名编号")
    return best[0]


def _doubted(desk: Desk, found: Sequence[_Found], *, trust: bool) -> bool:
    rows, points, markers = [], [], []
    for each in found:
        if each.row is not None and each.row.point is not None and each.name is not None:
            rows.append(each.line)
            points.append(each.row.point)
            lon, lat = each.name.lon, each.name.lat
            markers.append(None if lon is None or lat is None else (lon, lat))
    return points_like_theirs_are_doubted(desk, rows, points, markers, trust=trust)


def _entered(desk: Desk, each: _Found, actor: str, guard: Guard) -> Result:
    if each.row is None or each.name is None:
        return Result(each.line, each.code, each.words, Became.REFUSED, each.wrong)
    row, name = each.row, each.name
    try:
        guard(desk.db, name)
        id = each.sign or store.sign_with_code(desk.db, row.code)
        known = None if id is None else find(desk.db, id)
        made = enter(
            desk.db,
            actor,
            name.signed,
            id or uuid4(),
            entry_of(row, name, known),
            tag=None if known is None else tag_of(known),
            on=desk.today,
            condition=row.condition or "good",
        )
    except Unreadable as error:
        return Result(each.line, each.code, name.name, Became.REFUSED, str(error))
    except SignRefused as refused:
        said = "；".join(one.message for one in refused.stopping)
        return Result(each.line, each.code, name.name, Became.REFUSED, said)
    except Refusal as refused:
        said = "；".join(filter(None, (refused.message, refused.remedy)))
        return Result(each.line, each.code, name.name, Became.REFUSED, said)
    became = Became.ADDED if made.created else Became.CHANGED
    if known is not None and made.sign.version == known.version:
        became = Became.SAME
    desk.report.count(became)
    findings = (f.message for f in made.report.findings if f.weight is not Weight.NOTE)
    said = "；".join(filter(None, (each.given, *findings)))
    return Result(each.line, each.code, name.name, became, said, str(made.sign.id))


def _anybody(db: Session, name: NamedPlace) -> None:
    """Let in whoever works on the machine itself."""
    del db, name
