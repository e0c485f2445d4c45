"""Division events (区划变更事件): kept all, mapped to divisions where the names are clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from api.store.tables.divisions import Division, DivisionEvent, DivisionEventPart

IDENTITY = ("kind", "happened_text", "document", "before_text", "after_text", "place_text")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A division as a notice may name it: a name it had and when, its level and counties.

    Attributes:
        division_id: The division.
        level: Its rank.
        name: A name it has or had.
        since: First day on which that name is known.
        until: Day on which the name ended; None if it goes on.
        first: First day on which anything is known of the division.
        counties: Names of the counties it is or was in.
        parent_id: The division above it on the last day known.
    """

    division_id: int
    level: int
    name: str
    since: date
    until: date | None
    first: date
    counties: frozenset[str]
    parent_id: int | None


def county_names(db: Session) -> set[str]:
    """Return every name that a county has or had."""
    return set(db.execute(text(_COUNTY_NAMES)).scalars())


def units_named(db: Session, names: Iterable[str]) -> list[KnownUnit]:
    """Return the divisions that bear or bore one of `names`."""
    rows = db.execute(text(_UNITS), {"names": sorted(set(names))})
    return [
        KnownUnit(r.id, r.level, r.name, r.since, r.until, r.first, frozenset(r.counties), r.parent)
        for r in rows
    ]


def known_events(db: Session) -> dict[tuple[str, ...], int]:
    """Return the ids of all events by their identity (columns `IDENTITY`)."""
    columns = [getattr(DivisionEvent, name) for name in IDENTITY]
    rows = db.execute(select(DivisionEvent.id, *columns))
    return {tuple(row[1:]): int(row[0]) for row in rows}


def add_event(
    db: Session, values: Mapping[str, Any], first: date, after_last: date, delivery: int
) -> int:
    """Enter an event that happened within [first, after_last) and return its id."""
    row = dict(values) | {"happened": Range(first, after_last), "delivery_id": delivery}
    return int(
        db.execute(insert(DivisionEvent).values(row).returning(DivisionEvent.id)).scalar_one()
    )


def add_parts(db: Session, event: int, parts: Sequence[tuple[int, str]]) -> None:
    """Enter which divisions took part in an event: (division, predecessor or successor)."""
    rows = [{"event_id": event, "division_id": d, "role": role} for d, role in parts]
    if rows:
        db.execute(insert(DivisionEventPart), rows)


def new_division(db: Session, level: int) -> int:
    """Enter a division and return its id."""
    return int(db.execute(insert(Division).values(level=level).returning(Division.id)).scalar_one())


def children_on(db: Session, parents: Sequence[int], day: date) -> list[tuple[int, str]]:
    """Return (id, name) of the divisions right under `parents` on `day`."""
    rows = db.execute(text(_CHILDREN), {"parents": list(parents), "day": day})
    return [(int(row.division_id), str(row.name)) for row in rows]


def has_code(db: Session, division: int, scheme: str) -> bool:
    """Tell whether the division has, or had, a code in the scheme."""
    found = db.execute(text(_HAS_CODE), {"division": division, "scheme": scheme})
    return found.first() is not None


_COUNTY_NAMES = """
SELECT DISTINCT n.name FROM division_name n JOIN division d ON d.id = n.division_id
WHERE d.level = 3 AND upper_inf(n.recorded)
"""

_UNITS = """
SELECT d.id, d.level, n.name, lower(n.valid) AS since, upper(n.valid) AS until,
       (SELECT min(lower(f.valid)) FROM division_name f
        WHERE f.division_id = d.id AND upper_inf(f.recorded)) AS first,
       ARRAY(SELECT DISTINCT cn.name FROM division_parent p
             JOIN division_parent g ON g.division_id = p.parent_id AND upper_inf(g.recorded)
             JOIN division_name cn ON upper_inf(cn.recorded)
                  AND cn.division_id IN (p.parent_id, g.parent_id, d.id)
             WHERE p.division_id = d.id AND upper_inf(p.recorded)) AS counties,
       (SELECT p.parent_id FROM division_parent p WHERE p.division_id = d.id
        AND upper_inf(p.recorded) ORDER BY lower(p.valid) DESC LIMIT 1) AS parent
FROM division_name n JOIN division d ON d.id = n.division_id
WHERE upper_inf(n.recorded) AND n.name = ANY(:names)
"""

_CHILDREN = """
SELECT p.division_id, n.name FROM division_parent p
JOIN division_name n ON n.division_id = p.division_id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
WHERE p.parent_id = ANY(:parents) AND p.valid @> CAST(:day AS date) AND upper_inf(p.recorded)
"""

_HAS_CODE = """
SELECT 1 FROM division_code
WHERE division_id = :division AND scheme = :scheme AND upper_inf(recorded) LIMIT 1
"""
