"""Many records in one request: each by itself, and nothing doubled when it is sent again."""

from __future__ import annotations

import copy
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.inspections.good_record import Record, good_record

LINE, WEST, EAST = "500101-500235", "500101", "500235"
RECORDS = "/api/v1/inspection-records"
BY = {"person": "张三", "division_code": WEST}


@pytest.fixture(scope="module")
def model(client: TestClient) -> Record:
    record = good_record(client, LINE, str(uuid4()))
    del record["track"]
    return record


def fresh(model: Record, **more: Any) -> Record:
    return {**copy.deepcopy(model), "record_id": str(uuid4()), **more}


def item(record: Record, **more: Any) -> Record:
    return {"id": record["record_id"], "record": record, **more}


def send(client: TestClient, *items: Record) -> Any:
    return client.post(f"{RECORDS}/batch", json={"by": BY, "records": list(items)})


def test_every_record_has_its_own_answer(client: TestClient, model: Record) -> None:
    good, bad, stranger = fresh(model), fresh(model, round="五"), fresh(model)
    foreign = {"person": "李四", "division_code": "500107"}
    answer = send(client, item(good), item(bad), item(stranger, by=foreign), item(fresh(model)))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [one["status"] for one in told["records"]] == [201, 422, 403, 201]
    assert (told["count"], told["kept"]) == (4, 2)
    assert told["records"][1]["problem"]["errors"][0]["field"] == "round"
    assert told["records"][2]["problem"]["remedy"]


def test_one_bad_record_loses_none_of_the_others(client: TestClient, model: Record) -> None:
    bad, good = fresh(model, line_code="500101-999999"), fresh(model)
    send(client, item(bad), item(good))
    assert client.get(f"{RECORDS}/{good['record_id']}").status_code == 200
    assert client.get(f"{RECORDS}/{bad['record_id']}").status_code == 404


def test_the_batch_sent_again_doubles_nothing(client: TestClient, model: Record) -> None:
    items = [item(fresh(model)), item(fresh(model))]
    send(client, *items)
    again = send(client, *items).json()["records"]
    assert [(one["status"], one["revision"]) for one in again] == [(200, 1), (200, 1)]


def test_a_cut_batch_is_completed_by_sending_it_whole(client: TestClient, model: Record) -> None:
    items = [item(fresh(model)) for _ in range(3)]
    send(client, items[0])
    assert [one["status"] for one in send(client, *items).json()["records"]] == [200, 201, 201]


def test_a_record_changed_by_others_is_told_as_it_is_now(client: TestClient, model: Record) -> None:
    record = fresh(model)
    tag = send(client, item(record)).json()["records"][0]["etag"]
    changed = {**record, "remark": "甲"}
    assert send(client, item(changed, etag=tag)).json()["records"][0]["revision"] == 2
    late = send(client, item({**record, "remark": "乙"}, etag=tag)).json()["records"][0]
    assert (late["status"], late["revision"]) == (412, 2)
    assert late["etag"] == '"2-drafted"'


def test_an_id_that_comes_twice_with_other_words_is_refused(
    client: TestClient, model: Record
) -> None:
    record = fresh(model)
    told = send(client, item(record), item({**record, "remark": "改"})).json()["records"]
    assert [one["status"] for one in told] == [201, 412]


def test_an_empty_batch_is_refused(client: TestClient) -> None:
    assert send(client).status_code == 422


# what is sent again because its answer was lost


def step(client: TestClient, id: str, verb: str, side: str, tag: str) -> Any:
    body = {"verb": verb, "by": {"person": "李四", "division_code": side}, "note": ""}
    return client.post(f"{RECORDS}/{id}/steps", json=body, headers={"If-Match": tag})


def test_a_step_sent_twice_is_taken_once(client: TestClient, model: Record) -> None:
    record = fresh(model)
    id, tag = record["record_id"], send(client, item(record)).json()["records"][0]["etag"]
    first, again = (step(client, id, "submit", WEST, tag) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["etag"] == first.headers["etag"]
    assert len(client.get(f"{RECORDS}/{id}").json()["steps"]) == 1


def test_another_step_from_the_old_state_is_refused(client: TestClient, model: Record) -> None:
    record = fresh(model)
    id, tag = record["record_id"], send(client, item(record)).json()["records"][0]["etag"]
    step(client, id, "submit", WEST, tag)
    assert step(client, id, "confirm", EAST, tag).status_code == 412


def test_a_correction_begun_twice_is_one(client: TestClient, model: Record) -> None:
    record = fresh(model)
    id, tag = record["record_id"], send(client, item(record)).json()["records"][0]["etag"]
    for verb, side in (("submit", WEST), ("confirm", EAST), ("report", WEST), ("file", "500000")):
        answer = step(client, id, verb, side, tag)
        assert answer.status_code == 200, answer.text
        tag = answer.headers["etag"]
    body = {"id": str(uuid4()), "by": BY}
    first, again = (client.post(f"{RECORDS}/{id}/corrections", json=body) for _ in range(2))
    assert first.json()["id"] == again.json()["id"] == body["id"]
    assert again.status_code == 201
