"""Merging a list of divisions (区划名单): rows find their divisions by code, else by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Integer, SmallInteger, Table, Text, select, text
from sqlalchemy.orm import Session

from api.store.loading.division_matching import STEPS
from api.store.loading.facts import (
    CHANGED_FACT,
    STAGED_FACT,
    TEMPORARY,
    TOUCHED,
    Merged,
    Stamp,
    merge_facts,
)
from api.store.loading.staging import analyse, copy_rows, create

STAGED_DIVISION = Table(
    "staged_division",
    TEMPORARY,
    Column("row_no", Integer, primary_key=True),
    Column("level", SmallInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("parent_code", Text),
    Column("problem", Text),
    Column("parent_id", Integer),
    Column("holder_id", Integer),
    Column("division_id", Integer),
    Column("is_new", Integer),
    Column("succeeds", Text),
    Column("valid_from", Date),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
COPIED = ("row_no", "level", "code", "name", "type", "parent_code", "problem")


@dataclass(frozen=True, slots=True)
class ListOf:
    """What list it is: its code scheme, the day that it tells the state of, that day in EDTF."""

    scheme: str
    day: date

    @property
    def day_text(self) -> str:
        """Return the beginning in EDTF: some day up to and including the list's."""
        return f"[..{self.day.isoformat()}]"


def stage_list(db: Session, rows: Iterable[Sequence[Any]]) -> int:
    """Copy the rows of a list (columns `COPIED`) into staging and return their number."""
    create(db, STAGED_DIVISION, STAGED_FACT, CHANGED_FACT, TOUCHED)
    count = copy_rows(db, STAGED_DIVISION.name, COPIED, rows)
    db.execute(text("CREATE INDEX ON staged_division (code)"))
    analyse(db, STAGED_DIVISION.name)
    db.execute(text(_REPEATED_CODES))
    return count


def match_list(db: Session, what: ListOf) -> None:
    """Find the division of each staged row, level by level, and create those that are new."""
    values = {"scheme": what.scheme, "day": what.day}
    levels = db.execute(
        select(STAGED_DIVISION.c.level).distinct().order_by(STAGED_DIVISION.c.level)
    ).scalars()
    for level in list(levels):
        for step in STEPS:
            db.execute(text(step), values | {"level": level})
        analyse(db, STAGED_DIVISION.name)


def merge_list(db: Session, what: ListOf, stamp: Stamp) -> dict[str, Merged]:
    """Merge names, types, parents and codes of the matched rows; return the counts of each."""
    merged = {}
    for kind in ("name", "type", "parent", "code"):
        db.execute(
            text(_STAGE_FACTS[kind]),
            {"scheme": what.scheme, "day": what.day, "day_text": what.day_text},
        )
        merged[kind] = merge_facts(db, kind, stamp)
    analyse(db, TOUCHED.name)
    return merged


def outcome_counts(db: Session) -> dict[str, int]:
    """Return how many staged rows were added, changed, unchanged, refused."""
    return {str(word): int(count) for word, count in db.execute(text(_OUTCOMES))}


def refused_rows(db: Session, most: int) -> list[Any]:
    """Return (row_no, code, name, problem) of refused rows, at most `most` of them."""
    return list(db.execute(text(_REFUSED), {"most": most}))


def codes_used_before(db: Session, what: ListOf, most: int) -> list[Any]:
    """Return rows whose code once belonged to another division of the scheme (DC-5)."""
    return list(db.execute(text(_REUSED), {"scheme": what.scheme, "day": what.day, "most": most}))


def renamed_rows(db: Session, what: ListOf, stamp: Stamp, most: int) -> list[Any]:
    """Return (row_no, code, old name, new name, lower day) of names that this load changed."""
    values = {"day": what.day, "moment": stamp.moment, "most": most}
    return list(db.execute(text(_RENAMED), values))


def not_in_list(db: Session, what: ListOf) -> list[Any]:
    """Return divisions that a list does not name under parents of which it names most.

    Columns: division_id, level, name, the parent's name, their code in this scheme or NULL,
    a code in another scheme or NULL.
    """
    db.execute(text("DROP TABLE IF EXISTS pg_temp.list_scope"))
    db.execute(text("CREATE INDEX ON staged_division (division_id)"))
    db.execute(text(_SCOPE), {"day": what.day})
    analyse(db, STAGED_DIVISION.name, "list_scope")
    return list(db.execute(text(_NOT_IN_LIST), {"scheme": what.scheme, "day": what.day}))


def succeeding_rows(db: Session, most: int) -> list[Any]:
    """Return rows taken for a known town of another type: row_no, code, name, succeeds, parent."""
    return list(db.execute(text(_SUCCEEDING), {"most": most}))


def new_rows(db: Session, most: int) -> list[Any]:
    """Return rows that made new divisions where others were known; see `not_in_list`.

    Columns: row_no, code, name, the parent's name, parent_id.
    """
    return list(db.execute(text(_NEW), {"most": most}))


_REPEATED_CODES = """
UPDATE staged_division s
SET problem = '代码与第 ' || f.first || ' 行重复；请核对后只保留一行'
FROM (SELECT code, min(row_no) AS first FROM staged_division
      WHERE problem IS NULL GROUP BY code HAVING count(*) > 1) f
WHERE s.code = f.code AND s.row_no <> f.first AND s.problem IS NULL
"""

