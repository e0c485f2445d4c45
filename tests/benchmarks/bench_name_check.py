"""What one check costs beside one indexed lookup, and how many checks go through in a second.

A figure is worth something only beside another one of the same run: checks and lookups take
turns on the same session, in the order of the proposals.
"""

from __future__ import annotations

import csv
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
import pytest
import uvicorn
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

import boundary_data
from api.app import create_app
from api.services.annotating_names import annotate
from api.services.checking_names import (
    NameCheck,
    NameWish,
    _asked_for,
    check_names,
    check_wording,
)
from api.settings import load_settings
from api.store.asking import COLUMNS, Sheet
from api.store.queries.standpoints import Whereabouts
from api.store.transactions import reading
from naming.proposal import propose

pytestmark = pytest.mark.benchmark

VILLAGES = Path(boundary_data.__file__).parent / "samples" / "codes" / "cq_nbs2023_villages.csv"
COUNT, ROUNDS, BATCH = 300, 3, 500
LOOKUP = text(
    "SELECT place_name_id FROM name_key WHERE key = :key AND part = 'full' AND county_id = :county"
)
ANSWER = ", ".join(f":{column}" for column in (*COLUMNS, "listed", "day", "most"))
WITHIN = text(f"SELECT count(*) FROM diming_facts({ANSWER})")


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def said(what: str, times: Sequence[float]) -> str:
    slowest = sorted(times)[int(len(times) * 0.99)]
    return f"{what:<34}{median(times):>9.2f}{slowest:>9.2f}"


def table(title: str, lines: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{title}", *lines, sep="\n")  # noqa: T201


@pytest.fixture(scope="module")
def names() -> list[tuple[str, str]]:
    """Return village names as written with the codes of their counties, from all over."""
    with VILLAGES.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["name"], row["areaCode"]) for row in csv.DictReader(file)]
    return rows[:: len(rows) // COUNT][:COUNT]


@pytest.fixture(scope="module")
def wishes(names: list[tuple[str, str]]) -> list[NameWish]:
    """Return real names and, every other one, an invented one of the same characters."""
    return [
        NameWish(name if no % 2 else f"{name[1]}{name[0]}村", "村", Whereabouts(code=code))
        for no, (name, code) in enumerate(names)
    ]


@pytest.fixture(scope="module")
def placed(wishes: list[NameWish], register_engine: Engine) -> list[NameWish]:
    """Return the same with a point in their county."""
    with register_engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT c.code, ST_X(a.label_point), ST_Y(a.label_point) FROM division_area a"
                " JOIN division_code c ON c.division_id = a.division_id AND c.scheme = 'nbs'"
                " WHERE a.level = 3 AND upper_inf(c.recorded)"
            )
        )
        points = {code: (lon, lat) for code, lon, lat in found}
    return [
        replace(w, where=replace(w.where, lon=points[w.where.code][0], lat=points[w.where.code][1]))
        for w in wishes
    ]


