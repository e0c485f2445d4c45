"""Audits of boundary layers over HTTP: a file or a level, the report, its links."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import geopandas
import openpyxl
import pytest
import shapely
import shapely.affinity
from shapely.geometry import mapping
from starlette.testclient import TestClient

from api.services import keeping_audits
from api.services.boundary_audit_jobs import Place, Progress, State
from tests.gis.strategies import grid_faces

AUDITS = "/api/v1/boundary-audits"
MIDDLE = 4
PATIENCE_S = 120.0
LONGEST = {"wait": "60"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the results where no other process of this machine keeps its own."""
    (tmp_path / "kept").mkdir(mode=0o700)
    monkeypatch.setattr(keeping_audits, "_folder", lambda: tmp_path / "kept")


@pytest.fixture
def may_begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """What an audit waits for before it reads its layer, so that until then it is not over."""
    may_begin, genuine = Event(), keeping_audits._read

    def read(*told: Any) -> Any:
        assert may_begin.wait(PATIENCE_S)
        return genuine(*told)

    monkeypatch.setattr(keeping_audits, "_read", read)
    yield may_begin
    may_begin.set()


def layer(shapes: list[Any]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"5001011{i:02}", "name": f"第{i}镇"},
            "geometry": mapping(shape),
        }
        for i, shape in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def torn() -> list[Any]:
    shapes = list(grid_faces(3, 3, 7, 0.1))
    shapes[MIDDLE] = shapely.buffer(shapes[MIDDLE], -1e-4, join_style="mitre")
    return shapes


def sent(client: TestClient, data: bytes, name: str = "乡镇界.geojson", **form: str) -> Any:
    return client.post(AUDITS, files={"file": (name, data)}, data=LONGEST | form)


def test_a_torn_layer_is_answered_with_its_gap(client: TestClient) -> None:
    report = sent(client, layer(torn())).json()
    (gap,) = report["defects"]
    assert (gap["kind"], gap["units"][0]) == ("gap", "500101104")


def test_a_sound_layer_has_no_defects(client: TestClient) -> None:
    report = sent(client, layer(list(grid_faces(3, 3, 7, 0.1)))).json()
    assert (report["features"], report["defects"]) == (9, [])


def test_the_links_lead_to_the_defects_as_files(client: TestClient, tmp_path: Path) -> None:
    links = sent(client, layer(torn())).json()["links"]
    found = {link["href"].rpartition("=")[2]: client.get(link["href"]) for link in links}
    assert {form: answer.status_code for form, answer in found.items()} == dict.fromkeys(
        ("geojson", "gpkg", "xlsx", "html"), 200
    )
    assert len(json.loads(found["geojson"].text)["features"]) == 1
    assert openpyxl.load_workbook(io.BytesIO(found["xlsx"].content)).sheetnames[0] == "缺陷"
    (tmp_path / "d.gpkg").write_bytes(found["gpkg"].content)
    assert len(geopandas.read_file(tmp_path / "d.gpkg", layer="area")) == 1
    assert "乡镇界 界线检查" in found["html"].text


def test_a_page_may_run_no_foreign_script(client: TestClient) -> None:
    link = next(k for k in sent(client, layer(torn())).json()["links"] if "html" in k["href"])
    answer = client.get(link["href"])
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "http://" not in answer.headers["content-security-policy"]


def test_a_level_of_the_register_is_audited(client: TestClient) -> None:
    report = client.post(AUDITS, data=LONGEST | {"level": "county"})
    assert report.status_code == 200, report.text
    assert report.json()["features"] > 0


def test_a_level_without_areas_that_day_is_no_success(client: TestClient) -> None:
    answer = client.post(AUDITS, data={"level": "county", "on": "1950-01-01"})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/nothing-that-day")


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", b"x"), ("a.geojson", b""), ("a.geojson", b"{"), ("a.gpkg", b"no database")],
)
def test_what_is_no_layer_is_refused_in_chinese(client: TestClient, name: str, data: bytes) -> None:
    answer = sent(client, data, name)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-body")
    assert answer.json()["errors"][0]["message"]


def test_neither_file_nor_level_is_refused(client: TestClient) -> None:
    assert client.post(AUDITS, data={"on": "2026-11-22"}).status_code == 400


@pytest.mark.parametrize("id", ["nothing", "..%2f..%2fetc", "%2e%2e"])
def test_an_audit_that_is_not_there_is_not_found(client: TestClient, id: str) -> None:
    assert client.get(f"{AUDITS}/{id}/result").status_code == 404


def awaited(client: TestClient, id: str) -> Any:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        job = client.get(f"{AUDITS}/{id}").json()
        if job["state"] in {"done", "failed"}:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_who_does_not_wait_is_told_where_to_look(client: TestClient, may_begin: Event) -> None:
    answer = sent(client, layer(torn()), wait="0")
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{AUDITS}/{answer.json()['id']}"
    may_begin.set()
    assert awaited(client, answer.json()["id"])["report"]["counts"]["gap"] == 1


def test_a_result_that_is_not_there_yet_is_a_conflict(client: TestClient, may_begin: Event) -> None:
    ids = [sent(client, layer(torn()), wait="0").json()["id"] for _ in range(2)]
    for id in ids:
        early = client.get(f"{AUDITS}/{id}/result")
        assert (early.status_code, early.json()["type"]) == (409, "/problems/not-finished")
    may_begin.set()
    assert awaited(client, ids[-1])["state"] == "done"
    assert client.get(f"{AUDITS}/{ids[-1]}/result").status_code == 200


def test_a_layer_that_fails_later_says_why(client: TestClient, may_begin: Event) -> None:
    id = sent(client, b"{", wait="0").json()["id"]
    may_begin.set()
    job = awaited(client, id)
    assert (job["state"], job["failure"]["status"]) == ("failed", 422)
    assert job["failure"]["errors"][0]["message"]


def test_an_audit_that_was_cut_off_says_so(client: TestClient) -> None:
    id = sent(client, layer(torn())).json()["id"]
    folder = keeping_audits._folder() / id
    Place(folder).tell(Progress(State.CHECKING, "查找缝隙", 3))  # as a killed process leaves it
    job = client.get(f"{AUDITS}/{id}").json()
    assert (job["state"], job["failure"]["type"]) == ("failed", "/problems/check-interrupted")


def test_children_are_held_against_parents_that_are_sent(client: TestClient) -> None:
    shapes = list(grid_faces(3, 3, 7, 0.1))
    whole = shapely.coverage_union_all(shapes)
    files = {"file": ("a.geojson", layer(shapes[:8])), "parents": ("b.geojson", layer([whole]))}
    report = client.post(AUDITS, files=files, data=LONGEST).json()
    assert report["counts"]["parent_unfilled"] == 1


def test_two_deliveries_are_held_against_each_other(client: TestClient) -> None:
    shapes = list(grid_faces(2, 1, 7, 0.1))
    moved = shapely.affinity.translate(shapes[1], 1e-4, 0)
    files = {"file": ("a.geojson", layer(shapes[:1])), "against": ("b.geojson", layer([moved]))}
    assert client.post(AUDITS, files=files, data=LONGEST).json()["counts"]["gap"] == 1


def test_a_level_with_another_layer_is_refused(client: TestClient) -> None:
    files = {"parents": ("b.geojson", layer(torn()))}
    answer = client.post(AUDITS, files=files, data={"level": "county"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "parents")
