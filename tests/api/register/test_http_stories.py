"""“地名+”: tags and stories of names, told to the public once they are published."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from api.services.registering.entries import NameHead
from tests.api.register.conftest import Office

Hamlets = Callable[..., NameHead]
V1 = "/api/v1"
NAMES = iter(f"{one}沱事院" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")


@pytest.fixture
def hamlet(hamlets: Hamlets) -> int:
    return hamlets(next(NAMES)).id


def tag(office: Office, name: int, word: str, note: str = "") -> Any:
    address = f"{V1}/names/{name}/tags/{word}"
    return office.client.put(address, json={"note": note}, headers=office.editor.headers)


def story(name: int, **more: Any) -> dict[str, Any]:
    return {"name_id": name, "title": "望沱的来历", "body": "沱水回湾。", "published": True, **more}


def put(office: Office, id: Any, body: dict[str, Any], tag: str = "") -> Any:
    headers = office.editor.headers | ({"If-Match": tag} if tag else {})
    return office.client.put(f"{V1}/stories/{id}", json=body, headers=headers)


def test_a_name_gets_tags_and_loses_them(office: Office, hamlet: int) -> None:
    tag(office, hamlet, "tourism", "民宿")
    told = tag(office, hamlet, "food", "沱鱼").json()
    assert [(one["label"], one["note"]) for one in told["tags"]] == [
        ("旅游", "民宿"),
        ("美食", "沱鱼"),
    ]
    address = f"{V1}/names/{hamlet}/tags/tourism"
    told = office.client.delete(address, headers=office.editor.headers).json()
    assert [one["tag"] for one in told["tags"]] == ["food"]
    assert office.client.get(f"{V1}/names/{hamlet}").json()["properties"]["tags"] == [
        {"tag": "food", "note": "沱鱼"}
    ]


def test_the_same_tag_twice_is_one(office: Office, hamlet: int) -> None:
    tag(office, hamlet, "industry")
    assert len(tag(office, hamlet, "industry", "酒厂").json()["tags"]) == 1


def test_a_tag_nobody_knows_is_refused(office: Office, hamlet: int) -> None:
    answer = tag(office, hamlet, "gold")
    assert answer.status_code == 422
    assert "tourism" in answer.text


@pytest.mark.parametrize("word", ["%00", "Food", "食"])
def test_what_is_no_word_of_a_tag_is_refused(office: Office, word: str) -> None:
    answer = office.client.get(f"{V1}/name-tags/{word}/names")
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_tagged_names_are_counted_and_listed(office: Office, hamlet: int) -> None:
    tag(office, hamlet, "ecology", "古树")
    counts = {
        one["tag"]: one["names"] for one in office.client.get(f"{V1}/name-tags").json()["tags"]
    }
    found = office.client.get(f"{V1}/name-tags/ecology/names?f=json").json()
    assert counts["ecology"] == found["numberMatched"] >= 1
    assert hamlet in [one["id"] for one in found["items"]]


def test_a_published_story_is_read_by_everybody(office: Office, hamlet: int) -> None:
    id = uuid4()
    assert put(office, id, story(hamlet)).status_code == 201
    assert office.client.get(f"{V1}/stories/{id}").json()["body"] == "沱水回湾。"
    assert office.client.get(f"{V1}/stories?name={hamlet}").json()["count"] == 1
    told = office.client.get(f"{V1}/names/{hamlet}").json()["properties"]["stories"]
    assert [one["title"] for one in told] == ["望沱的来历"]


def test_a_draft_is_read_by_its_officials_only(office: Office, hamlet: int) -> None:
    id = uuid4()
    put(office, id, story(hamlet, published=False))
    address = f"{V1}/stories/{id}"
    assert office.client.get(address).status_code == 404
    assert office.client.get(address, headers=office.neighbour.headers).status_code == 404
    assert office.client.get(address, headers=office.colleague.headers).status_code == 200
    assert office.client.get(f"{V1}/stories?name={hamlet}").json()["count"] == 0
    assert office.client.get(f"{V1}/names/{hamlet}").json()["properties"]["stories"] == []


def test_a_story_is_changed_and_withdrawn_with_its_tag(office: Office, hamlet: int) -> None:
    id = uuid4()
    put(office, id, story(hamlet))
    withdrawn = story(hamlet, withdrawn=True)
    assert put(office, id, withdrawn).status_code == 428
    assert put(office, id, withdrawn, '"t7"').status_code == 412
    assert put(office, id, withdrawn, '"t1"').headers["etag"] == '"t2"'
    assert office.client.get(f"{V1}/stories/{id}").status_code == 404


def test_only_editors_of_the_place_write(office: Office, hamlet: int) -> None:
    for who in (office.neighbour, office.applicant):
        address = f"{V1}/stories/{uuid4()}"
        assert (
            office.client.put(address, json=story(hamlet), headers=who.headers).status_code == 403
        )
        tagged = office.client.put(
            f"{V1}/names/{hamlet}/tags/food", json={"note": ""}, headers=who.headers
        )
        assert tagged.status_code == 403


def test_the_pictures_of_a_draft_are_kept_from_the_public(office: Office, hamlet: int) -> None:
    written = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(written, "PNG")
    id, photo = uuid4(), uuid4()
    put(office, id, story(hamlet, published=False))
    address = f"{V1}/stories/{id}/photos/{photo}"
    headers = office.editor.headers | {
        "file-name": "a.png",
        "content-type": "application/octet-stream",
    }
    made = office.client.put(address, content=written.getvalue(), headers=headers)
    assert made.status_code == 201, made.text
    assert office.client.get(address).status_code == 404
    put(office, id, story(hamlet), '"t1"')
    assert office.client.get(address).content == written.getvalue()
    (row,) = office.client.get(f"{V1}/stories?name={hamlet}").json()["stories"]
    assert row["photo"] == address


def test_photos_are_put_in_order_and_withdrawn_but_kept(office: Office, hamlet: int) -> None:
    id = uuid4()
    put(office, id, story(hamlet))
    photos = [uuid4(), uuid4()]
    for number, photo in enumerate(photos):
        written = io.BytesIO()
        Image.new("RGB", (8 + number, 6), "green").save(written, "PNG")
        headers = office.editor.headers | {"file-name": "a.png"}
        headers["content-type"] = "application/octet-stream"
        address = f"{V1}/stories/{id}/photos/{photo}"
        office.client.put(address, content=written.getvalue(), headers=headers)

    def say(photo: Any, **words: Any) -> Any:
        tag = office.client.get(f"{V1}/stories/{id}").headers["etag"]
        headers = office.editor.headers | {"If-Match": tag}
        return office.client.patch(f"{V1}/stories/{id}/photos/{photo}", json=words, headers=headers)

    assert say(photos[1], caption="村口", source="李敏摄", position=0).status_code == 200
    told = office.client.get(f"{V1}/stories/{id}").json()["photos"]
    assert [(one["id"], one["caption"]) for one in told] == [
        (str(photos[1]), "村口"),
        (str(photos[0]), ""),
    ]
    assert say(photos[1], withdrawn=True).status_code == 200
    assert office.client.get(f"{V1}/stories/{id}/photos/{photos[1]}").status_code == 404
    late = office.client.patch(
        f"{V1}/stories/{id}/photos/{photos[0]}",
        json={"caption": "晚"},
        headers=office.editor.headers | {"If-Match": '"t1"'},
    )
    assert late.status_code == 412
