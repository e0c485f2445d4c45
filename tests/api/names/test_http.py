"""`POST /api/v1/name-checks` on the register with all samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from api.app import create_app
from api.routes.name_checks import EXAMPLES
from api.settings import load_settings

CHECK = "/api/v1/name-checks"
MOST = 50


@pytest.fixture(scope="module")
def client(register_url: str, register_engine: Engine) -> Iterator[TestClient]:
    settings = load_settings(database_url=register_url, batch_limit=MOST, log_json=True)
    with TestClient(create_app(settings, register_engine)) as client:
        yield client


def answered(client: TestClient, body: object) -> dict[str, Any]:
    answer = client.post(CHECK, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(client: TestClient, body: object, status: int = 422) -> list[dict[str, Any]]:
    answer = client.post(CHECK, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].startswith("/problems/")
    errors: list[dict[str, Any]] = problem["errors"]
    assert all(error["message"] and error["remedy"] for error in errors)
    return errors


def test_one_name_is_answered_with_everything_that_a_reader_needs(client: TestClient) -> None:
    found = answered(
        client,
        {
            "name": "分水镇",
            "place_type": "镇",
            "division": "500240",
            "location": {"lon": 108.11, "lat": 30.0},
        },
    )
    assert (found["verdict"], found["verdict_title"]) == ("block", "不予通过")
    assert (found["specific"], found["generic"]) == ("分水", "镇")
    assert found["romanization"]["plain"] == "Fenshui Zhen"
    assert [d["level"] for d in found["divisions"]] == [1, 3, 4]
    assert found["divisions"][1]["name"] == "石柱土家族自治县"
    assert found["divisions"][1]["geometry_status"] == "synthetic"
    finding = next(f for f in found["findings"] if f["rule"] == "GN-9-8a")
    assert finding["severity"] == "block"
    assert finding["source"]["standing"] == "confirmed"
    assert finding["evidence"]["where"] == "万州区分水镇"
    assert finding["suggestion"]


def of_rule(found: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [finding for finding in found["findings"] if finding["rule"] == rule]


def test_a_neighbour_with_the_same_specific_part_is_told_with_its_distance_and_direction(
    client: TestClient, register_engine: Engine
) -> None:
    with register_engine.connect() as connection:
        there = connection.execute(
            text(
                "SELECT n.id, n.name, n.specific, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat"
                " FROM place_name n JOIN place p ON p.id = n.place_id WHERE p.kind = 'village'"
                " AND n.kind = 'standard' AND char_length(n.specific) = 2 ORDER BY n.id LIMIT 1"
            )
        ).one()
    body = {
        "name": f"{there.specific}沱",
        "place_type": "自然村",
        "location": {"lon": there.lon, "lat": there.lat + 0.03},
    }
    told = answered(client, body)["findings"]
    (finding,) = [f for f in told if f["evidence"].get("id") == str(there.id)]
    assert f"与“{there.name}”" in finding["message"] or f"“{there.name}”专名" in finding["message"]
    assert "在其南方向相距约3.3公里" in finding["message"]
    assert finding["evidence"]["bearing_deg"] == 180


def test_a_new_road_is_offered_a_vanished_name_of_its_county_with_its_story(
    client: TestClient,
) -> None:
    body = {"name": "幸福路", "place_type": "道路", "county": "忠县"}
    (finding,) = of_rule(answered(client, body), "CQ-H-4")
    assert "“冯家院子”" in finding["message"]
    assert "2002年三峡工程淹没拆迁" in finding["message"]
    assert finding["suggestion"].startswith("可就近启用，如“")


def test_a_town_called_like_a_famous_mountain_is_warned(client: TestClient) -> None:
    body = {"name": "黄山镇", "place_type": "镇", "county": "万州区"}
    (finding,) = of_rule(answered(client, body), "GN-9-9")
    assert finding["severity"] == "warn"
    assert finding["evidence"]["where"] == "安徽省"


def test_a_batch_is_answered_in_its_order_with_counts(client: TestClient) -> None:
    names = ["晨曦村", "分水镇", "A区", "晨曦村"]
    found = answered(
        client, {"proposals": [{"name": name, "division": "500101"} for name in names]}
    )
    assert [check["name"] for check in found["checks"]] == names
    verdicts = [check["verdict"] for check in found["checks"]]
    assert found["counts"] == {v: verdicts.count(v) for v in ("pass", "note", "warn", "block")}


def test_a_batch_may_be_audited_on_another_day(client: TestClient) -> None:
    found = answered(
        client,
        {"mode": "audit", "on": "2025-11-05", "proposals": [{"name": "A区", "county": "江北区"}]},
    )
    (check,) = found["checks"]
    assert (check["mode"], check["on"], check["verdict"]) == ("audit", "2025-11-05", "warn")


def test_the_examples_of_the_document_are_answered(client: TestClient) -> None:
    for example in EXAMPLES.values():
        answered(client, example["value"])


def test_the_examples_of_the_document_fit_its_schema(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    body = document["paths"][CHECK]["post"]["requestBody"]["content"]["application/json"]
    schema = body["schema"] | {"components": document["components"]}
    assert set(body["examples"]) == set(EXAMPLES)
    for example in body["examples"].values():
        Draft202012Validator(schema).validate(example["value"])


def test_the_answer_fits_the_schema_of_the_document(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    told = document["paths"][CHECK]["post"]["responses"]["200"]["content"]["application/json"]
    schema = told["schema"] | {"components": document["components"]}
    for example in EXAMPLES.values():
        Draft202012Validator(schema).validate(answered(client, example["value"]))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"division": "5001"}, "division"),
        ({"division": "\uff15\uff10\uff10\uff11\uff10\uff11"}, "division"),
        ({"length_m": 0}, "length_m"),
        ({"green_share": 2}, "green_share"),
        ({"storeys": 1.5}, "storeys"),
        ({"location": [106.5, 29.5]}, "location"),
        ({"location": {"lon": 106.5}}, "location.lat"),
        ({"location": {"lon": 400, "lat": 29.5}}, "location.lon"),
        ({"location": {"lon": "东经106.5度", "lat": 29.5}}, "location.lon"),
        ({"location": {"lon": 29.5, "lat": 106.5}}, "location"),
        ({"mode": "maybe"}, "mode"),
        ({"on": "yesterday"}, "on"),
        ({"plase_type": "村"}, "plase_type"),
        ({"location": {"lon": 106.5, "lat": 29.5, "alt": 3}}, "location.alt"),
    ],
)
def test_a_wrong_field_of_one_name_is_called_by_its_own_name(
    client: TestClient, wrong: dict[str, Any], field: str
) -> None:
    errors = refused(client, {"name": "晨曦村"} | wrong)
    assert [error["field"] for error in errors] == [field]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": None}, "proposals[1].name"),
        ({"division": "5001"}, "proposals[1].division"),
        ({"location": {"lon": 29.5, "lat": 106.5}}, "proposals[1].location"),
        ({"location": {"lon": 106.5, "lat": 200}}, "proposals[1].location.lat"),
        ({"plase_type": "村"}, "proposals[1].plase_type"),
        ({"mode": "audit"}, "proposals[1].mode"),
    ],
)
def test_a_wrong_field_of_a_batch_is_called_with_its_row(
    client: TestClient, wrong: dict[str, Any], field: str
) -> None:
    errors = refused(client, {"proposals": [{"name": "晨曦村"}, {"name": "晨曦村"} | wrong]})
    assert [(error["field"], error["row"]) for error in errors] == [(field, 2)]


def test_latitude_first_is_recognised(client: TestClient) -> None:
    (error,) = refused(client, {"name": "晨曦村", "location": {"lon": 29.5, "lat": 106.5}})
    assert error["message"] == "经度 29.5、纬度 106.5：经纬度可能写反"
    assert error["remedy"] == "请先写经度，后写纬度"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"proposals": []}, "proposals"),
        ({"proposals": "晨曦村"}, "proposals"),
        ({"proposals": [{"name": "晨曦村"}] * (MOST + 1)}, "proposals"),
        ({"proposals": [{"name": "晨曦村"}], "name": "晨曦村"}, "name"),
        ([{"name": "晨曦村"}], "请求正文"),
        ("晨曦村", "请求正文"),
        (None, "请求正文"),
    ],
)
def test_a_wrong_body_is_told_without_words_of_our_making(
    client: TestClient, body: object, field: str
) -> None:
    assert [error["field"] for error in refused(client, body)] == [field]


def test_too_many_are_told_the_command_for_files(client: TestClient) -> None:
    (error,) = refused(client, {"proposals": [{"name": "晨曦村"}] * (MOST + 1)})
    assert f"最多 {MOST} 个" in error["message"]
    assert "check-names" in error["remedy"]


@pytest.mark.parametrize("name", ["", "村" * 10_000, "😀村", "﨎石村", "=cmd|'/C calc'!A0"])
def test_any_storable_name_gets_a_report(client: TestClient, name: str) -> None:
    assert answered(client, {"name": name})["verdict"] in ("warn", "block")


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800"])
def test_an_unstorable_name_is_refused_by_its_field(client: TestClient, escape: str) -> None:
    answer = client.post(
        CHECK,
        content=f'{{"name": "石{escape}坡"}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "name"


def test_a_check_leaves_nothing_behind(client: TestClient, register_engine: Engine) -> None:
    def lines() -> int:
        with register_engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())

    before = lines()
    answered(client, {"name": "晨曦村", "division": "500101"})
    assert lines() == before


def test_a_warning_is_set_aside_by_a_named_statement(client: TestClient) -> None:
    wish = {"name": "加州花园", "place_type": "居民区", "division": "500103"}
    plain = client.post("/api/v1/name-checks", json=wish).json()
    assert plain["verdict"] == "warn"
    statements = [
        {"rule": rule, "by": "张三", "reason": "与外国地名没有特定联系", "on": "2026-11-01"}
        for rule in {f["rule"] for f in plain["findings"] if f["severity"] == "warn"}
    ]
    told = client.post("/api/v1/name-checks", json={**wish, "releases": statements}).json()
    assert told["verdict"] in {"pass", "note"}
    assert all(f["released"]["by"] == "张三" for f in told["findings"] if f["severity"] == "warn")


def test_a_listed_name_is_given_up_only_with_dated_measures(client: TestClient) -> None:
    wish = {"name": "晨曦路", "place_type": "道路", "county": "渝中区", "former_name": "凯旋路"}
    assert client.post("/api/v1/name-checks", json=wish).json()["verdict"] == "block"
    told = client.post("/api/v1/name-checks", json={**wish, "measures_on": "2026-10-01"}).json()
    assert told["verdict"] == "warn"