def alternating(
    db: Session, wishes: Sequence[NameWish], on: date
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each check and of a lookup right after it."""
    rows = db.execute(text("SELECT code, division_id FROM division_code WHERE upper_inf(recorded)"))
    counties: dict[str, int] = {row.code: row.division_id for row in rows}
    checks, lookups = [], []
    for turn in range(ROUNDS + 1):
        for wish in wishes:
            check = timed(partial(check_names, db, [wish], on=on))
            asked = {"key": wish.name, "county": counties[wish.where.code]}
            lookup = timed(lambda: db.execute(LOOKUP, asked).all())  # noqa: B023
            if turn:  # the first round warms up
                checks.append(check)
                lookups.append(lookup)
    return checks, lookups


def test_one_check_beside_one_lookup(
    wishes: list[NameWish],
    placed: list[NameWish],
    register_engine: Engine,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [f"{'':<34}{'median':>9}{'p99':>9}  ms"]
    on = date.today()  # noqa: DTZ011
    with reading(register_engine) as db:
        for what, asked in (
            ("village committee by code", wishes),
            ("the same with a point", placed),
            ("natural village by code", retyped(wishes, "自然村")),
            ("the same with a point", retyped(placed, "自然村")),
            ("bridge with a point", retyped(placed, "桥梁")),
            ("town with a point", retyped(placed, "镇")),
        ):
            checks, lookups = alternating(db, asked, on)
            ratio = median(checks) / median(lookups)
            lines += [
                said(what, checks),
                said("  indexed lookup in the same run", lookups),
                f"{'  ratio of the medians':<34}{ratio:>9.1f}",
            ]
    wording = [timed(partial(check_wording, [w], on=on)) for w in wishes]
    lines.append(said("check of the wording alone", wording))
    table(f"One of {len(wishes)} names, {ROUNDS} rounds", lines, capsys)


def retyped(wishes: Sequence[NameWish], place_type: str) -> list[NameWish]:
    return [replace(wish, place_type=place_type) for wish in wishes]


def test_what_a_chunk_costs_inside_postgres(
    names: list[tuple[str, str]], register_engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    many = (names * (BATCH // len(names) + 1))[:BATCH]
    lines = []
    with reading(register_engine) as db:
        for place_type in ("村", "自然村", "桥梁", "镇", "县"):
            wishes = [NameWish(name, place_type, Whereabouts(code=code)) for name, code in many]
            asked = [_asked_for(propose(w.name, w.place_type), w) for w in wishes]
            values = Sheet(asked).values(date.today())  # noqa: DTZ011
            took = [timed(lambda: db.execute(WITHIN, values).all()) for _ in range(ROUNDS + 1)]  # noqa: B023
            lines.append(f"{place_type:<34}{min(took) / BATCH:>9.3f}  ms/name")
    table(f"All facts of {BATCH} names by code, inside PostgreSQL", lines, capsys)


@contextmanager
def served(url: str, engine: Engine) -> Iterator[str]:
    settings = load_settings(database_url=url, log_json=True, log_level="ERROR")
    # without the protocol's number asyncio leaves Nagle's algorithm on, 40 ms an answer
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings, engine), log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def test_one_check_over_http(
    wishes: list[NameWish],
    register_url: str,
    register_engine: Engine,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with served(register_url, register_engine) as base, httpx2.Client(base_url=base) as client:

        def ask(body: dict[str, Any]) -> None:
            assert client.post("/api/v1/name-checks", json=body).status_code == 200

        bodies = [
            {"name": w.name, "place_type": w.place_type, "division": w.where.code} for w in wishes
        ]
        for body in bodies[:50]:
            ask(body)
        single = [timed(partial(ask, body)) for body in bodies]
        batch = [timed(partial(ask, {"proposals": bodies})) for _ in range(ROUNDS)]
    rate = len(bodies) / median(batch) * 1000
    lines = [
        f"{'':<34}{'median':>9}{'p99':>9}  ms",
        said("one name over HTTP", single),
        f"{f'batch of {len(bodies)}':<34}{rate:>9.0f}  names/s",
    ]
    table("Over HTTP on the same machine", lines, capsys)


def test_a_batch_and_a_file(
    names: list[tuple[str, str]],
    register_engine: Engine,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    on = date.today()  # noqa: DTZ011
    lines = []
    with reading(register_engine) as db:

        def by_register(wishes: Sequence[NameWish]) -> list[NameCheck]:
            return check_names(db, wishes, on=on)

        def by_wording(wishes: Sequence[NameWish]) -> list[NameCheck]:
            return check_wording(wishes, on=on)

        many = (names * (BATCH // len(names) + 1))[:BATCH]
        wishes = [NameWish(name, "村", Whereabouts(code=code)) for name, code in many]
        batch = [timed(partial(by_register, wishes)) for _ in range(ROUNDS)]
        lines.append(f"{f'batch of {BATCH}':<34}{BATCH / median(batch) * 1000:>9.0f}  names/s")
        source = tmp_path / "names.csv"
        rows = "".join(f"{name},村,{code}\n" for name, code in many * 20)
        source.write_text(f"地名,类别,代码\n{rows}", "utf-8")
        for what, checker in (("register", by_register), ("wording alone", by_wording)):
            took = timed(partial(annotate, source, tmp_path / "out.csv", checker))
            lines.append(f"{f'file of {BATCH * 20}, {what}':<34}{BATCH * 2e4 / took:>9.0f}  rows/s")
    table("Many names", lines, capsys)
