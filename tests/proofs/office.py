"""Officials of one county who talk to a real server over its socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

import httpx2
import psycopg

from api.store.checks import libpq_url
from tests.proofs.people import approval, naming
from tests.proofs.serving import Fleet

CASES = "/api/v1/cases"
PATIENCE_S = 120.0
JOURNAL_LOCK = "SELECT pg_advisory_xact_lock(7301118)"
ITEMS_LOCK = "LOCK TABLE case_item IN EXCLUSIVE MODE"
HELD_LOCK = "LOCK TABLE name_reservation IN EXCLUSIVE MODE"
REPORTS_LOCK = "LOCK TABLE check_report IN EXCLUSIVE MODE"
ANNOUNCED_LOCK = "LOCK TABLE announcement IN EXCLUSIVE MODE"
FILES_LOCK = "LOCK TABLE case_document_file IN EXCLUSIVE MODE"
AnswerT = TypeVar("AnswerT")


@dataclass
class Office:
    """What officials send, by their part; `database` is where the server keeps it."""

    client: httpx2.Client
    fleet: Fleet
    database: str
    county: str
    team: dict[str, tuple[str, int]]

    def ask(self, who: str, method: str, path: str, **more: Any) -> httpx2.Response:
        """Send a request as somebody."""
        token = {"Authorization": f"Bearer {self.team[who][0]}"} if who else {}
        headers = {**token, "Connection": "close", **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def draft(self, *names: str, id: str = "") -> httpx2.Response:
        """Begin a case of the town about some roads."""
        path = f"{CASES}/{id or uuid4()}"
        return self.ask("town", "POST", path, json=naming(self.county, *names))

    def step(self, who: str, id: str, verb: str, tag: str, **body: Any) -> httpx2.Response:
        """Take a step from the state that `tag` names."""
        headers = {"If-Match": tag}
        return self.ask(who, "POST", f"{CASES}/{id}/{verb}", headers=headers, json=body)

    def approve(self, id: str, tag: str = '"4"') -> httpx2.Response:
        """Approve a case that is reviewed."""
        return self.step("approver", id, "approve", tag, **approval("8"))

    def brought_to(self, stage: str, *names: str) -> str:
        """Return a new case that stands at a stage."""
        id = str(uuid4())
        answers = [self.draft(*names, id=id)]
        ways = (("town", "submit"), ("clerk", "accept"), ("reviewer", "review"))
        ends = ("drafted", "submitted", "accepted", "reviewed")
        for number, (who, verb) in enumerate(ways[: ends.index(stage)], start=1):
            answers.append(self.step(who, id, verb, f'"{number}"'))
        assert all(answer.is_success for answer in answers), answers[-1].text
        return id

    def stage(self, id: str) -> str:
        """Return at which stage a case of the town stands."""
        return str(self.ask("town", "GET", f"{CASES}/{id}").json()["stage"])

    def count(self, query: str, *values: object) -> int:
        """Return one number from the database itself, as its owner."""
        with psycopg.connect(libpq_url(self.database)) as db:
            row = db.execute(query.encode(), values).fetchone()
        assert row is not None
        return int(row[0])

    @contextmanager
    def held_up(self, lock: str) -> Iterator[psycopg.Connection]:
        """Hold what a request needs before its end, so that it stops half-way until then."""
        with psycopg.connect(libpq_url(self.database)) as db:
            db.execute(lock.encode())
            yield db

    def wait_for_one_held_up(self) -> None:
        """Return when a session of the server waits for a lock."""
        with psycopg.connect(libpq_url(self.database), autocommit=True) as db:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                if db.execute(WAITING).fetchone() != (0,):
                    return
                time.sleep(0.01)
        raise AssertionError("nobody waits for a lock")

    def wait_for_nobody_else(self) -> None:
        """Return when the database has no session of a server any more."""
        with psycopg.connect(libpq_url(self.database), autocommit=True) as db:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                if db.execute(OTHERS).fetchone() == (0,):
                    return
                time.sleep(0.01)
        raise AssertionError("sessions of the killed server are still there")


OTHERS = b"""
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
WAITING = b"""
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def at_once(*doings: Callable[[], AnswerT]) -> list[AnswerT]:
    """Do several things in the same moment, each in a thread; returns what each came to."""
    start = threading.Barrier(len(doings))

    def begun(doing: Callable[[], AnswerT]) -> AnswerT:
        start.wait()
        return doing()

    with ThreadPoolExecutor(len(doings)) as threads:
        return list(threads.map(begun, doings))


@contextmanager
def meanwhile(
    doing: Callable[[], httpx2.Response],
) -> Iterator[Callable[[], httpx2.Response | None]]:
    """Send a request beside the block; what is yielded waits for its answer, None if none came."""
    answers: list[httpx2.Response] = []

    def sent() -> None:
        try:
            answers.append(doing())
        except httpx2.TransportError:
            return

    thread = threading.Thread(target=sent)
    thread.start()

    def answer() -> httpx2.Response | None:
        thread.join(PATIENCE_S)
        return answers[0] if answers else None

    try:
        yield answer
    finally:
        thread.join(PATIENCE_S)
