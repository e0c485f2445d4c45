"""Real servers on copies of the register: one on a shared cluster, one on a cluster of its own."""

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
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from api.store.backup import backup, restore
from api.store.cluster.home import Home, home_of
from api.store.cluster.leasing import is_serving, leased
from api.store.session import engine_for, transaction
from tests.proofs.office import PATIENCE_S, Office
from tests.proofs.people import open_team
from tests.proofs.serving import CHECKOUT, fleet
from tests.proofs.unused_names import unused_roads

COUNTY = "500101"
NAMES = 60
COMEBACK_S = 120.0


@contextmanager
def opened(url: str, files: Path, *, workers: int) -> Iterator[Office]:
    """Yield officials of a county, before a server of so many processes."""
    engine = engine_for(url)
    with transaction(engine, actor="test") as db:
        team = open_team(db, COUNTY)
    engine.dispose()
    with fleet(url, files, workers=workers, settings={"DIMING_RATE_FACTOR": "0"}) as serving:
        limits = httpx2.Limits(max_keepalive_connections=0)
        with httpx2.Client(base_url=serving.base, timeout=PATIENCE_S, limits=limits) as client:
            yield Office(client, serving, url, COUNTY, team)


@pytest.fixture(scope="module")
def office(register_copy: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Officials before a server of two processes, on a copy of the register."""
    with opened(register_copy, tmp_path_factory.mktemp("files"), workers=2) as office:
        yield office


@pytest.fixture(scope="module")
def names(register_url: str) -> Iterator[Iterator[str]]:
    """Names of roads that nobody has, each taken once."""
    engine = engine_for(register_url)
    yield iter(unused_roads(engine, COUNTY, NAMES))
    engine.dispose()


@dataclass(frozen=True)
class OwnCluster:
    """A PostgreSQL server that nobody else uses; its keeper brings it back when it is killed."""

    home: Home
    url: str

    def kill(self) -> None:
        """Kill the server as a power cut would, and wait until it is back."""
        note = self.home.data / "postmaster.pid"
        killed = int(note.read_text().split("\n", 1)[0])
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + COMEBACK_S
        while time.monotonic() < deadline:
            time.sleep(0.05)
            back = note.exists() and int(note.read_text().split("\n", 1)[0] or killed) != killed
            if back and is_serving(self.home):
                return
        raise AssertionError("the server did not come back")


@pytest.fixture(scope="module")
def own_cluster(register_url: str) -> Iterator[OwnCluster]:
    """A cluster that keeps what it acknowledged, with the register, brought there by a backup."""
    folder = Path(tempfile.mkdtemp(prefix="diming-own-"))
    folder.chmod(0o755)
    try:
        home = home_of(folder / "home")
        with leased(home):
            dump = folder / "register.dump"
            backup(register_url, dump)
            restore(home.url(), dump)
            yield OwnCluster(home, home.url())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def command(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `./diming …` on a database, as an official on the machine does."""
    data = str(tmp_path_factory.mktemp("data"))

    def run(
        url: str, *arguments: str, files: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "api", *arguments],
            cwd=CHECKOUT,
            env={
                **os.environ,
                "PYTHONPATH": str(CHECKOUT),
                "DATABASE_URL": url,
                "DIMING_DATA_DIR": data,
                **({"DIMING_FILES_DIR": str(files)} if files else {}),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run
