"""Protection measures of listed names over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.settings import load_settings
from api.store.session import Engine, Session, engine_for, transaction

PASSWORD = "correct horse battery"
SIGN = {"kind": "sign", "content": "在原址立牌", "decided_on": "2026-03-01", "due_on": "2026-09-01"}


@pytest.fixture(scope="module")
def engine(register_copy: str) -> Iterator[Engine]:
    made = engine_for(register_copy)
    with transaction(made, actor="test") as db:
        organisation = managing_accounts.add_organisation(
            db, name="渝中区民政局", kind="civil_affairs", level="county", codes=["500103"]
        )
        for login, role in (("carer", "clerk"), ("reader", "applicant")):
            opened = managing_accounts.open_account(db, login=login, name=login, password=PASSWORD)
            managing_accounts.give_roles(db, opened.account_id, organisation, [role])
    yield made
    made.dispose()


def tokened(engine: Engine, login: str) -> dict[str, str]:
    from api.services.person import Person
    from api.store.queries import accounts

    with transaction(engine, actor="test") as db:
        known = accounts.account_named(db, login)
        assert known
        held = accounts.roles_of(db, known.id)
        person = Person(
            known.id,
            known.login,
            known.name,
            held[0].organisation_id,
            held[0].organisation,
            frozenset(h.role for h in held),
            (),
        )
        made = managing_accounts.make_token(db, person, label="t", scopes=["read", "names"], days=1)
    return {"authorization": f"Bearer {made}"}


@pytest.fixture(scope="module")
def carer(engine: Engine) -> dict[str, str]:
    return tokened(engine, "carer")


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(load_settings(database_url="postgresql:///unused"), engine)) as it:
        yield it


@pytest.fixture(scope="module")
def listing(engine: Engine) -> int:
    with Session(engine) as db:
        found = db.execute(
            text("SELECT id FROM heritage_listing WHERE name = '较场口' AND upper_inf(recorded)")
        )
        return int(found.scalar_one())


def test_a_measure_is_kept_and_shown(
    client: TestClient, carer: dict[str, str], listing: int
) -> None:
    address = f"/api/v1/heritage/{listing}/measures/{uuid4()}"
    kept = client.put(address, json=SIGN, headers=carer)
    assert kept.status_code == 200, kept.text
    shown = client.get(f"/api/v1/heritage/{listing}").json()
    assert [m["kind_name"] for m in shown["measures"]] == ["设置地名标志"]
    assert shown["measures"][0]["authority"] == "渝中区民政局"


def test_sent_twice_it_is_kept_once(
    client: TestClient, carer: dict[str, str], listing: int
) -> None:
    address = f"/api/v1/heritage/{listing}/measures/{uuid4()}"
    before = len(client.get(f"/api/v1/heritage/{listing}").json()["measures"])
    for _ in range(2):
        assert client.put(address, json=SIGN, headers=carer).status_code == 200
    assert len(client.get(f"/api/v1/heritage/{listing}").json()["measures"]) == before + 1


def test_a_measure_done_before_it_was_decided_is_refused(
    client: TestClient, carer: dict[str, str], listing: int
) -> None:
    number = uuid4()
    client.put(f"/api/v1/heritage/{listing}/measures/{number}", json=SIGN, headers=carer)
    answer = client.post(
        f"/api/v1/heritage/measures/{number}/done",
        json={"done_on": "2026-02-01"},
        headers=carer | {"if-match": '"1"'},
    )
    assert answer.status_code == 422
    assert "早于制定日期" in answer.json()["detail"]


def test_two_at_once_are_told(client: TestClient, carer: dict[str, str], listing: int) -> None:
    number = uuid4()
    client.put(f"/api/v1/heritage/{listing}/measures/{number}", json=SIGN, headers=carer)
    done = {"done_on": "2026-05-01"}
    heads = carer | {"if-match": '"1"'}
    first = client.post(f"/api/v1/heritage/measures/{number}/done", json=done, headers=heads)
    second = client.post(f"/api/v1/heritage/measures/{number}/done", json=done, headers=heads)
    assert (first.status_code, second.status_code) == (200, 412)


def test_a_visitor_and_an_applicant_may_not(
    client: TestClient, engine: Engine, listing: int
) -> None:
    address = f"/api/v1/heritage/{listing}/measures/{uuid4()}"
    visitor = client.put(address, json=SIGN)
    applicant = client.put(address, json=SIGN, headers=tokened(engine, "reader"))
    assert (visitor.status_code, applicant.status_code) == (401, 403)


def test_an_unknown_listing_is_told(client: TestClient, carer: dict[str, str]) -> None:
    answer = client.put(f"/api/v1/heritage/999999/measures/{uuid4()}", json=SIGN, headers=carer)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/unknown-listing"


def test_every_measure_left_a_line(engine: Engine, client: TestClient) -> None:
    with Session(engine) as db:
        counted = db.execute(
            text(
                "SELECT (SELECT count(*) FROM heritage_measure),"
                " (SELECT count(*) FROM journal WHERE verb = 'decide_measure')"
            )
        ).one()
    assert counted[0] == counted[1] > 0


def test_the_pages_show_lists_and_names(client: TestClient, listing: int) -> None:
    assert "较场口" in client.get("/heritage?q=较场").text
    page = client.get(f"/heritage/{listing}").text
    assert "<h1>较场口</h1>" in page
    assert "重庆市第二批历史地名保护名录" in page


def test_reasons_and_years_of_vanished_names_are_loaded(engine: Engine, tmp_path: object) -> None:
    from pathlib import Path

    from api.services.loading.files import load_file

    file = Path(str(tmp_path)) / "vanished.csv"
    file.write_text(
        "名称,名录,类型,得名原由,地名概况,消失原因\n"
        "老观音桥,忠县已消失地名,设施,桥旁有观音阁,单孔石拱桥,1998年修路拆除\n",
        encoding="utf-8",
    )
    load_file(engine.url.render_as_string(hide_password=False), "heritage", file)
    with Session(engine) as db:
        row = db.execute(
            text(
                "SELECT origin, vanished_reason, vanished_text FROM heritage_listing"
                " WHERE name = '老观音桥'"
            )
        ).one()
    assert tuple(row) == ("桥旁有观音阁", "1998年修路拆除", "1998")


def test_the_map_has_the_names_and_says_how_well_they_are_placed(client: TestClient) -> None:
    page = client.get("/maps/heritage")
    assert page.status_code == 200
    assert json.dumps("位置：仅知所在区县") in page.text


def test_a_name_that_cannot_be_placed_is_told(client: TestClient) -> None:
    answer = client.get("/maps/heritage?list=999999")
    assert answer.status_code == 404
    assert "区县" in answer.json()["detail"]
