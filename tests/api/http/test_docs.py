"""The written page about the interface is in step with the interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.problems.table import KINDS

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_operation_is_on_the_page(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    rows = {
        f"| `{verb.upper()} {path}` | {operation['summary']} |"
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    }
    assert {row for row in rows if row not in PAGE} == set()


def test_every_problem_is_on_the_page() -> None:
    rows = {f"| {k.status} | `{k.type}` | {k.title} | {k.remedy} |" for k in KINDS}
    assert {row for row in rows if row not in PAGE} == set()


@pytest.mark.parametrize("picture", ["map-overview.png", "check-page.png"])
def test_the_pictures_are_there_and_small(picture: str) -> None:
    assert 10_000 < (ROOT / "docs" / "images" / picture).stat().st_size < 400_000
