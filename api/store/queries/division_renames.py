"""Names of divisions decided on by cases: a division follows its name in the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from api.store.tables.divisions import DivisionEvent, DivisionEventPart

RENAMING = "更名"


def rename_division(
    db: Session, division: int, name: str, since: date, *, authority: str, document: str
) -> None:
    """Let a division be called `name` from a day on, by an event of its own."""
    values: dict[str, Any] = {"division": division, "name": name, "since": since}
    before = db.execute(text(_NAME_ON), values).scalar()
    event = db.execute(
        insert(DivisionEvent)
        .values(
            kind=RENAMING,
            level_text=db.execute(text(_LEVEL), values).scalar_one(),
            happened=Range(since, since, bounds="[]"),
            happened_text=since.isoformat(),
            authority=authority,
            document=document,
            before_text=before or "",
            after_text=name,
        )
        .returning(DivisionEvent.id)
    ).scalar_one()
    db.execute(
        insert(DivisionEventPart).values(event_id=event, division_id=division, role="successor")
    )
    db.execute(text(_RENAME), values | {"event": event})


def names_division(db: Session, place: int, name: str) -> bool:
    """Tell whether a place is a division that is or was called so: that is public by law."""
    values = {"place": place, "name": name}
    return bool(db.execute(text("SELECT diming_names_division(:place, :name)"), values).scalar())


def correct_division_name(db: Session, division: int, wrong: str, right: str) -> None:
    """Correct a name that the division was entered under; its life stays as it was."""
    values = {"division": division, "wrong": wrong, "right": right}
    db.execute(text(_CORRECT), values)


_NAME_ON = """
SELECT name FROM division_name
WHERE division_id = :division AND upper_inf(recorded) AND valid @> CAST(:since AS date)
"""

_LEVEL = """
SELECT CASE level WHEN 4 THEN '乡级' WHEN 5 THEN '村级' WHEN 3 THEN '县级'
                  WHEN 2 THEN '地级' ELSE '省级' END
FROM division WHERE id = :division
"""

_RENAME = """
WITH closed AS (
    UPDATE division_name
    SET recorded = tstzrange(lower(recorded), greatest(
        clock_timestamp(), lower(recorded) + interval '1 microsecond'))
    WHERE division_id = :division AND upper_inf(recorded) AND valid @> CAST(:since AS date)
    RETURNING *)
INSERT INTO division_name (division_id, name, begun_by, ended_by, valid, valid_text, recorded,
                           delivery_id)
SELECT c.division_id, c.name, c.begun_by, CAST(:event AS integer),
       daterange(lower(c.valid), :since), c.valid_text, tstzrange(upper(c.recorded), NULL),
       c.delivery_id
FROM closed c WHERE lower(c.valid) < :since
UNION ALL
SELECT c.division_id, :name, :event, c.ended_by, daterange(:since, upper(c.valid)), NULL,
       tstzrange(upper(c.recorded), NULL), NULL
FROM closed c
"""

_CORRECT = """
WITH closed AS (
    UPDATE division_name
    SET recorded = tstzrange(lower(recorded), greatest(
        clock_timestamp(), lower(recorded) + interval '1 microsecond'))
    WHERE division_id = :division AND upper_inf(recorded) AND name = :wrong
    RETURNING *)
INSERT INTO division_name (division_id, name, begun_by, ended_by, valid, valid_text, recorded,
                           delivery_id)
SELECT c.division_id, :right, c.begun_by, c.ended_by, c.valid, c.valid_text,
       tstzrange(upper(c.recorded), NULL), c.delivery_id
FROM closed c
"""
