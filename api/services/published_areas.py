"""A level of the register as a layer that can be audited."""

from __future__ import annotations

from datetime import date

from shapely import LineString

from api.services.refusals import NothingThatDay
from api.store.queries import mapping
from api.store.queries.registered_lines import approved_lines
from api.store.session import Session
from boundary_data.frame import Features

LEVELS = {"county": 3, "township": 4}
ABOVE = {"township": "county"}
WORDS = {"county": "县级", "township": "乡级"}
COLUMNS = ["code", "name", "type", "above", "status"]


def published(db: Session, level: str, on: date) -> tuple[Features, Features | None]:
    """Return a level of the register as it holds on a day, and the level above it if it nests.

    Args:
        db: A session that reads.
        level: A key of `LEVELS`.
        on: The day.

    Raises:
        NothingThatDay: if the register has no areas of that level on that day.
    """
    areas = _level(db, level, on)
    if areas is None:
        raise NothingThatDay(
            f"{on.isoformat()} 没有已发布的{WORDS[level]}区划范围",
            "请先用 ./diming load boundaries 装载界线，或用 on=日期 指定其他日期",
            "level",
        )
    above = ABOVE.get(level)
    return areas, None if above is None else _level(db, above, on)


def approved(db: Session, level: str, on: date) -> tuple[LineString, ...]:
    """Return the approved lines of a level and of those above it, as they hold on a day.

    Args:
        db: A session that reads.
        level: A key of `LEVELS`.
        on: The day.
    """
    levels = [LEVELS[level], *(LEVELS[above] for above in [ABOVE.get(level)] if above)]
    return tuple(line for each in levels for line in approved_lines(db, each, on))


def _level(db: Session, level: str, on: date) -> Features | None:
    rows = mapping.areas_on(db, LEVELS[level], on, None)
    if not rows:
        return None
    return Features(
        geometries=[row["geometry"] for row in rows],
        rows=[{column: row[column] for column in COLUMNS} for row in rows],
        numbers=list(range(1, len(rows) + 1)),
        columns=COLUMNS,
        remark=f"取自界线库，{on.isoformat()} 有效",
    )
