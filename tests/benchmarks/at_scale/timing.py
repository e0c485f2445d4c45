"""Timing many clients at once, and printing what came out."""

from __future__ import annotations

import os
import platform
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

import psycopg

AskedT = TypeVar("AskedT")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of every answer, how many answers in all took how many seconds."""

    each: list[float]
    seconds: float

    @property
    def median(self) -> float:
        """Return the middle one."""
        return median(self.each)

    @property
    def p99(self) -> float:
        """Return what 99 of 100 stay below."""
        return sorted(self.each)[min(int(len(self.each) * 0.99), len(self.each) - 1)]

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return len(self.each) / self.seconds

    def cells(self) -> str:
        """Return median, p99, slowest and rate as columns."""
        return f"{self.median:>9.2f}{self.p99:>9.2f}{max(self.each):>9.1f}{self.rate:>9.0f}"


HEAD = f"{'':<44}{'median':>9}{'p99':>9}{'max':>9}{'per s':>9}   (ms)"


def timed(action: Callable[[], object]) -> float:
    """Return the milliseconds of `action`."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def at_once(asked: Sequence[AskedT], clients: Sequence[Callable[[AskedT], object]]) -> Times:
    """Share the questions out among clients that ask without pause, and time every answer."""
    share: list[list[float]] = [[] for _ in clients]

    def work(number: int) -> None:
        ask = clients[number]
        for each in asked[number :: len(clients)]:
            share[number].append(timed(lambda each=each: ask(each)))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(clients))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Times([each for times in share for each in times], time.perf_counter() - begun)


def write(*lines: str) -> None:
    """Write lines of the report to stdout, at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def machine(link: psycopg.Connection) -> None:
    """Write what this runs on, and how busy it is with other things."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    write(f"{platform.platform()}, {os.cpu_count()} × {model}, load {os.getloadavg()[0]:.1f}")
    row = link.execute("SHOW server_version").fetchone()
    write(f"Python {platform.python_version()}, PostgreSQL {row[0] if row else ''}")
    for setting in ("shared_buffers", "work_mem", "fsync"):
        row = link.execute(f"SHOW {setting}".encode()).fetchone()
        write(f"  {setting} {row[0] if row else ''}")


_WARM = """
SELECT count(*), sum(pg_prewarm(c.oid, 'read')) * 8192 / 1e9
FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE coalesce(i.indrelid, c.oid)::regclass::text = ANY (%s) AND c.relkind IN ('r', 'i')
"""


def warm(link: psycopg.Connection) -> None:
    """Read what search reads once from end to end, as weeks of use do; and say so."""
    link.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
    tables = ["place", "place_name", "division_name", "division_parent"]
    begun = time.perf_counter()
    count, size = link.execute(_WARM, (tables,)).fetchone() or (0, 0)
    took = time.perf_counter() - begun
    write(f"read beforehand: {count} tables and indexes, {size:.1f} GB in {took:.0f} s")
