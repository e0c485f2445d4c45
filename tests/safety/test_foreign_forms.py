"""What another site can make a browser send does nothing, whatever it says its content is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.services.person import ROLES
from api.settings import load_settings
from api.store.session import Engine, transaction
from tests.safety.conftest import Crowd

PASSWORD = "correct horse battery"
FORM = "application/x-www-form-urlencoded"
TRICKS = {
    "text/plain": b'{"name": "x"}',
    FORM: b"csrf=0&name=x",
    "multipart/form-data; boundary=b": b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n'
    b"\r\n0\r\n--b--\r\n",
    "application/json": b"{}",
    "": b"",
}
REFUSED = {403, 415}
"""Without the mark of the session; of a type that the address does not take."""


@pytest.fixture(scope="module")
def browser(safe_engine: Engine, crowd: Crowd, register_copy: str) -> Iterator[TestClient]:
    """Somebody who may do everything, signed in at a browser."""
    with transaction(safe_engine, actor="test") as db:
        bureau = managing_accounts.add_organisation(
            db, name="外来表单测试局", kind="civil_affairs", level="province", codes=["500000"]
        )
        opened = managing_accounts.open_account(db, login="lured", name="被诱者", password=PASSWORD)
        managing_accounts.give_roles(db, opened.account_id, bureau, list(ROLES))
    settings = load_settings(database_url=register_copy, log_json=True, rate_factor=0)
    with TestClient(create_app(settings, safe_engine), follow_redirects=False) as client:
        answer = client.post("/sign-in", data={"login": "lured", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        assert client.get("/api/v1/me").json()["login"] == "lured"
        yield client


def test_no_write_is_done_without_the_mark_of_the_session(browser: TestClient) -> None:
    permissions = browser.app.state.permissions  # type: ignore[attr-defined]  # of an application
    done, asked = [], 0
    for key, permission in permissions.items():
        method, _, path = key.partition(" ")
        if method == "GET" or permission.open_because:
            continue
        for kind, body in TRICKS.items():
            heads = {"content-type": kind} if kind else {}
            address = re.sub(r"{[^}]*}", "1", path)
            answer = browser.request(method, address, content=body, headers=heads)
            asked += 1
            if answer.status_code not in REFUSED:
                done.append((key, kind, answer.status_code))
    assert asked > 500
    assert done == []
    assert browser.get("/api/v1/me").json()["login"] == "lured", "nor was anybody signed out"


def test_nobody_is_signed_in_as_somebody_else_by_another_site(browser: TestClient) -> None:
    heads = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    answer = browser.post("/sign-in", data={"login": "lured", "password": PASSWORD}, headers=heads)
    assert answer.status_code == 403


def test_a_false_host_is_not_told_on(browser: TestClient) -> None:
    answer = browser.get("/names/", headers={"host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/names")


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_signs_of_patterns_mean_themselves(browser: TestClient, sign: str) -> None:
    for address in ("accounts", "organisations"):
        found = browser.get(f"/api/v1/{address}", params={"q": sign}).json()["items"]
        assert all(sign in one["name"] + one.get("login", "") for one in found), address
