"""Steps of 界线变更: a proposal, what it lacks, what it tears, its publication, both versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from api.store.session import engine_for
from tests.lines.conftest import V1, Office, bent, off
from tests.signed_in import signed_in

DAY, EVE = "2026-03-01", "2026-02-28"

scenarios("界线变更.feature")


@pytest.fixture(scope="module")
def client(register_copy: str) -> Iterator[TestClient]:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine), headers=signed_in(engine)) as client:
        yield client
    engine.dispose()


@pytest.fixture
def office(client: TestClient, register_copy: str) -> Office:
    return Office(client, register_copy)


@pytest.fixture
def desk() -> dict[str, Any]:
    """What the clerk has before him: code, course and tag of the line, the last answer."""
    return {}


@given(parsers.parse('经办人取回"{name}"的现行版本'))
def _fetched(office: Office, desk: dict[str, Any], name: str) -> None:
    lines = office.client.get(f"{V1}/lines?left=500101&right=500235").json()["lines"]
    (line,) = [one for one in lines if one["name"] == name]
    desk["code"] = line["code"]
    desk["course"] = office.points(line["code"], EVE)
    desk["tag"] = office.tag(line["code"], DAY)


def _propose(office: Office, desk: dict[str, Any], course: list[list[float]], **more: Any) -> None:
    desk["answer"] = office.change(desk["code"], course, tag=desk["tag"], **more)


@when("他不附批准文件提交变更")
def _without_document(office: Office, desk: dict[str, Any]) -> None:
    _propose(office, desk, bent(desk["course"]), document="")


@when("他提交一条离开乡镇界交点的新界线")
def _torn(office: Office, desk: dict[str, Any]) -> None:
    _propose(office, desk, off(desk["course"]))


@then(parsers.parse('变更不予发布，说到"{words}"'))
def _refused(desk: dict[str, Any], words: str) -> None:
    assert desk["answer"].status_code == 422
    assert any(words in error["message"] for error in desk["answer"].json()["errors"])


@then("指出了会被撕裂的乡级界线")
def _named(desk: dict[str, Any]) -> None:
    assert "线（乡级）" in desk["answer"].json()["errors"][0]["message"]


@when("他把新界线改回经过各交点并试算")
def _tried(office: Office, desk: dict[str, Any]) -> None:
    _propose(office, desk, bent(desk["course"]), dry_run=True)


@then("报告说明移动的面积与受影响的乡镇")
def _reported(desk: dict[str, Any]) -> None:
    report = desk["answer"].json()["report"]
    assert report["moved_area_m2"] > 10_000
    assert len(report["units"]) == 2


@then("界线没有改动")
def _unchanged(office: Office, desk: dict[str, Any]) -> None:
    assert office.points(desk["code"], DAY) == desk["course"]


@when(parsers.parse('他以"{document}"自"{day}"起发布变更'))
def _published(office: Office, desk: dict[str, Any], document: str, day: str) -> None:
    _propose(office, desk, bent(desk["course"]), document=document, valid_from=day)
    assert desk["answer"].status_code == 201, desk["answer"].text


@then(parsers.parse('"{day}"的界线是新界线'))
def _new(office: Office, desk: dict[str, Any], day: str) -> None:
    assert len(office.points(desk["code"], day)) == len(desk["course"]) + 1


@then(parsers.parse('"{day}"的界线仍是原界线'))
def _old(office: Office, desk: dict[str, Any], day: str) -> None:
    assert office.points(desk["code"], day) == desk["course"]


@then("同一段上的乡级界线随同有了新版本")
def _followed(office: Office, desk: dict[str, Any]) -> None:
    lines = desk["answer"].json()["report"]["lines"]
    (town,) = [one["code"] for one in lines if one["level"] == 4]
    versions = office.client.get(f"{V1}/boundaries/{town}").json()["properties"]["versions"]
    assert len(versions) == 2


@then("两县的范围仍与其乡镇合起来一致")
def _nested(office: Office) -> None:
    apart = office.one(
        "SELECT sum(ST_Area(ST_SymDifference(c.geom, (SELECT ST_Union(t.geom)"
        " FROM diming_areas_on('2026-03-01') t WHERE t.level = 4"
        " AND diming_ancestor(t.division_id, 3, '2026-03-01') = c.division_id))))"
        " FROM diming_areas_on('2026-03-01') c WHERE c.level = 3 AND c.division_id IN"
        " (SELECT division_id FROM division_code WHERE code IN ('500101', '500235'))"
    )
    assert apart == 0


@when("另一位经办人按原版本提交变更")
def _second(office: Office, desk: dict[str, Any]) -> None:
    _propose(office, desk, bent(desk["course"], 0.002))


@then("被告知界线已有新的版本")
def _told(desk: dict[str, Any]) -> None:
    assert desk["answer"].status_code == 412
    assert "新的版本" in desk["answer"].json()["detail"]


@then(parsers.parse('界线页面的沿革列有两个版本和"{document}"'))
def _history(office: Office, desk: dict[str, Any], document: str) -> None:
    page = office.client.get(f"/lines/{desk['code']}?on={DAY}").text
    assert document in page
    assert f"{DAY} 起" in page
    assert f"2023-06-30 至 {EVE}" in page
