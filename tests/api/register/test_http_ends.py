"""A name vanishes with its place, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from api.services.registering.entries import NameHead
from tests.api.register.conftest import Office

GROUND = {
    "authority": "万州区人民政府",
    "document": "万州府[2026]30号",
    "day": "2026-07",
    "why": "水库蓄水淹没",
}


@pytest.fixture
def hamlet(hamlets: Callable[..., NameHead]) -> NameHead:
    return hamlets(f"漫水{'子丑寅卯辰巳午未申酉'[uuid4().int % 10]}院")


def end(office: Office, id: int, verb: str, tag: str = '"v1"', **more: Any) -> Any:
    headers = office.approver.headers | {"If-Match": tag}
    return office.client.post(
        f"/api/v1/names/{id}/{verb}", json={**GROUND, **more}, headers=headers
    )


def test_a_name_vanishes_and_is_not_taken_up_again_without_a_case(
    office: Office, hamlet: NameHead
) -> None:
    gone = end(office, hamlet.id, "vanishing")
    assert gone.status_code == 200, gone.text
    told = office.client.get(f"/api/v1/names/{hamlet.id}").json()["properties"]
    assert (told["status"], told["in_use"]) == ("vanished", False)
    events = office.client.get(f"/api/v1/names/{hamlet.id}/events").json()["events"]
    last = events[-1]
    assert (last["kind"], last["authority"], last["document"]) == (
        "vanished",
        GROUND["authority"],
        GROUND["document"],
    )
    assert end(office, hamlet.id, "restoration", gone.headers["etag"]).status_code in (404, 405)


def test_from_another_state_it_is_refused(office: Office, hamlet: NameHead) -> None:
    assert end(office, hamlet.id, "vanishing", '"v7"').status_code == 412


def test_a_day_that_is_none_is_told(office: Office, hamlet: NameHead) -> None:
    answer = end(office, hamlet.id, "vanishing", day="某年")
    assert answer.status_code == 422
    assert "2009-06" in answer.json()["remedy"]


def test_an_editor_may_not(office: Office, hamlet: NameHead) -> None:
    headers = office.editor.headers | {"If-Match": '"v1"'}
    answer = office.client.post(
        f"/api/v1/names/{hamlet.id}/vanishing", json=GROUND, headers=headers
    )
    assert answer.status_code == 403
