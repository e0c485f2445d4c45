"""Processes that serve one socket (工作进程): forked when all is read, ended by their ids."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable

from api.cli.printing import say

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
PATIENCE_S = 15.0
SHORTEST_LIFE_S = 5.0


def most_workers() -> int:
    """Return how many processes serve unless told: one a core, four at most."""
    return max(1, min(4, len(os.sched_getaffinity(0))))


class Workers:
    """Processes that do the same; one that dies is started anew, unless it dies at once."""

    def __init__(self, count: int, work: Callable[[Callable[[], None]], None]) -> None:
        """Let `count` processes do `work`, which calls what it is given when it is ready."""
        self._count = count
        self._work = work
        self._born: dict[int, float] = {}

    def run(self, ready: Callable[[], None]) -> None:
        """Start them, call `ready` when all are, and stay until this process is told to end.

        Raises:
            ChildProcessError: A process ended as soon as it had begun.
        """
        try:
            told = [self._start() for _ in range(self._count)]
            for handle in told:
                _wait_for(handle)
            ready()
            while True:
                self._watch()
        finally:
            self._stop()

    def _start(self) -> int:
        """Fork a process; return the end of a pipe that tells when it is ready."""
        reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            os.close(writer)
            self._born[pid] = time.monotonic()
            return reader
        os.close(reader)
        # nothing of what the parent has open is the child's to close
        try:
            _die_with(parent)
            self._work(lambda: _tell(writer))
        except (KeyboardInterrupt, SystemExit):
            os._exit(0)
        except BaseException as failure:
            sys.stderr.write(f"工作进程 {os.getpid()}：{failure!r}\n")
            os._exit(1)
        os._exit(0)

    def _watch(self) -> None:
        """Wait until a process ends, and start another."""
        pid, status = os.wait()
        born = self._born.pop(pid, None)
        if born is None:
            return
        if time.monotonic() - born < SHORTEST_LIFE_S:
            raise ChildProcessError(f"工作进程 {pid} 刚启动就结束（{status}）")
        say(f"工作进程 {pid} 意外结束，另起一个")
        _wait_for(self._start())

    def _stop(self) -> None:
        """End the processes in good order, and those that do not end the hard way."""
        for pid in self._born:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_S
        while self._born and time.monotonic() < deadline:
            for pid in list(self._born):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self._born[pid]
            time.sleep(0.02)
        for pid in self._born:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self._born.clear()


def _die_with(parent: int) -> None:
    """Let this process be told to end when its parent does, however it ends."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _tell(writer: int) -> None:
    os.write(writer, b"1")
    os.close(writer)


def _wait_for(reader: int) -> None:
    """Return when a process is ready, or has ended (then `_watch` hears of it)."""
    with os.fdopen(reader, "rb") as told:
        told.read(1)
