"""Bringing a database to the newest shape: migrations first, then the functions of `sql/`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, create_engine, text

from api.store.extensions import ensure_extensions
from api.store.locks import MIGRATING
from api.store.seals import seal_upgrade, sealing, seals_of
from api.store.web_role import ensure_web_role, grant_to_web

HERE = Path(__file__).resolve().parent


def config(connection: Connection | None = None) -> Config:
    """Return the alembic configuration of this project, bound to `connection` if given."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE / "migrations"))
    settings.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def head() -> str:
    """Return the newest revision in the code."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def current(url: str) -> str | None:
    """Return the revision of the database at `url`, or None if it was never migrated."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def up_to_date(url: str) -> bool:
    """Tell whether the database at `url` has the newest revision and the functions of `sql/`."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if MigrationContext.configure(connection).get_current_revision() != head():
                return False
            told = connection.execute(text("SELECT obj_description('alembic_version'::regclass)"))
            return bool(told.scalar() == _stamp())
    finally:
        engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate the database at `url` and re-create the functions of `sql/`, in one transaction."""
    _move(url, lambda settings: command.upgrade(settings, revision), functions=revision == "head")


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to `revision` (`base` for nothing at all)."""
    _move(url, lambda settings: command.downgrade(settings, revision), functions=False)


def _move(url: str, step: Callable[[Config], object], *, functions: bool) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            driver = cast("psycopg.Connection", connection.connection.driver_connection)
            ensure_extensions(driver)
            ensure_web_role(driver)
            sealed = sealing(connection)
            earlier = seals_of(connection, sealed) if functions and _moving(connection) else {}
            step(config(connection))
            if functions:
                _recreate(connection)
                grant_to_web(driver)
                seal_upgrade(connection, earlier, but=[] if earlier else sealed)
    finally:
        engine.dispose()


def _moving(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_revision() != head()


def _recreate(connection: Connection) -> None:
    # the driver's own cursor takes the text as it is, percent signs and all
    cursor = connection.connection.cursor()
    for path in _functions():
        cursor.execute(path.read_text(encoding="utf-8"))
    cursor.execute("SELECT diming_drop_old_policies()")
    told = sql.SQL("COMMENT ON TABLE alembic_version IS {}").format(sql.Literal(_stamp()))
    cursor.execute(told.as_string())
    cursor.close()


def _functions() -> list[Path]:
    return sorted((HERE / "sql").glob("*.sql"))


def _stamp() -> str:
    """Return a fingerprint of the functions, kept as the comment on alembic's own table."""
    whole = b"".join(path.read_bytes() for path in _functions())
    return f"sql {hashlib.sha256(whole).hexdigest()[:16]}"
