"""An application with accounts of a bureau, on a copy of the register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.settings import load_settings
from api.store.session import Engine, engine_for, transaction

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def people_engine(register_copy: str) -> Iterator[Engine]:
    engine = engine_for(register_copy)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def bureau(people_engine: Engine) -> int:
    """A county bureau, its id; 'chief' is its administrator and 'clerk' its clerk."""
    with transaction(people_engine, actor="test") as db:
        made = managing_accounts.add_organisation(
            db, name="万州区民政局", kind="civil_affairs", level="county", codes=["500101"]
        )
        for login, name, role in (
            ("chief", "局长", "administrator"),
            ("clerk", "经办甲", "clerk"),
        ):
            opened = managing_accounts.open_account(db, login=login, name=name, password=PASSWORD)
            managing_accounts.give_roles(db, opened.account_id, made, [role])
    return made


@pytest.fixture(scope="module")
def people_app(people_engine: Engine, bureau: int) -> Iterator[FastAPI]:
    settings = load_settings(database_url="postgresql:///unused", log_json=True, rate_factor=0.0)
    app = create_app(settings, people_engine)
    with TestClient(app):
        yield app


@pytest.fixture
def browser(people_app: FastAPI) -> TestClient:
    """A browser where nobody has signed in yet."""
    return TestClient(people_app, follow_redirects=False)
