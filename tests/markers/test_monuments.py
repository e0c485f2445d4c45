"""Culture markers and covenant steles: their own types, listed, drawn, version by version."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.markers.sheets import BY, LINE, REGISTER

BASE = f"/api/v1/lines/{LINE}"


@pytest.fixture(scope="module")
def place(client: TestClient) -> dict[str, float]:
    station = client.get(f"{BASE}/profile").json()["stations"][2]
    return {"lon": station["lon"], "lat": station["lat"]}


def body(monument: dict[str, Any], **change: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "by": {**BY},
        "change": {**REGISTER, **change},
        "monument": monument,
    }


def stele(place: dict[str, float], **changes: Any) -> dict[str, Any]:
    return {
        "name": "万云睦邻碑",
        **place,
        "signatories": ["万州区小周镇", "云阳县巴阳镇"],
        "covenant": "共守界线，互谅互让。",
        **changes,
    }


def test_a_culture_marker_and_a_stele_are_listed_each_with_its_own_fields(
    client: TestClient, place: dict[str, float]
) -> None:
    culture = {"name": "移民纪念标", **place, "form": "sculpture", "theme": "移民迁建"}
    one, other = uuid4(), uuid4()
    made = client.put(f"{BASE}/culture-markers/{one}", json=body(culture))
    assert made.status_code == 201, made.text
    assert client.put(f"{BASE}/covenant-steles/{other}", json=body(stele(place))).is_success
    markers = client.get(f"{BASE}/culture-markers").json()["items"]
    steles = client.get(f"{BASE}/covenant-steles").json()["items"]
    assert [m["monument"]["theme"] for m in markers] == ["移民迁建"]
    assert [s["monument"]["signatories"] for s in steles] == [["万州区小周镇", "云阳县巴阳镇"]]
    assert markers[0]["offset_m"] < 1.0
    drawn = client.get(f"/maps/lines/{LINE}").text
    assert "移民纪念标" in drawn
    assert "睦邻友好公约碑" in drawn
    page = client.get(f"/lines/{LINE}/monuments").text
    assert "共守界线，互谅互让。" in page
    assert "移民迁建" in page


def test_a_stele_needs_two_sides_and_a_covenant(
    client: TestClient, place: dict[str, float]
) -> None:
    for wrong in ({"signatories": ["万州区"]}, {"covenant": ""}, {"theme": "主题"}):
        answer = client.put(f"{BASE}/covenant-steles/{uuid4()}", json=body(stele(place, **wrong)))
        assert answer.status_code == 422, wrong


def test_a_change_keeps_the_old_text_and_names_its_version(
    client: TestClient, place: dict[str, float]
) -> None:
    address = f"{BASE}/covenant-steles/{uuid4()}"
    tag = client.put(address, json=body(stele(place))).headers["ETag"]
    damaged = body(stele(place, state="damaged"), kind="change", valid_from="2026-01-01")
    assert client.put(address, json=damaged).status_code == 428
    assert client.put(address, json=damaged, headers={"If-Match": '"sheet-9"'}).status_code == 412
    made = client.put(address, json=damaged, headers={"If-Match": tag})
    assert (made.status_code, made.json()["revision"]) == (200, 2)
    again = client.put(address, json=damaged, headers={"If-Match": tag})
    assert (again.status_code, again.json()["revision"]) == (200, 2)
    states = [
        one["monument"]["state"] for one in client.get(f"{address}/versions").json()["versions"]
    ]
    assert states == ["standing", "damaged"]
    wanted = address.rsplit("/", 1)[1]
    on = {
        day: next(
            one["monument"]["state"]
            for one in client.get(f"{BASE}/covenant-steles?on={day}").json()["items"]
            if one["id"] == wanted
        )
        for day in ("2025-12-31", "2026-01-01")
    }
    assert on == {"2025-12-31": "standing", "2026-01-01": "damaged"}


def test_a_monument_far_from_the_line_is_refused(
    client: TestClient, place: dict[str, float]
) -> None:
    far = stele({"lon": place["lon"] + 0.2, "lat": place["lat"]})
    answer = client.put(f"{BASE}/covenant-steles/{uuid4()}", json=body(far))
    assert answer.status_code == 409
    assert "米" in answer.json()["detail"]
