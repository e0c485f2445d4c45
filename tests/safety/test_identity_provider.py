"""Signing in through a real OpenID Connect provider that runs beside the test."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.services import opening_accounts
from api.settings import load_settings
from api.store.session import Engine, transaction
from tests.safety.conftest import Crowd


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    address = f"http://localhost:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(f"{address}/.well-known/openid-configuration")
            yield address
        finally:
            running.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            requests.get(address, timeout=60).raise_for_status()
        except requests.RequestException:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="module")
def bound(safe_engine: Engine, crowd: Crowd) -> str:
    """The identity that is bound to the clerk of 万州."""
    with transaction(safe_engine, actor="test") as db:
        opening_accounts.bind(db, "wz.clerk", "wan-zhou-clerk")
    return "wan-zhou-clerk"


@pytest.fixture(scope="module")
def open_to_others(safe_engine: Engine, issuer: str) -> Iterator[FastAPI]:
    settings = load_settings(
        database_url="postgresql:///unused",
        log_json=True,
        oidc_issuer=issuer,
        oidc_client_id="diming",
        oidc_client_secret="a secret of the office",
        oidc_name="渝快政",
    )
    app = create_app(settings, safe_engine)
    with TestClient(app):
        yield app


@pytest.fixture
def browser(open_to_others: FastAPI) -> TestClient:
    return TestClient(open_to_others, follow_redirects=False)


def _vouched(browser: TestClient, subject: str, after: str = "/account") -> str:
    """Go to the provider, sign in there as `subject`, and return the way back."""
    there = browser.get("/sign-in/elsewhere", params={"after": after})
    assert there.status_code == 303, there.text
    asked = parse_qs(urlsplit(there.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"]
    answer = requests.post(
        there.headers["location"], data={"sub": subject}, allow_redirects=False, timeout=120
    )
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def test_the_form_offers_the_provider_by_its_name(browser: TestClient) -> None:
    assert "用渝快政登录" in browser.get("/sign-in").text


def test_a_bound_identity_opens_a_session_of_its_account(browser: TestClient, bound: str) -> None:
    answer = browser.get(_vouched(browser, bound))
    assert (answer.status_code, answer.headers["location"]) == (303, "/account"), answer.text
    assert browser.get("/api/v1/me").json()["login"] == "wz.clerk"


def test_an_identity_that_nobody_bound_opens_nothing(browser: TestClient, bound: str) -> None:
    answer = browser.get(_vouched(browser, "a stranger"))
    assert answer.status_code == 401
    assert "没有绑定" in answer.text
    assert browser.get("/api/v1/me").status_code == 401


def test_a_way_back_that_another_browser_began_opens_nothing(
    browser: TestClient, bound: str
) -> None:
    way = _vouched(browser, bound)
    browser.cookies.clear()
    assert browser.get(way).status_code == 401


def test_a_way_back_is_gone_once(browser: TestClient, bound: str) -> None:
    way = _vouched(browser, bound)
    assert browser.get(way).status_code == 303
    assert browser.get(way).status_code == 401


def test_another_state_opens_nothing(browser: TestClient, bound: str) -> None:
    way = _vouched(browser, bound)
    assert browser.get(way.replace("state=", "state=x")).status_code == 401


def test_what_the_browser_kept_cannot_be_rewritten(browser: TestClient, bound: str) -> None:
    way = _vouched(browser, bound)
    kept = browser.cookies["diming_elsewhere"]
    browser.cookies.clear()
    browser.cookies.set("diming_elsewhere", f"x{kept}", path="/sign-in")
    assert browser.get(way).status_code == 401


def test_nobody_is_sent_to_another_site_afterwards(browser: TestClient, bound: str) -> None:
    answer = browser.get(_vouched(browser, bound, after="//evil.example/"))
    assert answer.headers["location"] == "/"


def test_a_refusal_of_the_provider_is_told(browser: TestClient) -> None:
    answer = browser.get("/sign-in/back?error=access_denied&state=x")
    assert answer.status_code == 401
    assert "没有确认登录" in answer.text


def test_a_provider_that_is_away_is_told(safe_engine: Engine) -> None:
    settings = load_settings(
        database_url="postgresql:///unused",
        log_json=True,
        oidc_issuer="http://localhost:9",
        oidc_client_id="diming",
    )
    with TestClient(create_app(settings, safe_engine), follow_redirects=False) as client:
        assert client.get("/sign-in/elsewhere").status_code == 503


def test_without_a_provider_nobody_is_sent_anywhere(client: TestClient) -> None:
    assert client.get("/sign-in/elsewhere").status_code == 404
