"""A provider that lies, or is spoken for by somebody else, opens no session."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient

from api.app import create_app
from api.services import opening_accounts, signing_in_elsewhere
from api.settings import load_settings
from api.store.session import Engine, transaction
from tests.safety.conftest import Crowd

SECRET = "a secret of the office, long enough to sign with it"
SUBJECT = "forged-clerk"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
STRANGE = RSAKey.generate_key(2048, {"kid": "one"})


class Forger:
    """A provider whose next answer is what a test wants."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.key: Any = KEY
        self.head = {"alg": "RS256", "kid": "one"}
        self.refusal = ""
        handler = type("Answering", (_Answering,), {"forger": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://localhost:{self.server.server_address[1]}"

    def token(self) -> dict[str, Any]:
        if self.refusal:
            return {"error": self.refusal}
        told = jwt.encode(self.head, self.claims, self.key, algorithms=["RS256", "HS256"])
        return {"access_token": "x", "token_type": "Bearer", "id_token": told}


class _Answering(BaseHTTPRequestHandler):
    forger: Forger

    def do_GET(self) -> None:
        where = self.forger.address
        known: dict[str, Any] = {"keys": [KEY.as_dict(private=False)]}
        if "configuration" in self.path:
            known = {
                "issuer": where,
                "authorization_endpoint": f"{where}/authorize",
                "token_endpoint": f"{where}/token",
                "jwks_uri": f"{where}/keys",
            }
        self._say(200, known)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        told = self.forger.token()
        self._say(400 if "error" in told else 200, told)

    def _say(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def serving() -> Iterator[Forger]:
    forger = Forger()
    thread = Thread(target=forger.server.serve_forever)
    thread.start()
    yield forger
    forger.server.shutdown()
    thread.join()
    forger.server.server_close()


@pytest.fixture
def browser(safe_engine: Engine, crowd: Crowd, serving: Forger) -> Iterator[TestClient]:
    with transaction(safe_engine, actor="test") as db:
        opening_accounts.bind(db, "ba.clerk", SUBJECT)
    settings = load_settings(
        database_url="postgresql:///unused",
        log_json=True,
        oidc_issuer=serving.address,
        oidc_client_id="diming",
        oidc_client_secret=SECRET,
    )
    with TestClient(create_app(settings, safe_engine), follow_redirects=False) as client:
        yield client


def _back(browser: TestClient, forger: Forger, **claims: object) -> int:
    """Go there and come back with what the provider says, altered by `claims`."""
    there = browser.get("/sign-in/elsewhere")
    asked = parse_qs(urlsplit(there.headers["location"]).query)
    now = int(time.time())
    forger.claims = {
        "iss": forger.address,
        "aud": "diming",
        "sub": SUBJECT,
        "iat": now,
        "exp": now + 300,
        "nonce": asked["nonce"][0],
        **claims,
    }
    forger.claims = {name: value for name, value in forger.claims.items() if value is not None}
    answer = browser.get("/sign-in/back", params={"code": "any", "state": asked["state"][0]})
    return answer.status_code


def test_an_honest_answer_opens_a_session(browser: TestClient, serving: Forger) -> None:
    assert _back(browser, serving) == 303
    assert browser.get("/api/v1/me").json()["login"] == "ba.clerk"


LIES: dict[str, dict[str, object]] = {
    "another nonce": {"nonce": "of another sign-in"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another application"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "http://localhost:1"},
    "no issuer": {"iss": None},
    "ended an hour ago": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
    "without a subject": {"sub": None},
    "only begins in an hour": {"nbf": int(time.time()) + 3600},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_says_otherwise_opens_nothing(
    browser: TestClient, serving: Forger, lie: dict[str, object]
) -> None:
    assert _back(browser, serving, **lie) == 401
    assert browser.get("/api/v1/me").status_code == 401


def test_a_token_signed_by_another_key_or_by_the_secret_opens_nothing(
    browser: TestClient, serving: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "key", STRANGE)
    assert _back(browser, serving) == 401
    monkeypatch.setattr(serving, "key", OctKey.import_key(SECRET))
    monkeypatch.setattr(serving, "head", {"alg": "HS256"})
    assert _back(browser, serving) == 401


def test_a_code_that_has_ended_opens_nothing(
    browser: TestClient, serving: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "refusal", "invalid_grant")
    assert _back(browser, serving) == 401


def test_a_way_that_was_begun_too_long_ago_leads_nowhere(
    browser: TestClient, serving: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(signing_in_elsewhere, "now_s", lambda: now - 601)
    there = browser.get("/sign-in/elsewhere")
    monkeypatch.undo()
    state = parse_qs(urlsplit(there.headers["location"]).query)["state"][0]
    answer = browser.get("/sign-in/back", params={"code": "any", "state": state})
    assert answer.status_code == 401
    assert "已过期" in answer.text
