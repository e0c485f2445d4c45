"""When sessions, tokens, waits, accounts and roles end; nobody sleeps, the kept times are moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts, secrets_kept
from api.settings import load_settings
from api.store.queries.sign_ins import session_of, token_of
from api.store.session import Engine, Session, transaction
from tests.api.people.conftest import PASSWORD
from tests.signed_in import token_for

WHOSE = "account_id = (SELECT id FROM account WHERE login = :login)"
HOURS = {"idle": "2 hours", "whole": "12 hours"}


@pytest.fixture
def login(people_engine: Engine, bureau: int) -> str:
    """A new clerk of the bureau."""
    login = f"new.{uuid4().hex[:8]}"
    with transaction(people_engine, actor="test") as db:
        opened = managing_accounts.open_account(db, login=login, name="新人", password=PASSWORD)
        managing_accounts.give_roles(db, opened.account_id, bureau, ["clerk"])
    return login


@pytest.fixture
def chief(people_engine: Engine, bureau: int) -> Iterator[TestClient]:
    """The administrator of the bureau, at a browser of his own."""
    settings = load_settings(database_url="postgresql:///unused", log_json=True)
    with TestClient(create_app(settings, people_engine), follow_redirects=False) as client:
        _sign_in(client, "chief")
        found = re.search(r'name="csrf" value="(\w{64})"', client.get("/account").text)
        assert found
        client.headers["x-csrf-token"] = found[1]
        yield client


def _sign_in(browser: TestClient, login: str, password: str = PASSWORD) -> int:
    return browser.post("/sign-in", data={"login": login, "password": password}).status_code


def _me(browser: TestClient, token: str = "") -> int:
    heads = {"authorization": f"Bearer {token}"} if token else {}
    return browser.get("/api/v1/me", headers=heads).status_code


def _moved(engine: Engine, change: str, **values: object) -> None:
    with transaction(engine, actor="test") as db:
        db.execute(text(change), values)


@pytest.mark.parametrize(
    ("column", "hours"), [("seen_at", HOURS["idle"]), ("begun_at", HOURS["whole"])]
)
def test_a_session_ends_when_idle_and_when_it_is_old(
    browser: TestClient, people_engine: Engine, login: str, column: str, hours: str
) -> None:
    assert _sign_in(browser, login) == 303
    back = f"UPDATE sign_in SET {column} = now() - CAST(:long AS interval) WHERE {WHOSE}"
    _moved(people_engine, back + " AND ended_at IS NULL", login=login, long=f"{hours} -5 minutes")
    assert _me(browser) == 200
    _moved(people_engine, back, login=login, long=hours)
    assert _me(browser) == 401


def test_use_keeps_a_session_from_idling_but_not_from_growing_old(
    browser: TestClient, people_engine: Engine, login: str
) -> None:
    _sign_in(browser, login)
    back = f"UPDATE sign_in SET seen_at = now() - interval '1 hour' WHERE {WHOSE}"
    _moved(people_engine, back, login=login)
    assert _me(browser) == 200
    with Session(people_engine) as db:
        asked = f"SELECT now() - seen_at < interval '30 minutes' FROM sign_in WHERE {WHOSE}"
        assert db.execute(text(asked), {"login": login}).scalars().all() == [True]


def test_ends_are_sharp(people_engine: Engine, bureau: int, login: str) -> None:
    """Within one transaction the clock stands still: at its very end it is over."""
    with Session(people_engine) as db:
        token = token_for(db, f"token.{uuid4().hex[:8]}", ["clerk"], bureau)
        digest = secrets_kept.digest(token)
        ends = text(
            "UPDATE api_token SET ends_at = now() + CAST(:more AS interval) WHERE digest = :digest"
        )
        for more, known in (("1 microsecond", True), ("0", False), ("-1 microsecond", False)):
            db.execute(ends, {"more": more, "digest": digest})
            assert (token_of(db, digest) is not None) is known, more
        db.execute(
            text(
                "INSERT INTO sign_in (digest, account_id) SELECT :digest, id FROM account"
                " WHERE login = :login"
            ),
            {"digest": digest, "login": login},
        )
        limits = {"idle": timedelta(hours=2), "whole": timedelta(hours=12)}
        for column, long in (("seen_at", "2 hours"), ("begun_at", "12 hours")):
            other = {"seen_at": "begun_at", "begun_at": "seen_at"}[column]
            moved = text(
                f"UPDATE sign_in SET {other} = now(), {column} = now() - CAST(:long AS interval)"
                " WHERE digest = :digest"
            )
            for less, known in (("-1 microsecond", True), ("0 microsecond", False)):
                db.execute(moved, {"long": f"{long} {less}", "digest": digest})
                assert (session_of(db, digest, **limits) is not None) is known, (column, less)
        db.rollback()


def test_who_guessed_may_try_again_after_the_wait_and_no_sooner(
    browser: TestClient, people_engine: Engine, login: str
) -> None:
    for _ in range(5):
        assert _sign_in(browser, login, "wrong" * 3) == 401
    assert _sign_in(browser, login) == 429, "the right password has to wait, too"
    back = text("UPDATE sign_in_attempt SET at = at - interval '10 seconds' WHERE login = :login")
    with transaction(people_engine, actor="test") as db:
        db.execute(back, {"login": login})
    assert _sign_in(browser, login, "wrong" * 3) == 401
    assert _sign_in(browser, login) == 429, "a sixth doubles the wait"
    with transaction(people_engine, actor="test") as db:
        db.execute(back, {"login": login})
        db.execute(back, {"login": login})
    assert _sign_in(browser, login) == 303
    browser.cookies.clear()
    assert _sign_in(browser, login, "wrong" * 3) == 401, "a success begins anew"
    assert _sign_in(browser, login) == 303


def test_an_address_that_guesses_many_names_waits_a_quarter_of_an_hour(
    browser: TestClient, people_engine: Engine, login: str
) -> None:
    _moved(
        people_engine,
        "INSERT INTO sign_in_attempt (login, address, succeeded)"
        " SELECT 'many' || i, 'testclient', false FROM generate_series(1, 50) i",
    )
    try:
        assert _sign_in(browser, login) == 429
    finally:
        _moved(
            people_engine,
            "UPDATE sign_in_attempt SET at = now() - interval '15 minutes'"
            " WHERE login LIKE 'many%'",
        )
    assert _sign_in(browser, login) == 303


def test_a_closed_account_is_refused_at_once_with_session_and_token(
    browser: TestClient, chief: TestClient, people_engine: Engine, bureau: int
) -> None:
    login = f"leaver.{uuid4().hex[:8]}"
    with transaction(people_engine, actor="test") as db:
        token = token_for(db, login, ["clerk"], bureau)
        account, version = db.execute(
            text(
                "UPDATE account SET password_hash = :hash WHERE login = :login"
                " RETURNING id, version"
            ),
            {"hash": secrets_kept.hashed(PASSWORD), "login": login},
        ).one()
    assert _sign_in(browser, login) == 303
    assert (_me(browser), _me(browser, token)) == (200, 200)
    closed = chief.patch(
        f"/api/v1/accounts/{account}",
        headers={"if-match": f'"{version}"'},
        json={"name": "离任", "closed": True},
    )
    assert closed.status_code == 200, closed.text
    assert (_me(browser), _me(browser, token)) == (401, 401)
    assert _sign_in(browser, login) == 401


def test_a_role_taken_away_is_gone_in_the_open_session_and_one_given_is_there(
    browser: TestClient, chief: TestClient, people_engine: Engine, bureau: int, login: str
) -> None:
    _sign_in(browser, login)
    with Session(people_engine) as db:
        asked = text("SELECT id FROM account WHERE login = :login")
        account = db.execute(asked, {"login": login}).scalar_one()
    told = []
    for roles in (["administrator"], ["auditor"], []):
        body = {"organisation_id": bureau, "roles": roles}
        given = chief.put(f"/api/v1/accounts/{account}/roles", json=body)
        assert given.status_code == 200, given.text
        told.append(
            (browser.get("/api/v1/accounts").status_code, browser.get("/audit").status_code)
        )
    assert told == [(200, 200), (403, 200), (403, 403)]
    assert browser.get("/api/v1/me").json()["roles"] == []
