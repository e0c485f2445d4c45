"""Filing a record (备案): sealed with its digest, and noted in the register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.store.queries import inspection_records as store
from api.store.queries.inspection_effects import Found, inspected, note_conditions
from api.store.queries.inspection_photos import photos_of
from api.store.queries.inspection_records import KeptRecord
from api.store.session import Session
from boundary_data.inspection import Action, JointInspection, Kind, MarkerCheck
from boundary_data.inspection_reading import read_inspection
from boundary_data.marker import Condition, full_number
from boundary_data.record_steps import RecordStage

HEALING = frozenset({Action.REPAIR, Action.REPLACE, Action.REBUILD, Action.RESTORE})


def file_record(db: Session, found: KeptRecord, on: date) -> None:
    """Seal a record and note in the register what it found.

    The conditions of the markers are written as found, and as intact from the day on which a
    repair with both sides was done. The end of the field check becomes the line's last
    inspection if it was the routine one: an inspection for an occasion (专项联检) looks at a
    section at any time and does not begin the five years anew (行政区域界线管理条例 article 12).
    """
    record = read_inspection(found.body)
    line_id = store.line_id_of(db, found.line_code)
    assert line_id is not None
    span = record.field_span
    last = span[1] if span else on
    note_conditions(db, line_id, list(_conditions(record, last)))
    if record.kind is not Kind.AD_HOC:
        inspected(db, line_id, last)
    store.move(
        db,
        found.id,
        stage=RecordStage.FILED.value,
        filed_on=on,
        digest=digest_of(found, store.steps_of(db, found.id), files_of(db, found.id)),
    )


def files_of(db: Session, id: UUID) -> list[dict[str, Any]]:
    """Return the photos and the track files of a record."""
    return [*photos_of(db, id), *photos_of(db, id, kind="track")]


def digest_of(record: KeptRecord, steps: list[dict[str, Any]], files: list[dict[str, Any]]) -> str:
    """Return the SHA-256 (hex) of what is filed: body, report, steps, pictures and track files.

    It is that of the canonical JSON (keys sorted, no blanks, UTF-8), so that anyone can
    recompute it from the archive.
    """
    return hashlib.sha256(sealed(record, steps, files)).hexdigest()


def sealed(record: KeptRecord, steps: list[dict[str, Any]], files: list[dict[str, Any]]) -> bytes:
    """Return the canonical JSON that `digest_of` is of."""
    whole = {
        "record": record.body,
        "revision": record.revision,
        "report": record.report,
        "steps": steps,
        "photos": _hashes(files, "photo"),
        "tracks": _hashes(files, "track"),
    }
    return json.dumps(
        whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day
    ).encode()


def _hashes(files: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return names and hashes of the files that have come whole: half a file proves nothing."""
    found = [
        {"file": one["file"], "sha256": one["sha256"]}
        for one in files
        if one["kind"] == kind and one["whole"]
    ]
    return sorted(found, key=lambda one: (one["file"], one["sha256"]))


def _day(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def _conditions(record: JointInspection, last: date) -> Iterator[Found]:
    sides = "、".join(side.division_name or side.division_code for side in record.sides)
    for check in record.marker_checks:
        if check.condition is None:
            continue
        number = full_number(check.number, check.body)
        seen = check.measured.measured_at.date() if _measured(check) else last  # type: ignore[union-attr]
        yield Found(number, check.condition.value, seen, sides, check.remark or "")
        follow = check.follow_up
        mended = follow is not None and follow.done_on and follow.action in HEALING
        if mended and follow and follow.done_on:
            done = max(follow.done_on, seen)
            yield Found(number, Condition.INTACT.value, done, sides, follow.note or "")


def _measured(check: MarkerCheck) -> bool:
    return check.measured is not None and check.measured.measured_at is not None
