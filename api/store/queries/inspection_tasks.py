"""Rounds and tasks of joint inspections (联检轮次、任务): planning, listing, counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from api.store.queries.journal import write_line
from api.store.tables.inspections import InspectionRound, InspectionTask


@dataclass(frozen=True, slots=True)
class LineToInspect:
    """A line with its two sides on a day, and when it was inspected last; metres."""

    id: int
    code: str
    name: str
    left_division_id: int
    right_division_id: int
    left_code: str | None
    right_code: str | None
    length_m: float
    last_inspected_on: date | None


@dataclass(frozen=True, slots=True)
class TaskWish:
    """Which tasks are asked for; None means any. `state` is that of `diming` (see `_TASKS`)."""

    on: date
    id: UUID | None = None
    round: UUID | None = None
    line: str | None = None
    division: str | None = None
    state: str | None = None


def round_of(db: Session, id: UUID) -> dict[str, Any] | None:
    """Return a round, or None."""
    row = (
        db.execute(select(InspectionRound.__table__).where(InspectionRound.id == id))
        .mappings()
        .first()
    )
    return None if row is None else dict(row)


def rounds(db: Session) -> list[dict[str, Any]]:
    """Return all rounds, the newest first."""
    found = db.execute(select(InspectionRound.__table__).order_by(InspectionRound.starts_on.desc()))
    return [dict(row) for row in found.mappings()]


def lines_to_inspect(
    db: Session, on: date, *, level: int | None = None, codes: Sequence[str] | None = None
) -> list[LineToInspect]:
    """Return the lines of a level, or those with the codes, as of a day, by code."""
    values = {"on": on, "level": level, "codes": None if codes is None else list(codes)}
    return [LineToInspect(**row) for row in db.execute(text(_LINES), values).mappings()]


def write_round(db: Session, id: UUID, **values: object) -> None:
    """Write a round and its line in the journal."""
    db.execute(insert(InspectionRound).values(id=id, **values))
    after = {key: str(value) for key, value in values.items()}
    write_line(db, verb="plan", subject_kind="inspection_round", subject_id=str(id), after=after)


def write_tasks(db: Session, tasks: Sequence[dict[str, object]]) -> None:
    """Write tasks, and a line in the journal for each."""
    if not tasks:
        return
    db.execute(insert(InspectionTask), list(tasks))
    for task in tasks:
        write_line(
            db,
            verb="plan",
            subject_kind="inspection_task",
            subject_id=str(task["id"]),
            after={key: str(value) for key, value in task.items() if key != "id"},
        )


def cancel(db: Session, id: UUID, reason: str) -> None:
    """Cancel a task for a reason."""
    db.execute(update(InspectionTask).where(InspectionTask.id == id).values(cancelled_for=reason))
    write_line(
        db,
        verb="cancel",
        subject_kind="inspection_task",
        subject_id=str(id),
        after={"reason": reason},
    )


def tasks_like(db: Session, wish: TaskWish, *, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return a page of tasks, the soonest due first, each with `matched`, how many there are.

    `state` is cancelled, filed, under_way (a record exists), overdue or due.
    """
    values = {**_values(wish), "limit": limit, "offset": offset}
    found = db.execute(text(_PAGE_OF_TASKS), values)
    return [dict(row) for row in found.mappings()]


def figures(db: Session, wish: TaskWish) -> list[dict[str, Any]]:
    """Return the counts of tasks by county and in all (`division` None), with km and markers."""
    return [dict(row) for row in db.execute(text(_FIGURES), _values(wish)).mappings()]


def _values(wish: TaskWish) -> dict[str, Any]:
    return {
        "on": wish.on,
        "id": wish.id,
        "round": wish.round,
        "line": wish.line,
        "division": wish.division,
        "state": wish.state,
    }


_LINES = """
SELECT v.line_id AS id, v.code, v.name, v.left_division_id, v.right_division_id,
       diming_code_of(v.left_division_id, :on) AS left_code,
       diming_code_of(v.right_division_id, :on) AS right_code, v.length_m, v.last_inspected_on
FROM diming_lines_on(:on) v
WHERE (CAST(:level AS integer) IS NULL OR v.level = :level)
  AND (CAST(:codes AS text[]) IS NULL OR v.code = ANY(:codes))
ORDER BY v.code
"""

