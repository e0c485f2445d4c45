"""Opening the database for a command: resolved, migrated, closed with the block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.settings import Settings, load_settings

if TYPE_CHECKING:
    from api.store.session import Session


@contextmanager
def opened_database(settings: Settings | None = None) -> Iterator[str]:
    """Yield the SQLAlchemy address of the database a command works on, at the newest shape.

    The private cluster is started when needed and runs at least as long as the block.

    Raises:
        DatabaseUnavailable: There is no usable database; says what to do.
    """
    from api.cli.printing import say
    from api.store.migrate import up_to_date, upgrade
    from api.store.resolving import resolve_database

    with resolve_database(settings or load_settings(), say) as url:
        if not up_to_date(url):
            upgrade(url)
        yield url


@contextmanager
def opened_session(actor: str) -> Iterator[Session]:
    """Yield a session on that database, committed at the end of the block.

    Raises:
        DatabaseUnavailable: There is no usable database; says what to do.
    """
    from api.store.session import engine_for, transaction

    with opened_database() as url:
        engine = engine_for(url, pool_size=1)
        try:
            with transaction(engine, actor=actor) as session:
                yield session
        finally:
            engine.dispose()


@contextmanager
def opened_reader() -> Iterator[tuple[str, Session]]:
    """Yield the address of that database and a session that sees one state of it, to read.

    Raises:
        DatabaseUnavailable: There is no usable database; says what to do.
    """
    from api.store.session import engine_for
    from api.store.transactions import BATCH_LIMIT_MS, reading

    with opened_database() as url:
        engine = engine_for(url, pool_size=1)
        try:
            with reading(engine, limit_ms=BATCH_LIMIT_MS) as session:
                yield url, session
        finally:
            engine.dispose()
