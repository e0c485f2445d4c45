"""What an administrator does with the private cluster: keep it up, end it, look at it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from api.settings import Settings
from api.store.cluster import locks
from api.store.cluster.home import home_of
from api.store.cluster.initialising import data_major
from api.store.cluster.leasing import END_PATIENCE_S, LOOK_S, is_serving, leased, silence
from api.store.cluster.packages import Say
from api.store.errors import DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class ClusterState:
    """How the private cluster stands.

    Attributes:
        major: Major version of PostgreSQL of the data directory; None when there is none yet.
        serving: It answers now.
        pinned: It shall run without clients.
        clients: Process ids that hold a lease.
    """

    home: str
    major: int | None
    serving: bool
    pinned: bool
    clients: tuple[int, ...]


def cluster_state(settings: Settings) -> ClusterState:
    """Return how the private cluster of the settings stands, starting nothing."""
    home = home_of(settings.data_dir)
    return ClusterState(
        home=str(home.root),
        major=data_major(home),
        serving=locks.is_held(home.keeper_lock) and is_serving(home),
        pinned=home.pin.exists(),
        clients=tuple(locks.sharers(home.lease_lock)),
    )


def start(settings: Settings, say: Say = silence) -> str:
    """Start the private cluster and let it run until `stop`; return its SQLAlchemy address.

    Raises:
        DatabaseUnavailable: The server cannot be installed, made or started.
    """
    home = home_of(settings.data_dir)
    with leased(home, say):
        # Written while we hold a lease, so that the keeper sees it before it may end.
        home.pin.touch()
    return home.url()


def stop(settings: Settings, *, despite_clients: bool = False) -> bool:
    """End the private cluster; return whether there was one to end.

    Args:
        settings: Names the data directory.
        despite_clients: End it although others are using it.

    Raises:
        DatabaseUnavailable: Others are using it, or it does not end.
    """
    home = home_of(settings.data_dir)
    home.pin.unlink(missing_ok=True)
    if not locks.is_held(home.keeper_lock):
        return False
    clients = [str(pid) for pid in locks.sharers(home.lease_lock)]
    if clients and not despite_clients:
        raise DatabaseUnavailable(
            f"数据库正被进程 {'、'.join(clients)} 使用，未停止",
            "请先结束这些进程（它们结束后数据库会自行停止），或加 --force 强行停止",
        )
    with suppress(ValueError, ProcessLookupError):
        os.kill(int(home.keeper_lock.read_text()), signal.SIGTERM)
    deadline = time.monotonic() + END_PATIENCE_S
    while time.monotonic() < deadline:
        if not locks.is_held(home.keeper_lock):
            return True
        time.sleep(LOOK_S)
    raise DatabaseUnavailable("数据库未能在时限内停止", f"请查看日志 {home.log}")
