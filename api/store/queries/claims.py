"""Taking work that lies there (认领): one process at a time does a piece of it.

Whoever does it holds an advisory lock. The server lets go of the lock when the holder's
connection ends, however it ends: what is not over and nobody holds has been left lying, and
anybody may take it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.store.session import Engine
from api.store.transactions import translated


@contextmanager
def first_free(
    engine: Engine, space: int, open_ones: Select[Any]
) -> Iterator[tuple[Session, int] | None]:
    """Yield a session and the first id of `open_ones` that nobody holds, held until the end.

    What is known of it is to be read in the session, under the lock: whoever held it before may
    have ended it.

    Args:
        engine: Gives the connection that holds the lock.
        space: The first half of the lock (`api.store.locks`).
        open_ones: Asks for the ids of what is not over, in order.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
    """
    with translated(), engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        held = None
        for id in connection.execute(open_ones).scalars().all():
            if connection.execute(select(func.pg_try_advisory_lock(space, id))).scalar():
                held = id
                break
        try:
            with Session(connection) as db:
                yield None if held is None else (db, held)
        finally:
            if held is not None:
                try:
                    connection.execute(select(func.pg_advisory_unlock(space, held)))
                except DBAPIError:
                    connection.invalidate()  # and the server lets go
