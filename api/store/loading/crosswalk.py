"""Merging a crosswalk: codes of another scheme for divisions known by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, text
from sqlalchemy.orm import Session

from api.store.loading.divisions import ListOf
from api.store.loading.facts import (
    CHANGED_FACT,
    STAGED_FACT,
    TEMPORARY,
    TOUCHED,
    Stamp,
    merge_facts,
)
from api.store.loading.staging import analyse, copy_rows, create

STAGED_PAIR = Table(
    "staged_pair",
    TEMPORARY,
    Column("row_no", Integer, primary_key=True),
    Column("known", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("division_id", Integer),
    Column("problem", Text),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


@dataclass(frozen=True, slots=True)
class CodePair:
    """A row of a crosswalk: the known code, the code given, the name to check."""

    row: int
    known: str
    given: str
    name: str


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How many pairs gave a new code and how many said what was known."""

    added: int
    unchanged: int


def merge_pairs(
    db: Session, pairs: Sequence[CodePair], known: ListOf, given: ListOf, stamp: Stamp
) -> PairCounts:
    """Merge the codes that `pairs` give; see `refused_pairs` for those left out."""
    create(db, STAGED_PAIR, STAGED_FACT, CHANGED_FACT, TOUCHED)
    columns = ("row_no", "known", "given", "name")
    copy_rows(db, STAGED_PAIR.name, columns, (astuple(pair) for pair in pairs))
    analyse(db, STAGED_PAIR.name)
    db.execute(text(_FIND), {"scheme": known.scheme, "day": known.day})
    db.execute(text(_UNKNOWN), {"scheme": known.scheme})
    db.execute(text(_OTHER_NAME), {"day": known.day})
    db.execute(text(_TAKEN), {"scheme": given.scheme, "day": given.day})
    values = {"scheme": given.scheme, "day": given.day, "day_text": given.day_text}
    staged = db.execute(text(_STAGE), values).scalar_one()
    merged = merge_facts(db, "code", stamp)
    made = merged.added + merged.changed
    return PairCounts(made, int(staged) - made)


def refused_pairs(db: Session, most: int) -> list[Any]:
    """Return (row_no, name, known, problem) of pairs that were left out."""
    return list(db.execute(text(_REFUSED), {"most": most}))


_FIND = """
UPDATE staged_pair s SET division_id = c.division_id
FROM division_code c
WHERE c.scheme = :scheme AND c.code = s.known AND c.valid @> CAST(:day AS date)
  AND upper_inf(c.recorded)
"""

_UNKNOWN = """
UPDATE staged_pair
SET problem = '代码 ' || known || '（' || :scheme || '）不在库中；请先加载该名单'
WHERE division_id IS NULL
"""

_OTHER_NAME = """
UPDATE staged_pair s
SET problem = '库中该代码是“' || n.name || '”，对照表写作“' || s.name || '”；请核对'
FROM division_name n
WHERE n.division_id = s.division_id AND n.valid @> CAST(:day AS date) AND upper_inf(n.recorded)
  AND s.name <> '' AND n.name <> s.name
"""

_TAKEN = """
UPDATE staged_pair s
SET problem = '代码 ' || s.given || '（' || :scheme || '）当日属于“' || n.name || '”；请核对'
FROM division_code c JOIN division_name n ON n.division_id = c.division_id
     AND n.valid @> CAST(:day AS date) AND upper_inf(n.recorded)
WHERE c.scheme = :scheme AND c.code = s.given AND c.valid @> CAST(:day AS date)
  AND upper_inf(c.recorded) AND c.division_id <> s.division_id
"""

_STAGE = """
WITH staged AS (
    INSERT INTO staged_fact (division_id, value, scheme, valid_from, valid_text)
    SELECT division_id, given, :scheme, :day, :day_text FROM staged_pair
    WHERE problem IS NULL
    RETURNING 1)
SELECT count(*) FROM staged
"""

_REFUSED = """
SELECT row_no, name, known, problem FROM staged_pair
WHERE problem IS NOT NULL ORDER BY row_no LIMIT :most
"""
