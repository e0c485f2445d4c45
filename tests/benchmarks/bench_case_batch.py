"""A rural campaign's 2,000 road names as one case, from the table to the end, step by step."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.office import (
    APPROVAL,
    CASES,
    Office,
    accounts,
    cases_engine,
    finished,
    naming,
    office,
)
from tests.cases.tables import names, table

__all__ = ["accounts", "cases_engine", "office"]

pytestmark = pytest.mark.benchmark
COUNT = 2_000
FILING = {"summary": "乡村道路命名"}
ANNOUNCEMENT = {
    "id": str(uuid4()),
    "number": "2026年第99号",
    "channels": ["government_site", "national_database"],
}
WORKS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("clerk", "report", {}),
    ("clerk", "publish", {"announcement": ANNOUNCEMENT}),
    ("city", "file", {}),
)
"""What is done beside the requests, by whom."""


def test_two_thousand_names_in_one_case(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming(rural=True), id)
    for what, take in _way(office, id):
        begun = time.perf_counter()
        answer = take()
        spent = time.perf_counter() - begun
        print(f"{what}: {spent:.2f} s, {spent / COUNT * 1000:.2f} ms a name")  # noqa: T201
        assert answer.status_code == 200, answer.text
    for who, work, told in WORKS:
        begun = time.perf_counter()
        answer = _asked(office, id, who, work, told)
        answered = time.perf_counter() - begun
        assert answer.status_code == 202, answer.text
        finished(office, id)
        spent = time.perf_counter() - begun
        done = office.ask("town", "GET", answer.headers["location"]).json()
        assert done["state"] == "done", done
        print(f"{work} beside: answered after {answered:.2f} s, done after {spent:.2f} s")  # noqa: T201


def _asked(office: Office, id: str, who: str, work: str, told: dict[str, Any]) -> Any:
    """Put a work down, with the state of the case that is fetched before."""
    tag = office.tag(who, id)
    sent = {"json": {"work": work, **told}, "headers": {"If-Match": tag}}
    return office.ask(who, "POST", f"{CASES}/{id}/works", **sent)


def _way(office: Office, id: str) -> list[tuple[str, Callable[[], Any]]]:
    items = f"{CASES}/{id}/items"

    def fill() -> Any:
        files = {"file": ("乡村道路.xlsx", content)}
        headers = {"If-Match": office.tag("town", id)}
        return office.ask("town", "PUT", items, files=files, headers=headers)

    content = table(names(COUNT))
    return [
        ("fill", fill),
        ("check", lambda: office.ask("town", "POST", f"{CASES}/{id}/checks")),
        ("submit", lambda: office.step("town", id, "submit")),
        ("accept", lambda: office.step("clerk", id, "accept")),
        ("review", lambda: office.step("reviewer", id, "review")),
        ("approve", lambda: office.step("approver", id, "approve", APPROVAL)),
        ("file of results", lambda: office.ask("clerk", "GET", f"{items}.xlsx")),
        ("filing report", lambda: office.lay("clerk", id, "filing_report", fields=FILING)),
    ]
