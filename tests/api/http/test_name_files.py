"""Whole tables over HTTP: sent, watched, given back, and nothing left of them."""

from __future__ import annotations

import csv
import io
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pytest
from fastapi import FastAPI
from shapely import Point
from sqlalchemy import text
from starlette.testclient import TestClient

from api.services import checking_files, examining_files, working_files_off
from api.services.name_file_jobs import token_hash
from api.store.session import Engine

FILES = "/api/v1/name-files"
TABLE = (
    "地名,类别,区县,备注\n"
    "8号村,村,云阳县,甲\n"
    "加州花园,居民区,万州区,=1+1\n"
    "晨曦村,村,万州区,乙\n"
    "只有一格\n"
)


def sent(client: TestClient, data: bytes, name: str = "拟用地名.csv", **form: str) -> Any:
    return client.post(FILES, files={"file": (name, data)}, data=form)


def watched(client: TestClient, id: str) -> dict[str, Any]:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        told: dict[str, Any] = client.get(f"{FILES}/{id}").json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.05)
    raise AssertionError("the table is not done after two minutes")


def done(client: TestClient, data: bytes, name: str = "拟用地名.csv", **form: str) -> Any:
    answer = sent(client, data, name, **form)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"{FILES}/{answer.json()['id']}"
    return watched(client, answer.json()["id"])


@pytest.fixture(scope="module")
def told(client: TestClient) -> Any:
    return done(client, TABLE.encode("utf-8-sig"))


def result(client: TestClient, id: str, form: str) -> bytes:
    answer = client.get(f"{FILES}/{id}/result", params={"f": form})
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == len(answer.content)
    return bytes(answer.content)


def test_a_table_is_counted_by_verdict_and_category(told: dict[str, Any]) -> None:
    assert told["counts"] == {"pass": 1, "note": 0, "warn": 1, "block": 1}
    assert (told["rows_done"], told["rows_total"], told["unusable"]) == (4, 4, 1)
    assert told["categories"]["怪"] == 1


def test_rows_that_did_not_pass_are_told_with_their_numbers(told: dict[str, Any]) -> None:
    rows = [(row["row"], row["name"], row["verdict"]) for row in told["problems"]]
    assert rows == [(2, "8号村", "block"), (3, "加州花园", "warn"), (5, "只有一格", "")]
    assert all(row["messages"] for row in told["problems"])


def test_the_table_comes_back_as_csv(client: TestClient, told: dict[str, Any]) -> None:
    text = result(client, told["id"], "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["verdict"] for row in rows] == ["block", "warn", "pass", ""]
    assert rows[1]["备注"] == "'=1+1"


def test_the_table_comes_back_as_a_workbook(client: TestClient, told: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(result(client, told["id"], "xlsx")))
    assert book.sheetnames == ["结果", "汇总", "图例"]
    assert [cell.value for cell in book["结果"]["A"]][1:] == [
        "不予通过",
        "警告",
        "通过",
        "无法审核",
    ]


def test_the_report_for_printing_runs_nothing(client: TestClient, told: dict[str, Any]) -> None:
    answer = client.get(f"{FILES}/{told['id']}/result", params={"f": "html"})
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "8号村" in answer.text
    assert "<script" not in answer.text


def test_the_download_is_called_after_the_upload(client: TestClient, told: dict[str, Any]) -> None:
    from urllib.parse import unquote

    answer = client.get(f"{FILES}/{told['id']}/result", params={"f": "xlsx"})
    assert "审核结果_拟用地名.xlsx" in unquote(answer.headers["content-disposition"])


def test_an_audit_blocks_nothing(client: TestClient) -> None:
    told = done(client, TABLE.encode(), mode="audit")
    assert told["counts"]["block"] == 0
    assert told["counts"]["warn"] == 2


def test_features_come_with_their_places(client: TestClient, tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"地名": ["晨曦村"], "类别": ["村"]}, geometry=[Point(108.2, 30.2)], crs="EPSG:4490"
    )
    frame.to_file(tmp_path / "a.gpkg")
    for name in ("a.gpkg", "a.geojson"):
        data = (
            (tmp_path / name).read_bytes() if name == "a.gpkg" else frame.to_json().encode("utf-8")
        )
        assert done(client, data, name)["counts"]["pass"] == 1, name


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04", "不支持的文件类型"),
        ("a", b"name\n", "不支持的文件类型"),
        ("a.xlsx", b"name\nx\n", "内容不是 .xlsx 文件"),
        ("a.gpkg", b"PK\x03\x04", "内容不是 .gpkg 文件"),
        ("a.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("a.csv", b"", "文件是空的"),
        ("a.csv", "标题\n石坡村\n".encode(), "缺少必需的列"),
        ("a.geojson", b"{}", ""),
    ],
)
def test_what_is_no_table_of_names_is_refused_at_once(
    client: TestClient, name: str, data: bytes, said: str
) -> None:
    answer = sent(client, data, name)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["errors"][0]["message"]
    assert answer.json()["errors"][0]["remedy"]


def test_a_request_without_a_file_is_refused(client: TestClient) -> None:
    answer = client.post(FILES, data={"mode": "new"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


def test_a_table_above_the_limit_of_bodies_is_refused(client: TestClient) -> None:
    answer = sent(client, b"name\n" + b"x" * 1024 * 1024)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")


def test_a_table_with_too_many_rows_fails_with_a_reason(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_files_off, "MOST_ROWS", 2)
    told = done(client, TABLE.encode())
    assert told["state"] == "failed"
    assert "行数上限 2" in told["failure"]["errors"][0]["message"]
    answer = client.get(f"{FILES}/{told['id']}/result")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-finished")


def test_a_workbook_that_is_a_bomb_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["地名"])
    book.save(packed)
    monkeypatch.setattr(examining_files, "LARGEST_UNPACKED", 100)
    answer = sent(client, packed.getvalue(), "a.xlsx")
    assert answer.status_code == 422
    assert "解压后过大" in answer.json()["errors"][0]["message"]


def test_a_name_of_a_file_is_no_path(client: TestClient) -> None:
    told = done(client, TABLE.encode(), "../../etc/坏<名>.csv")
    assert told["file_name"] == "坏名.csv"


def test_a_forgotten_table_is_unknown(client: TestClient) -> None:
    id = done(client, TABLE.encode())["id"]
    assert client.delete(f"{FILES}/{id}").status_code == 204
    for path in (f"{FILES}/{id}", f"{FILES}/{id}/result"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-name-file")


def test_results_are_forgotten_after_their_time(client: TestClient, world_engine: Engine) -> None:
    id = done(client, TABLE.encode())["id"]
    with world_engine.begin() as connection:
        connection.execute(
            text("UPDATE name_file SET expires_at = now() WHERE token_sha256 = :hash"),
            {"hash": token_hash(id)},
        )
    assert client.get(f"{FILES}/{id}").status_code == 404


def test_nothing_of_a_table_stays_on_the_disk(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told = done(client, TABLE.encode())
    until = time.monotonic() + 120  # it is told to be done a moment before the folder goes
    while (rest := list(tmp_path.iterdir())) and time.monotonic() < until:
        time.sleep(0.02)
    assert rest == []
    assert result(client, told["id"], "csv")


def test_too_many_waiting_tables_are_refused(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_files, "MOST_WAITING", 0)
    answer = sent(client, TABLE.encode())
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/too-many-files")
    assert answer.headers["retry-after"] == "30"
