"""A copy of the tree in a new folder, with its own virtual environment and its own database."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from api.settings import CHECKOUT

COLD_START_S = 900
WARM_START_S = 300
END_S = 120
NOT_COPIED = (".git", ".venv*", "__pycache__", ".*_cache", "*.egg-info", ".hypothesis", "build")


@dataclass
class Copy:
    """A copy of the tree, with what the first start of it said."""

    root: Path
    environment: dict[str, str]
    first_words: str = field(default="")

    @property
    def data(self) -> Path:
        """The home of its private cluster."""
        return Path(self.environment["DIMING_DATA_DIR"])

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the copy to its end."""
        command = [str(self.root / "diming"), *arguments]
        return subprocess.run(
            command,
            cwd=tempfile.gettempdir(),
            env={**self.environment, **changes},
            capture_output=True,
            text=True,
            timeout=COLD_START_S,
            check=False,
        )

    def install(self) -> subprocess.Popen[bytes]:
        """Begin to install the copy anew, in a process group of its own, and do not wait."""
        shutil.rmtree(self.root / ".venv")
        return subprocess.Popen(
            [str(self.root / "diming"), "db", "status"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @contextmanager
    def up(self, port: int, *, ready_within_s: float = WARM_START_S) -> Iterator[Up]:
        """Start the copy on a port, yield it when it is ready, and end it with SIGTERM."""
        started = self.started(port)
        try:
            started.wait_until_ready(ready_within_s)
            yield started
        finally:
            if started.process.poll() is None:
                started.process.send_signal(signal.SIGTERM)
            started.process.wait(timeout=END_S)

    def started(self, port: int) -> Up:
        """Start the copy on a port and do not wait."""
        log = self.root.parent / f"up-{port}-{time.monotonic_ns()}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [str(self.root / "diming"), "up", "--port", str(port)],
                cwd=tempfile.gettempdir(),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        return Up(process, port, log)


@dataclass
class Up:
    """A running `diming up`."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Return status and content of an answer."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"http://127.0.0.1:{self.port}{path}", content, headers)
        try:
            with urlopen(request, timeout=120) as response:
                return response.status, json.load(response)
        except HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def wait_until_ready(self, within_s: float) -> None:
        """Return when /ready says so; fail with all the program said when it ends before."""
        deadline = time.monotonic() + within_s
        told: object = "no answer"
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                status, told = self.ask("/ready")
                if status == 200:
                    return
            except OSError as refusal:
                told = refusal
            time.sleep(0.1)
        pytest.fail(f"not ready within {within_s} s: {told}\n{self.log.read_text()}")


@pytest.fixture(scope="session")
def copy() -> Iterator[Copy]:
    """The copy, started for the first time: environment made, database made, samples loaded."""
    folder = Path(tempfile.mkdtemp(prefix="diming-smoke-"))
    folder.chmod(0o755)
    copy = Copy(folder / "tree", environment(folder))
    copy_tree(copy.root)
    try:
        with copy.up(free_port(), ready_within_s=COLD_START_S) as up:
            copy.first_words = up.log.read_text()
        yield copy
    finally:
        copy.run("db", "stop", "--force")
        shutil.rmtree(folder)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of somebody who has set nothing but a place for the data."""
    foreign = ("DIMING_", "DATABASE_URL", "VIRTUAL_ENV", "PYTHON", "PYTEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "DIMING_DATA_DIR": str(folder / "data")}


def copy_tree(target: Path) -> None:
    """Copy what the repository holds, with what was not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        shutil.copytree(CHECKOUT, target, ignore=shutil.ignore_patterns(*NOT_COPIED))
        return
    for name in os.fsdecode(listed.stdout).split("\0"):
        if name and (CHECKOUT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, target / name)


def free_port() -> int:
    """Return a port that nobody uses, nor the one after it.

    It is none of those that the system gives to whoever asks for any: it is still free when the
    copy gets there, however long that takes.
    """
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    lowest = int(given.read_text().split()[0]) if given.exists() else 32_768
    for port in random.sample(range(10_000, lowest - 1), 500):
        if _can_be_bound(port) and _can_be_bound(port + 1):
            return port
    raise AssertionError("no port is free")


def _can_be_bound(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
