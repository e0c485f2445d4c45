"""Reading what is planned (联检任务): rounds, tasks, figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from api.store.queries import inspection_tasks as store
from api.store.queries.inspection_tasks import TaskWish
from api.store.session import Session
from boundary_data.inspection_facts import limits
from boundary_data.reminders import Reminder

WAITING = ("overdue", "due", "under_way")
MOST = 100_000

__all__ = ["figures", "reminders", "rounds", "tasks"]


def rounds(db: Session) -> list[dict[str, Any]]:
    """Return all rounds, the newest first."""
    return store.rounds(db)


def tasks(db: Session, wish: TaskWish, *, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return a page of tasks, the soonest due first; each has `matched`, how many there are."""
    return store.tasks_like(db, wish, limit=limit, offset=offset)


def reminders(
    db: Session, on: date, *, division: str | None = None, within_days: int | None = None
) -> list[Reminder]:
    """Return what is overdue or due soon, the most urgent first.

    Args:
        db: A session for reading.
        on: The day.
        division: Code of a division that is one of the sides; None for all.
        within_days: How far ahead; None for as far as reminders begin.
    """
    ahead = int(limits().number("remind_days"))
    last = on + timedelta(days=ahead if within_days is None else within_days)
    found = []
    for state in WAITING:
        wish = TaskWish(on=on, division=division, state=state)
        found += [
            one for one in store.tasks_like(db, wish, limit=MOST, offset=0) if one["due_on"] <= last
        ]
    ordered = sorted(found, key=lambda one: (one["due_on"], one["line_code"]))
    return [_reminder(one, on, ahead) for one in ordered]


def _reminder(task: dict[str, Any], on: date, ahead: int) -> Reminder:
    occasion = task["round"] or task["occasion"]
    lead, assist = (
        task[f"{side}_name"] or task[f"{side}_code"] or "一方" for side in ("lead", "assist")
    )
    return Reminder(
        id=str(task["id"]),
        what=f"{task['line_name'] or task['line_code']}联合检查（{occasion}）",
        who=f"{lead}（牵头）会同{assist}",
        due_on=task["due_on"],
        days_left=(task["due_on"] - on).days,
        remind_on=task["due_on"] - timedelta(days=ahead),
        address=f"/lines/{quote(task['line_code'])}",
    )


def figures(db: Session, wish: TaskWish) -> list[dict[str, Any]]:
    """Return the counts of tasks, in all (`division` None) and by division."""
    return store.figures(db, wish)
