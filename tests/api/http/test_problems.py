"""Every refusal is a problem of RFC 9457 that names the field and the remedy."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.problems.table import KINDS

CHECK = "/api/v1/name-checks"
JSON = {"content-type": "application/json"}


def refused(response: Any, status: int, slug: str) -> dict[str, Any]:
    """Return the problem after checking that it is the expected one and complete."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"/problems/{slug}"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["x-request-id"]
    assert all(problem[field] for field in ("title", "detail", "instance", "remedy"))
    assert all(error["message"] and error["remedy"] for error in problem["errors"])
    return problem


def test_an_unknown_address_is_a_problem(client: TestClient) -> None:
    refused(client.get("/nowhere"), 404, "no-such-page")


def test_a_wrong_method_is_told_the_right_ones(client: TestClient) -> None:
    answer = client.delete("/api/v1/names")
    assert "GET" in refused(answer, 405, "method-not-allowed")["detail"]
    assert answer.headers["allow"] == "GET"


def test_an_unknown_parameter_is_named_with_the_likely_one(client: TestClient) -> None:
    problem = refused(client.get("/api/v1/names?bbx=1,2,3,4"), 400, "unknown-parameter")
    assert problem["errors"] == [
        {"field": "bbx", "message": "没有这个查询参数", "remedy": "是否想写“bbox”？"}
    ]


def test_an_unknown_parameter_is_refused_where_there_are_none(client: TestClient) -> None:
    refused(client.get("/health?verbose=1"), 400, "unknown-parameter")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("offset=-1", "offset"),
        ("on=2025-13-01", "on"),
        ("on=11.30", "on"),
        ("on=20251130", "on"),
        ("on=2025-11-30T00:00:00", "on"),
        ("on=0", "on"),
        ("known_at=1735689600", "known_at"),
        ("known_at=2025-01-01T00:00:00+08:00", "known_at"),
        ("known_at=2025-01-01T00:00:00", "known_at"),
        ("f=xml", "f"),
        ("geometry=maybe", "geometry"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=107,30,106,31", "bbox"),
        ("bbox=nan,1,2,3", "bbox"),
        ("bbox=35500000,3200000,35600000,3300000", "bbox"),
        ("near=106.5", "near"),
        ("near=106.5,29.5&radius_m=0", "radius_m"),
        ("near=106.5,29.5&radius_m=5e-324", "radius_m"),
        ("near=106.5,29.5&radius_m=1e9", "radius_m"),
        ("radius_m=100", "radius_m"),
        ("division=0", "division"),
        ("division=99999999999", "division"),
        ("status=nice", "status"),
        ("q=", "q"),
    ],
)
def test_a_bad_value_is_refused_by_name(client: TestClient, query: str, field: str) -> None:
    problem = refused(client.get(f"/api/v1/names?{query}"), 400, "invalid-parameter")
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/divisions/at?lon=29.56&lat=106.55",
        "/api/v1/names?near=29.56,106.55",
        "/api/v1/boundaries?bbox=29.4,106.3,29.8,106.8",
    ],
)
def test_latitude_before_longitude_is_recognised(client: TestClient, address: str) -> None:
    problem = refused(client.get(address), 400, "invalid-parameter")
    assert "经纬度可能写反" in problem["detail"]


@pytest.mark.parametrize("query", ["near=5e-324,5e-324", "bbox=-5e-324,0,5e-324,1"])
def test_a_number_near_nothing_is_nothing(client: TestClient, query: str) -> None:
    assert client.get(f"/api/v1/names?{query}").json()["numberMatched"] == 0


def test_an_emoji_is_searched_for_and_not_found(client: TestClient) -> None:
    answer = client.get("/api/v1/names", params={"q": "😀"})
    assert answer.json()["numberMatched"] == 0


@pytest.mark.parametrize("query", ["q=a%00b", "q=%ED%A0%80", "q=%B3%CB"])
def test_a_query_that_is_no_text_is_refused(client: TestClient, query: str) -> None:
    refused(client.get(f"/api/v1/names?{query}"), 400, "unreadable-text")


