"""A name comes on a protection list: nominated, heard, appraised by experts, listed, published."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.services import managing_accounts
from api.services.person import Person
from api.store.session import Engine, Session, transaction
from tests.cases.office import APPROVAL, CASES, COUNTY, Office

EXPERTS = ("expert1", "expert2", "expert3")
CRITERIA = ("historical", "cultural", "inheritance", "influence")
PANEL = "重庆市历史地名专家组"
TITLE = "万州区第一批历史地名保护名录"


@pytest.fixture(scope="module")
def panel(office: Office, cases_engine: Engine) -> int:
    with transaction(cases_engine, actor="test") as db:
        made = managing_accounts.add_organisation(
            db, name=PANEL, kind="experts", level="province", codes=[]
        )
        for login in EXPERTS:
            opened = managing_accounts.open_account(
                db, login=login, name=f"{login}教授", password="correct horse battery"
            )
            managing_accounts.give_roles(db, opened.account_id, made, ["expert"])
            person = Person(opened.account_id, login, login, made, PANEL, frozenset({"expert"}), ())
            office.tokens[login] = managing_accounts.make_token(
                db, person, label="试", scopes=["read", "names"], days=1
            )
    return made


@pytest.fixture(scope="module")
def known(cases_engine: Engine) -> tuple[int, str]:
    """A name of the county that is on no list."""
    with Session(cases_engine) as db:
        row = db.execute(
            text(
                "SELECT n.id, n.name FROM place_name n JOIN place p ON p.id = n.place_id"
                " JOIN division_code c ON c.division_id = p.county_id AND c.code = :county"
                " WHERE p.kind = 'village' AND n.status = 'listed' AND upper_inf(n.recorded)"
                " ORDER BY n.id LIMIT 1"
            ),
            {"county": COUNTY},
        ).one()
    return row[0], row[1]


@pytest.fixture(scope="module")
def accepted(office: Office, panel: int, known: tuple[int, str]) -> str:
    """A listing case under examination, with the panel asked."""
    id = str(uuid4())
    body = {
        "kind": "heritage_listing",
        "applicant": "万州区民政局",
        "applicant_type": "民政部门",
        "county": COUNTY,
        "title": "推荐历史地名",
        "items": [
            {
                "name": known[1],
                "place_type": "自然村",
                "division": COUNTY,
                "name_id": known[0],
                "reason": "清代场镇，沿用至今",
                "origin": "得名于乾隆年间",
                "location": "万州区",
                "size": "约三百户",
            }
        ],
    }
    drafted = office.draft("clerk", body, id)
    assert drafted.status_code in (200, 201), drafted.text
    evidence = office.lay(
        "clerk", id, "evidence", title="史料", fields={"content": "乾隆《万县志》有载"}
    )
    assert evidence.status_code in (200, 201), evidence.text
    for who, verb in (("clerk", "submit"), ("second", "accept")):
        answer = office.step(who, id, verb)
        assert answer.status_code == 200, (verb, answer.text)
    asked = office.ask(
        "second",
        "PUT",
        f"{CASES}/{id}/opinions/{uuid4()}",
        json={"kind": "expert", "organisation_id": panel, "question": "请鉴定并评分"},
    )
    assert asked.status_code in (200, 201), asked.text
    report = office.lay(
        "second",
        id,
        "consultation_report",
        title="征求意见报告",
        fields={"process": "公示七日", "scope": "全区", "opinions": "无异议", "handling": "无"},
    )
    assert report.status_code in (200, 201), report.text
    return id


def marks(name: str, score: int, criteria: tuple[str, ...] = CRITERIA) -> dict[str, Any]:
    return {
        "marks": [
            {"name": name, "criterion": one, "score": score, "evidence": "地方志"}
            for one in criteria
        ]
    }


def give(office: Office, who: str, id: str, body: dict[str, Any]) -> Any:
    return office.ask(who, "PUT", f"{CASES}/{id}/appraisals", json=body)


def test_nobody_reviews_before_the_experts(office: Office, accepted: str) -> None:
    answer = office.step("reviewer", accepted, "review")
    assert answer.status_code == 422
    assert "评分完整的专家有0人" in answer.text


def test_only_experts_score(office: Office, accepted: str, known: tuple[int, str]) -> None:
    assert give(office, "clerk", accepted, marks(known[1], 80)).status_code == 403


def test_a_name_of_another_case_is_not_scored(office: Office, accepted: str) -> None:
    answer = give(office, "expert1", accepted, marks("别处的地名", 80))
    assert answer.status_code == 422
    assert "办件中没有" in answer.json()["detail"]


def test_three_experts_then_review_approval_and_publication_list_the_name(
    office: Office, accepted: str, known: tuple[int, str], cases_engine: Engine
) -> None:
    for who, points in zip(EXPERTS, (70, 80, 90), strict=True):
        answer = give(office, who, accepted, marks(known[1], points))
        assert answer.status_code == 200, answer.text
    found = answer.json()["items"][0]
    assert (found["total"], found["enough"], found["lacking"]) == (80.0, True, [])
    for opinion in office.ask("second", "GET", f"{CASES}/{accepted}").json()["opinions"]:
        told = {"answer": "agree", "opinion": "同意列入"}
        path = f"{CASES}/{accepted}/opinions/{opinion['id']}/answer"
        assert office.ask("expert1", "POST", path, json=told).status_code == 200
    assert office.step("reviewer", accepted, "review").status_code == 200
    approved = office.step("approver", accepted, "approve", APPROVAL)
    assert approved.status_code == 200, approved.text
    assert office.step("second", accepted, "report").status_code == 409, "nothing is filed"
    wish = {
        "id": str(uuid4()),
        "number": "万州民政公告[2026]1号",
        "title": TITLE,
        "channels": ["government_site", "national_database"],
    }
    published = office.step("second", accepted, "publish", wish)
    assert published.status_code == 200, published.text
    listed = office.client.get("/api/v1/heritage", params={"q": known[1], "f": "json"}).json()
    assert TITLE in {one["list"]["title"] for one in listed["items"]}
    with Session(cases_engine) as db:
        row = db.execute(
            text("SELECT standing, origin, case_id FROM heritage_listing WHERE case_id = :id"),
            {"id": accepted},
        ).one()
    assert tuple(row)[:2] == ("protected", "得名于乾隆年间")


def test_scores_are_seen_by_those_who_see_the_case_only(
    office: Office, accepted: str, known: tuple[int, str]
) -> None:
    mine = office.ask("second", "GET", f"{CASES}/{accepted}/appraisals")
    other = office.ask("stranger", "GET", f"{CASES}/{accepted}/appraisals")
    assert (mine.status_code, other.status_code) == (200, 404)
