"""One answer of every kind that leaves the server, and what each of them has to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from tests.safety.conftest import Crowd

HTML = {"accept": "text/html"}
CLERK = "cq.clerk"
ASKING = re.compile(
    r"""<(?:script|img|iframe|link|form|source|object|embed|use|base)\b[^>]*?"""
    r"""\b(?:src|srcset|href|action|data)\s*=\s*["']?(?:https?:)?//[^\s"'>]+"""
    r"""|url\(\s*["']?(?:https?:)?//[^)]+|@import[^;]+""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kind:
    """A request, who asks, and the kind of answer it has."""

    address: str
    status: int
    media: str
    asks: str = ""
    page: bool = False
    method: str = "GET"
    embedded: bool = False


KINDS = {
    "JSON": Kind("/api/v1/names?limit=1&f=json", 200, "application/json"),
    "JSON, signed in": Kind("/api/v1/names?limit=1&f=json", 200, "application/json", CLERK),
    "who one is": Kind("/api/v1/me", 200, "application/json", CLERK),
    "GeoJSON": Kind("/api/v1/boundaries?limit=1", 200, "application/geo+json"),
    "JSON Feed": Kind("/announcements.json", 200, "application/feed+json"),
    "Atom": Kind("/announcements.atom", 200, "application/atom+xml"),
    "OpenAPI": Kind("/openapi.json", 200, "application/json"),
    "problem 404": Kind("/api/v1/nothing", 404, "application/problem+json"),
    "problem 405": Kind("/api/v1/names", 405, "application/problem+json", method="DELETE"),
    "problem 400": Kind("/api/v1/names?limit=no", 400, "application/problem+json"),
    "problem 401": Kind("/api/v1/me", 401, "application/problem+json"),
    "problem 403": Kind("/api/v1/accounts", 403, "application/problem+json", CLERK),
    "page": Kind("/sign-in", 200, "text/html", page=True),
    "page, signed in": Kind("/account", 200, "text/html", CLERK, page=True),
    "page 404": Kind("/nothing-here", 404, "text/html", page=True),
    "page 404, signed in": Kind("/nothing-here", 404, "text/html", CLERK, page=True),
    "page 403, signed in": Kind("/accounts", 403, "text/html", CLERK, page=True),
    "to sign in": Kind("/account", 303, "", page=True),
    "map": Kind("/maps/overview", 200, "text/html", page=True, embedded=True),
    "map, signed in": Kind("/maps/overview", 200, "text/html", CLERK, page=True, embedded=True),
    "description": Kind("/docs", 200, "text/html", page=True, embedded=True),
    "style": Kind("STYLE", 200, "text/css"),
    "script": Kind("SCRIPT", 200, "text/javascript"),
    "style, signed in": Kind("STYLE", 200, "text/css", CLERK),
    "no such file": Kind("/static/none/none.css", 404, ""),
    "PNG": Kind("/api/v1/sign-previews/plate.png?characters=滨江路", 200, "image/png"),
    "SVG": Kind("/api/v1/sign-previews/plate.svg?characters=滨江路", 200, "image/svg+xml"),
    "PDF": Kind("/api/v1/gazetteers/500229/list.pdf", 200, "application/pdf", CLERK),
    "DOCX": Kind("/api/v1/gazetteers/500229/list.docx", 200, "application/vnd.openxml", CLERK),
    "XLSX": Kind("/api/v1/case-template.xlsx", 200, "application/vnd.openxml", CLERK),
}


@pytest.fixture(scope="module")
def own_files(client: TestClient) -> dict[str, str]:
    """The addresses of a style and a script, which change with their content."""
    page = client.get("/sign-in", headers=HTML).text
    wanted = {"STYLE": "css", "SCRIPT": "js"}
    found = {
        name: re.search(rf'(?:src|href)="([^"]+\.{end})"', page) for name, end in wanted.items()
    }
    return {name: match[1] for name, match in found.items() if match}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_answer_is_safe_in_a_browser(
    client: TestClient, crowd: Crowd, own_files: dict[str, str], name: str
) -> None:
    kind = KINDS[name]
    headers = crowd.bearer(kind.asks) | (HTML if kind.page else {})
    address = own_files.get(kind.address, kind.address)
    answer = client.request(kind.method, address, headers=headers)
    heads = answer.headers
    assert answer.status_code == kind.status, answer.text[:300]
    assert heads.get("content-type", "").startswith(kind.media)
    assert heads["x-content-type-options"] == "nosniff"
    assert heads["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in heads["content-security-policy"]
    assert not re.search(r"https?:|//|\*\.", heads["content-security-policy"])
    assert ("frame-ancestors *" in heads["content-security-policy"]) == kind.embedded
    assert ("x-frame-options" in heads) != kind.embedded
    if re.match("text/(html|css|javascript)", heads.get("content-type", "")):
        assert ASKING.findall(answer.text) == []
    assert not kind.asks or held_back(heads.get("cache-control", ""), address)


def held_back(control: str, address: str) -> bool:
    """Tell whether no cache on the way keeps an answer to who has signed in; own files it may."""
    return "/static/" in address or "private" in control or "no-store" in control


def test_an_answer_that_has_not_changed_is_as_private_as_the_one_before(
    client: TestClient, crowd: Crowd
) -> None:
    clerk = crowd.bearer(CLERK)
    tag = client.get("/api/v1/names?limit=1", headers=clerk).headers["etag"]
    again = client.get("/api/v1/names?limit=1", headers=clerk | {"if-none-match": tag})
    assert again.status_code == 304
    assert "private" in again.headers["cache-control"]
    assert again.headers["x-content-type-options"] == "nosniff"
