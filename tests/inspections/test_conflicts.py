"""What a client is told whose write meets another state: the status, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.inspections.good_record import Record, good_record
from tests.inspections.record_desk import EAST, LINE, RECORDS, WEST, filed, fresh, put, take

Answer = Any
CHINESE = re.compile(r"[\u4e00-\u9fff]{4,}")


@pytest.fixture(scope="module")
def model(client: TestClient) -> Record:
    return good_record(client, LINE, str(uuid4()))


def written_by_another(client: TestClient, record: Record) -> Answer:
    tag = put(client, record).headers["etag"]
    put(client, {**record, "remark": "云阳县改"}, side=EAST, tag=tag)
    return put(client, {**record, "remark": "万州区改"}, tag=tag)


def without_a_tag(client: TestClient, record: Record) -> Answer:
    put(client, record)
    body = {"verb": "submit", "by": {"person": "李四", "division_code": WEST}}
    return client.post(f"{RECORDS}/{record['record_id']}/steps", json=body)


def past_drafting(client: TestClient, record: Record) -> Answer:
    put(client, record)
    tag = take(client, record["record_id"], "submit", WEST).headers["etag"]
    return put(client, {**record, "remark": "改"}, tag=tag)


def out_of_order(client: TestClient, record: Record) -> Answer:
    put(client, record)
    return take(client, record["record_id"], "file", "500000")


def already_filed(client: TestClient, record: Record) -> Answer:
    id = filed(client, record)
    tag = client.get(f"{RECORDS}/{id}").headers["etag"]
    return put(client, {**record, "remark": "改"}, tag=tag)


def corrected_twice(client: TestClient, record: Record) -> Answer:
    id = filed(client, record)
    for _ in range(2):
        body = {"id": str(uuid4()), "by": {"person": "张三", "division_code": WEST}}
        answer = client.post(f"{RECORDS}/{id}/corrections", json=body)
    return answer


@pytest.mark.parametrize(
    ("conflict", "status", "kind"),
    [
        (written_by_another, 412, "other-state"),
        (without_a_tag, 428, "tag-missing"),
        (past_drafting, 409, "not-allowed"),
        (out_of_order, 409, "not-allowed"),
        (already_filed, 409, "not-allowed"),
        (corrected_twice, 409, "not-allowed"),
    ],
)
def test_a_conflict_says_in_chinese_what_happened_and_what_to_do(
    client: TestClient,
    model: Record,
    conflict: Callable[[TestClient, Record], Answer],
    status: int,
    kind: str,
) -> None:
    answer = conflict(client, fresh(model))
    told = answer.json()
    assert (answer.status_code, told["type"]) == (status, f"/problems/{kind}"), answer.text
    assert CHINESE.search(told["detail"])
    assert CHINESE.search(told["remedy"])


def test_an_address_with_no_proper_id_says_what_an_id_looks_like(client: TestClient) -> None:
    told = client.get(f"{RECORDS}/第一号").json()
    assert (told["status"], told["errors"][0]["message"]) == (400, "应为编号（UUID）")
    assert "形如" in told["errors"][0]["remedy"]
