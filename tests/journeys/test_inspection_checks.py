"""Steps of 联检核验: records over HTTP against a line of their own or the register's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when
from starlette.testclient import TestClient

from boundary_data.inspection_schema import example

CHECK = "/api/v1/inspection-checks"
LINES = {
    "记录所附的界线": "embedded",
    "库中的界线": "register",
    "没有可对照的界线": "none",
}
Record = dict[str, Any]

scenarios("联检核验.feature")


@given("有一份完整的联检记录", target_fixture="record")
def _record() -> Record:
    return example()


def _one_side(record: Record) -> None:
    record["sides"].pop()


def _twice(record: Record) -> None:
    record["marker_checks"].append(record["marker_checks"][0])


def _left_out(record: Record) -> None:
    record["marker_checks"].pop()


def _moved(record: Record) -> None:
    record["marker_checks"][1]["measured"]["lat"] += 0.0009


def _too_early(record: Record) -> None:
    record["field_check"] = {"started_on": "2025-03-01", "ended_on": "2025-03-02"}


MISTAKES: dict[str, Callable[[Record], None]] = {
    "少了一方": _one_side,
    "有一颗界桩检查了两次": _twice,
    "漏了一颗界桩": _left_out,
    "界桩测得的位置偏了100米": _moved,
    "外业早于内业": _too_early,
}


@given(parsers.re('记录中(?P<mistake>[^"“]+)'))
def _planted(record: Record, mistake: str) -> None:
    MISTAKES[mistake](record)


@given(parsers.parse('记录中"{field}"写成"{words}"'))
def _garbled(record: Record, field: str, words: str) -> None:
    record[field] = words


@given(parsers.parse('记录没有附界线，界线是"{name}"'))
def _of_the_register(client: TestClient, record: Record, name: str) -> None:
    lines = client.get("/api/v1/boundaries?level=county&limit=1000&f=json&geometry=false").json()
    (code,) = [line["code"] for line in lines["items"] if line["name"] == name]
    del record["line"]
    record["line_code"] = code


@given(parsers.parse('记录没有附界线，界线代码是"{code}"'))
def _of_nowhere(record: Record, code: str) -> None:
    del record["line"]
    record["line_code"] = code


@when("核验这份记录", target_fixture="answer")
def _checked(client: TestClient, record: Record) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(CHECK, json=record).json()
    return answer


@when("核查这份记录", target_fixture="answer")
def _audited(client: TestClient, record: Record) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(f"{CHECK}?mode=audit", json=record).json()
    return answer


@then(parsers.parse('对照的是"{words}"'))
def _against(answer: dict[str, Any], words: str) -> None:
    assert answer["checked_against"] == LINES[words]


@then(parsers.parse('被退回，指出"{field}"'))
def _returned(answer: dict[str, Any], field: str) -> None:
    assert answer["status"] == 422
    assert field in [error["field"] for error in answer["errors"]]
