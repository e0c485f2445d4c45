"""The archive set of a line (界线档案): registering its documents, saying what is missing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.services.examining_files import PAPERS, examined, safe_name
from api.services.keeping_files import must_be_usable
from api.services.knowing_lines import lines_of
from api.services.recording_inspections import By
from api.services.refusals import NotAllowed, NotYours, OtherState, UnknownBoundary, UnknownMarker
from api.store.queries import line_documents as store
from api.store.queries.inspection_records import line_id_of
from api.store.queries.journal import write_line
from api.store.queries.kept_files import file_of, keep
from api.store.session import Session
from boundary_data.line import LineLevel
from boundary_data.line_archive import Need, Place, archive_set, document_kinds

KIND = "line_document"
CLAUSE = "《行政区域界线管理条例》第十三条"
REPORT = "inspection_report"
LEVELS = {
    LineLevel.PROVINCE: 1,
    LineLevel.PREFECTURE: 2,
    LineLevel.COUNTY: 3,
    LineLevel.TOWNSHIP: 4,
}


TAKEN = {**PAPERS, ".tif": "image/tiff", ".tiff": "image/tiff"}
"""Forms of documents of a line: scans are often TIFF."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as it is registered, without its file."""

    kind: str
    title: str
    number: str
    dated_on: date | None
    shelf: str
    note: str


@dataclass(frozen=True, slots=True)
class LineArchive:
    """The archive set of a line.

    Attributes:
        code: Line code.
        name: Its name.
        level: Word of its level.
        status: What its geometry is worth.
        places: Every kind of document of its level.
        documents: What is registered, withdrawn ones too.
        filed: Ids of the filed inspection records; each counts as a report.
    """

    code: str
    name: str
    level: str
    status: str
    places: tuple[Place, ...]
    documents: list[dict[str, Any]]
    filed: list[str]

    @property
    def missing(self) -> tuple[Place, ...]:
        """Return what must be there and is not."""
        return tuple(one for one in self.places if one.missing)


