"""The check page over HTTP: what it asks, what it lets run, what it fills in."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from api.routes.check_page import STATIC
from naming.place_kind import type_words

PAGE = "/check"


def test_the_page_is_chinese_and_names_its_fields(client: TestClient) -> None:
    page = client.get(PAGE).text
    assert '<html lang="zh-CN">' in page
    fields = set(re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page))
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    assert fields
    assert fields == labelled


def test_the_page_runs_no_script_but_its_own_files(client: TestClient) -> None:
    answer = client.get(PAGE)
    policy = dict(
        part.strip().split(" ", 1)
        for part in answer.headers["content-security-policy"].split(";")
        if " " in part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text)


def test_its_files_are_there_and_may_be_kept(client: TestClient) -> None:
    files = re.findall(r'(?:src|href)="(static/[^"]+)"', client.get(PAGE).text)
    assert {file.rpartition("/")[2] for file in files} == {
        "leaflet.css",
        "check.css",
        "leaflet.js",
        "check.js",
    }
    for file in files:
        answer = client.get(f"/{file}")
        assert answer.status_code == 200, file
        assert "immutable" in answer.headers["cache-control"]


def test_no_file_of_the_page_names_a_foreign_host() -> None:
    for file in STATIC.iterdir():
        assert not re.search(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", file.read_text("utf-8"))


def test_what_the_address_says_is_filled_in(client: TestClient) -> None:
    page = client.get(
        PAGE, params={"name": "石坡村", "type": "村", "county": "500101", "mode": "audit"}
    ).text
    assert 'name="name" value="石坡村"' in page
    assert '<option value="村" selected>' in page
    assert 'data-chosen="500101"' in page
    assert '<option value="audit" selected>' in page


def test_what_the_address_says_is_text_and_no_markup(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    page = client.get(PAGE, params={"name": hostile, "type": hostile, "lon": hostile}).text
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 4


def test_every_type_the_law_knows_by_a_word_can_be_chosen(client: TestClient) -> None:
    options = set(re.findall(r'<option value="([^"]+)"', client.get(PAGE).text))
    assert {word for _, word in type_words()} <= options


def test_an_address_with_statements_is_opened(client: TestClient) -> None:
    stated = '["GN-9-4b","张三","2026-11-20","没有特定联系"]'
    assert client.get(PAGE, params={"name": "鲁迅路", "release": [stated, stated]}).is_success


def test_an_unknown_parameter_is_refused(client: TestClient) -> None:
    answer = client.get(f"{PAGE}?nane=x")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/unknown-parameter")


def test_a_check_says_in_a_sentence_what_can_be_read_aloud(client: TestClient) -> None:
    asked = {"name": "8号村", "place_type": "村", "division": "500235"}
    told = client.post("/api/v1/name-checks", json=asked).json()
    assert told["summary"].startswith("“8号村”不予通过：")
    assert told["findings"][0]["source"]["text"] in told["summary"]
    assert told["findings"][0]["suggestion"][:5] in told["summary"]


def test_a_name_without_fault_is_said_to_pass(client: TestClient) -> None:
    asked = {"name": "晨曦村", "place_type": "村", "division": "500101"}
    told = client.post("/api/v1/name-checks", json=asked).json()
    assert told["summary"] == "“晨曦村”通过审核，未发现问题。"
