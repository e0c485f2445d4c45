"""Tables that people sent outlive the process that took them in, and no longer than they should."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.services import working_files_off
from api.services.checking_files import Desk
from api.services.name_file_jobs import Job, State, token_hash
from api.services.refusals import NoRoomForFiles, UnknownNameFile
from api.services.sender import Sender
from api.services.working_files_off import MOST_ATTEMPTS, clerk_for
from api.settings import Settings
from api.store.queries import name_files as filing
from api.store.session import Engine, engine_for
from rulebook.report import Mode
from tests.api.http.world import World, new_world

DAY = date(2026, 11, 22)
SENDER = Sender(visitor=b"a" * 32)
TABLE = "地名,类别,区县\n8号村,村,云阳县\n晨曦村,村,万州区\n".encode()
LONG = ("地名,类别,区县\n" + "晨曦村,村,万州区\n" * 3000).encode()
FILES = "/api/v1/name-files"
PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def own_world(server_url: str) -> Iterator[World]:
    with new_world(server_url) as made:
        yield made


@pytest.fixture
def engine(own_world: World) -> Iterator[Engine]:
    engine = engine_for(own_world.url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM name_file"))
    yield engine
    engine.dispose()


def accepted(desk: Desk, table: bytes = TABLE) -> Job:
    return desk.accept(
        BytesIO(table), "拟用地名.csv", on=DAY, mode=Mode.NEW, sender=SENDER, actor="test"
    )


@contextmanager
def opened(engine: Engine) -> Iterator[Desk]:
    desk = Desk(engine)
    desk.open()
    try:
        yield desk
    finally:
        desk.close()


def until(desk: Desk, token: str, *states: State) -> Job:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        job = desk.find(token, SENDER)
        if job.state in states:
            return job
        time.sleep(0.02)
    raise AssertionError(f"the table is still {job.state} after two minutes")


def one(engine: Engine, query: str, **values: Any) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(query), values).scalar()


def changed(engine: Engine, statement: str, **values: Any) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), values)


def test_a_table_that_nobody_has_begun_is_checked_by_the_next_process(engine: Engine) -> None:
    token = accepted(Desk(engine)).token
    with opened(engine) as later:
        job = until(later, token, State.DONE)
        assert (job.counts["block"], job.counts["pass"]) == (1, 1)


def test_a_result_can_be_fetched_from_another_process(engine: Engine) -> None:
    with opened(engine) as first:
        token = accepted(first).token
        until(first, token, State.DONE)
    job, size, pieces = Desk(engine).result(token, "csv", SENDER)
    told = b"".join(pieces)
    assert len(told) == size
    assert "8号村" in told.decode("utf-8-sig")
    assert job.rows_done == 2


def test_a_table_left_lying_by_a_process_that_died_is_begun_anew(engine: Engine) -> None:
    token = accepted(Desk(engine)).token
    # a process that dies writes nothing: the row still says that it is being checked
    changed(engine, "UPDATE name_file SET state = 'checking', attempts = 1, rows_done = 1")
    with opened(engine) as later:
        job = until(later, token, State.DONE)
    assert job.rows_done == 2


def test_a_table_over_which_processes_died_is_given_up_with_a_remedy(engine: Engine) -> None:
    token = accepted(Desk(engine)).token
    changed(engine, "UPDATE name_file SET state = 'checking', attempts = :n", n=MOST_ATTEMPTS)
    with opened(engine) as later:
        job = until(later, token, State.FAILED)
    assert job.failure is not None
    assert f"中断了{MOST_ATTEMPTS}次" in job.failure.message
    assert "重新上传" in job.failure.remedy
    assert one(engine, "SELECT count(*) FROM name_file_piece") == 0


def go_on_after(
    monkeypatch: pytest.MonkeyPatch, moment: Callable[[working_files_off._Worked], Event]
) -> None:
    """Let each check stop at its first rows until something has happened."""
    genuine = working_files_off._Worked._advance

    def advance(worked: working_files_off._Worked, rows: int) -> None:
        assert moment(worked).wait(PATIENCE_S)
        genuine(worked, rows)

    monkeypatch.setattr(working_files_off, "TELL_S", 0.0)
    monkeypatch.setattr(working_files_off._Worked, "_advance", advance)


def test_a_process_that_closes_puts_its_table_back(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on_after(monkeypatch, lambda worked: worked.closing)
    with opened(engine) as first:
        token = accepted(first).token
        until(first, token, State.CHECKING)
    job = Desk(engine).find(token, SENDER)
    assert job.state is State.WAITING
    assert one(engine, "SELECT attempts FROM name_file") == 0


def test_two_clerks_never_hold_the_same_table(engine: Engine) -> None:
    desk = Desk(engine)
    first, second = accepted(desk), accepted(desk)
    with filing.claimed(engine) as held, filing.claimed(engine) as other:
        assert held is not None
        assert other is not None
        assert {held.id, other.id} == {first.id, second.id}
        with filing.claimed(engine) as third:
            assert third is None


HOLD = """
import sys, time
from api.store.queries.name_files import claimed
from api.store.session import engine_for
with claimed(engine_for(sys.argv[1])) as held:
    print(held is not None, flush=True)
    time.sleep(600)
