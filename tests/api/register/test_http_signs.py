"""Signs are registered with a checked text, looked at, mended; the right people are told."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import text

from api.services.registering import registering
from api.services.registering.entries import NameEntry, NameHead
from api.store.session import transaction
from naming.uncertain_day import day
from tests.api.register.conftest import BASIS, Office, Official

Hamlets = Callable[..., NameHead]
V1 = "/api/v1"
NAMES = iter(f"{one}沱标院" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东西南北")


@pytest.fixture
def hamlet(hamlets: Hamlets) -> tuple[int, str]:
    name = next(NAMES)
    return hamlets(name).id, name


def lettering(office: Office, name: str) -> str:
    asked = {"name": name, "characters": name, "romanization": "x"}
    return str(office.client.post(f"{V1}/sign-checks", json=asked).json()["on_sign"])


def plate(office: Office, hamlet: tuple[int, str], **more: Any) -> dict[str, Any]:
    id, name = hamlet
    return {
        "name_id": id,
        "kind": "settlement",
        "characters": name,
        "romanization": lettering(office, name),
        "place": {"lon": 108.401, "lat": 30.8},
        "set_up_on": "2026-05-01",
        **more,
    }


def put(
    office: Office,
    body: dict[str, Any],
    id: Any = None,
    *,
    by: Official | None = None,
    tag: str = "",
) -> Any:
    headers = (by or office.editor).headers | ({"If-Match": tag} if tag else {})
    return office.client.put(f"{V1}/signs/{id or uuid4()}", json=body, headers=headers)


@pytest.fixture
def sign(office: Office, hamlet: tuple[int, str]) -> dict[str, Any]:
    answer = put(office, plate(office, hamlet))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_sign_stands_in_the_register_and_is_due_in_a_year(sign: dict[str, Any]) -> None:
    assert (sign["verdict"], sign["condition_title"], sign["kind_title"]) == (
        "pass",
        "完好",
        "居民点标志",
    )
    assert sign["next_due"] == "2027-05-01"


def test_the_same_sign_sent_twice_is_one(office: Office, hamlet: tuple[int, str]) -> None:
    id, body = uuid4(), plate(office, hamlet)
    assert [put(office, body, id).status_code for _ in range(2)] == [201, 200]
    found = office.client.get(f"{V1}/signs?name={hamlet[0]}&f=json").json()
    assert found["numberMatched"] == 1


def test_a_planned_sign_in_english_is_refused(office: Office, hamlet: tuple[int, str]) -> None:
    body = plate(office, hamlet, state="planned", romanization="Tuobiao Village")
    answer = put(office, body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/sign-refused"
    assert "GB" not in answer.json()["title"]


def test_a_standing_sign_with_a_wrong_text_is_registered_as_wrong(
    office: Office, hamlet: tuple[int, str]
) -> None:
    answer = put(office, plate(office, hamlet, romanization="TUO BIAO CUN")).json()
    assert (answer["condition"], answer["verdict"]) == ("wrong", "warn")
    assert {one["rule"] for one in answer["findings"]} == {"SG-1b"}


def test_a_change_needs_the_state_it_was_made_from(
    office: Office, hamlet: tuple[int, str], sign: dict[str, Any]
) -> None:
    body = plate(office, hamlet, material="石材")
    assert put(office, body, sign["id"]).status_code == 428
    assert put(office, body, sign["id"], tag='"s9"').status_code == 412
    changed = put(office, body, sign["id"], tag='"s1"')
    assert (changed.status_code, changed.headers["etag"]) == (200, '"s2"')


def test_a_look_moves_the_next_one_by_a_year(office: Office, sign: dict[str, Any]) -> None:
    body = {"inspected_on": "2026-11-01", "condition": "worn", "note": "褪色"}
    address = f"{V1}/signs/{sign['id']}/inspections/{uuid4()}"
    for _ in range(2):
        answer = office.client.put(address, json=body, headers=office.colleague.headers)
        assert answer.status_code == 200, answer.text
    assert (answer.json()["condition"], answer.json()["next_due"]) == ("worn", "2027-11-01")
    work = office.client.get(f"{V1}/signs/{sign['id']}/work", headers=office.editor.headers)
    (look,) = work.json()["inspections"]
    assert (look["person"], look["note"]) == ("周强", "褪色")


def test_an_older_look_told_later_changes_nothing(office: Office, sign: dict[str, Any]) -> None:
    for on, condition in (("2026-11-01", "damaged"), ("2026-06-01", "good")):
        office.client.put(
            f"{V1}/signs/{sign['id']}/inspections/{uuid4()}",
            json={"inspected_on": on, "condition": condition},
            headers=office.editor.headers,
        )
    assert office.client.get(f"{V1}/signs/{sign['id']}").json()["condition"] == "damaged"


def test_nobody_looks_at_a_sign_tomorrow(office: Office, sign: dict[str, Any]) -> None:
    tomorrow = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011
    answer = office.client.put(
        f"{V1}/signs/{sign['id']}/inspections/{uuid4()}",
        json={"inspected_on": tomorrow, "condition": "good"},
        headers=office.editor.headers,
    )
    assert answer.status_code == 409


def test_what_is_damaged_is_first_of_the_duties_until_it_is_mended(
    office: Office, sign: dict[str, Any]
) -> None:
    def duties(by: Official) -> list[str]:
        told = office.client.get(f"{V1}/sign-duties?by=2026-11-22&limit=1000", headers=by.headers)
        return [one["id"] for one in told.json()["signs"]]

    office.client.put(
        f"{V1}/signs/{sign['id']}/inspections/{uuid4()}",
        json={"inspected_on": "2026-11-01", "condition": "damaged"},
        headers=office.editor.headers,
    )
    assert sign["id"] in duties(office.editor)
    assert sign["id"] not in duties(office.neighbour)
    office.client.put(
        f"{V1}/signs/{sign['id']}/repairs/{uuid4()}",
        json={"repaired_on": "2026-11-10", "unit": "市政公司", "what": "更换版面"},
        headers=office.editor.headers,
    )
    assert sign["id"] not in duties(office.editor)


def test_the_signs_of_a_name_given_up_are_wrong(
    office: Office, hamlet: tuple[int, str], sign: dict[str, Any]
) -> None:
    later = replace(BASIS, day=day(date(2026, 9, 1)))
    with transaction(office.engine, actor="test") as db:
        registering.rename_place(
            db, office.editor.person, hamlet[0], NameEntry(f"新{hamlet[1]}"), later
        )
    told = office.client.get(f"{V1}/signs/{sign['id']}").json()
    assert told["condition_title"] == "内容有误"
    assert "GN-19-1" in {one["rule"] for one in told["findings"]}


def test_only_those_who_keep_signs_here_write(
    office: Office, hamlet: tuple[int, str], sign: dict[str, Any]
) -> None:
    body = plate(office, hamlet)
    assert put(office, body, by=office.applicant).status_code == 403
    assert put(office, body, by=office.neighbour).status_code == 403
    look = {"inspected_on": "2026-11-01", "condition": "good"}
    address = f"{V1}/signs/{sign['id']}/inspections/{uuid4()}"
    for who in (office.applicant, office.neighbour):
        assert office.client.put(address, json=look, headers=who.headers).status_code == 403
    assert office.client.put(address, json=look).status_code == 401


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "flag"}, "没有“flag”这一类标志"),
        ({"set_up_on": "2030-01-01"}, "还没有到"),
        ({"place": {"lon": 30.8, "lat": 108.4}}, "经"),
        ({"name_id": 999_999_999}, "没有编号"),
    ],
)
def test_a_wrong_sign_is_refused_with_words(
    office: Office, hamlet: tuple[int, str], more: dict[str, Any], words: str
) -> None:
    answer = put(office, plate(office, hamlet, **more))
    assert answer.status_code in (404, 422)
    assert words in answer.text


def test_a_code_is_one_signs_own(office: Office, hamlet: tuple[int, str]) -> None:
    code = f"BZ{uuid4().hex[:8]}"
    assert put(office, plate(office, hamlet, code=code)).status_code == 201
    assert put(office, plate(office, hamlet, code=code)).status_code == 422


def test_a_photo_is_kept_and_given_back(office: Office, sign: dict[str, Any]) -> None:
    written = io.BytesIO()
    Image.new("RGB", (8, 6), "blue").save(written, "JPEG")
    address = f"{V1}/signs/{sign['id']}/photos/{uuid4()}"
    headers = office.editor.headers | {
        "file-name": "front.jpg",
        "content-type": "application/octet-stream",
    }
    made = office.client.put(address, content=written.getvalue(), headers=headers)
    assert made.status_code == 201, made.text
    assert office.client.get(address).content == written.getvalue()
    listed = office.client.get(f"{V1}/signs/{sign['id']}/photos").json()["photos"]
    assert [one["href"] for one in listed] == [address]


def test_what_is_no_picture_is_refused(office: Office, sign: dict[str, Any]) -> None:
    headers = office.editor.headers | {
        "file-name": "front.jpg",
        "content-type": "application/octet-stream",
    }
    address = f"{V1}/signs/{sign['id']}/photos/{uuid4()}"
    answer = office.client.put(address, content=b"<svg onload=x>", headers=headers)
    assert answer.status_code == 422


def test_the_preview_shows_name_and_letters(office: Office, sign: dict[str, Any]) -> None:
    answer = office.client.get(f"{V1}/signs/{sign['id']}/preview.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert sign["characters"] in answer.text
    assert sign["romanization"] in answer.text


def test_a_sign_only_thought_of_is_drawn(office: Office) -> None:
    answer = office.client.get(f"{V1}/sign-previews/plate.svg?characters=望涧路&axis=north_south")
    assert "WANGJIAN LU" in answer.text


def test_the_text_of_a_sign_is_checked_beside_the_register(office: Office) -> None:
    asked = {"name": "乌有乌有路", "characters": "乌有乌有路", "romanization": "WUYOU WUYOU ROAD"}
    told = office.client.post(f"{V1}/sign-checks", json=asked).json()
    assert {one["rule"] for one in told["findings"]} == {"GN-19-1", "SG-2"}
    assert told["verdict_title"] == "不予通过"


def test_signs_are_found_by_name_state_and_place(office: Office, sign: dict[str, Any]) -> None:
    asked = "state=standing&condition=good&bbox=108.4,30.79,108.5,30.81&f=json"
    (county,) = office.editor.person.division_ids
    found = office.client.get(f"{V1}/signs?{asked}&q={sign['characters']}&division={county}").json()
    assert [one["id"] for one in found["items"]] == [sign["id"]]


LINES = {
    "LINESTRING(108.40 30.80, 108.41 30.801)": ("east_west", "东西"),
    "MULTILINESTRING((108.4 30.8, 108.4 30.81), (108.402 30.82, 108.402 30.83))": (
        "north_south",
        "南北",
    ),
    "LINESTRING(108.4 30.8, 108.401 30.8, 108.401 30.82, 108.4 30.82, 108.4 30.8)": (
        "north_south",
        "南北",
    ),
    "LINESTRING(108.4 30.8, 108.41 30.8, 108.41 30.809, 108.4 30.809, 108.4 30.8)": ("", ""),
}


def test_the_form_of_a_sign_says_what_the_register_knows_of_the_road(
    office: Office, hamlet: tuple[int, str]
) -> None:
    fields = {"starts_at": "镇政府", "ends_at": "渡口", "width_m": 6}
    with transaction(office.engine, actor="test") as db:
        db.execute(text(_RECORD), {"id": hamlet[0], "fields": json.dumps(fields)})
    for line, (axis, way) in LINES.items():
        with transaction(office.engine, actor="test") as db:
            db.execute(text(_ROAD), {"id": hamlet[0], "line": line})
        page = office.client.get(f"/signs/new?name={hamlet[0]}", headers=office.editor.headers)
        chosen = re.search(r'name="axis".*?</select>', page.text, re.S)
        assert chosen is not None
        assert re.findall(r'value="(\w*)" selected', chosen[0]) == [axis], line
        assert "起点镇政府；止点渡口" in page.text
        assert ("方位角" in page.text, f"为{way}向" in page.text) == (bool(axis), bool(axis))
        assert "data-known=" in page.text
        assert f'value="{office.editor.person.organisation}"' in page.text


_ROAD = """
UPDATE place SET kind = 'street', location_status = 'official',
                 geom = ST_GeomFromText(:line, 4490)
WHERE id = (SELECT place_id FROM place_name WHERE id = :id)
"""
_RECORD = """
INSERT INTO name_record (place_name_id, fields, recorded)
VALUES (:id, CAST(:fields AS jsonb), tstzrange(now(), NULL))
"""
