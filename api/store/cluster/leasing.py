"""Using the private cluster: a lease keeps the server up, and its end lets it go."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from psycopg import sql

from api.settings import Settings
from api.store.cluster import locks
from api.store.cluster.account import server_account
from api.store.cluster.home import DATABASE, Home, home_of
from api.store.cluster.initialising import data_major, initialise
from api.store.cluster.packages import Say, ensure_binaries
from api.store.errors import DatabaseUnavailable
from api.store.extensions import ensure_extensions

START_PATIENCE_S = 120.0
END_PATIENCE_S = 30.0
LOOK_S = 0.03
LOG_TAIL_LINES = 8


def silence(_: str) -> None:
    """Take a line of progress and show it to nobody."""


@contextmanager
def lease(settings: Settings, say: Say = silence) -> Iterator[str]:
    """Keep the private cluster of the settings running and yield its SQLAlchemy address.

    The server is installed, made and started when needed, and ends with its last lease.

    Args:
        settings: Names the data directory.
        say: Receives lines of progress, in Chinese.

    Raises:
        DatabaseUnavailable: The server cannot be installed, made or started.
    """
    home = home_of(settings.data_dir)
    with leased(home, say):
        yield home.url()


@contextmanager
def leased(home: Home, say: Say = silence) -> Iterator[None]:
    """Hold a lease of one home; on leaving, wait for the server's end if it was the last."""
    handle = _enter(home, say)
    try:
        yield
    finally:
        os.close(handle)
        wait_for_end(home)


def wait_for_end(home: Home) -> None:
    """Return when the keeper is gone, or when others still hold leases or have pinned it."""
    still_shared = 0
    deadline = time.monotonic() + END_PATIENCE_S
    while time.monotonic() < deadline and still_shared < 10 and not home.pin.exists():
        if not locks.is_held(home.keeper_lock):
            return
        # While the keeper is ending the server it holds the lease lock alone.
        still_shared = 0 if locks.is_held(home.lease_lock) else still_shared + 1
        time.sleep(LOOK_S)


def is_serving(home: Home) -> bool:
    """Tell by a real connection whether the server answers."""
    try:
        with _connect(home, "postgres"):
            return True
    except psycopg.OperationalError:
        return False


def _enter(home: Home, say: Say) -> int:
    """Return the open file that is the lease, with the server up and the database made."""
    while True:
        home.prepare()
        try:
            with locks.held(home.start_lock):
                handle = locks.take(home.lease_lock, shared=True)
                assert handle is not None
                with ExitStack() as on_failure:
                    on_failure.callback(os.close, handle)
                    _ensure_server(home, say)
                    _ensure_database(home)
                    on_failure.pop_all()
                return handle
        except FileNotFoundError:
            # A throw-away home was removed by its keeper while we stood in the queue.
            if home.root.exists():
                raise


def _ensure_server(home: Home, say: Say) -> None:
    """Start the keeper unless it runs. Call while holding the start lock and a lease."""
    if locks.is_held(home.keeper_lock):
        _wait_until_serving(home)
        return
    binaries = ensure_binaries(say, data_major(home))
    account = server_account(home.data)
    home.require_reachable(account)
    home.prepare_sockets(account)
    if not home.data.exists():
        say(f"建立专用数据库目录 {home.root}")
        initialise(home, binaries, account)
    command = [sys.executable, "-P", "-m", "api.store.cluster.keeper"]
    command += [str(home.root), str(binaries.bindir)]
    command += ["--throwaway"] if home.throwaway else []
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _wait_until_serving(home)


def _wait_until_serving(home: Home) -> None:
    """Return when the server answers.

    Raises:
        DatabaseUnavailable: Its keeper gave up, or it takes too long.
    """
    begun = time.monotonic()
    while time.monotonic() - begun < START_PATIENCE_S:
        if is_serving(home):
            return
        if not locks.is_held(home.keeper_lock):
            break
        time.sleep(LOOK_S)
    raise DatabaseUnavailable(
        "专用数据库服务器未能启动", f"日志 {home.log} 的末尾：\n{_tail(home)}"
    )


def _ensure_database(home: Home) -> None:
    """Create our database and its extensions unless they are there."""
    with _connect(home, "postgres") as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", (DATABASE,))
        if found.fetchone() is None:
            create_database(connection, DATABASE)
    with _connect(home, DATABASE) as connection:
        ensure_extensions(connection)


def create_database(connection: psycopg.Connection, name: str, template: str = "template0") -> None:
    """Create a database whose letters are Unicode's; without that pg_trgm sees no Chinese."""
    connection.execute(
        sql.SQL(
            "create database {} template {} encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
        ).format(sql.Identifier(name), sql.Identifier(template))
    )


def _connect(home: Home, database: str) -> psycopg.Connection:
    return psycopg.connect(home.conninfo(database), autocommit=True, connect_timeout=5)


def _tail(home: Home) -> str:
    try:
        lines = home.log.read_text(errors="replace").splitlines()
    except OSError:
        return "（没有日志）"
    return "\n".join(lines[-LOG_TAIL_LINES:])
