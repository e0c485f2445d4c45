"""Making the data directory: under another name first, so that a half-made one is never used."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from api.store.cluster.account import Account, clean_environment
from api.store.cluster.binaries import Binaries
from api.store.cluster.children import die_with_parent
from api.store.cluster.home import ROLE, Home
from api.store.errors import DatabaseUnavailable

UNFINISHED = "pg.making-"

CONFIGURATION = """
# Written once when Diming made this cluster; edit freely.
listen_addresses = ''
unix_socket_permissions = 0700
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
max_connections = 60
shared_buffers = 256MB
effective_cache_size = 1GB
maintenance_work_mem = 128MB
work_mem = 16MB
random_page_cost = 1.1
max_wal_size = 2GB
log_line_prefix = '%m [%p] '
"""

THROWAWAY_CONFIGURATION = """
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
"""


def initialise(home: Home, binaries: Binaries, account: Account) -> None:
    """Create the data directory of a home that has none. Call while holding the start lock.

    Raises:
        DatabaseUnavailable: `initdb` failed; its words are part of the message.
    """
    for leftover in home.root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(leftover)
    making = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home.root))
    account.give(making)
    _initdb(home, binaries, account, making)
    _configure(making, account, throwaway=home.throwaway)
    making.rename(home.data)


def data_major(home: Home) -> int | None:
    """Return the major version of PostgreSQL that the data directory was made by, or None."""
    try:
        return int((home.data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _initdb(home: Home, binaries: Binaries, account: Account, making: Path) -> None:
    command = [
        binaries.program("initdb"),
        f"--pgdata={making}",
        f"--username={ROLE}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--data-checksums",
        "--auth=peer",
        *(["--no-sync"] if home.throwaway else []),
    ]
    # A file, not a pipe: a child that outlives initdb would keep a pipe open.
    with home.log.open("ab") as log:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
            cwd="/",
            env=clean_environment(os.environ),
            preexec_fn=die_with_parent(),
            **account.run_as(),
        )
    if ended.returncode != 0:
        raise DatabaseUnavailable(
            f"无法初始化数据库（initdb 退出码 {ended.returncode}）", f"请查看日志 {home.log}"
        )


def _configure(making: Path, account: Account, *, throwaway: bool) -> None:
    """Write the configuration into files that `initdb` made, so that their owner stays."""
    with (making / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION + (THROWAWAY_CONFIGURATION if throwaway else ""))
    (making / "pg_hba.conf").write_text("local all all peer map=diming\n")
    users = dict.fromkeys(["root", account.name])
    (making / "pg_ident.conf").write_text("".join(f"diming {user} {ROLE}\n" for user in users))