_TASKS = """
WITH task AS (
    SELECT t.id, t.round_id, o.title AS round, t.kind, t.occasion, t.from_m, t.to_m, t.due_on,
           t.cancelled_for, l.id AS line_id, l.code AS line_code, l.name AS line_name, l.level,
           diming_code_of(t.lead_division_id, :on) AS lead_code,
           diming_division_name(t.lead_division_id, :on) AS lead_name,
           diming_code_of(t.assist_division_id, :on) AS assist_code,
           diming_division_name(t.assist_division_id, :on) AS assist_name,
           t.lead_division_id, t.assist_division_id,
           coalesce(t.to_m - t.from_m, v.length_m) AS length_m,
           (SELECT count(*) FROM marker m WHERE m.line_id = l.id) AS markers,
           r.id AS record_id, r.stage, r.filed_on,
           CASE WHEN t.cancelled_for IS NOT NULL THEN 'cancelled'
                WHEN r.stage = 'filed' THEN 'filed'
                WHEN t.due_on < CAST(:on AS date) THEN 'overdue'
                WHEN r.id IS NOT NULL THEN 'under_way'
                ELSE 'due' END AS state
    FROM inspection_task t
    JOIN boundary_line l ON l.id = t.line_id
    LEFT JOIN inspection_round o ON o.id = t.round_id
    LEFT JOIN LATERAL (
        SELECT v.length_m FROM boundary_line_version v
        WHERE v.line_id = l.id AND v.valid @> CAST(:on AS date) AND upper_inf(v.recorded)
        ORDER BY diming_status_rank(v.status), v.coverage_id DESC LIMIT 1) v ON true
    LEFT JOIN LATERAL (
        SELECT r.id, r.stage, r.filed_on FROM inspection_record r
        WHERE r.task_id = t.id
        ORDER BY r.stage <> 'filed', r.stage = 'drafted',
                 EXISTS (SELECT 1 FROM inspection_record n
                         WHERE n.supersedes_id = r.id AND n.stage = 'filed'),
                 r.supersedes_id IS NULL, r.id
        LIMIT 1) r ON true
    WHERE (CAST(:id AS uuid) IS NULL OR t.id = :id)
      AND (CAST(:round AS uuid) IS NULL OR t.round_id = :round)
      AND (CAST(:line AS text) IS NULL OR l.code = :line)
      AND (CAST(:division AS text) IS NULL OR EXISTS (
          SELECT 1 FROM division_code c
          WHERE c.code = :division AND c.division_id IN (t.lead_division_id, t.assist_division_id)
            AND c.valid @> CAST(:on AS date) AND upper_inf(c.recorded)))
)
"""

_PAGE_OF_TASKS = f"""{_TASKS}
SELECT task.*, count(*) OVER () AS matched FROM task
WHERE (CAST(:state AS text) IS NULL OR state = :state)
ORDER BY due_on, line_code LIMIT :limit OFFSET :offset
"""

# A task counts for both its sides, and once in the sum of all.
_FIGURES = f"""{_TASKS}, side AS (
    SELECT NULL::integer AS division_id, task.* FROM task
    UNION ALL SELECT lead_division_id, task.* FROM task
    UNION ALL SELECT assist_division_id, task.* FROM task
)
SELECT division_id, diming_division_name(division_id, :on) AS division,
       diming_code_of(division_id, :on) AS code,
       count(*) FILTER (WHERE state <> 'cancelled') AS planned,
       count(*) FILTER (WHERE state = 'due') AS due,
       count(*) FILTER (WHERE state = 'under_way') AS under_way,
       count(*) FILTER (WHERE state = 'filed') AS filed,
       count(*) FILTER (WHERE state = 'overdue') AS overdue,
       count(*) FILTER (WHERE state IN ('due', 'under_way')
                          AND due_on < CAST(:on AS date) + 183) AS soon,
       round((coalesce(sum(length_m) FILTER (WHERE state <> 'cancelled'), 0) / 1000)::numeric, 1)
           AS km,
       round((coalesce(sum(length_m) FILTER (WHERE state = 'filed'), 0) / 1000)::numeric, 1)
           AS km_filed,
       coalesce(sum(markers) FILTER (WHERE state <> 'cancelled'), 0) AS markers,
       coalesce(sum(markers) FILTER (WHERE state = 'filed'), 0) AS markers_filed
FROM side GROUP BY division_id ORDER BY division_id IS NOT NULL, code
"""
