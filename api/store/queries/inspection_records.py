"""Records of joint inspections (联检记录) in the register: reading, writing, taking steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from api.store.queries.journal import write_line
from api.store.tables.boundaries import BoundaryLine
from api.store.tables.inspections import (
    InspectionRecord,
    InspectionRevision,
    InspectionStep,
    InspectionTask,
)

KIND = "inspection_record"


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record as it stands, with the body and the report of its newest revision."""

    id: UUID
    line_code: str
    task_id: UUID | None
    stage: str
    revision: int
    submitter_code: str | None
    supersedes_id: UUID | None
    superseded_by_id: UUID | None
    filed_on: date | None
    digest: str | None
    body: Mapping[str, Any]
    verdict: str
    report: Mapping[str, Any]
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class RecordWish:
    """Which records are asked for; None means any."""

    line: str | None
    stage: str | None
    limit: int
    offset: int


def records_like(db: Session, wish: RecordWish) -> tuple[int, list[KeptRecord]]:
    """Return how many records match, and a page of them, the newest first."""
    values = {"line": wish.line, "stage": wish.stage, "limit": wish.limit, "offset": wish.offset}
    found = [dict(row) for row in db.execute(text(_RECORDS), values).mappings()]
    matched = found[0]["matched"] if found else 0
    return matched, [
        KeptRecord(**{k: v for k, v in row.items() if k != "matched"}) for row in found
    ]


def record_of(db: Session, id: UUID, *, lock: bool = False) -> KeptRecord | None:
    """Return a record, or None; with `lock` nobody else changes it in this transaction."""
    if lock:
        db.execute(select(InspectionRecord.id).where(InspectionRecord.id == id).with_for_update())
    row = db.execute(text(_RECORD), {"id": id}).mappings().first()
    return None if row is None else KeptRecord(**row)


def line_id_of(db: Session, code: str) -> int | None:
    """Return the id of the line with this code, or None."""
    return db.execute(select(BoundaryLine.id).where(BoundaryLine.code == code)).scalar()


def open_task_of(db: Session, line_id: int, *, kind: str) -> UUID | None:
    """Return the task of a line that is waiting for a record of this kind, the soonest due.

    A draft is no answer to a task: it may be given up, and the next record takes its place.
    """
    return db.execute(text(_OPEN_TASK), {"line": line_id, "kind": kind}).scalar()


def lead_code_of(db: Session, task_id: UUID, on: date) -> str | None:
    """Return the code of the side that leads a task."""
    return db.execute(
        select(func.diming_code_of(InspectionTask.lead_division_id, on)).where(
            InspectionTask.id == task_id
        )
    ).scalar()


def create(
    db: Session, id: UUID, *, line_id: int, task_id: UUID | None, supersedes_id: UUID | None
) -> None:
    """Put down a new record without a revision yet."""
    db.execute(
        insert(InspectionRecord).values(
            id=id, line_id=line_id, task_id=task_id, supersedes_id=supersedes_id
        )
    )


def write_revision(
    db: Session,
    id: UUID,
    revision: int,
    *,
    body: Mapping[str, Any],
    verdict: str,
    report: Mapping[str, Any],
    by: str,
) -> None:
    """Write a revision of a record, and its line in the journal."""
    db.execute(
        insert(InspectionRevision).values(
            record_id=id,
            revision=revision,
            body=body,
            verdict=verdict,
            report=report,
            written_by=by,
        )
    )
    db.execute(update(InspectionRecord).where(InspectionRecord.id == id).values(revision=revision))
    write_line(
        db,
        verb="write",
        subject_kind=KIND,
        subject_id=str(id),
        after={"revision": revision, "verdict": verdict, "by": by},
    )


def write_report(
    db: Session, record: KeptRecord, *, verdict: str, report: Mapping[str, Any]
) -> None:
    """Write what a new check found in the newest revision of a draft."""
    db.execute(
        update(InspectionRevision)
        .where(
            InspectionRevision.record_id == record.id,
            InspectionRevision.revision == record.revision,
        )
        .values(verdict=verdict, report=report)
    )
    write_line(
        db,
        verb="recheck",
        subject_kind=KIND,
        subject_id=str(record.id),
        before={"verdict": record.verdict},
        after={"revision": record.revision, "verdict": verdict},
    )


def write_step(
    db: Session,
    record: KeptRecord,
    *,
    verb: str,
    end: str,
    person: str,
    division_code: str,
    note: str,
    clause: str,
) -> None:
    """Write a step of a record and its line in the journal; the stage is set by `move`."""
    db.execute(
        insert(InspectionStep).values(
            record_id=record.id,
            verb=verb,
            start=record.stage,
            end=end,
            revision=record.revision,
            person=person,
            division_code=division_code,
            note=note,
        )
    )
    write_line(
        db,
        verb=verb,
        subject_kind=KIND,
        subject_id=str(record.id),
        clause=clause,
        before={"stage": record.stage},
        after={"stage": end, "by": person, "for": division_code, "note": note},
    )


