"""Every row of the lists is in the register; what is told of a listing is changed in sight."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

import boundary_data
from api.app import create_app
from api.settings import load_settings
from api.store.session import Engine, engine_for
from tests.signed_in import signed_in

V1 = "/api/v1/heritage"
FILE = Path(boundary_data.__file__).parent / "samples" / "names" / "heritage_lists.csv"


@pytest.fixture(scope="module")
def engine(register_copy: str) -> Iterator[Engine]:
    made = engine_for(register_copy)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("files")
    settings = load_settings(database_url="postgresql:///unused", files_dir=folder)
    with TestClient(create_app(settings, engine)) as made:
        yield made


@pytest.fixture(scope="module")
def here(engine: Engine) -> dict[str, str]:
    return signed_in(engine, ["clerk", "editor"], ["500103"])


@pytest.fixture(scope="module")
def elsewhere(engine: Engine) -> dict[str, str]:
    return signed_in(engine, ["clerk", "editor"], ["500101"])


@pytest.fixture
def listing(client: TestClient) -> dict[str, Any]:
    [one] = client.get(V1, params={"q": "较场口", "f": "json"}).json()["items"]
    return dict(client.get(f"{V1}/{one['id']}").json())


def change(client: TestClient, listing: dict[str, Any], by: dict[str, str], **told: Any) -> Any:
    address = f"{V1}/{listing['id']}"
    tag = client.get(address).headers["etag"]
    body = {"standing": "protected", "why": "核实", **told}
    return client.put(address, json=body, headers=by | {"If-Match": tag})


def test_every_row_of_the_lists_is_there_once(client: TestClient) -> None:
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = Counter(row["list"] for row in csv.DictReader(stream))
    lists = client.get(f"{V1}/lists").json()["lists"]
    assert {one["title"]: one["names"] for one in lists} == dict(rows)
    assert sum(rows.values()) == 231
    levels: Counter[str] = Counter()
    for one in lists:
        levels[one["level"]] += one["names"]
    assert levels == {"nation": 3, "province": 103, "prefecture": 109, "county": 16}
    batches = {one["title"]: one["batch"] for one in lists}
    assert batches["重庆市第二批历史地名保护名录"] == "第二批"


def test_a_vanished_name_tells_reason_and_year_and_keeps_what_it_was(
    client: TestClient, listing: dict[str, Any], here: dict[str, str]
) -> None:
    refused = change(client, listing, here, standing="vanished")
    assert refused.status_code == 422
    assert "消失原因" in refused.text
    told = {"standing": "vanished", "vanished_reason": "修路拆除", "vanished_text": "1998"}
    made = change(client, listing, here, **told)
    assert made.status_code == 200, made.text
    assert (made.json()["vanished_year"], made.json()["standing"]) == ("1998", "vanished")
    page = client.get(f"/heritage/{listing['id']}", headers=here | {"Accept": "text/html"}).text
    assert "修路拆除" in page
    assert "受保护 → 已消失" in page
    assert "修路拆除" in client.get("/heritage?standing=vanished").text


def test_the_slower_of_two_is_told(
    client: TestClient, listing: dict[str, Any], here: dict[str, str]
) -> None:
    headers = here | {"If-Match": f'"l{listing["id"]}"'}
    body = {"standing": "protected", "why": "核实"}
    answers = [
        client.put(f"{V1}/{listing['id']}", json=body | {"note": note}, headers=headers)
        for note in ("甲", "乙")
    ]
    assert [one.status_code for one in answers] == [200, 412]


def test_another_county_changes_nothing(
    client: TestClient, listing: dict[str, Any], elsewhere: dict[str, str]
) -> None:
    assert change(client, listing, elsewhere, note="别县").status_code == 403
    measure = {"kind": "sign", "content": "立牌", "decided_on": "2026-03-01"}
    address = f"{V1}/{listing['id']}/measures/{uuid4()}"
    assert client.put(address, json=measure, headers=elsewhere).status_code == 403


def test_a_measure_has_its_body_its_evidence_and_its_end(
    client: TestClient, listing: dict[str, Any], here: dict[str, str]
) -> None:
    id = uuid4()
    measure = {"kind": "live_reuse", "content": "命名新建广场", "decided_on": "2026-03-01"}
    measure |= {"responsible": "较场口街道办事处"}
    assert client.put(f"{V1}/{listing['id']}/measures/{id}", json=measure, headers=here).is_success
    octets = here | {"file-name": "a.txt", "content-type": "application/octet-stream"}
    sent = client.post(f"{V1}/measures/{id}/files", content="验收".encode(), headers=octets)
    assert sent.status_code == 201, sent.text
    done = measure | {"done_on": "2026-09-01", "done_note": "已验收"}
    changed = client.put(f"{V1}/measures/{id}", json=done, headers=here | {"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    kept = changed.json()
    told = (kept["responsible"], kept["done_on"], kept["version"])
    assert told == ("较场口街道办事处", "2026-09-01", 2)
    late = client.put(f"{V1}/measures/{id}", json=measure, headers=here | {"If-Match": '"1"'})
    assert late.status_code == 412
    [file] = kept["files"]
    address = f"{V1}/measures/{id}/files/{file['sha256']}"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=here).content == "验收".encode()
