"""Backing a database up into one file, and restoring it without losing the present one."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from api.store.checks import libpq_url
from api.store.cluster.binaries import find_tool
from api.store.cluster.leasing import create_database
from api.store.errors import DatabaseUnavailable
from api.store.web_role import ensure_web_role, grant_to_web

OUR_TABLES = "alembic_version"


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """How a database stands: server and PostGIS versions, size in bytes, other sessions."""

    server: str
    postgis: str
    name: str
    size_bytes: int
    sessions: int


def database_state(url: str) -> DatabaseState:
    """Return how the database at `url` stands."""
    with psycopg.connect(libpq_url(url)) as connection:
        row = connection.execute(
            "select current_setting('server_version'),"
            " coalesce((select extversion from pg_extension where extname = 'postgis'), ''),"
            " current_database(), pg_database_size(current_database()),"
            " (select count(*) from pg_stat_activity where datname = current_database()"
            "  and pid <> pg_backend_pid())"
        ).fetchone()
    assert row is not None
    return DatabaseState(*row)


def backup(url: str, target: Path) -> int:
    """Write the whole database into a file and return the file's size in bytes.

    The file appears under its name only when it is complete.

    Raises:
        DatabaseUnavailable: `pg_dump` is missing, too old, or failed.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        _run(url, "pg_dump", ["--format=custom", f"--file={partial}"])
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def restore(url: str, source: Path) -> None:
    """Replace the database by the content of a backup.

    The backup is read into a database of its own first; only when that has succeeded do the two
    change names, in one transaction. Whoever uses the old one is disconnected.

    Raises:
        DatabaseUnavailable: The file is no backup of ours or `pg_restore` failed; the present
            database is untouched then.
    """
    name = unquote(urlsplit(libpq_url(url)).path.lstrip("/"))
    fresh, former = f"{name}_restoring_{os.getpid()}", f"{name}_before_{os.getpid()}"
    with psycopg.connect(_of(url, "postgres"), autocommit=True) as server:
        create_database(server, fresh)
        try:
            _read(_of(url, fresh), source)
            _swap(server, name, fresh, former)
        except BaseException:
            _drop(server, fresh)
            raise
        _drop(server, former)


def _read(url: str, source: Path) -> None:
    """Read a backup into an empty database.

    Roles belong to a server, not to a database: rights are not taken from the backup, whose
    server may have had other owners, but given anew.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        ensure_web_role(connection)
        read = ["--exit-on-error", "--no-owner", "--no-privileges", str(source)]
        _run(url, "pg_restore", read)
        _require_ours(url, source)
        # of an older structure nothing is open until it is upgraded, which gives the rights
        with suppress(psycopg.errors.UndefinedTable), connection.transaction():
            grant_to_web(connection)


def _require_ours(url: str, source: Path) -> None:
    with psycopg.connect(url) as connection:
        found = connection.execute("select to_regclass(%s)", (OUR_TABLES,)).fetchone()
    if found is None or found[0] is None:
        raise DatabaseUnavailable(
            f"文件 {source} 不是本系统的备份", "请选择由 ./diming db backup 生成的文件"
        )


def _swap(server: psycopg.Connection, name: str, fresh: str, former: str) -> None:
    """Rename both databases in one transaction, disconnecting who is in the way."""
    rename = sql.SQL("alter database {} rename to {}")
    for attempt in range(20):
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = any(%s)",
            ([name, fresh],),
        )
        try:
            with server.transaction():
                server.execute(rename.format(sql.Identifier(name), sql.Identifier(former)))
                server.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
            return
        except psycopg.errors.ObjectInUse:
            time.sleep(0.05 * (attempt + 1))
    raise DatabaseUnavailable(
        "数据库正被其他程序占用，未能换入备份", "请停止所有使用它的程序（例如 ./diming up）后重试"
    )


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _of(url: str, database: str) -> str:
    """Return the address of another database of the same server."""
    parts = urlsplit(libpq_url(url))
    # `urlunsplit` drops the empty host of a socket address, so the text is put together by hand.
    return f"postgresql://{parts.netloc}/{database}" + (f"?{parts.query}" if parts.query else "")


def _run(url: str, program: str, arguments: list[str]) -> None:
    """Run a client program on a database; the password is not shown among the processes."""
    with psycopg.connect(libpq_url(url)) as connection:
        major = connection.info.server_version // 10000
        password = connection.info.password
    tool = find_tool(program, at_least=major)
    shown = _without_password(libpq_url(url))
    ended = subprocess.run(
        [tool, f"--dbname={shown}", "--no-password", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **({"PGPASSWORD": password} if password else {})},
    )
    if ended.returncode != 0:
        said = "\n".join(ended.stderr.strip().splitlines()[-5:])
        raise DatabaseUnavailable(f"{program} 失败", said or f"退出码 {ended.returncode}")


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    netloc = user.partition(":")[0] + at + host
    return f"postgresql://{netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")
