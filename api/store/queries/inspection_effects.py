"""What a filed record (已备案联检记录) changes in the register: last inspection, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Found:
    """The condition in which a marker was found, or put by a repair."""

    number: str
    condition: str
    found_on: date
    found_by: str
    note: str


def inspected(db: Session, line_id: int, on: date) -> None:
    """Note the day of the last joint inspection in the line's versions in force then."""
    db.execute(text(_INSPECTED), {"line": line_id, "on": on})


def note_conditions(db: Session, line_id: int, found: Sequence[Found]) -> int:
    """Write the conditions of markers of a line; return how many markers are known to it."""
    written = 0
    for one in found:
        values: dict[str, Any] = {
            "line": line_id,
            "number": one.number,
            "condition": one.condition,
            "found_on": one.found_on,
            "found_by": one.found_by,
            "note": one.note,
        }
        written += len(db.execute(text(_CONDITION), values).all())
    return written


_INSPECTED = """
UPDATE boundary_line_version SET last_inspected_on = greatest(last_inspected_on, CAST(:on AS date))
WHERE line_id = :line AND valid @> CAST(:on AS date) AND upper_inf(recorded)
"""

_CONDITION = """
INSERT INTO marker_condition (marker_id, condition, found_on, found_by, note)
SELECT m.id, :condition, CAST(:found_on AS date), :found_by, :note
FROM marker m WHERE m.line_id = :line AND upper(m.number) = upper(:number)
RETURNING id
"""
