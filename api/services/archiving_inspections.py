"""The joint report of a record as a file, and the archive of a record (档案) as a ZIP."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Literal
from uuid import UUID

from shapely.geometry import LineString, MultiLineString

from api.services.filing_inspections import files_of, sealed
from api.services.knowing_lines import lines_of
from api.services.printing.docx import docx_of
from api.services.printing.pdf import pdf_of
from api.services.reading_records import read_record
from api.services.recording_inspections import find
from api.services.refusals import UnknownBoundary
from api.store.queries import inspection_records as store
from api.store.queries.inspection_photos import content_of, photos_of
from api.store.queries.inspection_records import KeptRecord
from api.store.session import Session
from boundary_data.document import Document
from boundary_data.inspection_facts import limits
from boundary_data.joint_report import joint_report
from boundary_data.line import KnownLine
from boundary_data.marker import Condition, full_number, normal, station_of
from boundary_data.marker_table import inspection_sheet
from boundary_data.record_steps import RecordStage
from boundary_data.writers.workbook import workbook
from gis.maps.sketch import sketch
from rulebook.rule import Weight

Form = Literal["docx", "pdf"]
SECTIONS_ON_A_MAP = 4
SHORTEST_MAP_M = 1.0
FOLDERS = {"photo": "照片", "track": "轨迹"}
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out."""

    name: str
    content: bytes


def report_file(db: Session, id: UUID, form: Form, *, on: date) -> File:
    """Return the joint report of a record.

    Raises:
        UnknownRecord: There is no such record.
        CannotPrint: The machine cannot set PDF.
    """
    record = find(db, id)
    document = _document(db, record, on)
    content = docx_of(document) if form == "docx" else pdf_of(document)
    return File(f"{document.title}.{form}", content)


def marker_table(db: Session, id: UUID, *, on: date) -> File:
    """Return the marker result table (界桩成果表) of a record as a workbook.

    Raises:
        UnknownRecord: There is no such record.
    """
    record = find(db, id)
    line = _line(db, record, record.filed_on or on)
    content = workbook([inspection_sheet(read_record(db, record), line)])
    return File(f"界桩成果表-{line.name or line.code}-{id}.xlsx", content)


def archive(db: Session, id: UUID, *, on: date) -> File:
    """Return everything kept of a record: reports, every revision, steps, photos, a manifest.

    The manifest lists each file with its size and SHA-256; `sealed.json` is what the digest
    of a filed record is of.

    Raises:
        UnknownRecord: There is no such record.
        CannotPrint: The machine cannot set PDF.
    """
    record = find(db, id)
    document = _document(db, record, on)
    files = {
        "联检报告.docx": docx_of(document),
        "联检报告.pdf": pdf_of(document),
        "界桩成果表.xlsx": marker_table(db, id, on=on).content,
        "联检记录.json": _json(record.body),
        "核验意见.json": _json(record.report),
        "办理过程.json": _json(store.steps_of(db, id)),
    }
    for one in store.revisions_of(db, id):
        number = one["revision"]
        files[f"各稿/第{number}稿.json"] = _json(store.revision_of(db, id, number))
    received = files_of(db, id)
    for one in received:
        if one["whole"]:
            name = f"{FOLDERS[one['kind']]}/{_plain(one['file'])}"
            files[_free(name, files)] = content_of(db, one["id"])
    if record.stage == RecordStage.FILED.value:
        files["sealed.json"] = sealed(record, store.steps_of(db, id), received)
    files["清单.json"] = _manifest(record, files)
    return File(f"{document.title}-{id}.zip", _zipped(files))


def _document(db: Session, record: KeptRecord, on: date) -> Document:
    on = record.filed_on or on  # what is filed stays as it was
    line, read = _line(db, record, on), read_record(db, record)
    wrong = {
        normal(full_number(one.number, one.body))
        for one in read.marker_checks
        if one.condition not in (None, Condition.INTACT)
    }
    marks = [(m.number, m.point.x, m.point.y, normal(m.number) in wrong) for m in line.markers]
    photos = {
        photo["file"]: content_of(db, photo["id"])
        for photo in photos_of(db, record.id)
        if photo["whole"]
    }
    return joint_report(
        read,
        line,
        limits(),
        remarks=[
            f"{one['message']}（{one['source']['text']}）"
            for one in record.report["findings"]
            if one["severity"] != Weight.NOTE.value
        ],
        map_png=sketch(line.geometry, marks),
        section_maps=list(_section_maps(line, wrong)),
        photos=photos,
        foot=_foot(record),
    )


def _line(db: Session, record: KeptRecord, on: date) -> KnownLine:
    line = lines_of(db, on)(record.line_code)
    if line is None:
        raise UnknownBoundary(f"{on} 没有编号为“{record.line_code}”的界线")
    return line


def _section_maps(line: KnownLine, wrong: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield a picture of every few sections of a line, with its caption."""
    numbers = line.stations
    for first in range(0, max(len(numbers) - 1, 0), SECTIONS_ON_A_MAP):
        shown = numbers[first : first + SECTIONS_ON_A_MAP + 1]
        there = [m for m in line.markers if station_of(m.number) in shown]
        chainages = [line.ruler.nearest(marker.point)[1] for marker in there]
        low, high = min(chainages), max(chainages)
        if high - low < SHORTEST_MAP_M or len(numbers) <= SECTIONS_ON_A_MAP + 1:
            continue
        stretch = MultiLineString([LineString(part) for part in line.ruler.stretch(low, high)])
        marks = [(m.number, m.point.x, m.point.y, normal(m.number) in wrong) for m in there]
        caption = f"界线段示意图：{shown[0]}号至{shown[-1]}号界桩，{(high - low) / 1000.0:.2f}千米"
        yield caption, sketch(stretch, marks)


def _foot(record: KeptRecord) -> str:
    stage = RecordStage(record.stage).zh
    seal = f"，摘要 {record.digest[:16]}" if record.digest else ""
    return f"记录 {record.id} 第 {record.revision} 稿（{stage}）{seal}"


def _manifest(record: KeptRecord, files: dict[str, bytes]) -> bytes:
    return _json(
        {
            "record": str(record.id),
            "line": record.line_code,
            "stage": record.stage,
            "revision": record.revision,
            "filed_on": record.filed_on,
            "digest": record.digest,
            "digest_is_of": "sealed.json" if record.digest else None,
            "files": [
                {
                    "name": name,
                    "bytes": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }
                for name, content in sorted(files.items())
            ],
        }
    )


def _zipped(files: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return kept.getvalue()


def _free(name: str, taken: dict[str, bytes]) -> str:
    """Return `name`, numbered if a file of that name is there already."""
    path, number, free = PurePosixPath(name), 1, name
    while free in taken:
        number += 1
        free = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
    return free


def _plain(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_").lstrip(".") or "照片"


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_said)
    return text.encode()


def _said(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
