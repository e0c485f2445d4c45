"""The command, the address and the page show one catalogue of rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.frame import run
from api.settings import load_settings
from naming.rules import CATALOGUE

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
SHARED = ("id", "title", "category", "weight", "reason", "needs_register", "since", "until")


@pytest.fixture
def published() -> list[dict[str, object]]:
    # the catalogue needs no database
    app = create_app(load_settings(database_url="postgresql://nobody@127.0.0.1:1/none"))
    rules: list[dict[str, object]] = TestClient(app).get("/api/v1/rules").json()["rules"]
    return rules


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert run(["rules", "--json"]) == 0
    rules: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rules


def test_the_command_lists_the_rules_that_the_address_publishes(
    published: list[dict[str, object]], listed: list[dict[str, object]]
) -> None:
    assert len(listed) == len(published)
    for here, there in zip(listed, published, strict=True):
        assert {key: here[key] for key in SHARED} == {key: there[key] for key in SHARED}
        assert here["source"] == there["source"]["text"]  # type: ignore[index]
        assert here["standing"] == there["source"]["standing"]  # type: ignore[index]


def test_the_page_shows_the_rules_about_names_that_the_address_publishes(
    published: list[dict[str, object]],
) -> None:
    rows = re.findall(r"^\| ([A-Z][^ |]+) \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    names = [(rule["id"], rule["title"]) for rule in published if rule["book"] == "names"]
    assert [(number, title.strip()) for number, title in rows] == names


def test_each_rule_says_since_when_and_by_which_law(listed: list[dict[str, object]]) -> None:
    since = {str(rule["id"]): rule["since"] for rule in listed}
    assert since["GN-9-8b"] == "2022-05-01"
    assert since["IR-13"] == "2024-05-01"
    assert since["CQ-SCOPE-1"] == "2022-09-01"
    assert since["BD-1"] == "2018-12-10"
    assert set(since) >= {rule.id for rule in CATALOGUE}
