"""Nobody judges his own application (回避): every kind of case, every step, one name or many."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.services import managing_accounts
from api.services.person import ROLES, Person
from api.services.refusals import AccountRefused
from api.store.session import Engine, transaction
from naming.procedure.parts import JUDGING
from naming.procedure.steps import STEPS
from naming.procedure.words import CaseKind, Stage, Verb
from tests.cases.office import ALL_SCOPES, APPROVAL, CASES, Office, finished, naming
from tests.cases.tables import table

OWN = "由本人提出或录入"
BUREAU, CITY = "万州区民政局甲", "重庆市民政局甲"
JUDGED = sorted(
    {
        (kind, Stage.of(step.start) or Stage.DRAFTED, verb)
        for kind in CaseKind
        for step in STEPS[kind]
        for verb, part in JUDGING.items()
        if (step.verb, step.by) == (verb.zh, part.zh)
    }
)
"""Every step of the procedure that judges an application: kind of case, stage, step."""


@pytest.fixture(scope="module")
def everybody(office: Office, cases_engine: Engine) -> Office:
    """Two accounts of the bureau with every role there; the first acts for the city, too."""
    bureau, city = office.organisations[BUREAU], office.organisations[CITY]
    with transaction(cases_engine, actor="test") as db:
        for who, at in (("first", bureau), ("other", bureau)):
            opened = managing_accounts.open_account(
                db, login=who, name=f"{who}员", password="correct horse battery"
            )
            managing_accounts.give_roles(db, opened.account_id, bureau, list(ROLES))
            office.tokens[who] = token(db, opened.account_id, who, at)
            if who == "first":
                managing_accounts.give_roles(db, opened.account_id, city, list(ROLES))
                office.tokens["first of the city"] = token(db, opened.account_id, who, city)
    return office


def token(db: Any, account: int, login: str, organisation: int) -> str:
    person = Person(
        account, login, login, organisation, "", frozenset(ROLES), (), scopes=ALL_SCOPES
    )
    scopes = ["read", "names"]
    return str(managing_accounts.make_token(db, person, label="试", scopes=scopes, days=1))


@pytest.fixture(scope="module")
def written(everybody: Office, cases_engine: Engine) -> str:
    """A case of two names that the first wrote, about which its own bureau and an expert are asked.

    It is put at each kind and stage straight in the table: whose step it is, is asked first.
    """
    id = str(uuid4())
    drafted = everybody.draft("first", naming("霜亭霞路", "露亭霞路"), id)
    assert drafted.status_code == 201, drafted.text
    with cases_engine.begin() as db:
        for kind in ("department", "expert"):
            db.execute(
                text(
                    "INSERT INTO case_opinion (id, case_id, kind, asked_of, organisation_id,"
                    " asked_on) VALUES (:id, :case, :kind, '某单位', :at, current_date)"
                ),
                {"id": uuid4(), "case": id, "kind": kind, "at": everybody.organisations[BUREAU]},
            )
    return id


def put(engine: Engine, id: str, kind: CaseKind, stage: Stage) -> None:
    with engine.begin() as db:
        change = text("UPDATE naming_case SET kind = :kind, stage = :stage WHERE id = :id")
        db.execute(change, {"kind": kind.value, "stage": stage.value, "id": id})


def judge(office: Office, who: str, id: str, verb: Verb) -> list[Any]:
    """Take a step that judges, in every way there is; returns the answers."""
    if verb in (Verb.REVIEW, Verb.APPROVE):
        body = APPROVAL if verb is Verb.APPROVE else {}
        answers = [office.step(who, id, verb.value, body)]
        if verb is Verb.APPROVE:
            wish = {"json": {"work": "approve", "approval": APPROVAL}}
            headers = {"If-Match": office.tag(who, id)}
            answers.append(office.ask(who, "POST", f"{CASES}/{id}/works", headers=headers, **wish))
        return answers
    wanted = "expert" if verb is Verb.ARGUE else "department"
    asked = office.ask(who, "GET", f"{CASES}/{id}").json()["opinions"]
    said = {"answer": "agree", "opinion": "同意"}
    answers = [
        office.ask(who, "POST", f"{CASES}/{id}/opinions/{one['id']}/answer", json=said)
        for one in asked
        if one["kind"] == wanted
    ]
    case = office.ask(who, "GET", f"{CASES}/{id}").json()
    if verb is Verb.ARGUE and case["kind"] == CaseKind.HERITAGE_LISTING:
        marks = [{"name": "霜亭霞路", "criterion": "historical", "score": 90, "evidence": "县志"}]
        path = f"{CASES}/{id}/appraisals"
        answers.append(office.ask(who, "PUT", path, json={"marks": marks}))
    return answers


@pytest.mark.parametrize(("kind", "stage", "verb"), JUDGED)
def test_whoever_wrote_an_application_judges_it_at_no_step(
    everybody: Office, cases_engine: Engine, written: str, kind: CaseKind, stage: Stage, verb: Verb
) -> None:
    put(cases_engine, written, kind, stage)
    answers = judge(everybody, "first", written, verb)
    assert answers
    assert {one.status_code for one in answers} == {403}, [one.text for one in answers]
    if verb in (Verb.REVIEW, Verb.APPROVE):
        assert all(OWN in one.json()["detail"] for one in answers)
        # the same person for another organisation is the same person
        elsewhere = judge(everybody, "first of the city", written, verb)
        assert {one.status_code for one in elsewhere} == {403}
        page = everybody.ask("first", "GET", f"/cases/{written}").text
        assert f'id="do-{verb.value}"' not in page
        assert f'id="do-{verb.value}"' in everybody.ask("other", "GET", f"/cases/{written}").text
    kept = everybody.ask("first", "GET", f"{CASES}/{written}").json()
    assert (kept["stage"], kept["steps"]) == (stage.value, [])


def test_whoever_filled_or_submitted_a_batch_does_not_judge_it_and_a_colleague_may(
    everybody: Office,
) -> None:
    """One begins it, one sends the table, one submits it anew: all three wrote it."""
    id = str(uuid4())
    everybody.draft("second", {**naming(rural=True)}, id)
    files = {"file": ("表.xlsx", table(["云亭霞路", "虹亭霞路"]))}
    path, tag = f"{CASES}/{id}/items", {"If-Match": everybody.tag("first", id)}
    filled = everybody.ask("first", "PUT", path, files=files, headers=tag)
    assert filled.status_code == 200, filled.text
    assert everybody.step("second", id, "submit").status_code == 200
    assert everybody.step("clerk", id, "accept").status_code == 200
    refused = everybody.step("first", id, "review")
    assert (refused.status_code, OWN in refused.json()["detail"]) == (403, True)
    assert everybody.step("other", id, "review").status_code == 200
    for who in ("first", "first of the city", "second"):
        refused = everybody.step(who, id, "approve", APPROVAL)
        assert (refused.status_code, OWN in refused.json()["detail"]) == (403, True), who
    wish = {"json": {"work": "approve", "approval": {**APPROVAL, "number": "万州府[2026]81号"}}}
    headers = {"If-Match": everybody.tag("other", id)}
    begun = everybody.ask("other", "POST", f"{CASES}/{id}/works", headers=headers, **wish)
    assert begun.status_code == 202, begun.text
    finished(everybody, id, "second")
    assert everybody.ask("second", "GET", f"{CASES}/{id}").json()["stage"] == "approved"


def test_one_identity_is_one_account(everybody: Office, cases_engine: Engine) -> None:
    """Who signs in elsewhere as the same person cannot have two accounts here."""
    with transaction(cases_engine, actor="test") as db:
        asked = text("SELECT id FROM account WHERE login IN ('first', 'other') ORDER BY login")
        first, other = db.execute(asked).scalars()
        managing_accounts.bind_subject(db, first, "https://id.example|1001")
        with pytest.raises(AccountRefused, match="first"):
            managing_accounts.bind_subject(db, other, "https://id.example|1001")
        with pytest.raises(AccountRefused):
            managing_accounts.open_account(
                db, login="first", name="又一个", password="correct horse battery"
            )
