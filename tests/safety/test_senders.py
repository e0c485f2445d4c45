"""What somebody sends to be checked is his: a number that leaks opens nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from api.dependencies.senders import MARK_COOKIE
from tests.safety.conftest import Crowd

FILES = "/api/v1/name-files"
TABLE = {"file": ("表.csv", "地名,类别\n测试路,道路\n".encode())}
AREA = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
 "properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates":
 [[[106, 29], [106.1, 29], [106.1, 29.1], [106, 29.1], [106, 29]]]}}]}"""
BROWSER = {"sec-fetch-site": "same-origin"}


@contextmanager
def _at(client: TestClient, address: str) -> Iterator[TestClient]:
    """Another machine that talks to the same server, with cookies of its own."""
    yield TestClient(client.app, client=(address, 5000), follow_redirects=False)


def _sent(client: TestClient, headers: dict[str, str]) -> str:
    answer = client.post(FILES, files=TABLE, headers=headers)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def _watch(client: TestClient, id: str, headers: dict[str, str]) -> int:
    return client.get(f"{FILES}/{id}", headers=headers).status_code


def _is_done(client: TestClient, id: str, headers: dict[str, str]) -> None:
    until = time.monotonic() + 120
    while client.get(f"{FILES}/{id}", headers=headers).json()["state"] != "done":
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_table_of_an_account_is_its_own_and_its_colleagues(
    client: TestClient, crowd: Crowd
) -> None:
    id = _sent(client, crowd.bearer("wz.clerk"))
    _is_done(client, id, crowd.bearer("wz.clerk"))
    assert _watch(client, id, crowd.bearer("wz.reviewer")) == 200
    for login in ("ba.clerk", "cq.administrator", ""):
        heads = crowd.bearer(login)
        assert _watch(client, id, heads) == 404, login
        assert client.get(f"{FILES}/{id}/result", headers=heads).status_code == 404, login
        assert client.delete(f"{FILES}/{id}", headers=heads).status_code == 404, login
    assert client.delete(f"{FILES}/{id}", headers=crowd.bearer("wz.clerk")).status_code == 204


def test_a_table_of_a_visitor_is_of_his_browser(client: TestClient) -> None:
    with _at(client, "10.0.0.1") as mine, _at(client, "10.0.0.1") as another:
        id = _sent(mine, BROWSER)
        assert _watch(mine, id, BROWSER) == 200
        assert _watch(another, id, BROWSER) == 404
        _sent(another, BROWSER)
        assert _watch(another, id, BROWSER) == 404
        assert another.delete(f"{FILES}/{id}", headers=BROWSER).status_code == 404
        assert mine.delete(f"{FILES}/{id}", headers=BROWSER).status_code == 204


def test_what_was_sent_before_signing_in_stays_ones_own(client: TestClient, crowd: Crowd) -> None:
    with _at(client, "10.0.0.1") as mine:
        id = _sent(mine, BROWSER)
        assert _watch(mine, id, BROWSER | crowd.bearer("ba.clerk")) == 200


def test_a_program_fetches_from_where_it_sent(client: TestClient) -> None:
    with _at(client, "10.0.0.1") as mine, _at(client, "10.0.0.2") as another:
        id = _sent(mine, {})
        assert _watch(mine, id, {}) == 200
        assert MARK_COOKIE not in mine.cookies
        assert _watch(another, id, {}) == 404
        assert _watch(another, id, {"x-forwarded-for": "10.0.0.1"}) == 404


@pytest.mark.parametrize(("https", "same_site"), [(False, "lax"), (True, "none")])
def test_the_mark_of_a_browser_is_out_of_reach_of_scripts(
    client: TestClient, https: bool, same_site: str
) -> None:
    scheme = "https" if https else "http"
    with _at(client, "10.0.0.3") as mine:
        answer = mine.post(f"{scheme}://testserver{FILES}", files=TABLE, headers=BROWSER)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert f"samesite={same_site}" in cookie
    assert ("; secure" in cookie) is https


def test_an_audit_of_boundaries_is_its_senders(client: TestClient, crowd: Crowd) -> None:
    with _at(client, "10.0.0.1") as mine, _at(client, "10.0.0.2") as another:
        sent = mine.post(
            "/api/v1/boundary-audits", files={"file": ("a.geojson", AREA)}, data={"wait": "60"}
        ).json()
        id = sent["id"]
        for path in (f"/api/v1/boundary-audits/{id}", f"/api/v1/boundary-audits/{id}/result"):
            assert mine.get(path).status_code == 200, path
            assert another.get(path).status_code == 404, path
            assert another.get(path, headers=crowd.bearer("wz.clerk")).status_code == 404, path
