"""Whatever is sent to a case, the answer is a problem that says what is wrong, never a failure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.office import CASES, Office, naming

NASTY: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**31, 2**63, 1e308, "", " ", "\u202e", "😀" * 300, "x" * 10_000),
    *("2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "'; DROP TABLE place;--", "%_\\"),
    *([], {}, [None], {"a": {"b": []}}, "00000000-0000-0000-0000-000000000000", "=1+1", "<b>"),
)


def spoiled(value: Any) -> Iterator[Any]:
    """Yield copies of `value` with one thing in it replaced by something nasty."""
    yield from NASTY
    if isinstance(value, dict):
        for key, inner in value.items():
            for other in spoiled(inner):
                yield {**value, key: other}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            for other in spoiled(inner):
                yield [*value[:place], other, *value[place + 1 :]]


def bodies(office: Office) -> Iterator[tuple[str, str, Any]]:
    """Yield method, path and example of every operation on cases and consultations."""
    for path, verbs in office.client.get("/openapi.json").json()["paths"].items():
        if not path.startswith((CASES, "/api/v1/consultations")):
            continue
        for verb, operation in verbs.items():
            content = operation.get("requestBody", {}).get("content", {})
            examples = content.get("application/json", {}).get("examples", {})
            for example in list(examples.values())[:1]:
                yield verb, path, example["value"]


@pytest.fixture(scope="module")
def places(office: Office) -> dict[str, str]:
    """What stands in the addresses: a case that is being examined, and things that are in it."""
    id = str(uuid4())
    office.draft("town", naming("丹枫湾路"), id)
    office.to(id, "accepted")
    found = {"id": id, "row": "1", "sha256": "0" * 64}
    for name in ("paper", "opinion", "consultation", "comment"):
        found[name] = str(uuid4())
    return found


def test_nonsense_is_answered_with_a_problem(office: Office, places: dict[str, str]) -> None:
    tag = {"If-Match": office.tag("clerk", places["id"])}
    failed = []
    for verb, path, example in bodies(office):
        begins = (verb, path) == ("post", f"{CASES}/{{id}}")
        # a part of the combinations, other ones for every body
        for body in islice(spoiled(example), 0, None, 5 if begins else 13):
            told = places | ({"id": str(uuid4())} if begins else {})
            answer = office.ask("clerk", verb, path.format(**told), json=body, headers=tag)
            if begins and answer.status_code == 201:
                answer = office.step("clerk", told["id"], "submit")
            if answer.status_code >= 500 or not _told(answer):
                failed.append((verb, path, str(body)[:200], answer.status_code))
    assert failed == []


def _told(answer: Any) -> bool:
    media_type = answer.headers["content-type"]
    return answer.status_code < 400 or media_type == "application/problem+json"


@pytest.mark.parametrize("tag", ['""', "W/", "*", '"' + "9" * 5000 + '"', "\u00ff"])
def test_a_strange_tag_is_another_state(office: Office, places: dict[str, str], tag: str) -> None:
    path = f"{CASES}/{places['id']}/review"
    headers = {"If-Match": tag.encode("latin-1")}
    assert office.ask("reviewer", "POST", path, json={}, headers=headers).status_code == 412


@pytest.mark.parametrize("q", ["%", "_", "\\", "'", "路" * 80, "😀"])
def test_what_is_searched_for_is_a_text(office: Office, q: str) -> None:
    found = office.ask("town", "GET", CASES, params={"q": q})
    assert found.status_code == 200
    assert found.json()["count"] == 0
