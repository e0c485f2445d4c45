"""Rounds and tasks of joint inspections, and their figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from tests.inspections.good_record import good_record
from tests.inspections.record_desk import LINE, RECORDS, WEST, filed, put

V1 = "/api/v1"
ROUND = {
    "title": "第五轮",
    "number": 5,
    "level": "county",
    "starts_on": "2026-01-01",
    "ends_on": "2030-12-31",
}


@pytest.fixture(scope="module")
def planned(client: TestClient) -> tuple[str, dict[str, Any]]:
    id = str(uuid4())
    answer = client.put(f"{V1}/inspection-rounds/{id}", json=ROUND)
    assert answer.status_code == 201, answer.text
    return id, answer.json()


def tasks(client: TestClient, **wish: str) -> list[dict[str, Any]]:
    found = client.get(f"{V1}/inspection-tasks", params={"limit": "1000", **wish}).json()
    assert found["count"] >= len(found["tasks"])
    listed: list[dict[str, Any]] = found["tasks"]
    return listed


def test_a_round_has_a_task_for_every_line(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    lines = client.get(f"{V1}/boundaries?level=county&limit=1&f=json").json()["numberMatched"]
    assert planned[1]["total"]["planned"] == lines
    assert len(tasks(client, round=planned[0])) == lines


def test_planning_it_again_plans_nothing(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    again = client.put(f"{V1}/inspection-rounds/{planned[0]}", json=ROUND)
    assert again.status_code == 200
    assert again.json()["total"]["planned"] == planned[1]["total"]["planned"]


def test_another_plan_under_the_same_id_is_refused(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    other = client.put(f"{V1}/inspection-rounds/{planned[0]}", json={**ROUND, "title": "别的"})
    assert other.status_code == 412


def test_a_task_is_due_five_years_after_the_last_inspection(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    for task in tasks(client, round=planned[0]):
        line = client.get(f"{V1}/boundaries/{task['line_code']}").json()["properties"]
        last = line["last_inspected_on"]
        due = date.fromisoformat(last).replace(year=int(last[:4]) + 5) if last else None
        expected = max(due, date(2026, 1, 1)) if due else date(2030, 12, 31)
        assert task["due_on"] == str(expected)


def test_the_figures_count_each_line_for_both_sides(
    planned: tuple[str, dict[str, Any]],
) -> None:
    total, divisions = planned[1]["total"], planned[1]["divisions"]
    assert sum(one["planned"] for one in divisions) == 2 * total["planned"]
    assert sum(one["km"] for one in divisions) == pytest.approx(2 * total["km"], abs=2.0)


def test_overdue_tasks_are_listed_as_such(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    late = tasks(client, round=planned[0], state="overdue")
    assert late
    assert all(task["days_left"] < 0 for task in late)
    assert len(late) == planned[1]["total"]["overdue"]


def test_the_smaller_code_leads_unless_told(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    assert all(
        task["lead"]["code"] < task["assist"]["code"] for task in tasks(client, round=planned[0])
    )


def test_the_tasks_of_one_side_are_found(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    found = tasks(client, round=planned[0], division="500103")
    assert found
    assert all("500103" in (task["lead"]["code"], task["assist"]["code"]) for task in found)


AD_HOC = {
    "line_code": "500103-500107",
    "occasion": "特大洪水",
    "due_on": str(datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=30)),
    "lead_code": "500107",
}


def test_an_inspection_for_an_occasion_is_planned_for_a_section(client: TestClient) -> None:
    address = f"{V1}/inspection-tasks/{uuid4()}"
    first = client.put(address, json={**AD_HOC, "from_m": 0, "to_m": 3000})
    again = client.put(address, json={**AD_HOC, "from_m": 0, "to_m": 3000})
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["kind"], first.json()["length_m"]) == ("ad_hoc", 3000.0)
    assert first.json()["lead"]["code"] == "500107"


def test_a_section_beyond_the_line_is_refused(client: TestClient) -> None:
    answer = client.put(
        f"{V1}/inspection-tasks/{uuid4()}", json={**AD_HOC, "from_m": 0, "to_m": 9e6}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "to_m"


@pytest.mark.parametrize(("from_m", "to_m"), [(3000, 100), (None, 100), (100, None)])
def test_half_a_section_is_refused(client: TestClient, from_m: Any, to_m: Any) -> None:
    body = {**AD_HOC, "from_m": from_m, "to_m": to_m}
    assert client.put(f"{V1}/inspection-tasks/{uuid4()}", json=body).status_code == 422


def test_a_stranger_cannot_lead(client: TestClient) -> None:
    body = {**AD_HOC, "lead_code": "500101"}
    assert client.put(f"{V1}/inspection-tasks/{uuid4()}", json=body).status_code == 400


def test_a_task_is_cancelled_for_a_reason(client: TestClient) -> None:
    address = f"{V1}/inspection-tasks/{uuid4()}"
    client.put(address, json=AD_HOC)
    told = client.post(f"{address}/cancellation", json={"reason": "重复立项"}).json()
    assert (told["state"], told["cancelled_for"]) == ("cancelled", "重复立项")
    assert client.post(f"{address}/cancellation", json={"reason": "再取消"}).status_code == 409


def test_a_draft_that_was_given_up_does_not_keep_a_task_open(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    given_up, good = (good_record(client, LINE, str(uuid4())) for _ in range(2))
    put(client, given_up)
    filed(client, good)
    (task,) = tasks(client, round=planned[0], line=LINE)
    assert (task["state"], task["record_id"]) == ("filed", good["record_id"])


def test_a_task_stays_filed_while_its_record_is_being_corrected(
    client: TestClient, planned: tuple[str, dict[str, Any]]
) -> None:
    (task,) = tasks(client, round=planned[0], line=LINE)
    body = {"id": str(uuid4()), "by": {"person": "张三", "division_code": WEST}}
    begun = client.post(f"{RECORDS}/{task['record_id']}/corrections", json=body)
    assert begun.status_code == 201, begun.text
    (after,) = tasks(client, round=planned[0], line=LINE)
    assert (after["state"], after["record_id"]) == ("filed", task["record_id"])
