"""A legal line is changed: the approved version stays, what it tears elsewhere is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.services.loading.files import SAMPLES, load_file
from tests.lines.conftest import Office, bent

LINE = "500101-500154"
THREE = ("500101", "500154", "500235")
VERSIONS = (
    "SELECT json_agg(json_build_array(v.approved, lower(v.valid), upper(v.valid), v.document)"
    " ORDER BY v.valid)::text FROM boundary_line_version v JOIN boundary_line l"
    " ON l.id = v.line_id WHERE l.code = %s AND v.status = 'official' AND upper_inf(v.recorded)"
)


@pytest.fixture(scope="module")
def answer(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Three counties are loaded as legal, then a line between two of them is changed."""
    path: Path = SAMPLES / "boundaries" / "clean_synthetic_cq_counties_voronoi.geojson"
    layer = json.loads(path.read_text(encoding="utf-8"))
    layer["features"] = [f for f in layer["features"] if f["properties"]["county_code"] in THREE]
    for feature in layer["features"]:
        feature["properties"] = {"code": feature["properties"]["county_code"]}
    path = tmp_path_factory.mktemp("legal") / "three.geojson"
    path.write_text(json.dumps(layer))
    wish = {"status": "official", "level": "county", "document": "渝府2026第1号"}
    load_file(office.url, "boundaries", path, parameters={**wish, "valid_from": "2026-01-01"})
    done = office.change(LINE, bent(office.points(LINE)), tag=office.tag(LINE))
    assert done.status_code == 201, done.text
    found: dict[str, Any] = done.json()
    return found


def test_the_approved_version_ends_and_another_begins(
    office: Office, answer: dict[str, Any]
) -> None:
    assert answer["created"]
    assert json.loads(office.one(VERSIONS, LINE)) == [
        [True, "2026-01-01", "2026-03-01", "渝府2026第1号"],
        [True, "2026-03-01", None, "渝府〔2026〕8号"],
    ]


def test_the_towns_of_another_layer_that_it_tears_are_named(answer: dict[str, Any]) -> None:
    elsewhere = answer["report"]["elsewhere"]
    assert any("上下级交错" in words for words in elsewhere)
    assert all(words in answer["sentences"] for words in elsewhere)


def test_the_lines_of_that_layer_stay_as_they_were(office: Office, answer: dict[str, Any]) -> None:
    assert [one["level"] for one in answer["report"]["lines"]] == [3]
    kept = office.one("SELECT count(*) FROM arc a WHERE NOT upper_inf(a.valid)")
    assert kept == 1
