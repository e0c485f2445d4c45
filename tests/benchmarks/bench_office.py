"""Fifty officials at once on a real server of several processes: median and p99 of each action.

`python -m tests.benchmarks.bench_office --database postgresql://…/a_copy` brings cases from the
application to the announcement for a while, among searches and lists; beside it, a bare insert
and a bare indexed read are timed all the while. Afterwards the database is counted: what was
acknowledged is there once. The database is written to: give it a copy of a loaded register.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import httpx2
import psycopg

from api.store.checks import driver_url, libpq_url
from api.store.session import Engine, engine_for, transaction
from tests.proofs.agreement import Acknowledged, losses, registered
from tests.proofs.people import announcement, approval, naming, open_team
from tests.proofs.serving import fleet
from tests.proofs.unused_names import unused_roads

COUNTIES = tuple(f"5001{number:02}" for number in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11))
CASES = "/api/v1/cases"
SUBMITTED = '"2"'
"""The tag of a case that was just submitted."""
WORDS = ("石坡", "龙", "shipo", "新村", "大桥", "sx", "中心", "白云", "三", "长江")
MAP = ("位置图.pdf", b"%PDF-1.7\n" + b"0" * 20_000, "application/pdf")
DESKS = ("clerk", "approver", "reviewer", "traffic")
MOST_OPEN = 6
"""Cases a town has under way; it begins no more before some are through."""


@dataclass
class Figures:
    """What was timed, in milliseconds by action, and what was answered otherwise than hoped."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    told: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    done: list[Acknowledged] = field(default_factory=list)
    approved: list[str] = field(default_factory=list)


