"""Reminders tell what is overdue and what is due soon, and the figures can be counted again."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.store.checks import libpq_url
from boundary_data.reminders import Reminder, calendar

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
V1 = "/api/v1"
ROUND = {
    "title": "第五轮",
    "number": 5,
    "level": "county",
    "starts_on": "2026-01-01",
    "ends_on": "2030-12-31",
}


@pytest.fixture(scope="module", autouse=True)
def planned(client: TestClient) -> str:
    assert client.put(f"{V1}/inspection-rounds/{uuid4()}", json=ROUND).status_code == 201
    return ""


def reminder(days_left: int, **more: str) -> Reminder:
    due = TODAY + timedelta(days=days_left)
    words = {"id": "1", "what": "津永线联合检查", "who": "江津区（牵头）会同永川区", "address": "/"}
    return Reminder(
        **{**words, **more}, due_on=due, days_left=days_left, remind_on=due - timedelta(days=183)
    )


@pytest.mark.parametrize(
    ("days_left", "urgency"), [(-1, "overdue"), (0, "soon"), (183, "soon"), (184, "later")]
)
def test_six_months_before_is_soon(days_left: int, urgency: str) -> None:
    assert reminder(days_left).urgency == urgency


def test_the_list_is_what_the_tasks_say(client: TestClient) -> None:
    told = client.get(f"{V1}/inspection-reminders").json()
    tasks = client.get(f"{V1}/inspection-tasks?limit=1000").json()["tasks"]
    due = {
        one["id"]
        for one in tasks
        if one["state"] in ("due", "under_way", "overdue") and one["days_left"] <= 183
    }
    assert due
    assert {one["task_id"] for one in told["reminders"]} == due
    days = [one["days_left"] for one in told["reminders"]]
    assert days == sorted(days)
    assert told["overdue"] == sum(day < 0 for day in days)


def test_a_county_is_told_of_its_own(client: TestClient) -> None:
    task = client.get(f"{V1}/inspection-tasks?limit=1").json()["tasks"][0]
    code = task["assist"]["code"]
    told = client.get(f"{V1}/inspection-reminders?division={code}&within_days=3660").json()
    assert told["count"]
    ids = {
        one["id"] for one in client.get(f"{V1}/inspection-tasks?division={code}").json()["tasks"]
    }
    assert {one["task_id"] for one in told["reminders"]} == ids


def test_a_flood_is_reminded_of_by_its_occasion(client: TestClient) -> None:
    body = {
        "line_code": "500103-500107",
        "occasion": "特大洪水致河道改移",
        "due_on": str(TODAY + timedelta(days=20)),
        "lead_code": "500103",
    }
    id = str(uuid4())
    assert client.put(f"{V1}/inspection-tasks/{id}", json=body).status_code == 201
    told = client.get(f"{V1}/inspection-reminders?within_days=30").json()["reminders"]
    mine = next(one for one in told if one["task_id"] == id)
    assert "特大洪水" in mine["sentence"]
    assert mine["days_left"] == 20


def test_the_calendar_has_an_event_for_each(client: TestClient) -> None:
    answer = client.get(f"{V1}/inspection-reminders.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    count = client.get(f"{V1}/inspection-reminders").json()["count"]
    assert answer.text.count("BEGIN:VEVENT") == count
    assert answer.text.endswith("END:VCALENDAR\r\n")


def test_the_table_has_a_row_for_each(client: TestClient) -> None:
    text = client.get(f"{V1}/inspection-reminders.csv").content.decode("utf-8-sig")
    count = client.get(f"{V1}/inspection-reminders").json()["count"]
    assert len(list(csv.reader(io.StringIO(text)))) == count + 1


def test_another_form_is_refused(client: TestClient) -> None:
    assert client.get(f"{V1}/inspection-reminders.pdf").status_code in (400, 404)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_no_line_of_a_calendar_is_longer_than_75_octets(what: str) -> None:
    text = calendar(
        [reminder(3, what=what)], title="提醒", stamped=datetime(2026, 1, 1, tzinfo=UTC)
    )
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "")
    escaped = what.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}到期\r\n" in unfolded


def test_the_board_agrees_with_an_independent_count(client: TestClient, register_copy: str) -> None:
    board = client.get(f"{V1}/inspection-board").json()
    with psycopg.connect(libpq_url(register_copy)) as connection:
        rows = connection.execute(
            "select t.id, t.due_on, t.cancelled_for, t.from_m, t.to_m, t.line_id,"
            " t.lead_division_id, t.assist_division_id from inspection_task t"
        ).fetchall()
        lengths = dict(
            connection.execute(
                "select line_id, length_m from boundary_line_version"
                " where valid @> current_date and upper_inf(recorded)"
            ).fetchall()
        )
        markers = dict(
            connection.execute("select line_id, count(*) from marker group by line_id").fetchall()
        )
        stages = dict(connection.execute("select task_id, stage from inspection_record").fetchall())
    live = [row for row in rows if row[2] is None]
    filed = [row for row in live if stages.get(row[0]) == "filed"]
    late = [row for row in live if row not in filed and row[1] < date.today()]  # noqa: DTZ011
    metres = sum(row[4] - row[3] if row[3] is not None else lengths[row[5]] for row in live)
    total = board["total"]
    assert total["planned"] == len(live)
    assert total["filed"] == len(filed)
    assert total["overdue"] == len(late)
    assert total["km"] == pytest.approx(metres / 1000, abs=0.06)
    assert total["markers"] == sum(markers.get(row[5], 0) for row in live)
    assert sum(one["planned"] for one in board["divisions"]) == 2 * len(live)
