"""Reading what is planned (联检任务): rounds, tasks, figures."""

from __future__ import annotations

from typing import Any

from api.store.queries import inspection_tasks as store
from api.store.queries.inspection_tasks import TaskWish
from api.store.session import Session

__all__ = ["figures", "rounds", "tasks"]


def rounds(db: Session) -> list[dict[str, Any]]:
    """Return all rounds, the newest first."""
    return store.rounds(db)


def tasks(db: Session, wish: TaskWish, *, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return a page of tasks, the soonest due first; each has `matched`, how many there are."""
    return store.tasks_like(db, wish, limit=limit, offset=offset)


def figures(db: Session, wish: TaskWish) -> list[dict[str, Any]]:
    """Return the counts of tasks, in all (`division` None) and by division."""
    return store.figures(db, wish)
