"""The page for developers, open to everybody, with a check as one types."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import pytest
from starlette.testclient import TestClient

from naming.estate_guide import guide
from naming.parameters.layers import parameters_for

GUIDE = guide(parameters_for("500000"), date(2026, 11, 22))


def test_anybody_reads_the_guide(client: TestClient) -> None:
    page = client.get("/guide")
    assert page.status_code == 200, page.text
    for part in ("正面指引", "负面清单", "40%", "梧桐花园", "GN-9-5"):
        assert part in page.text


@pytest.mark.parametrize(
    ("name", "told", "word"),
    [
        ("SKY花园", {}, "不能采用"),
        ("巴塞罗那小区", {}, "有警告"),
        ("梧桐花园", {"green_percent": "20"}, "CQ-GEN-3"),
    ],
)
def test_a_name_is_checked_as_one_types(
    client: TestClient, name: str, told: dict[str, str], word: str
) -> None:
    answer = client.get("/guide/check", params={"name": name, **told})
    assert answer.status_code == 200, answer.text
    assert word in answer.text
    assert "<html" not in answer.text


def test_enough_green_makes_a_garden(client: TestClient) -> None:
    told = {"name": "梧桐花园", "green_percent": "45"}
    assert "CQ-GEN-3" not in client.get("/guide/check", params=told).text


def test_without_scripts_the_button_checks_the_name(client: TestClient) -> None:
    assert "不能采用" in client.get("/guide", params={"name": "SKY花园"}).text


def test_what_is_typed_cannot_become_markup(client: TestClient) -> None:
    answer = client.get("/guide/check", params={"name": "<b>花园</b>"}).text
    assert "<b>花园" not in answer


def test_a_measure_that_is_no_number_is_refused(client: TestClient) -> None:
    assert client.get("/guide/check", params={"name": "甲", "area_m2": "很大"}).status_code == 400


EXAMPLES = [
    *((shown, "good") for shown in GUIDE.good),
    *(
        (shown, {"block": "bad", "warn": "warn", "note": ""}[shown.weight or ""])
        for one in GUIDE.avoid
        if not one.beside
        for shown in one.bad
    ),
]


def test_every_example_of_the_page_gets_in_the_check_what_the_page_says(
    client: TestClient,
) -> None:
    ranks = {"good": 0, "warn": 1, "bad": 2}
    for shown, look in EXAMPLES:
        told = {key: f"{value:g}" for key, value in shown.told.items()}
        if "green_share" in told:
            told["green_percent"] = f"{shown.told['green_share'] * 100:g}"
            del told["green_share"]
        page = client.get("/guide/check", params={"name": shown.name, **told}).text
        (found,) = re.findall(r'class="note (\w+)"', page)
        if look == "good":
            assert found == "good", (shown.name, page)
        elif look:
            assert ranks[found] >= ranks[look], (shown.name, page)
        if shown.said:
            assert escape(shown.said, quote=False) in page.replace("&#34;", '"'), shown.name
