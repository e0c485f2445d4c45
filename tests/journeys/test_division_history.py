"""Steps of 区划沿革: the divisions of a day, over HTTP."""

from __future__ import annotations

from typing import Any

import shapely
from pytest_bdd import parsers, scenarios, then, when
from starlette.testclient import TestClient

DIVISIONS = "/api/v1/divisions"

scenarios("区划沿革.feature")


def counties(client: TestClient, day: str) -> list[dict[str, Any]]:
    asked = f"{DIVISIONS}?level=county&on={day}&limit=1000&f=json&geometry=false"
    found: list[dict[str, Any]] = client.get(asked).json()["items"]
    return found


@when(parsers.re(r"查询(?P<day>[0-9-]{10})的区县"), target_fixture="names")
def _listed(client: TestClient, day: str) -> list[str]:
    return [county["name"] for county in counties(client, day)]


@then(parsers.parse("共有{count:d}个区县"))
def _counted(names: list[str], count: int) -> None:
    assert len(names) == len(set(names)) == count


@then(parsers.re('没有"(?P<name>.+)"'))
def _absent(names: list[str], name: str) -> None:
    assert name not in names


@then(parsers.re('有"(?P<name>.+)"'))
def _present(names: list[str], name: str) -> None:
    assert name in names


@when(parsers.parse("查询江北区中部一点在{day}属于哪里"), target_fixture="found")
def _where(client: TestClient, day: str) -> dict[str, Any]:
    before = "2025-11-05"
    county = client.get(f"{DIVISIONS}?name=江北区&level=county&on={before}").json()["features"][0]
    point = shapely.geometry.shape(county["geometry"]).representative_point()
    asked = f"{DIVISIONS}/at?lon={point.x}&lat={point.y}&on={day}"
    found: dict[str, Any] = client.get(asked).json()
    return found


@then(parsers.parse('属于"{county}"'))
def _belongs(found: dict[str, Any], county: str) -> None:
    assert [d["name"] for d in found["divisions"] if d["level"] == "county"] == [county]


@then(parsers.parse('注明"{words}"'))
def _noted(found: dict[str, Any], words: str) -> None:
    assert words in found["note"]


@when(parsers.re(r'查询(?P<day>[0-9-]{10})的区县"(?P<name>.+)"的全部资料'), target_fixture="whole")
def _shown(client: TestClient, day: str, name: str) -> dict[str, Any]:
    (county,) = [county for county in counties(client, day) if county["name"] == name]
    whole: dict[str, Any] = client.get(f"{DIVISIONS}/{county['id']}?on={day}").json()
    return whole


@then(parsers.parse('名称"{name}"止于{day}'))
def _ended(whole: dict[str, Any], name: str, day: str) -> None:
    lives = [life for life in whole["properties"]["names"] if life["name"] == name]
    assert [life["valid"]["to"] for life in lives] == [day]


@when(parsers.parse('查询{day}代码"{code}"'), target_fixture="names")
def _by_code(client: TestClient, day: str, code: str) -> list[str]:
    asked = f"{DIVISIONS}?code={code}&on={day}&f=json&geometry=false"
    return [division["name"] for division in client.get(asked).json()["items"]]


@then(parsers.parse('查得"{words}"'))
def _meant(names: list[str], words: str) -> None:
    assert set(names) == set(words.split("、"))
