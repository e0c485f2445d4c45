"""Layers taken away over HTTP, and opened again by GDAL as other programs do."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from starlette.testclient import TestClient

LAYERS = "/api/v1/layers"
FORMS = ("gpkg", "shp", "geojson", "fgb", "kml", "dxf", "parquet")
WITH_ATTRIBUTES = ("gpkg", "shp", "geojson", "fgb", "kml", "parquet")
CENTIMETRE = 2e-7
ON = "2025-01-01"


def taken(client: TestClient, folder: Path, kind: str, form: str, **asked: str) -> Any:
    """Return the layer as GDAL reads it from the file that is answered."""
    answer = client.get(f"{LAYERS}/{kind}", params={"f": form, "on": ON, **asked})
    assert answer.status_code == 200, answer.text
    path = folder / f"taken.{'zip' if form == 'shp' else form}"
    path.write_bytes(answer.content)
    if form == "parquet":
        return geopandas.read_parquet(path)
    return pyogrio.read_dataframe(f"/vsizip/{path}" if form == "shp" else path)


@pytest.fixture(scope="module")
def truth(client: TestClient, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("truth")
    return taken(client, folder, "areas", "gpkg").set_index("code").sort_index()


def outlines(areas: Any) -> Any:
    """The outlines, in one order, of areas that a format may have made single or multiple."""
    flat = shapely.force_2d(np.asarray(areas))
    return shapely.normalize([shapely.multipolygons(shapely.get_parts(area)) for area in flat])


@pytest.mark.parametrize("form", WITH_ATTRIBUTES)
def test_the_areas_of_every_form_are_the_same(
    client: TestClient, tmp_path: Path, truth: Any, form: str
) -> None:
    found = taken(client, tmp_path, "areas", form)
    code = "code" if "code" in found.columns else next(c for c in found if c.lower() == "code")
    found = found.set_index(code).sort_index()
    same = shapely.equals_exact(
        outlines(found.geometry.array), outlines(truth.geometry.array), CENTIMETRE
    )
    name = "name" if "name" in found.columns else "Name"
    assert list(found.index) == list(truth.index)
    assert list(found[name]) == list(truth["name"])
    assert bool(np.all(same))


def test_a_drawing_has_the_outlines_of_all_areas(
    client: TestClient, tmp_path: Path, truth: Any
) -> None:
    drawn = taken(client, tmp_path, "areas", "dxf")
    drawn_length = drawn.geometry.length.sum()
    assert drawn_length == pytest.approx(shapely.length(truth.geometry.array).sum(), rel=1e-9)


@pytest.mark.parametrize("form", ["gpkg", "shp", "fgb", "parquet"])
def test_the_system_of_a_file_is_the_one_asked_for(
    client: TestClient, tmp_path: Path, form: str
) -> None:
    frame = taken(client, tmp_path, "areas", form, crs="EPSG:4545")
    assert frame.crs.to_epsg(min_confidence=60) == 4545
    west = frame.total_bounds[0]
    assert 1_000.0 < west < 1_000_000.0


@pytest.mark.parametrize("kind", ["lines", "markers", "names"])
def test_every_kind_says_where_each_feature_is_from(
    client: TestClient, tmp_path: Path, kind: str
) -> None:
    frame = taken(client, tmp_path, kind, "gpkg")
    column = "placed" if kind == "names" else "label"
    assert len(frame) > 0
    assert frame[column].notna().all()


@pytest.mark.parametrize(("encoding", "label"), [("GBK", "GBK"), ("UTF-8", "UTF-8")])
def test_a_shapefile_says_its_encoding_and_keeps_its_letters(
    client: TestClient, tmp_path: Path, truth: Any, encoding: str, label: str
) -> None:
    frame = taken(client, tmp_path, "areas", "shp", encoding=encoding)
    with zipfile.ZipFile(tmp_path / "taken.zip") as archive:
        names = {Path(name).suffix for name in archive.namelist()}
        told = archive.read("areas.cpg").decode()
    assert (told, names >= {".shp", ".shx", ".dbf", ".prj", ".cpg"}) == (label, True)
    assert sorted(frame["name"]) == sorted(truth["name"])


def test_only_the_lines_beside_a_county_are_taken(client: TestClient, tmp_path: Path) -> None:
    county = taken(client, tmp_path, "areas", "gpkg")["code"].iloc[0]
    lines = taken(client, tmp_path, "lines", "geojson", county=county)
    assert all(county in pair for pair in zip(lines["left_code"], lines["right_code"], strict=True))


def test_what_a_format_cannot_hold_is_said(client: TestClient) -> None:
    answer = client.get(f"{LAYERS}/areas", params={"f": "dxf", "on": ON})
    assert "DXF 不保存属性" in unquote(answer.headers["X-Diming-Notes"])


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"county": "999999"}, 404, "999999"),
        ({"crs": "EPSG:4610"}, 422, "七参数"),
        ({"crs": "重庆独立"}, 422, "坐标系"),
        ({"f": "kml", "crs": "EPSG:4545"}, 422, "KML"),
        ({"f": "mdb"}, 400, "gpkg"),
        ({"on": "1900-01-01"}, 404, "没有可导出的"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(
    client: TestClient, asked: dict[str, str], status: int, said: str
) -> None:
    answer = client.get(f"{LAYERS}/areas", params={"on": ON, **asked})
    assert answer.status_code == status
    assert said in json.dumps(answer.json(), ensure_ascii=False)


def test_gdal_opens_the_address_itself(served: str) -> None:
    frame = pyogrio.read_dataframe(f"/vsicurl/{served}{LAYERS}/areas?f=geojson&on={ON}")
    assert frame.crs.to_epsg() == 4326
    assert len(frame) > 0
