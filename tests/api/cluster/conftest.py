"""A private cluster for each test, looked at from outside through the process table."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.settings import CHECKOUT, Settings, load_settings

CLIENT = """
import sys, time
from api.settings import load_settings
from api.store.cluster.leasing import lease
with lease(load_settings(data_dir=sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def open_folder() -> Iterator[Path]:
    """Yield a folder the server's account can enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="diming-cluster-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def stopped_after(settings: Settings) -> Iterator[Settings]:
    """Yield settings whose server ends with the block, pinned or not."""
    from api.store.cluster import administration

    yield settings
    administration.stop(settings, despite_clients=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder the server's account can enter."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def shared_home() -> Iterator[Path]:
    """A home that was made once; making one takes longer than all a test does with it."""
    with open_folder() as folder:
        yield folder / "home"


@pytest.fixture
def settings(shared_home: Path) -> Iterator[Settings]:
    """Settings of a home that other tests have used before; its server is down."""
    with stopped_after(load_settings(data_dir=shared_home)) as settings:
        yield settings


@pytest.fixture
def new_settings(folder: Path) -> Iterator[Settings]:
    """Settings of a home that does not exist yet."""
    with stopped_after(load_settings(data_dir=folder / "home")) as settings:
        yield settings


@pytest.fixture
def client() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start another process that holds a lease for some seconds."""
    started: list[subprocess.Popen[str]] = []

    def start(
        settings: Settings, seconds: float = 600, *, ready: bool = True
    ) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CLIENT, str(settings.data_dir), str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
        started.append(process)
        if ready:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("postgresql+psycopg://")
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def servers_of(data_dir: Path) -> list[int]:
    """Return the process ids of servers that run on the data directory of a home.

    A process that a server has just begun still bears the server's words: it is none.
    """
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if words[0].endswith(b"/postgres") and os.fsencode(data_dir / "pg") in words:
                    status = (entry / "stat").read_text().rpartition(")")[2].split()
                    parents[int(entry.name)] = int(status[1])
            except OSError:
                continue
    return [one for one, parent in parents.items() if parent not in parents]


def gone(data_dir: Path, *, within_s: float = 120) -> bool:
    """Tell whether no server runs on a home, waiting for it."""
    deadline = time.monotonic() + within_s
    while servers_of(data_dir):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def keeper_of(data_dir: Path) -> int:
    """Return the process id of the keeper of a home."""
    return int((data_dir / "keeper.lock").read_text())


def kill(pid: int) -> None:
    """End a process as the kernel does when memory runs out."""
    os.kill(pid, signal.SIGKILL)
