"""Which database this process works on: the one it was given, or the private cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from api.settings import Settings
from api.store.checks import check_server, driver_url, libpq_url
from api.store.cluster.leasing import lease, silence
from api.store.cluster.packages import Say
from api.store.errors import DatabaseUnavailable
from api.store.extensions import ensure_extensions
from api.store.locks import PREPARING


@contextmanager
def resolve_database(settings: Settings, say: Say = silence) -> Iterator[str]:
    """Yield the SQLAlchemy address of the database to use, extensions in place.

    The private cluster runs at least as long as the block.

    Args:
        settings: `database_url` decides; without it the private cluster of `data_dir` is used.
        say: Receives lines of progress, in Chinese.

    Raises:
        DatabaseUnavailable: The given server is unfit, with every reason; or the private
            cluster cannot be installed, made or started.
    """
    if settings.database_url is None:
        with lease(settings, say) as url:
            yield url
        return
    problems = check_server(settings.database_url)
    if problems:
        raise DatabaseUnavailable(
            "DATABASE_URL 指定的数据库不能使用", "\n".join(f"  · {problem}" for problem in problems)
        )
    with psycopg.connect(libpq_url(settings.database_url), autocommit=True) as connection:
        ensure_extensions(connection)
    yield driver_url(settings.database_url)


@contextmanager
def prepared_alone(url: str) -> Iterator[None]:
    """Let one process after the other migrate and fill the database at `url`.

    The lock goes with its connection, so a process that dies holds nobody up.
    """
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (PREPARING,))
        yield
