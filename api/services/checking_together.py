"""Several processes check the rows of one table together (并行审核).

Each has a session of its own on one snapshot of the register. A chunk goes to one of them and
comes back twice: first with what its rows are compared by, which is looked up here in the
order of the table, then judged. So the findings are those of one process, row by row.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import date
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any

from api.services.checking_names import Chunk, NameCheck, NameWish, check_wording
from api.services.comparing_rows import EarlierRows, RowKeys
from api.services.packed_checks import (
    Packed,
    checks_of,
    packed_checks,
    packed_wishes,
    wishes_of,
)
from api.store.queries.known_keys import ANY_KEYS, known_keys
from api.store.session import Session, engine_for
from api.store.transactions import BATCH_LIMIT_MS, reading
from rulebook.report import Mode

MOST_WORKERS = 8
ENDING_S = 5.0
SELDOM = (50_000, 20, 50)
"""When to look for garbage: rows come and go by the thousand, and hardly any is in cycles."""
OPEN, ASK, BESIDE, KEYS, CHECKS, FAILED = range(6)
"""What a message is about: to a worker the first three, from it the others."""

Message = tuple[Any, ...]


class WorkerLost(Exception):
    """A process that checked rows ended before its work was done."""


def cores() -> int:
    """Return how many processors this process may use, at most `MOST_WORKERS`."""
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS)


class TeamChecker:
    """Checks the rows of one table in several processes; finish chunks in the order begun.

    The processes are copies of this one: make the team before there are threads, sessions or
    a progress bar. By the wording alone unless `open` names a register.
    """

    def __init__(self, workers: int, *, on: date, mode: Mode = Mode.NEW) -> None:
        self._on, self._mode = on, mode
        self._earlier = EarlierRows()
        self._begun = self._compared = 0
        self._keys: dict[int, list[RowKeys | None]] = {}
        self._checks: dict[int, list[Packed]] = {}
        self._pipes: list[Connection] = []
        self._team: list[BaseProcess] = []
        self.ahead = 2 * workers
        self._collected = gc.get_threshold()
        _warm_up(on)
        for _ in range(workers):
            self._hire()

    def __enter__(self) -> TeamChecker:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for worker in self._team:
            worker.terminate()
            worker.join(ENDING_S)
        self._earlier.close()
        gc.set_threshold(*self._collected)
        gc.unfreeze()

    def open(self, url: str, snapshot: str) -> None:
        """Tell which register to ask, as it is in `snapshot`."""
        for pipe in self._pipes:
            pipe.send((OPEN, url, snapshot))

    def __call__(self, wishes: Sequence[NameWish]) -> list[NameCheck]:
        """Return a check for each wish, in order."""
        return self.begin(wishes)()

    def begin(self, wishes: Sequence[NameWish]) -> Callable[[], list[NameCheck]]:
        """Hand the chunk to a worker; what is returned gives the checks, in order.

        Raises (what is returned too):
            WorkerLost: if a worker has ended.
        """
        number = self._begun
        self._begun += 1
        self._tell(number, (ASK, number, packed_wishes(wishes)))
        return partial(self._finish, number)

    def _finish(self, number: int) -> list[NameCheck]:
        while number not in self._checks:
            for pipe in wait(self._pipes):
                self._hear(pipe)  # type: ignore[arg-type]  # they are the pipes that went in
        return checks_of(self._checks.pop(number), on=self._on, mode=self._mode)

    def _hear(self, pipe: Connection) -> None:
        try:
            what, number, told = pipe.recv()
        except (EOFError, OSError) as lost:
            raise WorkerLost("一个审核进程意外结束，可能是内存不足") from lost
        if what == FAILED:
            raise told
        (self._keys if what == KEYS else self._checks)[number] = told
        while self._compared in self._keys:
            beside = self._earlier.beside(self._keys.pop(self._compared))
            self._tell(self._compared, (BESIDE, self._compared, beside))
            self._compared += 1

    def _tell(self, number: int, message: Message) -> None:
        try:
            self._pipes[number % len(self._pipes)].send(message)
        except OSError as lost:
            raise WorkerLost("一个审核进程意外结束，可能是内存不足") from lost

    def _hire(self) -> None:
        context = get_context("fork")
        ours, theirs = context.Pipe()
        # a worker that kept the other ends open would never hear that this process is gone
        others = [*self._pipes, ours]
        worker = context.Process(
            target=_work, args=(theirs, others, self._on, self._mode), daemon=True
        )
        worker.start()
        theirs.close()
        self._pipes.append(ours)
        self._team.append(worker)


def _warm_up(on: date) -> None:
    """Read all word lists once, so that the workers share them, and need not look after them."""
    check_wording([NameWish("石坡村", "村"), NameWish("加州花园路", "道路")], on=on)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _work(pipe: Connection, others: Sequence[Connection], on: date, mode: Mode) -> None:
    """Answer the messages that come through `pipe` until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began this one says when
    for other in others:
        other.close()
    inbox: SimpleQueue[Message | None] = SimpleQueue()
    Thread(target=_listen, args=(pipe, inbox), daemon=True).start()
    message = inbox.get()
    opening = message if message and message[0] == OPEN else None
    with suppress(OSError):
        try:
            with _register(opening) as db:
                if opening:
                    message = inbox.get()
                _answer(pipe, message, inbox, db, on, mode)
        except Exception as failure:
            pipe.send((FAILED, -1, _sendable(failure)))


def _listen(pipe: Connection, inbox: SimpleQueue[Message | None]) -> None:
    # always taken in, so that neither side ever waits for the other to read
    with suppress(EOFError, OSError):
        while True:
            inbox.put(pipe.recv())
    inbox.put(None)


@contextmanager
def _register(opening: Message | None) -> Iterator[Session | None]:
    if opening is None:
        with nullcontext():
            yield None
        return
    _, url, snapshot = opening
    engine = engine_for(url, pool_size=1)
    try:
        with reading(engine, snapshot=snapshot, limit_ms=BATCH_LIMIT_MS) as db:
            yield db
    finally:
        engine.dispose()


def _answer(
    pipe: Connection,
    message: Message | None,
    inbox: SimpleQueue[Message | None],
    db: Session | None,
    on: date,
    mode: Mode,
) -> None:
    asked: dict[int, Chunk] = {}
    known = known_keys(db) if db else ANY_KEYS
    while message is not None:
        what, number, told = message
        if what == BESIDE:
            checks = asked.pop(number).judged(told, on=on, mode=mode)
            pipe.send((CHECKS, number, packed_checks(checks)))
        elif db is None:
            checks = check_wording(wishes_of(told), on=on, mode=mode)
            pipe.send((CHECKS, number, packed_checks(checks)))
        else:
            asked[number] = Chunk.of(wishes_of(told))
            asked[number].ask(db, on, known)
            pipe.send((KEYS, number, asked[number].keys()))
        message = inbox.get()


def _sendable(failure: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(failure))
    except Exception:
        return WorkerLost(f"{type(failure).__name__}：{failure}")
    return failure
