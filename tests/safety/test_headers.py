"""What every answer says to a browser, and that no page asks anything of a foreign host."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from api.store.session import engine_for

PAGES = ("/", "/check", "/docs", "/sign-in", "/lines", "/maps/overview", "/problems/role-needed")
FOREIGN = re.compile(
    r"""(?:src|href|action|data-[a-z-]+)\s*=\s*["'](?:https?:)?//(?!www\.w3\.org)[^"']+"""
    r"""|url\(\s*["']?(?:https?:)?//|@import|fetch\(\s*["']https?://""",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def client(register_copy: str) -> Iterator[TestClient]:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine), follow_redirects=False) as client:
        yield client
    engine.dispose()


@pytest.mark.parametrize(
    "address", [*PAGES, "/health", "/openapi.json", "/api/v1/names?limit=1", "/api/v1/nothing"]
)
def test_every_answer_is_safe_in_a_browser(client: TestClient, address: str) -> None:
    heads = client.get(address).headers
    assert heads["x-content-type-options"] == "nosniff"
    assert heads["referrer-policy"] == "same-origin"
    assert "camera=()" in heads["permissions-policy"]
    assert "default-src 'none'" in heads["content-security-policy"]


def test_only_published_pages_may_be_embedded(client: TestClient) -> None:
    assert "x-frame-options" not in client.get("/maps/overview").headers
    for address in ("/sign-in", "/account", "/api/v1/names?limit=1"):
        assert client.get(address).headers["x-frame-options"] == "DENY"


def test_over_https_a_browser_is_told_to_stay_there(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/health").headers
    heads = client.get("https://testserver/health").headers
    assert heads["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_anything_of_a_foreign_host(client: TestClient, address: str) -> None:
    page = client.get(address, headers={"accept": "text/html"}).text
    assert FOREIGN.findall(page) == []


def test_own_scripts_and_styles_ask_nothing_of_a_foreign_host(client: TestClient) -> None:
    own = re.compile(r"""(?:src|href)="([^"]*/static/[^"]+\.(?:css|js))\"""")
    files = {path for address in PAGES for path in own.findall(client.get(address).text)}
    assert len(files) > 3
    for path in files:
        kept = client.get("/static/" + path.partition("/static/")[2])
        assert kept.status_code == 200, path
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", kept.text), path


def test_beyond_its_rate_a_costly_request_has_to_wait(register_copy: str) -> None:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True, rate_factor=0.05)
    with TestClient(create_app(settings, engine)) as client:
        data = {"login": "somebody", "password": "wrong" * 3}
        answers = [client.post("/sign-in", data=data) for _ in range(4)]
        other = client.post("/api/v1/coordinate-diagnoses", json={})
    engine.dispose()
    assert [one.status_code for one in answers] == [401, 401, 401, 429]
    # early in a minute its hits still weigh on the next one
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 120
    assert answers[-1].json()["type"] == "/problems/too-many-requests"
    assert other.status_code == 422
