"""A refused name comes with names that pass, each of them checked in the same place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings

CHECK = "/api/v1/name-checks"
# 龙宝村 is in 万州区 already; the point lies in another of its towns
TAKEN = {
    "name": "龙宝村",
    "place_type": "村",
    "division": "500101",
    "location": {"lon": 108.41, "lat": 30.81},
}


@pytest.fixture(scope="module")
def client(register_url: str, register_engine: Engine) -> Iterator[TestClient]:
    settings = load_settings(database_url=register_url, log_json=True)
    with TestClient(create_app(settings, register_engine)) as client:
        yield client


def check(client: TestClient, **wish: object) -> dict[str, Any]:
    answer = client.post(CHECK, json={**TAKEN, **wish})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_name_that_is_taken_comes_with_names_that_are_not(client: TestClient) -> None:
    told = check(client)
    names = [each["name"] for each in told["alternatives"]]
    assert told["verdict"] == "block", told["findings"]
    assert names
    assert "龙宝村" not in names
    assert all("龙宝村" in name for name in names), "told apart by place or side"


def test_every_name_offered_passes_when_it_is_asked_for(client: TestClient) -> None:
    for each in check(client)["alternatives"]:
        assert check(client, name=each["name"])["verdict"] in ("pass", "note"), each
        assert each["why"]
        assert each["romanization"][0].isupper()


def test_nothing_is_offered_beside_a_name_that_passes(client: TestClient) -> None:
    told = check(client, name="鹤鸣泉村")
    assert told["verdict"] in ("pass", "note")
    assert told["alternatives"] == []


def test_nothing_is_offered_to_whoever_wants_nothing(client: TestClient) -> None:
    assert check(client, suggest=False)["alternatives"] == []


def test_nothing_is_offered_for_an_existing_name(client: TestClient) -> None:
    assert check(client, mode="audit")["alternatives"] == []
