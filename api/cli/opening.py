"""Opening the database for a command: resolved, migrated, closed with the block."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import Settings, load_settings

if TYPE_CHECKING:
    from api.store.session import Session

DAY_S = 86_400


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


def ensure_printing(tried: Path | None = None) -> bool:
    """Install what PDF documents need where it is missing; tell whether they can be set.

    Nothing else depends on it, so that a failure is said and stops nothing.

    Args:
        tried: File that remembers a failed try, so that a machine without a network does
            not wait for it at every start; tried again after a day.
    """
    from api.cli.printing import complain, say
    from api.services.printing.software import lacking_packages, remedy
    from api.store.cluster.packages import install
    from api.store.errors import DatabaseUnavailable

    lacking = lacking_packages()
    if not lacking:
        return True
    if tried is not None and tried.exists() and time.time() - tried.stat().st_mtime < DAY_S:
        say(f"不能生成 PDF 文书（缺少 {'、'.join(lacking)}），其他功能不受影响")
        return False
    say(f"PDF 文书需要排版软件包与中文字体，现在用系统软件包安装：{' '.join(lacking)}（约 60 MB）")
    try:
        install(lacking, say)
    except DatabaseUnavailable:
        complain("排版软件包未能装好，暂不能生成 PDF 文书，其他功能不受影响", remedy(lacking))
        if tried is not None:
            tried.parent.mkdir(parents=True, exist_ok=True)
            tried.touch()
        return False
    return not lacking_packages()


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
