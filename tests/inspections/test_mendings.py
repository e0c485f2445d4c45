"""Coordinates of a record in another datum: suspected with evidence, mended only when told to."""

from __future__ import annotations

import copy
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from starlette.testclient import TestClient

from gis.gcj02 import to_bd09, to_gcj02
from tests.inspections.good_record import Record, good_record, photo_of

LINE, WEST, EAST = "500101-500235", "500101", "500235"
RECORDS = "/api/v1/inspection-records"
BY = {"person": "张三", "division_code": WEST}


@pytest.fixture(scope="module")
def model(client: TestClient) -> Record:
    return good_record(client, LINE, str(uuid4()))


def fresh(model: Record) -> Record:
    return {**copy.deepcopy(model), "record_id": str(uuid4())}


def put(client: TestClient, record: Record) -> str:
    answer = client.put(f"{RECORDS}/{record['record_id']}", json={"by": BY, "record": record})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["etag"])


def on_web_maps(place: Record, to: Any = to_gcj02) -> None:
    lon, lat = to(np.array([[place["lon"], place["lat"]]]))[0]
    place |= {"lon": float(lon), "lat": float(lat)}


def doubts(client: TestClient, id: str) -> dict[str, list[Record]]:
    found = client.get(f"{RECORDS}/{id}/diagnosis").json()["parts"]
    return {one["part"]: one["doubts"] for one in found}


def mend(client: TestClient, id: str, tag: str, **wish: str) -> Any:
    body = {"reason": "导出时选错坐标系", "by": BY, **wish}
    return client.post(f"{RECORDS}/{id}/mendings", json=body, headers={"If-Match": tag})


def test_a_good_record_raises_no_doubt(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    found = doubts(client, record["record_id"])
    assert found == {"measured": [], "photos": [], "track": []}


@pytest.mark.parametrize(("to", "kind"), [(to_gcj02, "gcj02"), (to_bd09, "bd09")])
def test_positions_of_web_maps_are_told_and_mended(
    client: TestClient, model: Record, to: Any, kind: str
) -> None:
    record = fresh(model)
    for check in record["marker_checks"]:
        on_web_maps(check["measured"], to)
    tag = put(client, record)
    (doubt,) = doubts(client, record["record_id"])["measured"]
    assert doubt["kind"] == kind
    assert (
        doubt["evidence"]["before"]["median_m"] > 300 > 5 > doubt["evidence"]["after"]["median_m"]
    )
    assert len(doubt["fields"]) == len(record["marker_checks"])

    answer = mend(client, record["record_id"], tag, part="measured", kind=kind)
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    kept = client.get(f"{RECORDS}/{record['record_id']}").json()
    for now, once in zip(kept["record"]["marker_checks"], model["marker_checks"], strict=True):
        assert now["measured"]["lon"] == pytest.approx(once["measured"]["lon"], abs=2e-6)
        assert now["measured"]["lat"] == pytest.approx(once["measured"]["lat"], abs=2e-6)
    assert "导出时选错坐标系" in kept["steps"][-1]["note"]
    assert kept["steps"][-1]["verb"] == "mend"
    assert "CRS-8" not in {one["rule"] for one in kept["findings"]}
    old = client.get(f"{RECORDS}/{record['record_id']}/revisions/1").json()
    assert old["body"] == record


def test_swapped_photo_places_are_told_and_mended(client: TestClient, model: Record) -> None:
    record = fresh(model)
    for check in record["marker_checks"]:
        photo = check["photos"][0]
        photo["lon"], photo["lat"] = photo["lat"], photo["lon"]
    tag = put(client, record)
    (doubt,) = doubts(client, record["record_id"])["photos"]
    assert mend(client, record["record_id"], tag, part="photos", kind=doubt["kind"]).is_success
    assert doubts(client, record["record_id"])["photos"] == []


def test_a_track_of_a_phone_map_is_told_and_mended(client: TestClient, model: Record) -> None:
    record = fresh(model)
    points = to_gcj02(np.array(record["track"]["coordinates"]))
    record["track"]["coordinates"] = points.tolist()
    tag = put(client, record)
    (doubt,) = doubts(client, record["record_id"])["track"]
    assert doubt["kind"] == "gcj02"
    assert mend(client, record["record_id"], tag, part="track", kind="gcj02").is_success
    kept = client.get(f"{RECORDS}/{record['record_id']}").json()
    assert not {one["rule"] for one in kept["findings"]} & {"CRS-8b", "JI-8h", "JI-8m"}
    assert len(kept["record"]["track"]) == len(points)


def test_what_a_picture_tells_is_doubted_and_never_rewritten(
    client: TestClient, model: Record
) -> None:
    record = fresh(model)
    for check in record["marker_checks"]:
        on_web_maps(check["photos"][0])
    tag = put(client, record)
    for check in record["marker_checks"]:
        client.put(
            f"{RECORDS}/{record['record_id']}/photos/{uuid4()}",
            content=photo_of(check),
            headers={"File-Name": check["photos"][0]["file"]},
        )
    assert doubts(client, record["record_id"])["pictures"][0]["kind"] == "gcj02"
    refused = mend(client, record["record_id"], tag, part="pictures", kind="gcj02")
    assert refused.status_code == 409
    assert "不能改写" in refused.json()["detail"]


def test_nothing_is_mended_that_was_not_found(client: TestClient, model: Record) -> None:
    record = fresh(model)
    tag = put(client, record)
    assert mend(client, record["record_id"], tag, part="measured", kind="bd09").status_code == 409


def test_mending_needs_the_tag_and_a_side(client: TestClient, model: Record) -> None:
    record = fresh(model)
    for check in record["marker_checks"]:
        on_web_maps(check["measured"])
    tag = put(client, record)
    id, wish = record["record_id"], {"part": "measured", "kind": "gcj02"}
    assert client.post(
        f"{RECORDS}/{id}/mendings", json={"reason": "无", "by": BY, **wish}
    ).status_code in (422, 428)
    assert mend(client, id, '"7-drafted"', **wish).status_code == 412
    stranger = {"person": "李四", "division_code": "500107"}
    assert mend(client, id, tag, by=stranger, **wish).status_code == 403  # type: ignore[arg-type]