def move(db: Session, id: UUID, **values: object) -> None:
    """Set the stage and what goes with it (`submitter_code`, `filed_on`, `digest`)."""
    db.execute(update(InspectionRecord).where(InspectionRecord.id == id).values(**values))


def steps_of(db: Session, id: UUID) -> list[dict[str, Any]]:
    """Return the steps of a record, in their order."""
    return [dict(row) for row in db.execute(text(_STEPS), {"id": id}).mappings()]


def revisions_of(db: Session, id: UUID) -> list[dict[str, Any]]:
    """Return the revisions of a record without their bodies, in their order."""
    return [dict(row) for row in db.execute(text(_REVISIONS), {"id": id}).mappings()]


def revision_of(db: Session, id: UUID, revision: int) -> dict[str, Any] | None:
    """Return one revision of a record with its body, or None."""
    row = db.execute(text(_REVISION), {"id": id, "revision": revision}).mappings().first()
    return None if row is None else dict(row)


def open_measures_of(db: Session, line_id: int, *, besides: UUID) -> list[dict[str, Any]]:
    """Return the measures that filed records of a line promised and no later one closed.

    Each is `number`, `condition`, `action`, `due`, `found_on`; `besides` leaves a record and
    those that it replaces out.
    """
    found = db.execute(text(_OPEN_MEASURES), {"line": line_id, "besides": besides})
    return [dict(row) for row in found.mappings()]


_SELECT = """
SELECT r.id, l.code AS line_code, r.task_id, r.stage, r.revision, r.submitter_code,
       r.supersedes_id, n.id AS superseded_by_id, r.filed_on, r.digest, v.body, v.verdict, v.report,
       v.written_by, v.written_at
FROM inspection_record r
JOIN boundary_line l ON l.id = r.line_id
JOIN inspection_revision v ON v.record_id = r.id AND v.revision = r.revision
LEFT JOIN inspection_record n ON n.supersedes_id = r.id
"""

_RECORD = f"{_SELECT} WHERE r.id = :id"

_RECORDS = f"""
SELECT kept.*, count(*) OVER () AS matched
FROM ({_SELECT}
      WHERE (CAST(:line AS text) IS NULL OR l.code = :line)
        AND (CAST(:stage AS text) IS NULL OR r.stage = :stage)) kept
ORDER BY written_at DESC, id LIMIT :limit OFFSET :offset
"""

_OPEN_TASK = """
SELECT t.id FROM inspection_task t
WHERE t.line_id = :line AND t.kind = :kind AND t.cancelled_for IS NULL
  AND NOT EXISTS (SELECT 1 FROM inspection_record r
                  WHERE r.task_id = t.id AND r.stage <> 'drafted')
ORDER BY t.due_on LIMIT 1
"""

_STEPS = """
SELECT verb, start, "end", revision, person, division_code, note, taken_at
FROM inspection_step WHERE record_id = :id ORDER BY id
"""

_REVISIONS = """
SELECT revision, verdict, written_by, written_at
FROM inspection_revision WHERE record_id = :id ORDER BY revision
"""

_REVISION = """
SELECT revision, verdict, written_by, written_at, body, report
FROM inspection_revision WHERE record_id = :id AND revision = :revision
"""

# The newest filed word on each marker decides: a measure without the day it was done is open.
_OPEN_MEASURES = """
SELECT number, condition, action, due, found_on
FROM (
    SELECT DISTINCT ON (upper(c ->> 'number'), upper(coalesce(c ->> 'body', '')))
           (c ->> 'number') || CASE
               WHEN c ->> 'number' ~ '[A-Za-z]$' THEN '' ELSE coalesce(upper(c ->> 'body'), '')
           END AS number,
           c ->> 'condition' AS condition, c #>> '{follow_up,action}' AS action,
           CAST(c #>> '{follow_up,due}' AS date) AS due,
           c #>> '{follow_up,done_on}' AS done_on, r.filed_on AS found_on,
           c ? 'follow_up' AND jsonb_typeof(c -> 'follow_up') = 'object' AS promised
    FROM inspection_record r
    JOIN inspection_revision v ON v.record_id = r.id AND v.revision = r.revision
    CROSS JOIN LATERAL jsonb_array_elements(v.body -> 'marker_checks') c
    WHERE r.line_id = :line AND r.stage = 'filed' AND r.id <> :besides
      AND NOT EXISTS (SELECT 1 FROM inspection_record n
                      WHERE n.supersedes_id = r.id AND (n.stage = 'filed' OR n.id = :besides))
    ORDER BY upper(c ->> 'number'), upper(coalesce(c ->> 'body', '')),
             v.body #>> '{field_check,ended_on}' DESC NULLS LAST, r.filed_on DESC, v.written_at DESC
) newest
WHERE promised AND done_on IS NULL
ORDER BY number
"""