@pytest.mark.parametrize("wild", ["%", "_", "\\", "石%村", "'; drop table place; --"])
def test_a_wildcard_stands_for_itself(client: TestClient, wild: str) -> None:
    assert client.get(f"/api/v1/names?q={quote(wild)}").json()["numberMatched"] == 0


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udc00x"])
def test_a_body_with_a_character_nobody_can_store_is_refused(
    client: TestClient, escape: str
) -> None:
    body = f'{{"proposals": [{{"name": "好"}}, {{"name": "石{escape}坡"}}]}}'
    problem = refused(client.post(CHECK, content=body, headers=JSON), 400, "unreadable-text")
    assert problem["errors"][0]["field"] == "proposals[1].name"
    assert problem["errors"][0]["row"] == 2


def test_a_pair_of_surrogates_is_one_character(client: TestClient) -> None:
    answer = client.post(CHECK, content='{"name": "\\ud83d\\ude00村"}', headers=JSON)
    assert answer.status_code == 200


def test_an_unknown_field_is_named_with_the_likely_one(client: TestClient) -> None:
    problem = refused(
        client.post(CHECK, json={"name": "石坡村", "plase_type": "村"}), 422, "unknown-field"
    )
    assert problem["errors"] == [
        {"field": "plase_type", "message": "没有这个字段", "remedy": "是否想写“place_type”？"}
    ]


def test_a_bad_row_of_a_batch_is_named_by_its_number(client: TestClient) -> None:
    body = {"proposals": [{"name": "石坡村"}, {"nam": "石坡村"}]}
    problem = refused(client.post(CHECK, json=body), 422, "invalid-body")
    assert {error["row"] for error in problem["errors"]} == {2}
    assert "proposals[1].name" in {error["field"] for error in problem["errors"]}


def test_broken_json_is_told_by_line_and_column(client: TestClient) -> None:
    answer = client.post(CHECK, content='{"name":\n  "石坡村",}', headers=JSON)
    problem = refused(answer, 400, "malformed-json")
    assert problem["errors"][0]["field"].startswith("第 2 行第 ")


@pytest.mark.parametrize(
    "body",
    [
        '{"name": "石坡村"}'.encode("gb18030"),
        b'{"name": "\xed\xa0\x80"}',
        '{"name": "石坡村"}'.encode("utf-16"),
    ],
)
def test_a_body_that_is_not_utf8_is_refused(client: TestClient, body: bytes) -> None:
    refused(client.post(CHECK, content=body, headers=JSON), 400, "unreadable-text")


@pytest.mark.parametrize("body", ["[" * 100_000, '{"name": %s}' % ("9" * 10_000)])
def test_a_body_that_breaks_the_reader_is_refused(client: TestClient, body: str) -> None:
    refused(client.post(CHECK, content=body, headers=JSON), 400, "malformed-json")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(client: TestClient, number: str) -> None:
    body = f'{{"name": "石坡村", "location": {{"lon": {number}, "lat": 30}}}}'
    answer = client.post(CHECK, content=body, headers=JSON)
    assert refused(answer, 422, "invalid-body")["errors"][0]["field"] == "location.lon"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_said_to_be_json_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post(CHECK, content=b'{"name": "a"}', headers={"content-type": kind})
    refused(answer, 415, "unsupported-media-type")


def test_a_body_above_the_limit_is_refused_by_its_announced_length(client: TestClient) -> None:
    body = json.dumps({"name": "重" * 400_000}, ensure_ascii=False).encode()
    refused(client.post(CHECK, content=body, headers=JSON), 413, "body-too-large")


def test_a_body_above_the_limit_is_refused_while_it_streams(client: TestClient) -> None:
    pieces = iter([b'{"name": "'] + [b"x" * 65536] * 32)
    refused(client.post(CHECK, content=pieces, headers=JSON), 413, "body-too-large")


def test_every_kind_of_problem_has_a_page(client: TestClient) -> None:
    for kind in KINDS:
        page = client.get(kind.type)
        assert page.status_code == 200
        assert kind.title in page.text


def test_slugs_are_told_apart() -> None:
    assert len({kind.slug for kind in KINDS}) == len(KINDS)


def test_a_problem_that_nobody_knows_has_no_page(client: TestClient) -> None:
    refused(client.get("/problems/whatever"), 404, "no-such-page")
