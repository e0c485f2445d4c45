"""The written page about the interface is in step with the interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.api.http.api_page import operation_rows, problem_rows

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_operation_is_on_the_page(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert [row for row in operation_rows(document) if row not in PAGE] == []


def test_every_problem_is_on_the_page() -> None:
    assert [row for row in problem_rows() if row not in PAGE] == []


@pytest.mark.parametrize("picture", ["map-overview.png", "check-page.png"])
def test_the_pictures_are_there_and_small(picture: str) -> None:
    assert 10_000 < (ROOT / "docs" / "images" / picture).stat().st_size < 400_000
