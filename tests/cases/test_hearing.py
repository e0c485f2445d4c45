"""Opinions and comments: who was quicker is not written over, nothing reaches another case."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from api.store.queries.cases import opinions
from api.store.session import Engine, transaction
from tests.cases.office import CASES, Office, naming


@pytest.fixture(scope="module")
def case(office: Office) -> str:
    id = office.draft("town", naming("雾岫湾路")).json()["id"]
    office.to(id, "accepted")
    return str(id)


def asked_of_traffic(office: Office, case: str, id: str) -> Any:
    traffic = office.organisations["traffic"]
    body = {"kind": "department", "organisation_id": traffic, "question": "可否"}
    return office.ask("clerk", "PUT", f"{CASES}/{case}/opinions/{id}", json=body)


def test_who_answers_too_late_writes_nothing(
    office: Office, case: str, cases_engine: Engine
) -> None:
    id = str(uuid4())
    assert asked_of_traffic(office, case, id).status_code in (200, 201)
    path = f"{CASES}/{case}/opinions/{id}/answer"
    assert office.ask("traffic", "POST", path, json={"answer": "agree"}).status_code == 200
    late = {"answer": "disagree", "opinion": "太近"}
    assert office.ask("traffic", "POST", path, json=late).status_code == 409
    with transaction(cases_engine, actor="test") as db:
        assert not opinions.answer_opinion(db, UUID(id), {"answer": "disagree"})
        kept = opinions.opinion_of(db, UUID(id))
    assert kept is not None
    assert kept.answer == "agree"


def test_an_opinion_is_asked_in_its_own_case_only(office: Office, case: str) -> None:
    id = str(uuid4())
    asked_of_traffic(office, case, id)
    other = office.draft("town", naming("雾岫岭路")).json()["id"]
    office.to(other, "accepted")
    refused = asked_of_traffic(office, other, id)
    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-opinion")


def test_the_answer_to_a_comment_is_mended_by_who_gave_it(office: Office, case: str) -> None:
    consultation, comment = uuid4(), str(uuid4())
    path = f"{CASES}/{case}/consultations/{consultation}"
    office.ask("clerk", "PUT", path, json={"title": "公示"})
    said = {"id": comment, "author": "李某", "answer": "disagree", "comment": "难写"}
    office.ask("", "POST", f"/api/v1/consultations/{consultation}/comments", json=said)
    path = f"{CASES}/{case}/comments/{comment}/reply"
    for who, reply, status in (
        ("clerk", "已改", 200),
        ("second", "不改", 409),
        ("clerk", "已采纳", 200),
    ):
        body = {"reply": reply, "adopted": True}
        answer = office.ask(who, "POST", path, json=body)
        assert answer.status_code == status, answer.text
    assert answer.json()["reply"] == "已采纳"
