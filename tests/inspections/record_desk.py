"""Writing records and taking steps over HTTP, as the tests of inspections do it."""

from __future__ import annotations

import copy
from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from tests.inspections.good_record import Record

LINE, WEST, EAST = "500101-500235", "500101", "500235"
RECORDS = "/api/v1/inspection-records"
STEPS = (("submit", WEST), ("confirm", EAST), ("report", WEST), ("file", "500000"))


def fresh(model: Record) -> Record:
    return {**copy.deepcopy(model), "record_id": str(uuid4())}


def put(client: TestClient, record: Record, *, side: str = WEST, tag: str | None = None) -> Any:
    body = {"by": {"person": "张三", "division_code": side}, "record": record}
    headers = {} if tag is None else {"If-Match": tag}
    return client.put(f"{RECORDS}/{record['record_id']}", json=body, headers=headers)


def take(client: TestClient, id: str, verb: str, side: str, *, tag: str | None = None) -> Any:
    tag = tag or client.get(f"{RECORDS}/{id}").headers["etag"]
    body = {"verb": verb, "by": {"person": "李四", "division_code": side}, "note": "说明"}
    return client.post(f"{RECORDS}/{id}/steps", json=body, headers={"If-Match": tag})


def filed(client: TestClient, record: Record) -> str:
    id = record["record_id"]
    assert put(client, record).status_code == 201
    for verb, side in STEPS:
        answer = take(client, id, verb, side)
        assert answer.status_code == 200, answer.text
    return str(id)


def send(client: TestClient, record: str, photo: str, content: bytes, **headers: str) -> Any:
    return client.put(
        f"{RECORDS}/{record}/photos/{photo}",
        content=content,
        headers={"File-Name": "a.jpg", **{k.replace("_", "-"): v for k, v in headers.items()}},
    )
