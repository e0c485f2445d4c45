"""Steps of 拟名审核: proposals over HTTP against the register."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from starlette.testclient import TestClient

CHECK = "/api/v1/name-checks"

scenarios("拟名审核.feature")


@pytest.fixture
def location() -> dict[str, float]:
    return {}


@given(
    parsers.re("位置在东经(?P<lon>[0-9.]+)度、北纬(?P<lat>[0-9.]+)度"),
    converters={"lon": float, "lat": float},
)
def _located(location: dict[str, float], lon: float, lat: float) -> None:
    location.update(lon=lon, lat=lat)


def checked(client: TestClient, **wish: Any) -> dict[str, Any]:
    answer = client.post(CHECK, json=wish)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@when(parsers.re('为"(?P<county>.*)"的"(?P<kind>.*)"申报"(?P<name>.*)"'), target_fixture="answer")
def _proposed(
    client: TestClient, location: dict[str, float], county: str, kind: str, name: str
) -> dict[str, Any]:
    return checked(client, name=name, place_type=kind, county=county, location=location or None)


@when(parsers.parse('核查"{county}"的"{kind}""{name}"'), target_fixture="answer")
def _audited(client: TestClient, county: str, kind: str, name: str) -> dict[str, Any]:
    return checked(client, name=name, place_type=kind, county=county, mode="audit")


@when(parsers.parse('申请把"{county}"的"{kind}""{former}"更名为"{name}"'), target_fixture="answer")
def _renamed(client: TestClient, county: str, kind: str, former: str, name: str) -> dict[str, Any]:
    return checked(client, name=name, place_type=kind, county=county, former_name=former)


@when("提交下列拟名", target_fixture="batch")
def _submitted(client: TestClient, datatable: list[list[str]]) -> dict[str, Any]:
    _, *rows = datatable
    return checked(
        client,
        proposals=[{"name": n, "place_type": kind, "county": c} for n, kind, c in rows],
    )


@then("逐个结论为")
def _verdicts(batch: dict[str, Any], datatable: list[list[str]]) -> None:
    assert [[c["name"], c["verdict_title"]] for c in batch["checks"]] == datatable


@then(parsers.parse('罗马字母拼写为"{plain}"'))
def _spelt(answer: dict[str, Any], plain: str) -> None:
    assert answer["romanization"]["plain"] == plain


@then(parsers.parse('专名为"{specific}"，通名为"{generic}"'))
def _split(answer: dict[str, Any], specific: str, generic: str) -> None:
    assert (answer["specific"], answer["generic"]) == (specific, generic)
