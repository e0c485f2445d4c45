"""Tracks come as files: named in the record, sent in parts, read and judged."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.inspections.good_record import Record, good_record

LINE, WEST, EAST = "500101-500235", "500101", "500235"
RECORDS = "/api/v1/inspection-records"


@pytest.fixture(scope="module")
def model(client: TestClient) -> Record:
    return good_record(client, LINE, str(uuid4()))


def named(model: Record, *files: str) -> Record:
    record = {**copy.deepcopy(model), "record_id": str(uuid4()), "track_files": list(files)}
    del record["track"]
    return record


def put(client: TestClient, record: Record) -> Any:
    body = {"by": {"person": "张三", "division_code": WEST}, "record": record}
    return client.put(f"{RECORDS}/{record['record_id']}", json=body)


def gpx(track: Record) -> bytes:
    points = "".join(
        f'<trkpt lat="{lat}" lon="{lon}"><time>{time}</time></trkpt>'
        for (lon, lat), time in zip(track["coordinates"], track["times"], strict=True)
    )
    return f'<gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'.encode()


def csv(track: Record) -> bytes:
    rows = (
        f"{time},{lon},{lat},4"
        for (lon, lat), time in zip(track["coordinates"], track["times"], strict=True)
    )
    return "\n".join(["时间,经度,纬度,精度", *rows]).encode()


def part(track: Record, start: float, end: float) -> Record:
    size = len(track["coordinates"])
    chosen = slice(int(size * start), int(size * end))
    return {**track, **{key: track[key][chosen] for key in ("coordinates", "times")}}


def send(client: TestClient, record: str, file: str, content: bytes, **headers: str) -> Any:
    return client.put(
        f"{RECORDS}/{record}/tracks/{uuid4()}",
        content=content,
        headers={"File-Name": file, **{k.replace("_", "-"): v for k, v in headers.items()}},
    )


def rules(client: TestClient, id: str) -> set[str]:
    return {one["rule"] for one in client.get(f"{RECORDS}/{id}").json()["findings"]}


def test_a_named_file_that_has_not_come_is_missed(client: TestClient, model: Record) -> None:
    answer = put(client, named(model, "day1.gpx")).json()
    told = next(one for one in answer["findings"] if one["rule"] == "JI-8n")
    assert told["severity"] == "warn"
    assert "day1.gpx" in told["message"]


@pytest.mark.parametrize(
    ("file", "made"),
    [("day1.gpx", gpx), ("day1.csv", csv), ("day1.geojson", lambda t: json.dumps(t).encode())],
)
def test_a_file_of_the_whole_way_leaves_nothing_to_say(
    client: TestClient, model: Record, file: str, made: Any
) -> None:
    record = named(model, file)
    put(client, record)
    answer = send(client, record["record_id"], file, made(model["track"]))
    assert (answer.status_code, answer.json()["kind"]) == (201, "track")
    assert f"读入 {len(model['track']['coordinates'])} 点" in answer.json()["note"]
    assert not {rule for rule in rules(client, record["record_id"]) if rule.startswith("JI-8")}


def test_days_are_joined_in_the_order_they_were_walked(client: TestClient, model: Record) -> None:
    record = named(model, "b.gpx", "a.csv")
    put(client, record)
    send(client, record["record_id"], "a.csv", csv(part(model["track"], 0.0, 0.5)))
    send(client, record["record_id"], "b.gpx", gpx(part(model["track"], 0.5, 1.0)))
    assert not {rule for rule in rules(client, record["record_id"]) if rule.startswith("JI-8")}


def test_half_the_way_is_found_out(client: TestClient, model: Record) -> None:
    record = named(model, "day1.gpx")
    put(client, record)
    send(client, record["record_id"], "day1.gpx", gpx(part(model["track"], 0.0, 0.5)))
    assert {"JI-8h", "JI-8m"} <= rules(client, record["record_id"])


def test_a_cut_file_is_taken_up_where_it_broke_off(client: TestClient, model: Record) -> None:
    record, id = named(model, "day1.gpx"), str(uuid4())
    put(client, record)
    content = gpx(model["track"])
    address = f"{RECORDS}/{record['record_id']}/tracks/{id}"
    half, size = len(content) // 2, len(content)
    told = {"File-Name": "day1.gpx", "Content-Range": f"bytes 0-{half - 1}/{size}"}
    assert client.put(address, content=content[:half], headers=told).status_code == 202
    offset = int(client.get(f"{address}/received").headers["upload-offset"])
    told["Content-Range"] = f"bytes {offset}-{size - 1}/{size}"
    assert client.put(address, content=content[offset:], headers=told).status_code == 201
    assert client.get(address).content == content


@pytest.mark.parametrize(
    ("file", "content"),
    [("a.gpx", b"<gpx><trk>"), ("a.gpx", b"<gpx/>"), ("a.docx", b"PK"), ("a.csv", b"x,y\n")],
)
def test_what_is_no_track_is_refused(
    client: TestClient, model: Record, file: str, content: bytes
) -> None:
    record = named(model, file)
    put(client, record)
    answer = send(client, record["record_id"], file, content)
    assert answer.status_code == 422
    assert answer.json()["remedy"]
    assert client.get(f"{RECORDS}/{record['record_id']}").json()["tracks"] == []


def test_points_that_cannot_be_read_are_named(client: TestClient, model: Record) -> None:
    record = named(model, "a.csv")
    put(client, record)
    content = csv(model["track"]) + "\n,一百零六,29.5,".encode()
    assert "一百零六" in send(client, record["record_id"], "a.csv", content).json()["note"]


def test_track_files_are_sealed_and_archived(client: TestClient, model: Record) -> None:
    record = named(model, "day1.gpx")
    id = record["record_id"]
    put(client, record)
    content = gpx(model["track"])
    send(client, id, "day1.gpx", content)
    for verb, side in (("submit", WEST), ("confirm", EAST), ("report", WEST), ("file", "500000")):
        tag = client.get(f"{RECORDS}/{id}").headers["etag"]
        body = {"verb": verb, "by": {"person": "李四", "division_code": side}}
        answer = client.post(f"{RECORDS}/{id}/steps", json=body, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text
    archive = client.get(f"{RECORDS}/{id}/archive.zip").content
    bundle = zipfile.ZipFile(io.BytesIO(archive))
    assert bundle.read("轨迹/day1.gpx") == content
    assert json.loads(bundle.read("sealed.json"))["tracks"][0]["file"] == "day1.gpx"
    assert send(client, id, "day2.gpx", content).status_code == 409
