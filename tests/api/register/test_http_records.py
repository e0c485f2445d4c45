"""The record of a name over HTTP: read by all, written by its editors, never over each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from shapely.geometry import LineString

from api.services.registering.entries import NameEntry, NameHead, PlaceEntry
from api.services.registering.registering import register_name
from api.store.session import transaction
from naming.place_kind import PlaceKind
from tests.api.register.conftest import BASIS, Office, Official

Hamlets = Callable[..., NameHead]
V1 = "/api/v1"


@pytest.fixture
def hamlet(hamlets: Hamlets) -> NameHead:
    return hamlets(f"沱湾{'子丑寅卯辰巳午未申酉'[uuid4().int % 10]}院", fields={"meaning": "江湾"})


def patch(
    office: Office,
    id: int,
    fields: dict[str, Any],
    *,
    by: Official | None = None,
    tag: str = '"v1"',
) -> Any:
    by = by or office.editor
    headers = by.headers | ({"If-Match": tag} if tag else {})
    body = {"fields": fields, "why": "补充"}
    return office.client.patch(f"{V1}/names/{id}/record", json=body, headers=headers)


def test_the_whole_name_is_told_with_its_record(office: Office, hamlet: NameHead) -> None:
    told = office.client.get(f"{V1}/names/{hamlet.id}").json()["properties"]
    assert told["record"] == {"meaning": "江湾"}
    assert (told["status"], told["in_use"], told["version"]) == ("standard", True, 1)
    assert told["events"][0]["document"] == "万州府〔2026〕12号"
    assert told["division"].startswith("万州区")


def test_before_its_first_day_a_name_is_not_in_use(office: Office, hamlet: NameHead) -> None:
    told = office.client.get(f"{V1}/names/{hamlet.id}?on=2026-02-28").json()["properties"]
    assert told["in_use"] is False


def test_before_it_was_entered_nobody_knew_it(office: Office, hamlet: NameHead) -> None:
    asked = f"{V1}/names/{hamlet.id}?known_at=2020-01-01T00:00:00%2B08:00"
    assert office.client.get(asked).status_code == 404


def test_an_editor_writes_a_field(office: Office, hamlet: NameHead) -> None:
    answer = patch(office, hamlet.id, {"origin": "因回水沱得名"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"v2"'
    assert answer.json()["fields"] == {"meaning": "江湾", "origin": "因回水沱得名"}
    assert office.client.get(f"{V1}/names/{hamlet.id}/record").headers["etag"] == '"v2"'


def test_a_cached_answer_is_not_given_after_a_change(office: Office, hamlet: NameHead) -> None:
    first = office.client.get(f"{V1}/names/{hamlet.id}")
    patch(office, hamlet.id, {"origin": "因沱"})
    again = office.client.get(
        f"{V1}/names/{hamlet.id}", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 200


def test_the_slower_editor_is_told_who_was_quicker(office: Office, hamlet: NameHead) -> None:
    patch(office, hamlet.id, {"origin": "甲"})
    late = patch(office, hamlet.id, {"origin": "乙"}, by=office.colleague)
    assert late.status_code == 412
    assert "万州区民政局李敏" in late.json()["detail"]
    assert "地名来历" in late.json()["detail"]


def test_of_many_editors_at_once_one_writes(office: Office, hamlet: NameHead) -> None:
    def write(number: int) -> int:
        return int(patch(office, hamlet.id, {"remark": f"第{number}人"}).status_code)

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(write, range(8)))
    assert answers == [200] + [412] * 7


def test_a_change_without_a_tag_is_refused(office: Office, hamlet: NameHead) -> None:
    assert patch(office, hamlet.id, {"origin": "甲"}, tag="").status_code == 428


@pytest.mark.parametrize("key", ["name", "romanization", "geometry", "place_code", "status"])
def test_the_name_itself_takes_a_case(office: Office, hamlet: NameHead, key: str) -> None:
    answer = patch(office, hamlet.id, {key: "别名"})
    assert answer.status_code == 409
    assert "更名" in answer.text


@pytest.mark.parametrize(
    ("fields", "words"), [({"length_m": "很长"}, "应为数字"), ({"famous": "x"}, "没有“famous”")]
)
def test_a_wrong_field_is_told(
    office: Office, hamlet: NameHead, fields: dict[str, Any], words: str
) -> None:
    answer = patch(office, hamlet.id, fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_visitors_and_applicants_write_nothing(office: Office, hamlet: NameHead) -> None:
    nobody = Official(office.editor.person, {})
    assert patch(office, hamlet.id, {"origin": "甲"}, by=nobody).status_code == 401
    assert patch(office, hamlet.id, {"origin": "甲"}, by=office.applicant).status_code == 403


def test_the_next_county_writes_nothing_here(office: Office, hamlet: NameHead) -> None:
    answer = patch(office, hamlet.id, {"origin": "甲"}, by=office.neighbour)
    assert answer.status_code == 403
    assert "管辖" in answer.text


def test_a_whole_record_is_rewritten(office: Office, hamlet: NameHead) -> None:
    answer = office.client.put(
        f"{V1}/names/{hamlet.id}/record",
        json={"fields": {"history": "清代成村"}, "why": "重录"},
        headers=office.editor.headers | {"If-Match": '"v1"'},
    )
    assert answer.json()["fields"] == {"history": "清代成村"}


def test_the_history_says_who_when_why_and_what(office: Office, hamlet: NameHead) -> None:
    patch(office, hamlet.id, {"meaning": "江边的湾"})
    address = f"{V1}/names/{hamlet.id}/history"
    assert office.client.get(address).status_code == 401
    told = office.client.get(address, headers=office.applicant.headers).json()
    newest, first = told["changes"]
    assert (newest["person"], newest["organisation"]) == ("李敏", "万州区民政局")
    assert (newest["verb_title"], newest["why"]) == ("修改档案", "补充")
    assert newest["changes"] == [
        {"key": "meaning", "label": "地名含义", "before": "江湾", "after": "江边的湾"}
    ]
    assert (first["verb_title"], first["document"]) == ("登记", "万州府〔2026〕12号")


def test_a_version_is_told_whole(office: Office, hamlet: NameHead) -> None:
    address = f"{V1}/names/{hamlet.id}/history/1"
    told = office.client.get(address, headers=office.editor.headers).json()
    assert told["before"] is None
    assert told["after"]["place"]["geometry"]["type"] == "Point"
    assert office.client.get(f"{address}9", headers=office.editor.headers).status_code == 404


def test_the_events_are_told_in_chinese(office: Office, hamlet: NameHead) -> None:
    told = office.client.get(f"{V1}/names/{hamlet.id}/events").json()
    assert [one["kind_title"] for one in told["events"]] == ["批准"]


PUBLIC = (
    "/names?q={name}&by=characters",
    "/names?kind=street&bbox=108.39,30.79,108.6,30.81",
    "/names?kind=street&near=108.4,30.8",
    "/names?kind=street&status=standard",
    "/standard-names?name={name}",
    "/name-exports/names.geojson?status=standard",
    "/name-exports/names.csv?status=standard",
    "/name-exports/names.national.json",
)


def test_what_is_secret_is_in_no_public_answer(office: Office) -> None:
    line = LineString([(108.40, 30.80), (108.41, 30.80)])
    road = PlaceEntry(PlaceKind.STREET, "道路", geometry=line)
    with transaction(office.engine, actor="test") as db:
        entry = NameEntry("隐沱路")
        secret = register_name(db, office.editor.person, entry, road, BASIS)
    asked = {"name": "隐沱路", "place_type": "道路", "division": "500101", "suggest": False}

    def told() -> dict[str, bool]:
        """Where the road is told of, by its id."""
        found = {one: office.client.get(V1 + one.format(name="隐沱路")).text for one in PUBLIC}
        return {
            one: bool(re.search(rf'(^|"id" ?: ?){secret.id},', text, re.MULTILINE))
            for one, text in found.items()
        }

    def checked() -> str:
        return str(office.client.post(f"{V1}/name-checks", json=asked).json()["findings"])

    assert [one for one, is_told in told().items() if not is_told] == []
    assert "已有" in checked()
    hidden = office.client.put(
        f"{V1}/names/{secret.id}/publication",
        json={"secrecy": "secret", "published": False, "why": "核定"},
        headers=office.editor.headers | {"If-Match": '"v1"'},
    )
    assert hidden.status_code == 200, hidden.text
    assert [one for one, is_told in told().items() if is_told] == []
    assert "已有" not in checked()
    for more in ("", "/record", "/events"):
        assert office.client.get(f"{V1}/names/{secret.id}{more}").status_code == 404


def test_the_officials_of_the_place_see_what_is_not_published(
    office: Office, hamlets: Hamlets
) -> None:
    kept = hamlets("内部沱院子", published=False)
    address = f"{V1}/names/{kept.id}"
    seen = {
        "editor": office.client.get(address, headers=office.editor.headers).status_code,
        "neighbour": office.client.get(address, headers=office.neighbour.headers).status_code,
        "applicant": office.client.get(address, headers=office.applicant.headers).status_code,
    }
    assert seen == {"editor": 200, "neighbour": 404, "applicant": 404}


def test_secret_names_cannot_be_published(office: Office, hamlet: NameHead) -> None:
    answer = office.client.put(
        f"{V1}/names/{hamlet.id}/publication",
        json={"secrecy": "secret", "published": True, "why": "误"},
        headers=office.editor.headers | {"If-Match": '"v1"'},
    )
    assert answer.status_code == 409
