"""Inspection records over HTTP, against the line they bring or the register's."""

from __future__ import annotations

import copy
from typing import Any

from starlette.testclient import TestClient

from boundary_data.inspection_schema import example
from tests.api.http.world import World

CHECK = "/api/v1/inspection-checks"


def _against_register(world: World) -> dict[str, Any]:
    record = copy.deepcopy(example())
    del record["line"]
    record["line_code"] = world.line
    return record


def _rules(answer: Any) -> set[str]:
    return {finding["rule"] for finding in answer.json()["findings"]}


def test_a_good_record_with_its_own_line_passes(client: TestClient) -> None:
    answer = client.post(CHECK, json=example()).json()
    assert (answer["verdict"], answer["checked_against"]) == ("pass", "embedded")


def test_a_record_without_a_line_is_held_against_the_register(
    client: TestClient, world: World
) -> None:
    answer = client.post(CHECK, json=_against_register(world))
    assert answer.json()["checked_against"] == "register"
    messages = " ".join(finding["message"] for finding in answer.json()["findings"])
    assert "0101023501Q" in messages


def test_the_register_knows_the_sides(client: TestClient, world: World) -> None:
    record = _against_register(world)
    assert "JI-7c" in _rules(client.post(CHECK, json=record))
    for side, code in zip(record["sides"], ("500101", "500235"), strict=True):
        side["division_code"] = code
    assert "JI-7c" not in _rules(client.post(CHECK, json=record))


def test_a_line_that_nobody_knows_is_a_finding(client: TestClient, world: World) -> None:
    record = _against_register(world) | {"line_code": "999999-999998"}
    answer = client.post(CHECK, json=record).json()
    assert answer["checked_against"] == "none"
    assert answer["findings"]


def test_a_record_that_cannot_be_read_names_every_field(client: TestClient) -> None:
    answer = client.post(CHECK, json={"record_id": 5, "nonsense": 1})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-body"
    assert "nonsense" in {error["field"] for error in answer.json()["errors"]}


def test_one_bad_record_does_not_stop_the_others(client: TestClient) -> None:
    answer = client.post(CHECK, json=[{"nonsense": 1}, example()]).json()
    assert (answer["count"], answer["unusable"]) == (2, 1)
    assert [one["usable"] for one in answer["records"]] == [False, True]


def test_nothing_at_all_is_refused(client: TestClient) -> None:
    answer = client.post(CHECK, content=b"", headers={"content-type": "application/json"})
    assert answer.status_code == 422
