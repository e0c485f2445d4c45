"""One request is one transaction; the door commits before the answer leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.dependencies import Db, Reader
from api.routes.permissions import Permission
from api.services.refusals import UnknownName
from api.settings import Settings, load_settings
from api.store.queries.journal import write_line
from api.store.session import Engine


@pytest.fixture(scope="module")
def notebook(world_engine: Engine) -> Iterator[Engine]:
    """A table whose rows are judged only at the commit: a row with `bad` makes it fail."""
    with world_engine.begin() as connection:
        connection.execute(text("CREATE TABLE notebook (word text UNIQUE DEFERRABLE)"))
        connection.execute(text("GRANT SELECT, INSERT ON notebook TO diming_web"))
        connection.execute(
            text(
                "CREATE FUNCTION refuse_bad() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN IF NEW.word = 'bad' THEN RAISE EXCEPTION 'bad'; END IF;"
                " RETURN NULL; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER judge AFTER INSERT ON notebook"
                " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_bad()"
            )
        )
    yield world_engine
    with world_engine.begin() as connection:
        connection.execute(text("DROP TABLE notebook"))
        connection.execute(text("DROP FUNCTION refuse_bad"))


def _write(db: Db, word: str) -> str:
    db.execute(text("INSERT INTO notebook VALUES (:word)"), {"word": word})
    write_line(db, verb="note", subject_kind="notebook", subject_id=word)
    return word


def _write_and_refuse(db: Db, word: str) -> str:
    _write(db, word)
    raise UnknownName("没有这个地名")


def _write_while_reading(db: Reader, word: str) -> str:
    db.execute(text("INSERT INTO notebook VALUES (:word)"), {"word": word})
    return word


def _twice(db: Db, word: str) -> str:
    db.execute(text("INSERT INTO notebook VALUES (:word), (:word)"), {"word": word})
    return word


def _sleepy(db: Reader) -> str:
    db.execute(text("SELECT set_config('statement_timeout', '50', true)"))
    db.execute(text("SELECT pg_sleep(5)"))
    return "never"


@pytest.fixture(scope="module")
def writer(settings: Settings, notebook: Engine) -> Iterator[TestClient]:
    app: FastAPI = create_app(settings, notebook)
    app.add_api_route("/write", _write, methods=["POST"])
    app.add_api_route("/refuse", _write_and_refuse, methods=["POST"])
    app.add_api_route("/read", _write_while_reading, methods=["POST"])
    app.add_api_route("/twice", _twice, methods=["POST"])
    app.add_api_route("/sleep", _sleepy)
    doors = ("POST /write", "POST /refuse", "POST /read", "POST /twice", "GET /sleep")
    app.state.permissions |= {door: Permission(*door.split(), "test") for door in doors}
    with TestClient(app) as client:
        yield client


def _words(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT word FROM notebook")).scalars())


def test_a_write_is_there_when_the_answer_is(writer: TestClient, notebook: Engine) -> None:
    assert writer.post("/write?word=good").status_code == 200
    assert "good" in _words(notebook)


def test_a_commit_that_fails_is_never_answered_as_done(
    writer: TestClient, notebook: Engine
) -> None:
    answer = writer.post("/write?word=bad")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal-error"
    assert "bad" not in _words(notebook)


def test_a_refusal_takes_back_what_was_written(writer: TestClient, notebook: Engine) -> None:
    assert writer.post("/refuse?word=half").status_code == 404
    assert "half" not in _words(notebook)


def test_a_reader_cannot_write(writer: TestClient, notebook: Engine) -> None:
    assert writer.post("/read?word=sly").status_code == 500
    assert "sly" not in _words(notebook)


def test_two_of_what_there_is_one_of_is_a_conflict(writer: TestClient) -> None:
    answer = writer.post("/twice?word=same")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/concurrent-change"


def test_a_query_above_its_time_is_stopped(writer: TestClient) -> None:
    answer = writer.get("/sleep")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/query-too-slow"
    assert answer.headers["retry-after"]


def test_the_journal_knows_who_asked_and_which_request(
    writer: TestClient, notebook: Engine
) -> None:
    writer.post("/write?word=known", headers={"X-Request-Id": "office-42"})
    with notebook.connect() as connection:
        line = connection.execute(
            text("SELECT actor, request_id FROM journal WHERE subject_id = 'known'")
        ).one()
    assert tuple(line) == ("http:testclient", "office-42")


def test_an_error_inside_tells_nothing_of_the_inside(writer: TestClient) -> None:
    answer = writer.post("/write?word=bad", headers={"X-Request-Id": "1"})
    assert set(answer.json()) == {
        "type", "title", "status", "detail", "instance", "remedy", "request_id", "errors",
    }  # fmt: skip
    assert "bad" not in answer.text
    assert "psycopg" not in answer.text


def test_a_database_that_is_away_is_told_as_such() -> None:
    away = load_settings(database_url="postgresql+psycopg://nobody@/nothing?host=/nonexistent")
    with TestClient(create_app(away)) as client:
        for address in ("/ready", "/api/v1/names", "/api/v1/divisions/1"):
            answer = client.get(address)
            assert answer.status_code == 503
            assert answer.json()["type"] == "/problems/database-unavailable"
            assert answer.headers["retry-after"]


def test_an_application_without_a_database_is_not_made() -> None:
    with pytest.raises(ValueError, match="database_url"):
        create_app(load_settings(database_url=None))