@dataclass
class Bureau:
    """A county's officials: the work between them, and what each of them sends."""

    county: str
    names: list[str]
    team: dict[str, tuple[str, int]]
    client: httpx2.AsyncClient
    figures: Figures
    ends_at: float
    think_s: float
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    open: int = 0
    waiting: dict[str, asyncio.Queue[tuple[str, str, str]]] = field(
        default_factory=lambda: {part: asyncio.Queue() for part in DESKS}
    )

    async def send(
        self, who: str, action: str, method: str, path: str, also: Sequence[int] = (), **more: Any
    ) -> httpx2.Response:
        """Send a request as somebody and time it; another status than 2xx or `also` is wrong."""
        headers = {"Authorization": f"Bearer {self.team[who][0]}"} | more.pop("headers", {})
        begun = time.perf_counter()
        answer = await self.client.request(method, path, headers=headers, **more)
        self.figures.times[action].append((time.perf_counter() - begun) * 1000)
        self.figures.told[f"{action} {answer.status_code}"] += 1
        if answer.status_code // 100 != 2 and answer.status_code not in also:
            self.figures.wrong.append(f"{action} {answer.status_code} {answer.text[:400]}")
        await asyncio.sleep(self.chance.expovariate(1 / self.think_s) if self.think_s else 0)
        return answer

    def keep(self, case: str, verb: str, answer: httpx2.Response) -> bool:
        """Write down what was acknowledged; tells whether it was."""
        if answer.status_code // 100 == 2:
            self.figures.done.append(Acknowledged(case, verb, answer.headers.get("etag", "")))
        return answer.status_code // 100 == 2

    async def step(
        self, who: str, case: str, verb: str, tag: str, also: Sequence[int] = (), **body: Any
    ) -> str:
        """Take a step; returns the tag then, empty if it was refused."""
        path, headers = f"{CASES}/{case}/{verb}", {"If-Match": tag}
        answer = await self.send(who, verb, "POST", path, also, headers=headers, json=body)
        return str(answer.headers.get("etag", "-")) if self.keep(case, verb, answer) else ""

    async def look_around(self, who: str) -> None:
        """Read what officials read between two cases."""
        word = self.chance.choice(WORDS)
        match self.chance.randrange(4):
            case 0 | 1:
                await self.send(who, "search", "GET", f"/api/v1/names?q={word}&limit=20&f=json")
            case 2:
                await self.send(who, "my tasks", "GET", f"{CASES}/tasks")
            case _:
                await self.send(who, "list cases", "GET", f"{CASES}?limit=20")

    async def town(self) -> None:
        """Apply, as long as there is time and not too much under way."""
        while time.monotonic() < self.ends_at:
            if self.open >= MOST_OPEN or not self.names:
                await self.look_around("town")
                continue
            self.open += 1
            case, name = str(uuid4()), self.names.pop()
            body = naming(self.county, name)
            drafted = await self.send("town", "draft", "POST", f"{CASES}/{case}", json=body)
            if not self.keep(case, "draft", drafted):
                continue
            paper = f"{CASES}/{case}/papers/{uuid4()}"
            laid = await self.send("town", "lay a paper", "PUT", paper, json=LOCATION)
            self.keep(case, "lay_paper", laid)
            files = {"file": MAP}
            sent = await self.send("town", "upload", "POST", f"{paper}/files", files=files)
            self.keep(case, "attach_file", sent)
            read = await self.send("town", "open a case", "GET", f"{CASES}/{case}")
            if tag := await self.step("town", case, "submit", read.headers["etag"]):
                for part in ("clerk", "approver"):
                    self.waiting[part].put_nowait((case, name, tag))

    async def work(self, who: str) -> None:
        """Take what lies on one's desk, else read; ends when time is up and the desk empty."""
        desk = self.waiting[who]
        while time.monotonic() < self.ends_at or self.open:
            if desk.empty():
                await self.look_around(who)
            else:
                await self.handle(who, *desk.get_nowait())

    async def handle(self, who: str, case: str, name: str, tag: str) -> None:
        """Do with a case what is due at its stage."""
        read = await self.send(who, "open a case", "GET", f"{CASES}/{case}")
        stage = read.json()["stage"]
        if who == "traffic":
            answer = {"answer": "agree", "opinion": "起止点无误"}
            path = f"{CASES}/{case}/opinions/{tag}/answer"
            given = await self.send(who, "opine", "POST", path, json=answer)
            self.keep(case, "opine", given)
            self.waiting["reviewer"].put_nowait((case, name, ""))
        elif who == "reviewer":
            if tag := await self.step(who, case, "review", read.headers["etag"]):
                self.waiting["approver"].put_nowait((case, name, tag))
        elif tag == SUBMITTED:
            # whoever comes too late to the race for a case leaves it to those who have it
            if stage in ("submitted", "accepted"):
                await self.accept(who, case, name, tag)
        elif stage == "reviewed":
            tag = await self.step(who, case, "approve", tag, **approval(name))
            self.figures.approved.append(name)
            self.waiting["clerk"].put_nowait((case, name, tag))
        elif stage == "approved":
            await self.publish(who, case, name, tag)

    async def accept(self, who: str, case: str, name: str, tag: str) -> None:
        """Accept, for which two officials race; whoever wins asks the department."""
        if not await self.step(who, case, "accept", tag, also=[412]):
            return
        opinion = str(uuid4())
        question = {
            "kind": "department",
            "asked_of": "交通局",
            "organisation_id": self.team["traffic"][1],
            "question": "起止点是否准确",
        }
        path = f"{CASES}/{case}/opinions/{opinion}"
        asked = await self.send(who, "ask a department", "PUT", path, json=question)
        self.keep(case, "ask", asked)
        self.waiting["traffic"].put_nowait((case, name, opinion))

    async def publish(self, who: str, case: str, name: str, tag: str) -> None:
        """Announce an approved name and read the announcement."""
        id = str(uuid4())
        await self.step(who, case, "publish", tag, **announcement(id, name))
        await self.send("town", "read announcement", "GET", f"/api/v1/announcements/{id}")
        self.open -= 1


LOCATION = {"paper": "location_map", "title": "位置图"}


@dataclass
class Bare:
    """A bare insert and a bare indexed read, timed beside all else in a thread of its own."""

    url: str
    inserts: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with psycopg.connect(libpq_url(self.url), autocommit=True) as db:
            db.execute("CREATE TEMPORARY TABLE bare (id bigint PRIMARY KEY, said text)")
            db.execute("DROP TABLE IF EXISTS bench_bare")
            db.execute("CREATE TABLE bench_bare (id bigint PRIMARY KEY, said text)")
            number = 0
            while not self.over.wait(0.05):
                number += 1
                begun = time.perf_counter()
                db.execute("INSERT INTO bench_bare VALUES (%s, %s)", (number, "一行"))
                between = time.perf_counter()
                db.execute("SELECT name FROM place_name WHERE id = %s", (number,)).fetchall()
                ended = time.perf_counter()
                self.inserts.append((between - begun) * 1000)
                self.reads.append((ended - between) * 1000)
            db.execute("DROP TABLE bench_bare")


