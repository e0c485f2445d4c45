"""Papers after the approval: what was approved on stays as it was, and the journal tells all."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.store.session import Engine, Session
from tests.cases.office import APPROVAL, CASES, Office, naming

NOTE = {"paper": "other", "title": "现场说明", "number": "1号"}


@pytest.fixture(scope="module")
def approved(office: Office) -> dict[str, Any]:
    id = office.draft("town", naming("雾岫坝路")).json()["id"]
    office.to(id, "accepted")
    paper = str(uuid4())
    for title in ("现场说明", "现场说明（补）"):
        path = f"{CASES}/{id}/papers/{paper}"
        laid = office.ask("clerk", "PUT", path, json=NOTE | {"title": title})
        assert laid.status_code == 200, laid.text
    assert office.step("reviewer", id, "review").status_code == 200
    decided = office.step("approver", id, "approve", APPROVAL)
    assert decided.status_code == 200, decided.text
    return {"id": id, "paper": paper, "path": f"{CASES}/{id}/papers/{paper}"}


def test_what_was_approved_on_stays_as_it_was(office: Office, approved: dict[str, Any]) -> None:
    rewritten = office.ask("clerk", "PUT", approved["path"], json=NOTE | {"title": "另一份"})
    for answer in (rewritten, office.ask("clerk", "DELETE", approved["path"])):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-allowed")
        assert "另交一份" in answer.json()["remedy"]
    later = office.lay("clerk", approved["id"], "other", title="更正说明")
    assert later.status_code == 200
    path = f"{CASES}/{approved['id']}/papers/{later.json()['id']}"
    assert office.ask("clerk", "PUT", path, json=NOTE).status_code == 200


def test_a_signed_copy_is_still_added_on_the_page(office: Office, approved: dict[str, Any]) -> None:
    page = f"/cases/{approved['id']}/papers/{approved['paper']}"
    shown = office.ask("clerk", "GET", page).text
    assert "内容不能再改" in shown
    assert 'name="title"' not in shown
    told = {"paper": "other", "title": "改头换面"}
    copy = {"file": ("盖章.txt", "盖章后的文本".encode())}
    sent = office.ask("clerk", "POST", page, data=told, files=copy, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    kept = office.ask("clerk", "GET", f"{CASES}/{approved['id']}").json()["papers"]
    (mine,) = [one for one in kept if one["id"] == approved["paper"]]
    assert (mine["title"], len(mine["files"])) == ("现场说明（补）", 1)


def test_the_journal_tells_a_paper_before_and_after(
    approved: dict[str, Any], cases_engine: Engine
) -> None:
    asked = "SELECT before, after FROM journal WHERE verb = 'lay_paper' AND after->>'id' = :id"
    with Session(cases_engine) as db:
        first, second = db.execute(text(asked + " ORDER BY id"), {"id": approved["paper"]}).all()
    assert first.before is None
    assert (second.before["title"], second.after["title"]) == ("现场说明", "现场说明（补）")
    assert second.before["number"] == "1号"
