"""Aliases, codes, tags and the past of a name over HTTP: what may change without a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from api.services.registering.entries import NameHead
from api.store.session import Session
from tests.api.register.conftest import Office

Hamlets = Callable[..., NameHead]
V1 = "/api/v1"
NAMES = iter(f"{one}沱别院" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")
ALIAS = {
    "name": "沱老院",
    "kind": "alias",
    "authority": "万州区民政局",
    "document": "万州民档〔2026〕3号",
    "day": "1958",
    "source": "《万县地名志》",
    "why": "普查补登",
}


@pytest.fixture
def hamlet(hamlets: Hamlets) -> int:
    return hamlets(next(NAMES), fields={"meaning": "江湾"}).id


def add(office: Office, beside: int, **more: Any) -> Any:
    body = ALIAS | more
    headers = office.editor.headers
    return office.client.post(f"{V1}/names/{beside}/other-names", json=body, headers=headers)


def etag(office: Office, name: int) -> str:
    return str(office.client.get(f"{V1}/names/{name}/record").headers["etag"])


def code(office: Office, name: int, place_code: str, type_code: str, tag: str = "") -> Any:
    body = {"place_code": place_code, "type_code": type_code, "why": "国家库已赋码"}
    headers = office.editor.headers | {"If-Match": tag or etag(office, name)}
    return office.client.put(f"{V1}/names/{name}/place-code", json=body, headers=headers)


def test_an_alias_a_short_and_a_former_name_stand_beside_the_standard_one(
    office: Office, hamlet: int
) -> None:
    for kind, more in (("alias", {}), ("short", {}), ("former", {"ended": "1983"})):
        answer = add(office, hamlet, kind=kind, name=f"沱{len(kind)}院", **more)
        assert answer.status_code == 201, answer.text
    told = office.client.get(f"{V1}/names/{hamlet}").json()["properties"]
    others = {one["kind"]: one for one in told["other_names"]}
    stand = {kind: one["status"] for kind, one in others.items()}
    assert stand == {"alias": "colloquial", "short": "colloquial", "former": "former"}
    life = office.client.get(f"{V1}/names/{others['alias']['id']}/events").json()
    [event] = life["events"]
    assert (event["document"], event["source"], event["happened"]) == (
        "万州民档〔2026〕3号",
        "《万县地名志》",
        "1958",
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "standard"}, "kind"),
        ({"kind": "former"}, "ended"),
        ({"day": "很久以前"}, "day"),
        ({"document": ""}, "document"),
    ],
)
def test_no_standard_name_comes_in_beside_a_case(
    office: Office, hamlet: int, more: dict[str, Any], field: str
) -> None:
    answer = add(office, hamlet, **more)
    assert answer.status_code == 422
    assert field in answer.text
    assert office.client.get(f"{V1}/names/{hamlet}").json()["properties"]["other_names"] == []


def test_the_same_alias_is_entered_once(office: Office, hamlet: int) -> None:
    assert [add(office, hamlet).status_code for _ in range(2)] == [201, 409]


def test_a_name_in_a_minority_script_needs_its_spelling(office: Office, hamlet: int) -> None:
    tibetan = {"kind": "minority", "name": "ཆུང་ཁིང"}
    assert "罗马字母" in add(office, hamlet, **tibetan).text
    made = add(office, hamlet, **tibetan, romanization="Qungking")
    assert made.status_code == 201, made.text
    told = office.client.get(f"{V1}/names?q=qungking&f=json").json()["items"]
    assert [one["name"] for one in told] == ["ཆུང་ཁིང"]


def test_a_code_is_checked_before_it_is_kept(office: Office, hamlet: int) -> None:
    with Session(office.engine) as db:
        town = db.execute(text(_TOWN), {"id": hamlet}).scalar_one()
    good = f"{town}22200000987"
    assert code(office, hamlet, f"{town}12100000987", "22200").status_code == 422
    assert code(office, hamlet, "110101001" + good[9:], "22200").status_code == 422
    assert code(office, hamlet, good, "22200", '"v9"').status_code == 412
    assert code(office, hamlet, good, "22200").status_code == 200
    place = office.client.get(f"{V1}/names/{hamlet}").json()["properties"]["place"]
    assert place["place_code"] == good
    history = office.client.get(
        f"/names/{hamlet}/history", headers=office.editor.headers | {"Accept": "text/html"}
    ).text
    assert "核定代码" in history
    assert good in history


_TOWN = """
SELECT diming_code_of(diming_ancestor(o.division_id, 4, current_date), current_date)
FROM place_name n JOIN place o ON o.id = n.place_id WHERE n.id = :id
"""


def test_tags_and_stories_stand_in_the_history_in_chinese(office: Office, hamlet: int) -> None:
    by = office.editor.headers
    told = {"note": "民宿", "why": "乡村著名行动"}
    office.client.put(f"{V1}/names/{hamlet}/tags/tourism", json=told, headers=by)
    flags = {"secrecy": "internal", "published": False, "why": "保密审查"}
    state = {"If-Match": etag(office, hamlet)}
    office.client.put(f"{V1}/names/{hamlet}/publication", json=flags, headers=by | state)
    page = office.client.get(f"/names/{hamlet}/history", headers=by | {"Accept": "text/html"}).text
    for words in ("加标签", "旅游（民宿）", "乡村著名行动", "设定公开范围", "内部", "李敏"):
        assert words in page
    assert "{&#39;" not in page, "nothing is told as it is stored"


def test_who_tags_from_an_older_state_is_told(office: Office, hamlet: int) -> None:
    old = etag(office, hamlet)
    by = office.editor.headers
    office.client.put(f"{V1}/names/{hamlet}/tags/food", json={}, headers=by)
    late = office.client.put(
        f"{V1}/names/{hamlet}/tags/ecology", json={}, headers=by | {"If-Match": old}
    )
    assert late.status_code == 412
    assert "标签" in late.json()["detail"]


def test_names_are_found_by_tag_and_text_together(office: Office, hamlet: int) -> None:
    by = office.editor.headers
    office.client.put(f"{V1}/names/{hamlet}/tags/red", json={}, headers=by)
    name = office.client.get(f"{V1}/names/{hamlet}").json()["properties"]["name"]
    for query, found in (("", True), (f"&q={name[1:]}", True), ("&q=没有的", False)):
        told = office.client.get(f"{V1}/names?tag=red&f=json{query}").json()
        assert (hamlet in [one["id"] for one in told["items"]]) is found
    assert office.client.get(f"{V1}/names?tag=gold").status_code == 400
    assert f"/names/{hamlet}" in office.client.get("/tags/red").text


def test_the_record_of_a_day_is_that_of_its_end(office: Office, hamlet: int) -> None:
    with Session(office.engine) as db:
        [today] = db.execute(text("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")).one()
    body = {"fields": {"meaning": "改过"}, "why": "核对"}
    headers = office.editor.headers | {"If-Match": etag(office, hamlet)}
    office.client.patch(f"{V1}/names/{hamlet}/record", json=body, headers=headers)
    meaning = {
        day: office.client.get(f"{V1}/names/{hamlet}/record?on={day}").json()["fields"]["meaning"]
        for day in (today - timedelta(days=1), today)
    }
    assert list(meaning.values()) == ["江湾", "改过"]
    page = office.client.get(f"/names/{hamlet}?on=2026-02-01").text
    assert "当日尚未启用" in page


def test_of_a_name_whose_beginning_is_not_known_nothing_is_claimed(office: Office) -> None:
    [listed] = office.client.get(f"{V1}/names?status=listed&limit=1&f=json").json()["items"]
    page = office.client.get(f"/names/{listed['id']}?on=1990-01-01").text
    assert "没有记载，只知不晚于" in page
    assert "当日尚未启用" not in page