_STAGE_FACTS = {
    "name": """
        INSERT INTO staged_fact (division_id, value, valid_from, valid_text)
        SELECT division_id, name, :day, :day_text FROM staged_division
        WHERE division_id IS NOT NULL AND :scheme <> ''""",
    "type": """
        INSERT INTO staged_fact (division_id, value, valid_from, valid_text)
        SELECT division_id, type, :day, :day_text FROM staged_division
        WHERE division_id IS NOT NULL AND :scheme <> ''""",
    "parent": """
        INSERT INTO staged_fact (division_id, value, valid_from, valid_text)
        SELECT division_id, parent_id, :day, :day_text FROM staged_division
        WHERE division_id IS NOT NULL AND parent_id IS NOT NULL AND :scheme <> ''""",
    "code": """
        INSERT INTO staged_fact (division_id, value, scheme, valid_from, valid_text)
        SELECT division_id, code, :scheme, :day, :day_text FROM staged_division
        WHERE division_id IS NOT NULL""",
}

_OUTCOMES = """
SELECT CASE WHEN problem IS NOT NULL THEN 'refused' WHEN is_new = 1 THEN 'added'
            WHEN division_id IN (SELECT division_id FROM touched_division) THEN 'changed'
            ELSE 'unchanged' END, count(*)
FROM staged_division GROUP BY 1
"""

_REFUSED = """
SELECT row_no, code, name, problem FROM staged_division
WHERE problem IS NOT NULL ORDER BY row_no LIMIT :most
"""

_SUCCEEDING = """
SELECT s.row_no, s.code, s.name, s.succeeds,
       (SELECT n.name FROM division_name n WHERE n.division_id = s.parent_id
        AND upper_inf(n.recorded) ORDER BY lower(n.valid) DESC LIMIT 1) AS parent
FROM staged_division s WHERE s.succeeds IS NOT NULL ORDER BY s.row_no LIMIT :most
"""

_REUSED = """
SELECT s.row_no, s.code, s.name, n.name AS former, upper(c.valid) AS ended
FROM staged_division s
JOIN division_code c ON c.code = s.code AND c.scheme = :scheme AND upper_inf(c.recorded)
     AND c.division_id <> s.division_id AND upper(c.valid) <= CAST(:day AS date)
JOIN LATERAL (SELECT name FROM division_name n WHERE n.division_id = c.division_id
              AND upper_inf(n.recorded) ORDER BY lower(n.valid) DESC LIMIT 1) n ON true
ORDER BY s.row_no LIMIT :most
"""

_RENAMED = """
SELECT s.row_no, s.code, o.name AS old_name, s.name AS new_name, lower(n.valid) AS since
FROM staged_division s
JOIN division_name n ON n.division_id = s.division_id AND n.name = s.name
     AND lower(n.recorded) = :moment AND n.valid @> CAST(:day AS date)
JOIN division_name o ON o.division_id = s.division_id AND upper(o.recorded) = :moment
     AND o.valid @> CAST(:day AS date)
WHERE s.is_new IS NULL ORDER BY s.row_no LIMIT :most
"""

# A list speaks for the units under a parent if it names at least half of those known there.
_SCOPE = """
CREATE TEMPORARY TABLE list_scope ON COMMIT DROP AS
SELECT f.parent_id, f.level
FROM (SELECT parent_id, level::integer, count(*) FILTER (WHERE is_new IS NULL) AS met
      FROM staged_division
      WHERE parent_id IS NOT NULL AND division_id IS NOT NULL GROUP BY 1, 2) f
CROSS JOIN LATERAL (
    SELECT count(*) AS known FROM division_parent p JOIN division d ON d.id = p.division_id
    WHERE p.parent_id = f.parent_id AND d.level = f.level AND p.valid @> CAST(:day AS date)
      AND upper_inf(p.recorded)
      AND NOT EXISTS (SELECT 1 FROM staged_division s
                      WHERE s.division_id = p.division_id AND s.is_new = 1)) k
WHERE f.met > 0 AND 2 * f.met >= k.known
"""

_NOT_IN_LIST = """
WITH known AS MATERIALIZED (SELECT DISTINCT division_id FROM staged_division)
SELECT p.division_id, d.level, n.name, pn.name AS parent, mine.code, other.code AS other_code,
       p.parent_id
FROM list_scope AS scope
JOIN division_parent p ON p.parent_id = scope.parent_id
JOIN division d ON d.id = p.division_id AND d.level = scope.level
LEFT JOIN known ON known.division_id = p.division_id
JOIN division_name n ON n.division_id = d.id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
JOIN division_name pn ON pn.division_id = p.parent_id AND pn.valid @> CAST(:day AS date)
     AND upper_inf(pn.recorded)
LEFT JOIN division_code mine ON mine.division_id = d.id AND mine.scheme = :scheme
     AND mine.valid @> CAST(:day AS date) AND upper_inf(mine.recorded)
LEFT JOIN LATERAL (SELECT scheme || ' ' || code AS code FROM division_code o
     WHERE o.division_id = d.id AND o.scheme <> :scheme AND o.valid @> CAST(:day AS date)
       AND upper_inf(o.recorded) ORDER BY scheme LIMIT 1) other ON true
WHERE p.valid @> CAST(:day AS date) AND upper_inf(p.recorded) AND known.division_id IS NULL
ORDER BY coalesce(mine.code, other.code)
"""

_NEW = """
SELECT s.row_no, s.code, s.name, n.name AS parent, s.parent_id
FROM staged_division s
LEFT JOIN division_name n ON n.division_id = s.parent_id AND upper_inf(n.recorded)
     AND upper_inf(n.valid)
WHERE s.is_new = 1
  AND (s.parent_id, s.level::integer) IN (SELECT parent_id, level FROM list_scope)
ORDER BY s.row_no LIMIT :most
"""
