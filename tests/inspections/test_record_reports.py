"""What is made of a record: the joint report, the archive; lines it brings along."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from uuid import uuid4

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient

from tests.inspections.good_record import Record, good_record, photo_of
from tests.inspections.record_desk import EAST, LINE, RECORDS, WEST, fresh, put, send, take


@pytest.fixture(scope="module")
def model(client: TestClient) -> Record:
    return good_record(client, LINE, str(uuid4()))


def test_the_joint_report_is_a_document_with_the_figures(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    answer = client.get(f"{RECORDS}/{record['record_id']}/report.docx")
    assert answer.status_code == 200, answer.text
    told = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in told.paragraphs)
    assert "万州—云阳线联合检查报告" in words
    assert "共有界桩 9 颗" in words
    tables = [[cell.text for cell in row.cells] for table in told.tables for row in table.rows]
    for check in record["marker_checks"]:
        assert any(row[0] == check["number"] for row in tables)


def test_a_coordinate_has_room_in_its_column(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    content = client.get(f"{RECORDS}/{record['record_id']}/report.docx").content
    (table,) = [
        one
        for one in docx.Document(io.BytesIO(content)).tables
        if one.rows[0].cells[0].text == "界桩号"
    ]
    widths = {cell.text: cell.width.cm for cell in table.rows[0].cells}
    assert widths["经度"] > widths["偏差"]
    assert sum(widths.values()) == pytest.approx(15.6, abs=0.1)


def test_the_joint_report_is_set_as_pdf(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    answer = client.get(f"{RECORDS}/{record['record_id']}/report.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"


def test_another_form_of_report_is_refused(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    assert client.get(f"{RECORDS}/{record['record_id']}/report.doc").status_code in (400, 404)


def test_the_archive_holds_what_its_manifest_says(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    content = photo_of(record["marker_checks"][0])
    name = record["marker_checks"][0]["photos"][0]["file"]
    send(client, record["record_id"], str(uuid4()), content, File_Name=name)
    for verb, side in (("submit", WEST), ("confirm", EAST), ("report", WEST), ("file", "500000")):
        take(client, record["record_id"], verb, side)
    answer = client.get(f"{RECORDS}/{record['record_id']}/archive.zip")
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(bundle.read("清单.json"))
    for file in manifest["files"]:
        assert hashlib.sha256(bundle.read(file["name"])).hexdigest() == file["sha256"]
    assert bundle.read(f"照片/{name}") == content
    table = openpyxl.load_workbook(io.BytesIO(bundle.read("界桩成果表.xlsx")))["界桩成果表"]
    told = {row[0].value: row[2].value for row in table.iter_rows(min_row=3)}
    assert told == {check["number"]: "完好" for check in record["marker_checks"]}
    assert hashlib.sha256(bundle.read("sealed.json")).hexdigest() == manifest["digest"]


# a line brought along


def test_a_line_brought_along_is_compared_with_the_register(
    client: TestClient, model: Record
) -> None:
    shape = client.get(f"/api/v1/boundaries/{LINE}").json()["geometry"]
    stations = client.get(f"/api/v1/lines/{LINE}/profile").json()["stations"]
    record = fresh(model)
    record["line"] = {
        "code": LINE,
        "left_division": {"code": WEST},
        "right_division": {"code": EAST},
        "geometry": shape,
        "markers": [
            {"number": body, "lon": station["lon"], "lat": station["lat"]}
            for station in stations
            for body in station["bodies"]
        ],
    }
    assert "JI-0d" not in {one["rule"] for one in put(client, record).json()["findings"]}
    moved = fresh(record)
    moved["line"]["markers"][0]["lat"] += 0.001
    del moved["line"]["markers"][-1]
    told = [
        one["message"] for one in put(client, moved).json()["findings"] if one["rule"] == "JI-0d"
    ]
    assert len(told) == 2
    checked = client.post("/api/v1/inspection-checks?against=register", json=moved).json()
    assert checked["checked_against"] == "register"
    assert [f["message"] for f in checked["findings"] if f["rule"] == "JI-0d"] == told
