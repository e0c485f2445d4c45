"""Signing in, out, and what a session or a token may."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.store.queries.journal import first_broken_line
from api.store.session import Engine, Session
from tests.api.people.conftest import PASSWORD


def signed(browser: TestClient, login: str, password: str = PASSWORD) -> TestClient:
    answer = browser.post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 303, answer.text
    return browser


def mark(browser: TestClient, page: str = "/account") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', browser.get(page).text)
    assert found
    return found[1]


def test_the_right_password_opens_a_session(browser: TestClient) -> None:
    signed(browser, "clerk")
    told = browser.get("/api/v1/me").json()
    assert (told["login"], told["organisation"], told["roles"]) == (
        "clerk",
        "万州区民政局",
        ["clerk"],
    )


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: TestClient) -> None:
    answer = browser.post("/sign-in", data={"login": "clerk", "password": PASSWORD})
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]


def test_a_wrong_password_and_an_unknown_name_are_told_alike(browser: TestClient) -> None:
    wrong = browser.post("/sign-in", data={"login": "clerk", "password": "wrong" * 3})
    nobody = browser.post("/sign-in", data={"login": "nobody", "password": "wrong" * 3})
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert "登录名或密码不对" in wrong.text
    assert "登录名或密码不对" in nobody.text


def test_guessing_has_to_wait(browser: TestClient) -> None:
    for _ in range(5):
        browser.post("/sign-in", data={"login": "guessed", "password": "wrong" * 3})
    answer = browser.post("/sign-in", data={"login": "guessed", "password": "wrong" * 3})
    assert answer.status_code == 429
    assert "秒后再试" in answer.text


def test_only_the_hash_of_a_secret_is_kept(browser: TestClient, people_engine: Engine) -> None:
    signed(browser, "clerk")
    secret = browser.cookies["diming_session"]
    with Session(people_engine) as db:
        kept = db.execute(text("SELECT encode(digest, 'escape') FROM sign_in")).scalars().all()
    assert secret not in kept


def test_after_signing_out_the_session_is_none(browser: TestClient) -> None:
    signed(browser, "clerk")
    secret = browser.cookies["diming_session"]
    browser.post("/sign-out", data={"csrf": mark(browser)})
    browser.cookies.set("diming_session", secret)
    assert browser.get("/api/v1/me").status_code == 401


def test_all_other_devices_are_signed_out_and_nobody_else(
    browser: TestClient, people_engine: Engine
) -> None:
    secrets = []
    for login in ("chief", "clerk", "clerk", "clerk"):
        browser.cookies.clear()
        secrets.append(signed(browser, login).cookies["diming_session"])
    answer = browser.post("/account/sign-out-elsewhere", data={"csrf": mark(browser)})
    assert "已全部退出" in answer.text
    told = []
    for secret in secrets:
        browser.cookies.clear()
        browser.cookies.set("diming_session", secret)
        told.append(browser.get("/api/v1/me").status_code)
    assert told == [200, 401, 401, 200]
    with Session(people_engine) as db:
        line = "SELECT actor, after->>'sessions' FROM journal WHERE verb = 'sign_out_elsewhere'"
        assert [one.actor for one in db.execute(text(line))] == ["user:clerk"]
        assert int(db.execute(text(line)).one()[1]) >= 2


def test_a_form_without_its_mark_is_refused(browser: TestClient) -> None:
    signed(browser, "clerk")
    answer = browser.post("/account/tokens", data={"label": "x", "scope": "read", "days": "1"})
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/form-outdated"


def test_who_is_signed_in_may_check_names_on_the_open_page(browser: TestClient) -> None:
    signed(browser, "clerk")
    answer = browser.post("/api/v1/name-checks", json={"name": "石坡村"})
    assert answer.status_code == 200, answer.text


def test_nobody_is_signed_out_by_another_site(browser: TestClient) -> None:
    signed(browser, "clerk")
    assert browser.post("/sign-out").status_code == 403
    assert browser.get("/api/v1/me").status_code == 200


def test_a_visitor_of_a_page_is_sent_to_sign_in_and_back(browser: TestClient) -> None:
    answer = browser.get("/account", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?after=/account"


def test_a_refused_page_is_a_page_that_says_what_to_do(browser: TestClient) -> None:
    signed(browser, "clerk")
    answer = browser.get("/accounts", headers={"accept": "text/html"})
    assert answer.status_code == 403
    assert "管理员" in answer.text
    assert "<h1>没有办理这件事的权限</h1>" in answer.text


@pytest.mark.parametrize("after", ["//evil.example/x", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(browser: TestClient, after: str) -> None:
    answer = browser.post("/sign-in", data={"login": "clerk", "password": PASSWORD, "after": after})
    assert answer.headers["location"] == "/"


def test_a_visitor_of_the_interface_is_told_how_to_sign_in(browser: TestClient) -> None:
    answer = browser.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["remedy"]


def test_a_token_works_within_its_scopes(browser: TestClient) -> None:
    signed(browser, "chief")
    page = browser.post(
        "/account/tokens",
        data={"label": "读", "scope": "read", "days": "3", "csrf": mark(browser)},
    ).text
    token = re.search(r"dm_[\w-]+", page)
    assert token
    browser.cookies.clear()
    bearer = {"authorization": f"Bearer {token[0]}"}
    assert browser.get("/api/v1/me", headers=bearer).json()["scopes"] == ["read"]
    refused = browser.post(
        "/api/v1/accounts", headers=bearer, json={"login": "new.one", "name": "新人"}
    )
    assert refused.status_code == 403
    assert "用户管理" in refused.json()["detail"]


def test_a_revoked_token_is_none(browser: TestClient) -> None:
    signed(browser, "chief")
    data = {"label": "撤", "scope": "read", "days": "3", "csrf": mark(browser)}
    page = browser.post("/account/tokens", data=data).text
    token = re.search(r"dm_[\w-]+", page)
    number = re.search(r"/account/tokens/(\d+)/revoke", page)
    assert token
    assert number
    browser.post(f"/account/tokens/{number[1]}/revoke", data={"csrf": mark(browser)})
    browser.cookies.clear()
    bearer = {"authorization": f"Bearer {token[0]}"}
    assert browser.get("/api/v1/me", headers=bearer).status_code == 401


def test_a_first_password_must_be_changed_before_anything_else(browser: TestClient) -> None:
    signed(browser, "chief")
    heads = {"x-csrf-token": mark(browser)}
    opened = browser.post(
        "/api/v1/accounts", headers=heads, json={"login": "fresh", "name": "新来的"}
    ).json()
    browser.cookies.clear()
    signed(browser, "fresh", opened["password"])
    assert browser.get("/api/v1/me").status_code == 403
    data = {"current": opened["password"], "fresh": "another long one", "again": "another long one"}
    done = browser.post(
        "/account/password", data=data | {"csrf": mark(browser, "/account/password")}
    )
    assert done.status_code == 303, done.text
    assert browser.get("/api/v1/me").status_code == 200


def test_who_is_no_administrator_opens_no_accounts(browser: TestClient) -> None:
    signed(browser, "clerk")
    heads = {"x-csrf-token": mark(browser)}
    answer = browser.post("/api/v1/accounts", headers=heads, json={"login": "xx", "name": "某"})
    assert answer.status_code == 403
    assert "管理员" in answer.json()["detail"]


def test_a_closed_account_loses_its_sessions(browser: TestClient) -> None:
    signed(browser, "chief")
    heads = {"x-csrf-token": mark(browser)}
    opened = browser.post(
        "/api/v1/accounts", headers=heads, json={"login": "leaver", "name": "离任"}
    ).json()
    gone = browser.patch(
        f"/api/v1/accounts/{opened['id']}",
        headers=heads | {"if-match": f'"{opened["version"]}"'},
        json={"name": "离任", "closed": True},
    )
    assert gone.json()["closed_at"]
    browser.cookies.clear()
    refused = browser.post("/sign-in", data={"login": "leaver", "password": opened["password"]})
    assert refused.status_code == 401


def test_two_administrators_at_once_are_told(browser: TestClient) -> None:
    signed(browser, "chief")
    heads = {"x-csrf-token": mark(browser)}
    opened = browser.post(
        "/api/v1/accounts", headers=heads, json={"login": "twice", "name": "甲"}
    ).json()
    tag = {"if-match": f'"{opened["version"]}"'}
    address = f"/api/v1/accounts/{opened['id']}"
    first = browser.patch(address, headers=heads | tag, json={"name": "乙"})
    second = browser.patch(address, headers=heads | tag, json={"name": "丙"})
    assert (first.status_code, second.status_code) == (200, 412)


def test_every_write_left_a_line_and_the_chain_holds(
    browser: TestClient, people_engine: Engine
) -> None:
    signed(browser, "chief")
    with Session(people_engine) as db:
        verbs = set(
            db.execute(text("SELECT verb FROM journal WHERE actor = 'user:chief'")).scalars()
        )
        assert first_broken_line(db) is None
    assert {"sign_in"} <= verbs


def test_whoever_comes_through_the_door_reads_no_secrets(people_engine: Engine) -> None:
    for table in ("sign_in", "api_token", "sign_in_attempt"):
        with Session(people_engine) as db:
            allowed = db.execute(
                text("SELECT has_table_privilege('diming_web', :t, 'SELECT')"), {"t": table}
            ).scalar()
        assert allowed is False


def test_a_sign_in_that_failed_leaves_a_line_without_what_was_typed(
    browser: TestClient, people_engine: Engine
) -> None:
    browser.post("/sign-in", data={"login": "my-secret-password", "password": "wrong" * 3})
    with Session(people_engine) as db:
        asked = "SELECT row_to_json(j)::text FROM journal j WHERE verb = 'sign_in_failed'"
        lines = db.execute(text(asked)).scalars().all()
    assert lines
    assert not any("my-secret-password" in line for line in lines)
