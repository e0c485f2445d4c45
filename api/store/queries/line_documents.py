"""Documents of lines (界线档案): registered, withdrawn, counted over all lines."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from api.store.tables.line_archives import LineDocument

_COLUMNS = tuple(
    getattr(LineDocument, name)
    for name in (
        "id",
        "line_id",
        "kind",
        "title",
        "number",
        "dated_on",
        "shelf",
        "note",
        "sha256",
        "file",
        "person",
        "division_code",
        "registered_at",
        "withdrawn_for",
    )
)


def documents_of(db: Session, line_id: int) -> list[dict[str, Any]]:
    """Return the documents of a line, withdrawn ones too, by kind and day."""
    found = db.execute(
        select(*_COLUMNS)
        .where(LineDocument.line_id == line_id)
        .order_by(LineDocument.kind, LineDocument.dated_on, LineDocument.registered_at)
    )
    return [dict(row) for row in found.mappings()]


def document_of(db: Session, id: UUID) -> dict[str, Any] | None:
    """Return a document, or None."""
    row = db.execute(select(*_COLUMNS).where(LineDocument.id == id)).mappings().first()
    return None if row is None else dict(row)


def add_document(db: Session, id: UUID, line_id: int, **values: object) -> None:
    """Register a document."""
    db.execute(insert(LineDocument).values(id=id, line_id=line_id, **values))


def change_document(db: Session, id: UUID, **values: object) -> None:
    """Add the file of a document (`sha256`, `file`), or withdraw it (`withdrawn_for`)."""
    db.execute(update(LineDocument).where(LineDocument.id == id).values(**values))


def sets_of_all(db: Session, on: date, *, level: int | None) -> list[dict[str, Any]]:
    """Return for every line what decides its archive set: level, tripoint, kinds it has.

    `inspected` tells whether a joint inspection was noted; a filed record counts as its report.
    """
    found = db.execute(text(_SETS), {"on": on, "level": level, "code": None})
    return [dict(row) for row in found.mappings()]


def set_of(db: Session, code: str, on: date) -> dict[str, Any] | None:
    """Return the same for one line, or None."""
    values = {"on": on, "level": None, "code": code}
    row = db.execute(text(_SETS), values).mappings().first()
    return None if row is None else dict(row)


_SETS = """
SELECT l.id, l.code, l.name, diming_level_word(l.level) AS level,
       v.status, v.last_inspected_on IS NOT NULL AS inspected,
       EXISTS (SELECT 1 FROM marker m
               WHERE m.line_id = l.id
                 AND diming_marker_word(m.id, 'standing', :on, m.standing) = 'tripoint')
           AS tripoint,
       ARRAY(SELECT DISTINCT d.kind FROM line_document d
             WHERE d.line_id = l.id AND d.withdrawn_for IS NULL) AS kinds,
       ARRAY(SELECT r.id::text FROM inspection_record r
             WHERE r.line_id = l.id AND r.stage = 'filed' ORDER BY r.filed_on) AS filed
FROM boundary_line l
JOIN LATERAL (
    SELECT v.status, v.last_inspected_on FROM boundary_line_version v
    WHERE v.line_id = l.id AND diming_holds(v.valid, v.recorded, :on, NULL)
    ORDER BY diming_status_rank(v.status), v.coverage_id DESC LIMIT 1
) v ON true
WHERE (CAST(:level AS integer) IS NULL OR l.level = :level)
  AND (CAST(:code AS text) IS NULL OR l.code = :code)
ORDER BY l.level, l.code
"""
