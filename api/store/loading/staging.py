"""Staging (暂存): rows go by COPY into temporary tables that vanish with the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from psycopg import Connection as Driver
from psycopg import sql
from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import Session

from api.store.locks import LOADING


def take_turn(db: Session) -> None:
    """Wait until no other transaction is loading; holds until this one ends."""
    db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOADING})


def moment_of(db: Session) -> object:
    """Return the moment that begins what this load records and ends what it supersedes."""
    return db.execute(select(func.clock_timestamp())).scalar_one()


def driver_of(db: Session) -> Driver:
    """Return the driver's own connection of the running transaction."""
    connection = db.connection().connection.driver_connection
    assert isinstance(connection, Driver)
    return connection


def create(db: Session, *tables: Table) -> None:
    """Create temporary tables, empty, in place of any of the same name in this session."""
    for table in tables:
        drop = sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(sql.Identifier(table.name))
        driver_of(db).execute(drop)
        table.create(db.connection())


def copy_rows(
    db: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """Copy `rows` into `table` and return how many there were.

    Rows may come from a generator: nothing is gathered in memory.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with driver_of(db).cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def analyse(db: Session, *tables: str) -> None:
    """Let the planner know how full freshly staged tables are."""
    for table in tables:
        driver_of(db).execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
