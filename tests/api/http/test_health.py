"""Whether the process lives, whether it can work, and the trail that every request leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings, load_settings
from api.store.session import Engine


def test_the_process_is_well_without_a_database() -> None:
    away = load_settings(database_url="postgresql+psycopg://nobody@/nothing?host=/nonexistent")
    with TestClient(create_app(away)) as client:
        answer = client.get("/health").json()
    assert answer["status"] == "ok"
    assert answer["uptime_s"] >= 0


def test_a_filled_database_is_ready(client: TestClient) -> None:
    answer = client.get("/ready").json()
    assert answer["status"] == "ready"
    assert answer["counts"] == {"divisions": 4, "names": 4, "areas": 3, "lines": 1, "heritage": 1}


@pytest.fixture
def empty(engine: Engine, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, engine)) as client:
        yield client


def test_an_empty_database_is_not_ready_and_says_what_to_do(empty: TestClient) -> None:
    answer = empty.get("/ready")
    assert answer.status_code == 503
    assert {error["field"] for error in answer.json()["errors"]} >= {"names", "areas"}
    assert "./diming load" in answer.text


def test_a_database_at_another_revision_is_not_ready(
    settings: Settings, world_engine: Engine
) -> None:
    connection = world_engine.connect()
    outer = connection.begin()
    connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    try:
        from api.services import reporting_readiness
        from api.services.refusals import NotReady
        from api.store.session import Session

        with Session(connection) as db, pytest.raises(NotReady, match="older"):
            reporting_readiness.report(db)
    finally:
        outer.rollback()
        connection.close()


def test_an_answer_carries_the_request_id_it_was_given(client: TestClient) -> None:
    answer = client.get("/health", headers={"X-Request-Id": "office-7"})
    assert answer.headers["x-request-id"] == "office-7"


@pytest.mark.parametrize("given", ["a b", "x" * 129, "<script>"])
def test_a_strange_request_id_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/health", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] != given


def test_every_request_is_logged_as_one_json_line(
    settings: Settings, world_engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    with TestClient(create_app(settings, world_engine)) as client:
        client.get("/nowhere", headers={"X-Request-Id": "office-9"})
    line = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert line["request_id"] == "office-9"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/nowhere", 404)
    assert line["ms"] >= 0


def test_head_is_answered_like_get_without_a_body(client: TestClient) -> None:
    answer = client.head("/api/v1/names")
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("address", ["/", "/docs"])
def test_pages_need_nothing_from_elsewhere(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    files = re.findall(r'<(?:script|link) [^>]*(?:src|href)="([^"]+)"', answer.text)
    assert [one for one in files if not one.startswith(("/static/", "data:"))] == []


def test_the_index_leads_only_to_addresses_that_answer(client: TestClient) -> None:
    links = set(re.findall(r'<a href="([^"]+)"', client.get("/").text))
    assert {"/docs", "/openapi.json", "/maps/overview"} <= links
    wrong = {link for link in links if client.get(link.replace("&amp;", "&")).status_code >= 400}
    assert wrong == set()
