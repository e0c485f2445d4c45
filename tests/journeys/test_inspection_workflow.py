"""Steps of 联检办理: a round, a record with mistakes, both sides, the filing, the follow-up."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from api.store.session import engine_for
from tests.inspections.good_record import CHINA, Record, good_record
from tests.signed_in import signed_in

V1 = "/api/v1"
CODES = {"万州区": "500101", "云阳县": "500235", "重庆市": "500000"}
VERBS = {"提交": "submit", "确认": "confirm", "联合上报": "report", "备案": "file"}
MISTAKES = {"JI-7a", "JI-9a", "JI-9b", "BL-6a", "JI-8b"}

scenarios("联检办理.feature")


@pytest.fixture(scope="module")
def client(register_copy: str) -> Iterator[TestClient]:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine), headers=signed_in(engine)) as client:
        yield client
    engine.dispose()


@pytest.fixture
def desk() -> dict[str, Any]:
    """What the office has before it: the good record, the record, the last answer."""
    return {}


@given("已制定第五轮县级界线联检计划")
def _planned(client: TestClient) -> None:
    body = {
        "title": "第五轮县级界线联合检查",
        "number": 5,
        "level": "county",
        "starts_on": "2026-01-01",
        "ends_on": "2030-12-31",
    }
    assert client.put(f"{V1}/inspection-rounds/{uuid4()}", json=body).status_code == 201


@given(parsers.parse('"{name}"的任务待检'))
def _awaited(client: TestClient, desk: dict[str, Any], name: str) -> None:
    tasks = client.get(f"{V1}/inspection-tasks?limit=1000").json()["tasks"]
    (task,) = [one for one in tasks if one["line_name"] == name]
    assert task["state"] in ("due", "overdue")
    desk["task"] = task
    desk["good"] = good_record(client, task["line_code"], str(uuid4()), days_ago=60)


@given("万州区填了一份有五处差错的记录")
def _flawed(client: TestClient, desk: dict[str, Any]) -> None:
    record: Record = copy.deepcopy(desk["good"])
    record["sides"].pop()
    record["marker_checks"].append(copy.deepcopy(record["marker_checks"][2]))
    record["marker_checks"][3]["measured"]["lat"] += 0.0009
    del record["marker_checks"][5]
    office = date.fromisoformat(record["office_check"]["started_on"])
    record["field_check"]["started_on"] = str(office - timedelta(days=1))
    desk["record"] = record
    _write(client, desk)


def _write(client: TestClient, desk: dict[str, Any]) -> None:
    body = {"by": {"person": "张三", "division_code": "500101"}, "record": desk["record"]}
    address = f"{V1}/inspection-records/{desk['record']['record_id']}"
    known = client.get(address)
    tag = {"If-Match": known.headers["etag"]} if known.status_code == 200 else {}
    answer = client.put(address, json=body, headers=tag)
    assert answer.status_code in (200, 201), answer.text
    desk["answer"] = answer


def _step(client: TestClient, desk: dict[str, Any], verb: str, side: str) -> None:
    address = f"{V1}/inspection-records/{desk['record']['record_id']}"
    body = {"verb": VERBS[verb], "by": {"person": "李四", "division_code": CODES[side]}}
    tag = client.get(address).headers["etag"]
    desk["answer"] = client.post(f"{address}/steps", json=body, headers={"If-Match": tag})


@when(parsers.re("(?P<side>万州区|云阳县|重庆市)(自己)?(?P<verb>提交|确认|联合上报|备案)记录"))
def _stepped(client: TestClient, desk: dict[str, Any], side: str, verb: str) -> None:
    _step(client, desk, verb, side)


@then("提交被拒绝，指出五处差错")
def _refused(client: TestClient, desk: dict[str, Any]) -> None:
    assert desk["answer"].status_code == 422
    kept = client.get(f"{V1}/inspection-records/{desk['record']['record_id']}").json()
    blocks = [f["rule"] for f in kept["findings"] if f["severity"] == "block"]
    assert sorted(blocks) == sorted(MISTAKES)
    assert len(desk["answer"].json()["errors"]) == len(MISTAKES)


@when("万州区改正五处差错并提交")
def _mended(client: TestClient, desk: dict[str, Any]) -> None:
    id = desk["record"]["record_id"]
    desk["record"] = {**copy.deepcopy(desk["good"]), "record_id": id}
    _write(client, desk)
    _step(client, desk, "提交", "万州区")


@then(parsers.parse('记录处于"{stage}"'))
def _stands(desk: dict[str, Any], stage: str) -> None:
    assert desk["answer"].status_code == 200, desk["answer"].text
    assert desk["answer"].json()["stage_title"] == stage


@then(parsers.parse('被告知须由"{role}"办理'))
def _not_theirs(desk: dict[str, Any], role: str) -> None:
    assert desk["answer"].status_code == 403
    assert role in desk["answer"].json()["detail"]


@then("任务算作已备案")
def _done(client: TestClient, desk: dict[str, Any]) -> None:
    code = desk["task"]["line_code"]
    (task,) = client.get(f"{V1}/inspection-tasks?line={code}").json()["tasks"]
    assert (task["state"], task["record_id"]) == ("filed", desk["record"]["record_id"])


@then("已备案的记录不能再改")
def _final(client: TestClient, desk: dict[str, Any]) -> None:
    address = f"{V1}/inspection-records/{desk['record']['record_id']}"
    tag = client.get(address).headers["etag"]
    body = {
        "by": {"person": "张三", "division_code": "500101"},
        "record": {**desk["record"], "remark": "改"},
    }
    assert client.put(address, json=body, headers={"If-Match": tag}).status_code == 409


@given(parsers.parse('洪水之后立了"{name}"的专项联检任务'))
def _after_the_flood(client: TestClient, desk: dict[str, Any], name: str) -> None:
    body = {
        "line_code": desk["task"]["line_code"],
        "occasion": f"{name}沿线特大洪水",
        "due_on": str((datetime.now(CHINA) + timedelta(days=60)).date()),
        "lead_code": "500101",
    }
    assert client.put(f"{V1}/inspection-tasks/{uuid4()}", json=body).status_code == 201


def _again(client: TestClient, desk: dict[str, Any], days_ago: int) -> Record:
    line = desk["task"]["line_code"]
    record = good_record(client, line, str(uuid4()), days_ago=days_ago)
    record |= {"kind": "ad_hoc", "occasion": "特大洪水致界桩移位"}
    del record["round"]
    return record


@given("万州区填报其中一颗界桩移位，限期复位")
def _found_moved(client: TestClient, desk: dict[str, Any]) -> None:
    record = _again(client, desk, 30)
    check = record["marker_checks"][3]
    check |= {
        "condition": "moved",
        "target_state": {**check["target_state"], "position_accurate": False},
        "follow_up": {
            "action": "restore",
            "note": "洪水冲移",
            "by": "500101",
            "due": str((datetime.now(CHINA) + timedelta(days=90)).date()),
        },
    }
    check["measured"]["lat"] += 0.0004
    desk["number"] = check["number"]
    desk["record"] = record
    _write(client, desk)


@when("这份记录一直办到备案")
def _all_the_way(client: TestClient, desk: dict[str, Any]) -> None:
    for verb, side in (
        ("提交", "万州区"),
        ("确认", "云阳县"),
        ("联合上报", "万州区"),
        ("备案", "重庆市"),
    ):
        _step(client, desk, verb, side)
        assert desk["answer"].status_code == 200, (verb, desk["answer"].text)


@then(parsers.parse('该界桩的状况为"{condition}"'))
def _condition(client: TestClient, desk: dict[str, Any], condition: str) -> None:
    found = client.get(f"{V1}/boundaries/{desk['task']['line_code']}").json()["properties"]
    (marker,) = [m for m in found["markers"] if m["number"] == desk["number"]]
    assert marker["condition"] == condition


@given("万州区又填一份记录，对该界桩只字不提")
def _silent(client: TestClient, desk: dict[str, Any]) -> None:
    desk["record"] = _again(client, desk, 0)
    _write(client, desk)


@then(parsers.parse('提交被拒绝，意见为"{rule}"'))
def _refused_by(client: TestClient, desk: dict[str, Any], rule: str) -> None:
    assert desk["answer"].status_code == 422
    kept = client.get(f"{V1}/inspection-records/{desk['record']['record_id']}").json()
    assert {f["rule"] for f in kept["findings"] if f["severity"] == "block"} == {rule}


@when("万州区补填该界桩已在双方到场时复位")
def _restored(client: TestClient, desk: dict[str, Any]) -> None:
    (check,) = [c for c in desk["record"]["marker_checks"] if c["number"] == desk["number"]]
    today = str(datetime.now(CHINA).date())
    check["follow_up"] = {
        "action": "restore",
        "note": "双方到场复位",
        "by": "500101",
        "done_on": today,
        "attendees": [
            {"name": "甲", "unit": "民政局", "division_code": code} for code in ("500101", "500235")
        ],
        "new_register_form": True,
    }
    _write(client, desk)
