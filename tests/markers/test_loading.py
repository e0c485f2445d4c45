"""Register forms come in by files: each row stands for itself, the same file changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from starlette.testclient import TestClient

from api.services.loading.files import load_file
from api.services.loading.report import LoadReport, Outcome
from gis.gcj02 import to_gcj02
from tests.markers.sheets import LINE

MARKERS = f"/api/v1/lines/{LINE}/markers"
HEADS = ("JXDM", "界桩编号", "经度", "纬度", "界桩类型", "界桩材质", "测量方法", "点位精度")
MORE = ("一号方位物位置", "一号方位物方位角", "一号方位物距离", "管护方代码", "管护依据")
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def place(client: TestClient) -> tuple[float, float]:
    station = client.get(f"/api/v1/lines/{LINE}/profile").json()["stations"][1]
    return station["lon"], station["lat"]


@pytest.fixture
def load(register_copy: str, tmp_path: Path) -> Callable[..., LoadReport]:
    def made(rows: Rows, name: str, **parameters: str) -> LoadReport:
        path = tmp_path / name
        WRITERS[path.suffix](path, rows)
        given = {"document": "界线协议书", "valid_from": "2025-05-01", **parameters}
        return load_file(register_copy, "markers", path, parameters=given)

    return made


def row(number: str, place: tuple[float, float], **changes: Any) -> dict[str, Any]:
    values = (LINE.replace("-", ""), number, *place, "单立", "石", "RTK", 0.1)
    more = ("黄葛树", 36.5, 18.2, "500101", "管护协议")
    return dict(zip((*HEADS, *MORE), (*values, *more), strict=True)) | changes


def as_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="gbk", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def as_xlsx(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for one in rows:
        book.active.append(list(one.values()))
    book.save(path)


def as_geojson(path: Path, rows: Rows) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one["经度"], one["纬度"]]},
            "properties": {k: v for k, v in one.items() if k not in ("经度", "纬度")},
        }
        for one in rows
    ]
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


WRITERS = {".csv": as_csv, ".xlsx": as_xlsx, ".geojson": as_geojson}


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_forms_of_every_kind_of_file_are_registered(
    client: TestClient, place: tuple[float, float], load: Callable[..., LoadReport], suffix: str
) -> None:
    number = f"7{len(suffix)}1Q"
    report = load([row(number, place)], f"界桩{suffix}")
    assert (report.added, report.refused_count) == (1, 0), report.refused
    found = client.get(f"{MARKERS}/{number}").json()
    assert found["sheet"]["references"][0]["distance_m"] == 18.2
    assert found["sheet"]["position"]["lon"] == pytest.approx(place[0], abs=1e-9)
    assert report.remark_counts["DJ-5"] == 1


def test_the_same_file_again_changes_nothing_and_a_new_one_adds_a_version(
    client: TestClient, place: tuple[float, float], load: Callable[..., LoadReport]
) -> None:
    load([row("721Q", place)], "一.csv")
    assert load([row("721Q", place)], "一.csv").outcome is Outcome.UNCHANGED
    assert load([row("721Q", place)], "二.csv").unchanged == 1
    full = row("721Q", place, 界桩材质="混凝土")
    report = load([full], "三.csv", valid_from="2026-01-01")
    # what changes a registered marker is judged like any change: three reference objects
    assert (report.changed, report.refused_count) == (0, 1)
    assert "方位物" in report.refused[0].reason
    for n, name in (("二", "石拱桥"), ("三", "水塔")):
        full |= {f"{n}号方位物位置": name, f"{n}号方位物方位角": 120, f"{n}号方位物距离": 60}
    assert load([full], "四.csv", valid_from="2026-01-01").changed == 1
    versions = client.get(f"{MARKERS}/721Q/versions").json()["versions"]
    assert [one["sheet"]["material"] for one in versions] == ["石", "混凝土"]


def test_a_row_that_cannot_be_used_stops_no_other(
    client: TestClient, place: tuple[float, float], load: Callable[..., LoadReport]
) -> None:
    rows = [
        row("731Q", place),
        row("731Q", place),
        row("732Q", place, 界桩类型="木桩"),
        row("733Q", place, 经度=place[1], 纬度=place[0]),
        row("734Q", place, JXDM="999999999998"),
        row("735Q", place, 点位精度="很准"),
    ]
    report = load(rows, "杂.csv")
    assert report.added == 1
    assert [(one.row, one.subject) for one in report.refused] == [
        (3, "731Q"),
        (4, "732Q"),
        (5, "733Q"),
        (6, "734Q"),
        (7, "735Q"),
    ]
    assert "写反" in report.refused[2].reason
    assert client.get(f"{MARKERS}/731Q").status_code == 200


def test_a_moved_marker_in_a_file_is_refused(
    client: TestClient, place: tuple[float, float], load: Callable[..., LoadReport]
) -> None:
    load([row("741Q", place)], "a.csv")
    report = load([row("741Q", (place[0] + 0.0003, place[1]))], "b.csv")
    assert report.refused_count == 1
    assert "协议" in report.refused[0].reason
    sheet = client.get(f"{MARKERS}/741Q").json()["sheet"]
    assert sheet["position"]["lon"] == pytest.approx(place[0])


def shifted(client: TestClient) -> Rows:
    """Markers of the line as somebody would read them off a shifted map (GCJ-02)."""
    stations = client.get(f"/api/v1/lines/{LINE}/profile").json()["stations"]
    points = np.array([[one["lon"], one["lat"]] for one in stations])
    return [
        row(f"9{number:02d}", (round(float(lon), 7), round(float(lat), 7)))
        for number, (lon, lat) in enumerate(to_gcj02(points))
    ]


def test_markers_read_off_a_shifted_map_are_refused_whole(
    client: TestClient, load: Callable[..., LoadReport]
) -> None:
    before = client.get(MARKERS).json()
    report = load(shifted(client), "火星.csv")
    assert report.outcome is Outcome.REFUSED
    assert any("GCJ-02" in one.reason for one in report.refused), report.refused
    assert "--trust-coordinates" in report.refused[0].reason
    assert client.get(MARKERS).json() == before


def test_who_answers_for_the_coordinates_loads_them_and_it_is_told(
    client: TestClient, load: Callable[..., LoadReport]
) -> None:
    report = load(shifted(client), "已核.csv", coordinates="trusted")
    assert report.outcome is not Outcome.REFUSED
    assert report.overruled