async def _office(base: str, bureaus: list[Bureau]) -> None:
    limits = httpx2.Limits(max_connections=60, max_keepalive_connections=60)
    async with (
        httpx2.AsyncClient(base_url=base, limits=limits, timeout=60) as client,
        asyncio.TaskGroup() as everybody,
    ):
        for bureau in bureaus:
            bureau.client = client
            everybody.create_task(bureau.town())
            for part in bureau.waiting:
                everybody.create_task(bureau.work(part))


def measure(url: str, *, workers: int, seconds: float, think_s: float) -> Figures:
    """Let fifty officials work for some seconds and print the figures; returns them."""
    engine = engine_for(driver_url(url))
    figures = Figures()
    teams = {}
    for county in COUNTIES:
        with transaction(engine, actor="bench") as db:
            teams[county] = open_team(db, county)
    names = {county: unused_roads(engine, county, 60) for county in COUNTIES}
    bare = Bare(url)
    beside = threading.Thread(target=bare.run)
    with tempfile.TemporaryDirectory() as files:
        settings = {"DIMING_RATE_FACTOR": "0"}
        with fleet(driver_url(url), Path(files), workers=workers, settings=settings) as serving:
            load = os.getloadavg()[0]
            beside.start()
            begun = time.monotonic()
            bureaus = [
                Bureau(c, names[c], teams[c], None, figures, begun + seconds, think_s)  # type: ignore[arg-type]  # set by `_office`
                for c in COUNTIES
            ]
            asyncio.run(_office(serving.base, bureaus))
            took_s = time.monotonic() - begun
            bare.over.set()
            beside.join()
    _print(figures, bare, took_s, load, workers, think_s)
    _count(engine, figures)
    engine.dispose()
    return figures


READS = {"search", "my tasks", "list cases", "open a case", "read announcement"}


def _print(
    figures: Figures, bare: Bare, took_s: float, load: float, workers: int, think_s: float
) -> None:
    requests = sum(map(len, figures.times.values()))
    print(  # noqa: T201
        f"50 officials, {workers} processes, {os.cpu_count()} cores, load before {load:.1f}, "
        f"thinking {think_s:g} s, {took_s:.0f} s: {requests} requests, "
        f"{requests / took_s:.0f} a second, {len(figures.approved)} names approved\n"
        f"\n| action | count | median, ms | p99, ms | times a bare one |\n|---|---|---|---|---|"
    )
    for what, times, base in (
        ("bare insert", bare.inserts, bare.inserts),
        ("bare read", bare.reads, bare.reads),
        *(
            (action, times, bare.reads if action in READS else bare.inserts)
            for action, times in sorted(figures.times.items(), key=lambda one: one[0] not in READS)
        ),
    ):
        last = sorted(times)[int(len(times) * 0.99)]
        ratio = median(times) / median(base)
        print(  # noqa: T201
            f"| {what} | {len(times)} | {median(times):.1f} | {last:.0f} | {ratio:.0f} |"
        )


def _count(engine: Engine, figures: Figures) -> None:
    wrong = [*figures.wrong, *losses(engine, figures.done)]
    wrong += [
        f"{name} is {found} times in the register"
        for name in figures.approved
        if (found := registered(engine, name)) != 1
    ]
    told = ", ".join(f"{what}: {n}" for what, n in figures.told.items() if not what.endswith("20"))
    print(f"\nanswers: {told}")  # noqa: T201
    print(  # noqa: T201
        f"{len(figures.done)} writes acknowledged; lost, doubled or refused: {len(wrong)}",
        *wrong[:20],
        sep="\n",
    )
    figures.wrong = wrong


def main() -> int:
    """Read the wishes of the command line and measure; 1 if anything was lost or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="a copy of a loaded register")
    parser.add_argument("--workers", type=int, default=2, help="server processes")
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--think", type=float, default=0.0, help="mean pause after an answer, s")
    told = parser.parse_args()
    figures = measure(told.database, workers=told.workers, seconds=told.seconds, think_s=told.think)
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
