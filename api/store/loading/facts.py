"""Merging dated facts: a change closes what was recorded and opens what is known now.

One rule serves all facts of a division (name, type, parent, code). A staged fact says that
the value holds from a day on:

- nothing known on that day: it is opened until the next known life begins;
- the same value is known: nothing happens;
- another value is known: that row is no longer what we know. Its value stays recorded for
  the days before, the new value takes the days from there on. Where both begin on the same
  day this is a correction: only the value changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import DATERANGE
from sqlalchemy.orm import Session

from api.store.loading.staging import analyse
from api.store.tables.divisions import (
    DivisionCode,
    DivisionName,
    DivisionParent,
    DivisionSeat,
    DivisionType,
)

TEMPORARY = MetaData()

STAGED_FACT = Table(
    "staged_fact",
    TEMPORARY,
    Column("division_id", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("scheme", Text),
    Column("valid_from", Date, nullable=False),
    Column("valid_text", Text),
    Column("begun_by", Integer),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
CHANGED_FACT = Table(
    "changed_fact",
    TEMPORARY,
    *(column._copy() for column in STAGED_FACT.columns),
    Column("old_id", Integer),
    Column("until", Date),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
TOUCHED = Table(
    "touched_division",
    TEMPORARY,
    Column("division_id", Integer, nullable=False),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
"""Divisions of which a fact was added or changed in this load."""

FACT_TABLES: dict[str, tuple[Table, str]] = {
    "name": (DivisionName.__table__, "name"),  # type: ignore[dict-item]  # a mapped class has a Table
    "type": (DivisionType.__table__, "type"),  # type: ignore[dict-item]  # likewise
    "parent": (DivisionParent.__table__, "parent_id"),  # type: ignore[dict-item]  # likewise
    "code": (DivisionCode.__table__, "code"),  # type: ignore[dict-item]  # likewise
    "seat": (DivisionSeat.__table__, "words"),  # type: ignore[dict-item]  # likewise
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row written by a load bears: the delivery and the moment of recording."""

    delivery_id: int
    moment: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """How many facts a merge opened anew and how many it changed."""

    added: int
    changed: int


def merge_facts(db: Session, kind: str, stamp: Stamp) -> Merged:
    """Merge `staged_fact` into the facts of `kind` and empty it; note touched divisions."""
    table, column = FACT_TABLES[kind]
    analyse(db, STAGED_FACT.name)
    db.execute(delete(CHANGED_FACT))
    _find_changes(db, table, table.c[column])
    total, changed = db.execute(
        select(func.count(), func.count(CHANGED_FACT.c.old_id)).select_from(CHANGED_FACT)
    ).one()
    _close(db, table, stamp)
    _continue_before(db, table, column, stamp)
    _open(db, table, column, stamp)
    db.execute(insert(TOUCHED).from_select(["division_id"], select(CHANGED_FACT.c.division_id)))
    db.execute(delete(STAGED_FACT))
    if total:
        analyse(db, table.name)
    return Merged(int(total) - int(changed), int(changed))


def _find_changes(db: Session, table: Table, value: Column[Any]) -> None:
    """Fill `changed_fact` with the staged facts that say something new."""
    old, later = table.alias("old"), table.alias("later")
    known = and_(_same_fact(old), old.c.valid.op("@>")(STAGED_FACT.c.valid_from))
    next_life = (
        select(func.min(func.lower(later.c.valid)))
        .where(_same_fact(later), func.lower(later.c.valid) > STAGED_FACT.c.valid_from)
        .scalar_subquery()
    )
    until = func.coalesce(func.upper(old.c.valid), next_life)
    found = (
        select(*STAGED_FACT.columns, old.c.id, until)
        .outerjoin_from(STAGED_FACT, old, known)
        .where(
            or_(
                old.c.id.is_(None),
                old.c[value.name] != cast(STAGED_FACT.c.value, value.type),
            )
        )
    )
    db.execute(insert(CHANGED_FACT).from_select([c.name for c in CHANGED_FACT.columns], found))
    analyse(db, CHANGED_FACT.name)


def _same_fact(alias: Any) -> ColumnElement[bool]:
    same = and_(alias.c.division_id == STAGED_FACT.c.division_id, func.upper_inf(alias.c.recorded))
    return and_(same, alias.c.scheme == STAGED_FACT.c.scheme) if "scheme" in alias.c else same


