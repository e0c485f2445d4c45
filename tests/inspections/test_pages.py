"""The board and the page of a record tell what the service knows."""

from __future__ import annotations

from uuid import uuid4

from starlette.testclient import TestClient

from tests.inspections.good_record import good_record, photo_of

ROUND = {
    "title": "第五轮",
    "number": 5,
    "level": "county",
    "starts_on": "2026-01-01",
    "ends_on": "2030-12-31",
}


def test_the_board_and_a_record_are_shown(client: TestClient) -> None:
    client.put(f"/api/v1/inspection-rounds/{uuid4()}", json=ROUND)
    record = good_record(client, "500101-500235", str(uuid4()))
    record["remark"] = "<script>"
    by = {"person": "<b>张三</b>", "division_code": "500101"}
    address = f"/api/v1/inspection-records/{record['record_id']}"
    assert client.put(address, json={"by": by, "record": record}).status_code == 201
    photo = str(uuid4())
    content = photo_of(record["marker_checks"][0])
    client.put(f"{address}/photos/{photo}", content=content, headers={"File-Name": "001.jpg"})

    board = client.get("/inspections").text
    assert "万州—云阳线" in board
    assert "&lt;b&gt;张三&lt;/b&gt;" in board
    shown = client.get(f"/inspections/{record['record_id']}").text
    assert "report.pdf" in shown
    assert photo in shown
    assert "<b>张三" not in shown
    for written in ("云阳县乙", "手持卫星定位", "无跨界生产建设。", "界线段检查表"):
        assert written in shown
    assert "实测" in client.get(f"/maps/inspections/{record['record_id']}").text


def test_a_record_that_is_not_there_is_not_shown(client: TestClient) -> None:
    assert client.get(f"/inspections/{uuid4()}").status_code == 404


def test_a_marker_that_is_not_there_is_not_shown(client: TestClient) -> None:
    assert client.get("/lines/500101-500235/markers/999").status_code == 404
