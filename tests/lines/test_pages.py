"""The page and the map of a changed line."""

from __future__ import annotations

import pytest

from tests.lines.conftest import Office, bent

LINE = "500101-500235"


@pytest.fixture(scope="module")
def changed(office: Office) -> Office:
    answer = office.change(LINE, bent(office.points(LINE)), tag=office.tag(LINE))
    assert answer.status_code == 201, answer.text
    return office


def test_the_page_says_what_each_change_did(changed: Office) -> None:
    page = changed.client.get(f"/lines/{LINE}?on=2026-03-01").text
    assert "移动面积" in page
    assert "张建国" in page


def test_the_page_of_a_day_marks_the_version_of_that_day(changed: Office) -> None:
    page = changed.client.get(f"/lines/{LINE}?on=2026-02-01").text
    row = next(part for part in page.split("<tr>") if "本页所示" in part)
    assert "2023-06-30 至 2026-02-28" in row


def test_the_map_shows_where_the_other_version_ran(changed: Office) -> None:
    drawn = changed.client.get(f"/maps/lines/{LINE}?on=2026-03-01").text
    assert "其他版本" in drawn


def test_the_map_of_a_line_that_never_changed_shows_no_other_version(changed: Office) -> None:
    assert "其他版本" not in changed.client.get("/maps/lines/500101-500155").text