def _close(db: Session, table: Table, stamp: Stamp) -> None:
    """Say of the superseded rows that they are known no longer."""
    db.execute(
        update(table)
        .where(table.c.id == CHANGED_FACT.c.old_id)
        .values(recorded=func.tstzrange(func.lower(table.c.recorded), stamp.moment))
    )


def _continue_before(db: Session, table: Table, column: str, stamp: Stamp) -> None:
    """Record the old value for the days before the change."""
    old = table.alias("old")
    columns = ["division_id", column, *(["scheme"] if "scheme" in table.c else [])]
    days = func.daterange(func.lower(old.c.valid), CHANGED_FACT.c.valid_from)
    rows = (
        select(
            *(old.c[name] for name in columns),
            days,
            func.tstzrange(literal(stamp.moment), None),
            old.c.valid_text,
            old.c.begun_by,
            CHANGED_FACT.c.begun_by,
            old.c.delivery_id,
        )
        .join_from(CHANGED_FACT, old, CHANGED_FACT.c.old_id == old.c.id)
        .where(func.lower(old.c.valid) < CHANGED_FACT.c.valid_from)
    )
    names = [*columns, "valid", "recorded", "valid_text", "begun_by", "ended_by", "delivery_id"]
    db.execute(insert(table).from_select(names, rows))


def _open(db: Session, table: Table, column: str, stamp: Stamp) -> None:
    """Record the new value from its day on."""
    old = table.alias("old")
    schemes = ["scheme"] if "scheme" in table.c else []
    rows = select(
        CHANGED_FACT.c.division_id,
        cast(CHANGED_FACT.c.value, table.c[column].type),
        *(CHANGED_FACT.c[name] for name in schemes),
        cast(func.daterange(CHANGED_FACT.c.valid_from, CHANGED_FACT.c.until), DATERANGE),
        func.tstzrange(literal(stamp.moment), None),
        CHANGED_FACT.c.valid_text,
        CHANGED_FACT.c.begun_by,
        old.c.ended_by,
        literal(stamp.delivery_id),
    ).outerjoin_from(CHANGED_FACT, old, CHANGED_FACT.c.old_id == old.c.id)
    names = ["division_id", column, *schemes, "valid", "recorded", "valid_text"]
    names += ["begun_by", "ended_by", "delivery_id"]
    db.execute(insert(table).from_select(names, rows))


def end_facts(
    db: Session, divisions: Sequence[int], day: date, event_id: int, stamp: Stamp
) -> None:
    """End every fact of `divisions` on `day` by an event: the division is no more (撤销)."""
    for table, column in FACT_TABLES.values():
        _end_rows(db, table, column, divisions, day, event_id, stamp)
    db.execute(insert(TOUCHED), [{"division_id": division} for division in divisions])


def _end_rows(
    db: Session,
    table: Table,
    column: str,
    divisions: Sequence[int],
    day: date,
    event_id: int,
    stamp: Stamp,
) -> None:
    live = and_(
        table.c.division_id.in_(divisions),
        func.upper_inf(table.c.recorded),
        or_(func.upper_inf(table.c.valid), func.upper(table.c.valid) > day),
    )
    ended = db.execute(
        update(table)
        .where(live)
        .values(recorded=func.tstzrange(func.lower(table.c.recorded), stamp.moment))
        .returning(table.c.id)
    ).scalars()
    columns = ["division_id", column, *(["scheme"] if "scheme" in table.c else [])]
    rows = select(
        *(table.c[name] for name in columns),
        func.daterange(func.lower(table.c.valid), day),
        func.tstzrange(literal(stamp.moment), None),
        table.c.valid_text,
        table.c.begun_by,
        literal(event_id),
        table.c.delivery_id,
    ).where(table.c.id.in_(list(ended)), func.lower(table.c.valid) < day)
    names = [*columns, "valid", "recorded", "valid_text", "begun_by", "ended_by", "delivery_id"]
    db.execute(insert(table).from_select(names, rows))


def forget_what_was_never_known(db: Session) -> None:
    """Delete rows that this very load opened and closed again: nobody ever knew them."""
    for table, _ in FACT_TABLES.values():
        db.execute(delete(table).where(func.isempty(table.c.recorded)))


def stage_fact_rows(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Stage a handful of facts given as dictionaries with the columns of `staged_fact`."""
    if rows:
        db.execute(insert(STAGED_FACT), rows)