"""


def held_by_another(engine: Engine) -> bool:
    with filing.claimed(engine) as found:
        return found is None


def test_a_process_that_is_killed_lets_go_of_its_table(engine: Engine, own_world: World) -> None:
    accepted(Desk(engine))
    holder = subprocess.Popen([sys.executable, "-c", HOLD, own_world.url], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        assert held_by_another(engine)
        holder.kill()
        holder.wait()
        end = time.monotonic() + PATIENCE_S
        while held_by_another(engine):
            assert time.monotonic() < end, "the lock is still held"
            time.sleep(0.05)
    finally:
        holder.kill()
        holder.communicate()


def test_a_table_is_told_how_many_are_before_it(engine: Engine) -> None:
    desk = Desk(engine)
    assert [accepted(desk).ahead for _ in range(3)] == [0, 1, 2]


def test_who_is_taken_back_while_being_checked_stops(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_back = Event()
    go_on_after(monkeypatch, lambda _: taken_back)
    with opened(engine) as desk:
        token = accepted(desk).token
        until(desk, token, State.CHECKING)
        desk.discard(token, SENDER, actor="test")
        taken_back.set()
        after = accepted(desk).token
        until(desk, after, State.DONE)
        with pytest.raises(UnknownNameFile):
            desk.find(token, SENDER)
    assert one(engine, "SELECT count(*) FROM name_file") == 1


def test_the_file_that_was_sent_goes_when_its_check_ends(engine: Engine) -> None:
    desk = Desk(engine)
    token = accepted(desk).token
    sent = "SELECT count(*) FROM name_file_piece WHERE form = 'upload'"
    assert one(engine, sent) == 1
    with opened(engine) as later:
        until(later, token, State.DONE)
    assert one(engine, sent) == 0
    assert one(engine, "SELECT count(DISTINCT form) FROM name_file_piece") == 3


def test_what_has_expired_is_cleaned_away_with_its_files(engine: Engine) -> None:
    with opened(engine) as desk:
        token = accepted(desk).token
        until(desk, token, State.DONE)
    changed(engine, "UPDATE name_file SET expires_at = now()")
    clerk = clerk_for(engine)
    clerk._next()
    assert one(engine, "SELECT count(*) FROM name_file") == 0
    assert one(engine, "SELECT count(*) FROM name_file_piece") == 0


def test_only_so_many_results_are_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_files_off, "MOST_KEPT", 1)
    with opened(engine) as desk:
        tokens = [accepted(desk).token for _ in range(3)]
        until(desk, tokens[-1], State.DONE)
        clerk_for(engine)._next()
        assert desk.find(tokens[-1], SENDER).state is State.DONE
    assert one(engine, "SELECT count(*) FROM name_file") == 1


def test_the_database_never_holds_what_opens_a_result(engine: Engine) -> None:
    token = accepted(Desk(engine)).token
    held = "SELECT count(*) FROM name_file f WHERE f::text LIKE '%' || :token || '%'"
    assert one(engine, held, token=token) == 0
    assert one(engine, "SELECT token_sha256 FROM name_file") == token_hash(token)


def test_each_step_of_a_table_leaves_its_line_in_the_journal(engine: Engine) -> None:
    with opened(engine) as desk:
        job = accepted(desk)
        until(desk, job.token, State.DONE)
        desk.discard(job.token, SENDER, actor="somebody")
    with engine.connect() as connection:
        lines = connection.execute(
            text(
                "SELECT verb, actor FROM journal WHERE subject_kind = 'name_file'"
                " AND subject_id = :id ORDER BY id"
            ),
            {"id": str(job.id)},
        )
        assert [tuple(line) for line in lines] == [
            ("submit", "test"),
            ("end", "name-files"),
            ("discard", "somebody"),
        ]


def test_a_refused_table_leaves_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise NoRoomForFiles("正在装载资料，暂不受理新的表格")

    monkeypatch.setattr(filing, "write_line", fail)
    with pytest.raises(NoRoomForFiles):
        accepted(Desk(engine))
    assert one(engine, "SELECT count(*) FROM name_file") == 0


def test_readers_keep_their_answers_when_somebody_sends_a_table(
    engine: Engine, own_world: World
) -> None:
    app: FastAPI = create_app(Settings(database_url=own_world.url), engine)
    with TestClient(app) as client:
        before = client.get("/api/v1/names?q=石坡").headers["etag"]
        sent = client.post(FILES, files={"file": ("a.csv", TABLE)})
        assert sent.status_code == 202
        assert client.get("/api/v1/names?q=石坡").headers["etag"] == before


def test_a_restart_of_the_application_loses_no_table(engine: Engine, own_world: World) -> None:
    settings = Settings(database_url=own_world.url)
    with TestClient(create_app(settings, engine)) as client:
        id = client.post(FILES, files={"file": ("a.csv", LONG)}).json()["id"]
    with TestClient(create_app(settings, engine)) as client:
        end = time.monotonic() + PATIENCE_S
        while (told := client.get(f"{FILES}/{id}").json())["state"] != "done":
            assert time.monotonic() < end, told
            time.sleep(0.05)
        assert told["rows_done"] == 3000
        assert client.get(f"{FILES}/{id}/result?f=xlsx").status_code == 200
