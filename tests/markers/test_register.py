"""Markers are registered and changed over HTTP; nothing is overwritten, nothing doubled."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from starlette.testclient import TestClient

from tests.inspections.good_record import CHINA, picture
from tests.markers.sheets import LINE, sheet, write

MARKERS = f"/api/v1/lines/{LINE}/markers"


@pytest.fixture(scope="module")
def place(client: TestClient) -> tuple[float, float]:
    """A place on the line, between its first two stations."""
    shape = client.get(f"/api/v1/boundaries/{LINE}").json()["geometry"]
    lines = shape["coordinates"]
    first = lines if shape["type"] == "LineString" else lines[0]
    lon, lat = first[len(first) // 3]
    return lon, lat


def registered(client: TestClient, place: tuple[float, float], number: str) -> Any:
    answer = client.post(MARKERS, json=write(sheet(number, *place)))
    assert answer.status_code == 201, answer.text
    return answer


def journal(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM journal WHERE subject_kind = 'marker'")
        ).scalar_one()
    engine.dispose()
    return int(found)


def test_a_registered_marker_is_read_back_as_it_was_sent(
    client: TestClient, place: tuple[float, float]
) -> None:
    made = registered(client, place, "901Q").json()
    sent = sheet("901Q", *place)
    assert made["verdict"] == "pass", made["findings"]
    assert made["sheet"]["references"][0]["grid_azimuth_deg"] == 36.5
    assert {k: made["sheet"][k] for k in ("number", "height_m", "caretaker")} == {
        k: sent[k] for k in ("number", "height_m", "caretaker")
    }
    assert made["description"] == "单立双面石质界桩，位于万州区小周镇与云阳县巴阳镇之间"
    assert client.get(f"{MARKERS}/901Q").json()["sheet"] == made["sheet"]
    on_line = client.get(f"/api/v1/boundaries/{LINE}").json()["properties"]["markers"]
    assert "901Q" in {one["number"] for one in on_line}


def test_the_same_registration_sent_twice_is_one(
    client: TestClient, place: tuple[float, float], register_copy: str
) -> None:
    body = write(sheet("902Q", *place))
    assert client.post(MARKERS, json=body).status_code == 201
    lines = journal(register_copy)
    again = client.post(MARKERS, json=body)
    assert (again.status_code, again.json()["revision"]) == (200, 1)
    assert journal(register_copy) == lines


def test_every_write_leaves_one_line_in_the_journal(
    client: TestClient, place: tuple[float, float], register_copy: str
) -> None:
    before = journal(register_copy)
    tag = registered(client, place, "903Q").headers["ETag"]
    assert journal(register_copy) == before + 1
    changed = write(sheet("903Q", *place, material="混凝土"), kind="change")
    client.put(f"{MARKERS}/903Q", json=changed, headers={"If-Match": tag})
    assert journal(register_copy) == before + 2


def test_a_number_is_registered_once_on_a_line(
    client: TestClient, place: tuple[float, float]
) -> None:
    registered(client, place, "904Q")
    again = client.post(MARKERS, json=write(sheet(" 904q", *place)))
    assert again.status_code == 409
    assert "唯一" in again.json()["remedy"]


def test_a_change_is_a_new_version_and_the_old_day_reads_as_before(
    client: TestClient, place: tuple[float, float]
) -> None:
    tag = registered(client, place, "905Q").headers["ETag"]
    body = write(sheet("905Q", *place, material="混凝土"), kind="change", valid_from="2026-02-01")
    made = client.put(f"{MARKERS}/905Q", json=body, headers={"If-Match": tag})
    assert made.status_code == 200, made.text
    assert made.json()["revision"] == 2
    old = client.get(f"{MARKERS}/905Q?on=2025-12-31").json()
    new = client.get(f"{MARKERS}/905Q?on=2026-02-01").json()
    assert (old["sheet"]["material"], new["sheet"]["material"]) == ("石", "混凝土")
    versions = client.get(f"{MARKERS}/905Q/versions").json()["versions"]
    assert [one["sheet"]["material"] for one in versions] == ["石", "混凝土"]
    assert [one["kind"] for one in versions] == ["登记", "变更"]


def test_a_change_made_from_an_older_version_is_refused(
    client: TestClient, place: tuple[float, float]
) -> None:
    tag = registered(client, place, "906Q").headers["ETag"]
    address = f"{MARKERS}/906Q"
    first = write(sheet("906Q", *place, note="一"), kind="change")
    assert client.put(address, json=first, headers={"If-Match": tag}).status_code == 200
    late = write(sheet("906Q", *place, note="二"), kind="change")
    answer = client.put(address, json=late, headers={"If-Match": tag})
    assert answer.status_code == 412
    assert client.put(address, json=late).status_code == 428
    again = client.put(address, json=first, headers={"If-Match": tag})
    assert (again.status_code, again.json()["revision"]) == (200, 2)


def test_a_marker_is_not_moved_without_agreement_survey_and_filing(
    client: TestClient, place: tuple[float, float]
) -> None:
    tag = registered(client, place, "907Q").headers["ETag"]
    moved = sheet("907Q", place[0] + 0.0001, place[1])
    body = write(moved, kind="move", valid_from="2026-01-01")
    answer = client.put(f"{MARKERS}/907Q", json=body, headers={"If-Match": tag})
    assert answer.status_code == 422
    fields = {one["field"] for one in answer.json()["errors"]}
    assert fields == {"change.agreement", "change.joint_survey", "change.filing_no"}
    papers = {"agreement": "协议", "joint_survey": "测绘报告", "filing_no": "渝民备1号"}
    body = write(moved, kind="move", valid_from="2026-01-01", **papers)
    answer = client.put(f"{MARKERS}/907Q", json=body, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    before = client.get(f"/api/v1/lines/{LINE}/profile?on=2025-06-01").json()
    after = client.get(f"/api/v1/lines/{LINE}/profile?on=2026-06-01").json()
    where = [
        next(one["lon"] for one in profile["stations"] if one["number"] == "907")
        for profile in (before, after)
    ]
    assert where == [pytest.approx(place[0]), pytest.approx(place[0] + 0.0001)]


def test_a_wrong_azimuth_is_found_and_the_marker_registered(
    client: TestClient, place: tuple[float, float]
) -> None:
    body = write(sheet("908Q", *place))
    body["sheet"]["references"][1]["grid_azimuth_deg"] = 301.0
    made = client.post(MARKERS, json=body)
    assert made.status_code == 201
    [finding] = made.json()["findings"]
    assert finding["rule"] == "DJ-6"
    assert finding["evidence"]["azimuth_off_deg"] == pytest.approx(180.0, abs=0.01)


def test_what_lacks_a_caretaker_or_reference_objects_is_refused_line_by_line(
    client: TestClient, place: tuple[float, float]
) -> None:
    body = write(sheet("909Q", *place, caretaker="", references=[]))
    answer = client.post(MARKERS, json=body)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {
        "sheet.caretaker",
        "sheet.references",
    }
    assert client.get(f"{MARKERS}/909Q").status_code == 404


def test_only_a_side_of_the_line_registers(client: TestClient, place: tuple[float, float]) -> None:
    body = write(sheet("910Q", *place))
    body["by"]["division_code"] = "500102"
    assert client.post(MARKERS, json=body).status_code == 403


def test_a_scrapped_marker_leaves_the_line_and_stays_in_its_history(
    client: TestClient, place: tuple[float, float]
) -> None:
    tag = registered(client, place, "911Q").headers["ETag"]
    body = write(sheet("911Q", *place, state="scrapped"), kind="scrap", valid_from="2026-03-01")
    answer = client.put(f"{MARKERS}/911Q", json=body, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    for day, there in (("2026-02-01", True), ("2026-03-01", False)):
        profile = client.get(f"/api/v1/lines/{LINE}/profile?on={day}").json()
        assert ("911" in {one["number"] for one in profile["stations"]}) is there


def test_a_marker_that_was_only_loaded_keeps_what_it_was_entered_with(
    client: TestClient,
) -> None:
    listed = client.get(MARKERS).json()["markers"]
    old = next(one for one in listed if one["revision"] == 0)
    here = old["sheet"]["position"]
    body = write(sheet(old["number"], here["lon"], here["lat"]), kind="change")
    body["sheet"]["standing"] = old["sheet"]["standing"]
    answer = client.put(f"{MARKERS}/{old['number']}", json=body, headers={"If-Match": old["etag"]})
    assert answer.status_code == 200, answer.text
    versions = client.get(f"{MARKERS}/{old['number']}/versions").json()["versions"]
    assert [one["revision"] for one in versions] == [1, 2]
    assert versions[0]["sheet"]["material"] == ""
    assert versions[1]["sheet"]["material"] == "石"


def test_the_audit_of_a_line_finds_what_its_markers_lack(client: TestClient) -> None:
    audit = client.get(f"{MARKERS}/audit").json()
    assert audit["checked"] > 5
    assert audit["counts"]["DJ-5"] >= 1
    weights = {one["severity"] for each in audit["markers"] for one in each["findings"]}
    assert "block" not in weights


def test_a_photo_is_kept_once_and_told_of(client: TestClient, place: tuple[float, float]) -> None:
    registered(client, place, "912Q")
    photo = picture(*place, datetime(2025, 4, 1, 10, tzinfo=CHINA))
    address = f"{MARKERS}/912Q/pictures/{uuid4()}"
    headers = {"File-Name": "912-%E4%B8%9C.jpg"}
    made = client.put(f"{address}?caption=东面", content=photo, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json()["file"] == "912-东.jpg"
    assert made.json()["lon"] == pytest.approx(place[0], abs=1e-4)
    assert client.put(address, content=photo, headers=headers).status_code == 200
    assert client.get(address).content == photo
    assert client.put(address, content=b"no picture", headers=headers).status_code == 422
    page = client.get(f"/lines/{LINE}/markers/912Q").text
    assert "东面" in page


def test_the_form_says_every_item_of_the_sheet(
    client: TestClient, place: tuple[float, float]
) -> None:
    registered(client, place, "913Q")
    page = client.get(f"/lines/{LINE}/markers/913Q").text
    for words in (
        "单立双面石质界桩",
        "万州区小周镇",
        "纵坐标X",
        "412.35 米（1985国家高程基准）",
        "黄葛树",
        "36°30′",
        "依据：界桩管护协议",
        "登记沿革",
        "民政部门负责人",
    ):
        assert words in page
    assert client.get(f"/lines/{LINE}/markers/913Q/sketch.png").content[:4] == b"\x89PNG"


def test_the_form_is_printed_as_pdf_and_docx(
    client: TestClient, place: tuple[float, float]
) -> None:
    registered(client, place, "914Q")
    assert client.get(f"{MARKERS}/914Q/form.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{MARKERS}/914Q/form.docx").content[:2] == b"PK"
