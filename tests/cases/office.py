"""An application where officials of several organs work on cases, on a copy of the register."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.dependencies.days import today
from api.services import managing_accounts
from api.services.person import SCOPES, Person
from api.settings import load_settings
from api.store.session import Engine, engine_for, transaction

ALL_SCOPES = frozenset(SCOPES)
CASES = "/api/v1/cases"
COUNTY = "500101"
PEOPLE = {
    "town": ("分水镇人民政府甲", "government", "township", ["500101"], ["applicant"]),
    "clerk": ("万州区民政局甲", "civil_affairs", "county", ["500101"], ["clerk"]),
    "reviewer": ("万州区民政局甲", "civil_affairs", "county", ["500101"], ["reviewer"]),
    "approver": ("万州区民政局甲", "civil_affairs", "county", ["500101"], ["approver", "clerk"]),
    "second": ("万州区民政局甲", "civil_affairs", "county", ["500101"], ["clerk", "approver"]),
    "traffic": ("万州区交通局甲", "department", "county", ["500101"], ["department"]),
    "city": ("重庆市民政局甲", "civil_affairs", "province", ["500000"], ["clerk", "approver"]),
    "yz_town": ("渝中区街道办事处甲", "government", "township", ["500103"], ["applicant"]),
    "yz_clerk": ("渝中区民政局甲", "civil_affairs", "county", ["500103"], ["clerk"]),
    "yz_reviewer": ("渝中区民政局甲", "civil_affairs", "county", ["500103"], ["reviewer"]),
    "yz_approver": ("渝中区民政局甲", "civil_affairs", "county", ["500103"], ["approver"]),
    "housing": ("万州区住房城乡建委甲", "department", "county", ["500101"], ["applicant"]),
    "stranger": ("开州区民政局甲", "civil_affairs", "county", ["500154"], ["clerk", "approver"]),
}


@dataclass
class Office:
    """Signed-in programs of officials, by sign-in name, and what they do most."""

    client: TestClient
    app: FastAPI
    tokens: dict[str, str]
    organisations: dict[str, int]

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """Let the door believe that it is another day."""

        async def told() -> date:
            return day

        self.app.dependency_overrides[today] = told
        try:
            yield
        finally:
            del self.app.dependency_overrides[today]

    def ask(self, who: str, method: str, path: str, **more: Any) -> Any:
        """Send a request as somebody; None-valued headers are left out."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        headers |= more.pop("headers", {})
        return self.client.request(method, path, headers=headers, **more)

    def draft(self, who: str, body: dict[str, Any], id: str = "") -> Any:
        return self.ask(who, "POST", f"{CASES}/{id or uuid4()}", json=body)

    def tag(self, who: str, id: str) -> str:
        return str(self.ask(who, "GET", f"{CASES}/{id}").headers["etag"])

    def step(
        self, who: str, id: str, verb: str, body: dict[str, Any] | None = None, tag: str = ""
    ) -> Any:
        """Take a step with the newest state of the case, or with `tag`."""
        tag = tag or self.tag(who, id)
        path = f"{CASES}/{id}/{verb}"
        return self.ask(who, "POST", path, json=body or {}, headers={"If-Match": tag})

    def lay(self, who: str, id: str, paper: str, **more: Any) -> Any:
        body = {"paper": paper, **more}
        return self.ask(who, "PUT", f"{CASES}/{id}/papers/{uuid4()}", json=body)

    def to(self, id: str, stage: str, who: str = "", **approval: Any) -> dict[str, Any]:
        """Bring a drafted case of the town to a stage; `who` is the prefix of another county."""
        way = ("submit", "accept", "review", "approve")
        ends = {"submitted": 1, "accepted": 2, "reviewed": 3, "approved": 4}
        by = {"submit": "town", "accept": "clerk", "review": "reviewer", "approve": "approver"}
        answer: Any = None
        for verb in way[: ends[stage]]:
            body = APPROVAL | approval if verb == "approve" else {}
            answer = self.step(who + by[verb], id, verb, body)
            assert answer.status_code == 200, (verb, answer.text)
        found: dict[str, Any] = answer.json()
        return found


def finished(office: Office, id: str, who: str = "town") -> str:
    """Wait until nothing is worked on at a case beside the requests; returns the first page."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        works = office.ask(who, "GET", f"{CASES}/{id}/works").json()["works"]
        if all(one["ended_at"] for one in works):
            return f"/cases/{id}/works/{works[-1]['id']}"
        time.sleep(0.05)
    raise AssertionError("the work does not end")


APPROVAL = {
    "approver_type": "county_government",
    "approver": "万州区人民政府",
    "number": "万州府[2026]8号",
}


def road(name: str, **more: Any) -> dict[str, Any]:
    """Return a village road as it is applied for."""
    return {
        "name": name,
        "place_type": "道路",
        "division": COUNTY,
        "reason": f"道路经过{name[:-1]}",
        "location": "分水镇东部",
        "length_m": 850,
        "width_m": 6,
        "details": {"starts_at": "江南大道", "ends_at": "滨江路", "course": "东西"},
        **more,
    }


def naming(*names: str, **more: Any) -> dict[str, Any]:
    """Return an application for the naming of roads."""
    return {
        "kind": "naming",
        "applicant": "分水镇人民政府",
        "applicant_type": "乡镇人民政府",
        "county": COUNTY,
        "items": [road(name) for name in names],
        **more,
    }


@pytest.fixture(scope="module")
def cases_engine(register_copy: str) -> Iterator[Engine]:
    engine = engine_for(register_copy, pool_size=12)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def accounts(cases_engine: Engine) -> tuple[dict[str, str], dict[str, int]]:
    """Tokens and organisations by sign-in name."""
    tokens: dict[str, str] = {}
    organisations: dict[str, int] = {}
    with transaction(cases_engine, actor="test") as db:
        for login, (name, kind, level, codes, roles) in PEOPLE.items():
            made = organisations.get(name) or managing_accounts.add_organisation(
                db, name=name, kind=kind, level=level, codes=codes
            )
            opened = managing_accounts.open_account(
                db, login=login, name=f"{login}员", password="correct horse battery"
            )
            managing_accounts.give_roles(db, opened.account_id, made, roles)
            organisations |= {login: made, name: made}
            person = Person(
                opened.account_id, login, login, made, name, frozenset(roles), (), ALL_SCOPES
            )
            tokens[login] = managing_accounts.make_token(
                db, person, label="试", scopes=["read", "names"], days=1
            )
    return tokens, organisations


@pytest.fixture(scope="module")
def office(
    cases_engine: Engine,
    accounts: tuple[dict[str, str], dict[str, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    settings = load_settings(
        database_url="postgresql:///unused",
        log_json=True,
        files_dir=tmp_path_factory.mktemp("files"),
        rate_factor=0.0,
    )
    app = create_app(settings, cases_engine)
    with TestClient(app) as client:
        yield Office(client, app, *accounts)
