"""Processes that serve one socket: started anew when one dies, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from api.settings import CHECKOUT

PATIENCE_S = 120.0
SCRIPT = """
import signal, sys, time
from api.cli import workers

workers.SHORTEST_LIFE_S = float(sys.argv[1])

def leave(number, _):
    raise SystemExit(143)

def work(tell):
    tell()
    signal.pause()

signal.signal(signal.SIGTERM, leave)
workers.Workers(2, work).run(lambda: print("ready", flush=True))
"""


def _children(parent: int) -> set[int]:
    with open(f"/proc/{parent}/task/{parent}/children") as told:  # noqa: PTH123 no file
        return {int(word) for word in told.read().split()}


def _until(true: object, said: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():  # type: ignore[operator]  # called until it is true
        assert time.monotonic() < deadline, said
        time.sleep(0.02)


def _gone(pids: set[int]) -> bool:
    return not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: PTH110 no file


def _started(shortest_life_s: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(shortest_life_s)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    with _started(0.0) as process:
        yield process
        process.kill()


def test_a_process_that_dies_is_started_anew(parent: subprocess.Popen[str]) -> None:
    before = _children(parent.pid)
    assert len(before) == 2
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    _until(lambda: len(_children(parent.pid) - {killed}) == 2, "no other process came")


def test_all_end_with_an_orderly_end(parent: subprocess.Popen[str]) -> None:
    children = _children(parent.pid)
    parent.terminate()
    assert parent.wait(PATIENCE_S) == 143
    assert _gone(children)


def test_none_outlives_a_parent_that_was_killed(parent: subprocess.Popen[str]) -> None:
    children = _children(parent.pid)
    parent.kill()
    parent.wait()
    _until(lambda: _gone(children), "a process is left behind")


def test_processes_that_die_at_once_are_not_started_for_ever() -> None:
    with _started(60.0) as process:
        os.kill(min(_children(process.pid)), signal.SIGKILL)
        assert process.wait(PATIENCE_S) == 1
        assert process.stderr is not None
        assert "刚启动就结束" in process.stderr.read()
