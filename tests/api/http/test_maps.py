"""The overview map over HTTP: what it holds, what it refuses, how long it keeps."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.services.drawing_maps import Atlas, MapWish
from api.store.queries.journal import write_line
from api.store.queries.readiness import data_version
from api.store.session import Engine, Session

MAP = "/maps/overview"
TODAY = date(2026, 1, 1)


def says(page: str, word: str) -> bool:
    """Tell whether a page has `word`, as text or in a script."""
    return word in page or json.dumps(word).strip('"') in page


def test_the_map_names_counties_towns_and_places(client: TestClient) -> None:
    answer = client.get(MAP)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for word in ("万州区", "云阳县", "石坡村", "龙洞湾大桥", "示意数据，非法定界线"):
        assert says(answer.text, word)


def test_the_map_asks_no_foreign_host(client: TestClient) -> None:
    page = client.get(MAP).text
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert asked
    assert all(address.startswith(("../static/map-", "data:,")) for address in asked)


def test_the_maps_own_files_are_there_and_may_be_kept(client: TestClient) -> None:
    for address in re.findall(r'(?:src|href)="\.\.([^"]+)"', client.get(MAP).text):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_a_file_that_is_not_there_is_a_problem(client: TestClient) -> None:
    [folder] = set(re.findall(r"\.\.(/static/map-[0-9a-f]+)/", client.get(MAP).text))
    answer = client.get(f"{folder}/nothing.js")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "immutable" not in answer.headers["cache-control"]


def test_any_page_may_embed_the_map_but_it_loads_nothing_foreign(client: TestClient) -> None:
    headers = client.get(MAP).headers
    assert "x-frame-options" not in headers
    assert "frame-ancestors *" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]


def test_the_map_of_a_county_leaves_the_others_out(client: TestClient) -> None:
    page = client.get(f"{MAP}?county=500235").text
    assert says(page, "云阳县")
    assert not says(page, "万州区")


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ("county=999999", 404, "unknown-division"),
        ("county=5001", 400, "invalid-parameter"),
        ("on=1990-01-01", 404, "nothing-that-day"),
        ("on=yesterday", 400, "invalid-parameter"),
        ("known_at=2026-01-01T00:00:00%2B08:00", 400, "unknown-parameter"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_refused(
    client: TestClient, query: str, status: int, slug: str
) -> None:
    answer = client.get(f"{MAP}?{query}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")


def test_a_map_is_drawn_once_while_the_data_stay_as_they_are(world_engine: Engine) -> None:
    atlas, wish = Atlas("static"), MapWish(TODAY)
    with Session(world_engine) as db:
        first = atlas.overview(db, wish, 1)
        assert atlas.overview(db, wish, 1) is first


def test_a_map_is_drawn_anew_when_the_data_change(world_engine: Engine) -> None:
    atlas, wish = Atlas("static"), MapWish(TODAY)
    with Session(world_engine) as db:
        atlas.overview(db, wish, data_version(db))
        db.execute(text("UPDATE division_name SET name = '新云阳县' WHERE name = '云阳县'"))
        write_line(db, verb="rename", subject_kind="division", subject_id="3")
        # the line takes its place in the journal at the commit
        db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        assert says(atlas.overview(db, wish, data_version(db)), "新云阳县")
        db.rollback()


def test_an_old_view_never_replaces_a_newer_map(world_engine: Engine) -> None:
    atlas, wish = Atlas("static"), MapWish(TODAY)
    with Session(world_engine) as db:
        newer = atlas.overview(db, wish, 7)
        atlas.overview(db, MapWish(TODAY, "500235"), 6)
        assert atlas.overview(db, wish, 7) is newer
