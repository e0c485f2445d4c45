"""Requests that nobody thought of: no answer is a failure, every refusal is a problem document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from api.app import create_app
from api.services.person import ROLES
from api.settings import load_settings
from api.store.queries.agreement import unsealed_changes
from api.store.session import Session
from tests.signed_in import signed_in

EXAMPLES = 4
COSTLY = {
    "GET /api/v1/name-exports/names.{form}",
    "GET /api/v1/sign-exports/signs.{form}",
    "GET /api/v1/line-archives.{form}",
    "GET /maps/overview",
}
"""Whole exports, that take seconds: one request each."""


def _operations() -> list[Any]:
    app = create_app(load_settings(database_url="postgresql:///nowhere"))
    document = schemathesis.openapi.from_dict(app.openapi())
    return [result.ok() for result in document.get_all_operations()]


OPERATIONS = {f"{one.method.upper()} {one.path}": one for one in _operations()}


class Answers:
    """An application with somebody who may do everything, and what it answered."""

    def __init__(self, client: TestClient, header: dict[str, str]) -> None:
        self.client = client
        self.header = header

    def to(self, case: Any) -> Any:
        asked = case.as_transport_kwargs(base_url="http://testserver")
        asked.pop("cookies", None)
        asked["headers"] = {**dict(asked.get("headers") or {}), **self.header}
        if isinstance(asked.get("data"), bytes | str):
            asked["content"] = asked.pop("data")
        return self.client.request(asked.pop("method"), asked.pop("url"), **asked)


@pytest.fixture(scope="module")
def answers(safe_engine: Any, register_copy: str) -> Iterator[Answers]:
    told = load_settings(database_url=register_copy, log_json=True, rate_factor=0)
    app = create_app(told, safe_engine)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        answers = Answers(client, signed_in(safe_engine))
        # were all of them refused for want of a role, nothing would have been tried; asked
        # here, since generated requests take roles away, too
        me = client.get("/api/v1/me", headers=answers.header).json()
        assert set(me["roles"]) == set(ROLES)
        yield answers
    with Session(safe_engine) as db:
        assert unsealed_changes(db) == [], "a request wrote without a line in the journal"


@pytest.mark.parametrize("key", OPERATIONS)
def test_any_request_is_answered_or_refused_in_words(answers: Answers, key: str) -> None:
    examples = 1 if key in COSTLY else EXAMPLES

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[key].as_strategy())
    def ask(case: Any) -> None:
        answer = answers.to(case)
        told = f"{answer.request.method} {answer.request.url} {case.body!r:.300}"
        assert answer.status_code < 500 or answer.status_code == 503, f"{told}\n{answer.text}"
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json", told

    ask()


def test_most_operations_are_tried() -> None:
    assert len(OPERATIONS) > 100
