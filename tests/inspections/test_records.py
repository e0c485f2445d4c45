"""Records of joint inspections: written once, stepped on by the right side, final when filed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from starlette.testclient import TestClient

from api.store.checks import libpq_url
from tests.inspections.good_record import CHINA, STATES, Record, good_record, photo_of
from tests.inspections.record_desk import (
    EAST,
    LINE,
    RECORDS,
    STEPS,
    WEST,
    filed,
    fresh,
    put,
    send,
    take,
)


@pytest.fixture(scope="module")
def model(client: TestClient) -> Record:
    return good_record(client, LINE, str(uuid4()))


def test_a_good_record_is_kept_as_a_draft(client: TestClient, model: Record) -> None:
    answer = put(client, fresh(model))
    assert (answer.status_code, answer.json()["stage"]) == (201, "drafted")
    assert "block" not in {finding["severity"] for finding in answer.json()["findings"]}


def test_sending_it_again_changes_nothing(client: TestClient, model: Record) -> None:
    record = fresh(model)
    first, again = put(client, record), put(client, record)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["revision"] == 1


def test_another_text_under_the_same_id_needs_the_tag(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    answer = put(client, {**record, "remark": "改"})
    assert answer.status_code == 412
    assert "第 1 稿" in answer.json()["remedy"]


def test_with_the_tag_it_becomes_the_next_revision(client: TestClient, model: Record) -> None:
    record = fresh(model)
    tag = put(client, record).headers["etag"]
    answer = put(client, {**record, "remark": "改"}, tag=tag)
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    old = client.get(f"{RECORDS}/{record['record_id']}/revisions/1").json()
    assert old["body"] == record


def test_a_stranger_may_not_write(client: TestClient, model: Record) -> None:
    answer = put(client, fresh(model), side="500107")
    assert answer.status_code == 403
    assert WEST in answer.json()["remedy"]


def test_a_body_that_is_no_record_is_refused_whole(client: TestClient, model: Record) -> None:
    record = fresh(model)
    answer = put(client, {**record, "round": "五"})
    assert answer.status_code == 422
    assert client.get(f"{RECORDS}/{record['record_id']}").status_code == 404


def test_the_id_of_the_address_is_that_of_the_record(client: TestClient, model: Record) -> None:
    body = {"by": {"person": "张三", "division_code": WEST}, "record": fresh(model)}
    assert client.put(f"{RECORDS}/{uuid4()}", json=body).status_code == 412


def test_a_flawed_draft_is_kept_and_not_submitted(client: TestClient, model: Record) -> None:
    record = fresh(model)
    record["marker_checks"].pop()
    assert put(client, record).json()["verdict"] == "block"
    answer = take(client, record["record_id"], "submit", WEST)
    assert answer.status_code == 422
    assert any(
        "JI-9b" in str(error) or "没有" in error["message"] for error in answer.json()["errors"]
    )
    assert client.get(f"{RECORDS}/{record['record_id']}").json()["stage"] == "drafted"


def test_a_step_without_a_tag_is_refused(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    body = {"verb": "submit", "by": {"person": "李四", "division_code": WEST}}
    answer = client.post(f"{RECORDS}/{record['record_id']}/steps", json=body)
    assert answer.status_code == 428


def test_a_step_on_an_old_state_is_refused(client: TestClient, model: Record) -> None:
    record = fresh(model)
    tag = put(client, record).headers["etag"]
    assert take(client, record["record_id"], "submit", WEST, tag=tag).status_code == 200
    assert take(client, record["record_id"], "withdraw", WEST, tag=tag).status_code == 412


@pytest.mark.parametrize(
    ("verb", "side"),
    [("confirm", WEST), ("return", WEST), ("withdraw", EAST), ("confirm", "500107")],
)
def test_a_step_is_the_right_sides(client: TestClient, model: Record, verb: str, side: str) -> None:
    record = fresh(model)
    put(client, record)
    take(client, record["record_id"], "submit", WEST)
    assert take(client, record["record_id"], verb, side).status_code == 403


def test_a_step_out_of_order_is_refused(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    assert take(client, record["record_id"], "file", "500000").status_code == 409


def test_a_submitted_record_is_not_written_over(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    tag = take(client, record["record_id"], "submit", WEST).headers["etag"]
    assert put(client, {**record, "remark": "改"}, tag=tag).status_code == 409


def test_what_is_returned_can_be_mended(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    take(client, record["record_id"], "submit", WEST)
    tag = take(client, record["record_id"], "return", EAST).headers["etag"]
    assert put(client, {**record, "remark": "补"}, tag=tag).json()["revision"] == 2


def test_a_filed_record_is_sealed_and_final(
    client: TestClient, model: Record, register_copy: str
) -> None:
    id = filed(client, fresh(model))
    kept = client.get(f"{RECORDS}/{id}").json()
    assert kept["stage"] == "filed"
    assert len(kept["digest"]) == 64
    with (
        psycopg.connect(libpq_url(register_copy)) as connection,
        pytest.raises(psycopg.errors.IntegrityError),
    ):
        connection.execute("update inspection_revision set body = '{}' where record_id = %s", (id,))


def test_filing_notes_the_last_inspection_of_the_line(client: TestClient, model: Record) -> None:
    record = fresh(model)
    filed(client, record)
    line = client.get(f"/api/v1/lines?left={WEST}&right={EAST}").json()["lines"][0]
    assert line["last_inspected_on"] == record["field_check"]["ended_on"]


def test_an_inspection_for_an_occasion_does_not_begin_the_five_years_anew(
    client: TestClient, model: Record
) -> None:
    def last() -> str:
        line = client.get(f"/api/v1/lines/{LINE}/profile").json()["line"]
        return str(line["last_inspected_on"])

    before = last()
    record = fresh(model)
    record |= {"kind": "ad_hoc", "occasion": "特大洪水"}
    record["field_check"]["ended_on"] = str(datetime.now(CHINA).date())
    del record["round"]
    filed(client, record)
    assert last() == before


def test_a_lost_marker_is_not_intact_again_without_being_made_anew(
    client: TestClient, model: Record
) -> None:
    first = fresh(model)
    lost = first["marker_checks"][4]
    due = str(datetime.now(CHINA).date() + timedelta(days=60))
    lost |= {
        "condition": "lost",
        "target_state": dict.fromkeys(STATES, False),
        "follow_up": {"action": "rebuild", "by": WEST, "due": due},
    }
    del lost["measured"]
    filed(client, first)
    again = fresh(model)
    again["marker_checks"][4]["remark"] = "完好"
    put(client, again)
    refused = take(client, again["record_id"], "submit", WEST)
    assert "上次记为丢失，本次记为完好" in str(refused.json()["errors"])
    again["marker_checks"][4]["follow_up"] = {
        "action": "rebuild",
        "by": WEST,
        "done_on": again["field_check"]["ended_on"],
        "attendees": [{"name": "甲", "division_code": code} for code in (WEST, EAST)],
        "new_register_form": True,
    }
    tag = client.get(f"{RECORDS}/{again['record_id']}").headers["etag"]
    put(client, again, tag=tag)
    for verb, side in STEPS:
        answer = take(client, again["record_id"], verb, side)
        assert answer.status_code == 200, answer.text


def test_a_filed_record_is_corrected_by_another(client: TestClient, model: Record) -> None:
    id, successor = filed(client, fresh(model)), str(uuid4())
    body = {"id": successor, "by": {"person": "张三", "division_code": WEST}}
    answer = client.post(f"{RECORDS}/{id}/corrections", json=body)
    assert (answer.status_code, answer.json()["supersedes"]) == (201, id)
    assert client.get(f"{RECORDS}/{id}").json()["superseded_by"] == successor
    again = client.post(f"{RECORDS}/{id}/corrections", json={**body, "id": str(uuid4())})
    assert again.status_code == 409


def test_the_journal_tells_every_step(
    client: TestClient, model: Record, register_copy: str
) -> None:
    id = filed(client, fresh(model))
    with psycopg.connect(libpq_url(register_copy)) as connection:
        verbs = connection.execute(
            "select verb from journal where subject_kind = 'inspection_record'"
            " and subject_id = %s order by id",
            (id,),
        ).fetchall()
    assert [verb for (verb,) in verbs] == ["write", "submit", "confirm", "report", "file"]


# photos


def test_a_photo_sent_in_parts_is_put_together(client: TestClient, model: Record) -> None:
    record, photo = fresh(model), str(uuid4())
    put(client, record)
    content = photo_of(record["marker_checks"][0])
    half, size = len(content) // 2, len(content)
    first = send(
        client,
        record["record_id"],
        photo,
        content[:half],
        Content_Range=f"bytes 0-{half - 1}/{size}",
    )
    assert (first.status_code, first.headers["upload-offset"]) == (202, str(half))
    told = client.head(f"{RECORDS}/{record['record_id']}/photos/{photo}/received")
    assert told.headers["upload-offset"] == str(half)
    # the answer was lost, so the phone sends a part that overlaps
    last = send(
        client,
        record["record_id"],
        photo,
        content[half - 10 :],
        Content_Range=f"bytes {half - 10}-{size - 1}/{size}",
    )
    assert (last.status_code, last.json()["whole"]) == (201, True)
    got = client.get(f"{RECORDS}/{record['record_id']}/photos/{photo}")
    assert (got.content, got.headers["content-type"]) == (content, "image/jpeg")


def test_a_photo_tells_where_and_when_it_was_taken(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    check = record["marker_checks"][0]
    told = send(client, record["record_id"], str(uuid4()), photo_of(check)).json()
    assert told["lon"] == pytest.approx(check["photos"][0]["lon"], abs=1e-6)
    assert told["taken_at"][:16] == check["photos"][0]["taken_at"][:16]


def test_a_gap_between_parts_is_refused_with_the_place_to_go_on(
    client: TestClient, model: Record
) -> None:
    record = fresh(model)
    put(client, record)
    answer = send(
        client, record["record_id"], str(uuid4()), b"x" * 10, Content_Range="bytes 90-99/100"
    )
    assert answer.status_code == 409
    assert "第 0 字节" in answer.json()["remedy"]


@pytest.mark.parametrize("given", ["bytes 0-9", "0-9/10", "bytes 0-99/100", "bytes 5-2/10"])
def test_a_range_that_does_not_fit_is_refused(
    client: TestClient, model: Record, given: str
) -> None:
    record = fresh(model)
    put(client, record)
    answer = send(client, record["record_id"], str(uuid4()), b"x" * 10, Content_Range=given)
    assert answer.status_code == 400


def test_what_is_no_picture_is_refused_and_forgotten(client: TestClient, model: Record) -> None:
    record, photo = fresh(model), str(uuid4())
    put(client, record)
    assert send(client, record["record_id"], photo, b"no picture").status_code == 422
    assert (
        client.head(f"{RECORDS}/{record['record_id']}/photos/{photo}/received").status_code == 404
    )


def test_other_bytes_than_announced_are_refused(client: TestClient, model: Record) -> None:
    record = fresh(model)
    put(client, record)
    content = photo_of(record["marker_checks"][0])
    answer = send(client, record["record_id"], str(uuid4()), content, Digest_SHA256="0" * 64)
    assert answer.status_code == 422


def test_a_picture_from_elsewhere_is_found(client: TestClient, model: Record) -> None:
    record = fresh(model)
    tag = put(client, record).headers["etag"]
    other = photo_of(record["marker_checks"][5])
    name = record["marker_checks"][0]["photos"][0]["file"]
    send(client, record["record_id"], str(uuid4()), other, File_Name=name)
    answer = put(client, {**record, "remark": "已传照片"}, tag=tag).json()
    assert "JI-9r" in {finding["rule"] for finding in answer["findings"]}


# documents