def archive_of(db: Session, code: str, on: date) -> LineArchive:
    """Return the archive set of a line.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    row = store.set_of(db, code, on)
    if row is None:
        raise UnknownBoundary(f"{on} 没有编号为“{code}”的界线")
    return _archive(row, store.documents_of(db, row["id"]))


def archives(db: Session, on: date, *, level: LineLevel | None) -> list[LineArchive]:
    """Return the archive sets of all lines of a level (None: of all), without documents."""
    rows = store.sets_of_all(db, on, level=None if level is None else LEVELS[level])
    return [_archive(row, []) for row in rows]


def add(
    db: Session, code: str, id: UUID, document: NewDocument, by: By, *, on: date
) -> tuple[dict[str, Any], bool]:
    """Register a document; return it, and whether it is new. Sent twice it is registered once.

    Raises:
        UnknownBoundary: There is no such line on that day.
        NotYours: The division is no side of the line.
        NotAllowed: There is no such kind of document.
        OtherState: The id is another document's.
    """
    line_id = _line_id(db, code, by, on)
    if document.kind not in {one.kind for one in document_kinds()}:
        known = "、".join(f"{one.kind}（{one.title}）" for one in document_kinds())
        raise NotAllowed(f"没有“{document.kind}”这类文件", f"可用：{known}", "kind")
    values = {name: getattr(document, name) for name in NewDocument.__dataclass_fields__}
    found = store.document_of(db, id)
    if found is not None:
        if any(found[name] != value for name, value in values.items()) or (
            found["line_id"] != line_id
        ):
            raise OtherState("该编号已用于另一份文件", "请为每份文件生成新的编号")
        return found, False
    store.add_document(db, id, line_id, person=by.person, division_code=by.division_code, **values)
    _journal(db, "register", id, code, {**values, "dated_on": str(document.dated_on or "")})
    return _found(db, code, id), True


def add_file(db: Session, code: str, id: UUID, content: bytes, *, file: str) -> dict[str, Any]:
    """Keep the file of a registered document under its hash and return the document.

    Raises:
        UnknownMarker: The line has no such document.
        DamagedFile: The file is empty or huge.
        FileRefused: It is of a form that is not taken, or brings programs along.
        NotAllowed: The document has another file already, or is withdrawn.
    """
    found = _found(db, code, id)
    must_be_usable(content, file)
    digest = hashlib.sha256(content).hexdigest()
    if found["sha256"] == digest:
        return found
    if found["sha256"] or found["withdrawn_for"] is not None:
        raise NotAllowed("该文件已有原件或已撤下，不能改换", "请撤下后另行登记一份，原件照存")
    shown = safe_name(file)
    keep(db, content, examined(content, shown, TAKEN))
    store.change_document(db, id, sha256=digest, file=shown)
    _journal(db, "add-file", id, code, {"file": shown, "sha256": digest})
    return _found(db, code, id)


def withdraw(db: Session, code: str, id: UUID, reason: str, by: By, *, on: date) -> dict[str, Any]:
    """Withdraw a document that was registered by mistake; it stays on record.

    Raises:
        UnknownBoundary, NotYours: As `add`.
        UnknownMarker: The line has no such document.
        NotAllowed: It is withdrawn for another reason.
    """
    _line_id(db, code, by, on)
    found = _found(db, code, id)
    if found["withdrawn_for"] == reason:
        return found
    if found["withdrawn_for"] is not None:
        raise NotAllowed("该文件已撤下", f"原因：{found['withdrawn_for']}")
    store.change_document(db, id, withdrawn_for=reason)
    _journal(db, "withdraw", id, code, {"reason": reason, "by": by.person})
    return _found(db, code, id)


def file_content(db: Session, code: str, id: UUID) -> tuple[str, str, bytes]:
    """Return name, media type and bytes of a document's file.

    Raises:
        UnknownMarker: The line has no such document, or it has no file.
    """
    found = _found(db, code, id)
    kept = file_of(db, found["sha256"]) if found["sha256"] else None
    if kept is None:
        raise UnknownMarker(f"文件“{found['title']}”没有上传原件", "请先上传原件")
    return found["file"], *kept


def _archive(row: dict[str, Any], documents: list[dict[str, Any]]) -> LineArchive:
    need = Need(LineLevel(row["level"]), row["tripoint"], row["inspected"] or bool(row["filed"]))
    present = {*row["kinds"], *([REPORT] if row["filed"] else [])}
    return LineArchive(
        row["code"],
        row["name"],
        row["level"],
        row["status"],
        archive_set(need, present),
        documents,
        row["filed"],
    )


def _line_id(db: Session, code: str, by: By, on: date) -> int:
    line = lines_of(db, on)(code)
    row = store.set_of(db, code, on)
    if line is None or row is None:
        raise UnknownBoundary(f"{on} 没有编号为“{code}”的界线")
    if line.side_of(by.division_code) is None:
        raise NotYours(
            f"代码 {by.division_code} 不是{line.name or code}的一方",
            f"请以{'或'.join(line.sides)}的名义登记",
            "by.division_code",
        )
    return int(row["id"])


def _found(db: Session, code: str, id: UUID) -> dict[str, Any]:
    found = store.document_of(db, id)
    line_id = line_id_of(db, code)
    if found is None or line_id != found["line_id"]:
        raise UnknownMarker(
            f"界线“{code}”没有编号为 {id} 的文件", f"请先用 /api/v1/lines/{code}/archive 查询"
        )
    return found


def _journal(db: Session, verb: str, id: UUID, code: str, after: dict[str, object]) -> None:
    write_line(
        db,
        verb=verb,
        subject_kind=KIND,
        subject_id=str(id),
        clause=CLAUSE,
        after={"line": code, **after},
    )
