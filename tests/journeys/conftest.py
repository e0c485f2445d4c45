"""What the journeys share: the application on a register with all samples, and what it said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from tests.cases.office import Office
from tests.journeys.plates import TODAY, announced, done, plate

WEIGHTS = {"提示": "note", "警告": "warn", "不予通过": "block"}


@pytest.fixture(scope="session")
def client(register_url: str, register_engine: Engine) -> Iterator[TestClient]:
    settings = load_settings(database_url=register_url, log_json=True)
    with TestClient(create_app(settings, register_engine)) as client:
        yield client


@given("地名库装有重庆市的样例数据")
def _loaded(client: TestClient) -> None:
    assert client.get("/api/v1/names?limit=1").json()["numberMatched"] > 12_000


@then(parsers.parse('结论为"{title}"'))
def _verdict(answer: dict[str, Any], title: str) -> None:
    assert answer["verdict_title"] == title, answer["findings"]


@then(parsers.parse('有意见"{rule}"'))
def _found(answer: dict[str, Any], rule: str) -> None:
    assert rule in {finding["rule"] for finding in answer["findings"]}


@then(parsers.parse('意见"{rule}"说到"{words}"'))
def _says(answer: dict[str, Any], rule: str, words: str) -> None:
    said = [f["message"] for f in answer["findings"] if f["rule"] == rule]
    assert any(words in message for message in said), said


@then(parsers.parse('意见"{rule}"的依据是"{source}"'))
def _source(answer: dict[str, Any], rule: str, source: str) -> None:
    assert {f["source"]["text"] for f in answer["findings"] if f["rule"] == rule} == {source}


@then(parsers.parse('意见"{rule}"的轻重为"{word}"'))
def _weight(answer: dict[str, Any], rule: str, word: str) -> None:
    weights = {f["severity"] for f in answer["findings"] if f["rule"] == rule}
    assert weights == {WEIGHTS[word]}


@when(parsers.parse('万州区拟设路牌，拼写为"{spelling}"'))
def _plan_sign(office: Office, desk: dict[str, Any], spelling: str) -> None:
    desk["answer"] = plate(office, desk, "planned", spelling)


@then(parsers.parse('路牌不予登记，意见中有"{word}"'))
def _no_sign(desk: dict[str, Any], word: str) -> None:
    assert desk["answer"].status_code == 422, desk["answer"].text
    assert word in desk["answer"].text


@when("万州区按公告的拼写设立路牌")
def _put_up(office: Office, desk: dict[str, Any]) -> None:
    desk["sign"] = done(plate(office, desk, "standing", announced(office, desk)["romanization"]))


@then("路牌与标准地名一致，并列入待巡查")
def _stands(office: Office, desk: dict[str, Any]) -> None:
    assert (desk["sign"]["verdict"], desk["sign"]["condition_title"]) == ("pass", "完好")
    by = {"by": (TODAY + timedelta(days=400)).isoformat()}
    due = done(office.ask("clerk", "GET", "/api/v1/sign-duties", params=by))["signs"]
    assert desk["sign"]["id"] in [one["id"] for one in due]
