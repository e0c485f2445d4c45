"""Bureaus of a province and two counties, and somebody with each role in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.services.person import ROLES
from api.settings import load_settings
from api.store.session import Engine, Session, engine_for, transaction
from tests.signed_in import token_for

BUREAUS = {
    "cq": ("重庆市测试局", "500000"),
    "wz": ("万州测试局", "500101"),
    "ba": ("北碚测试局", "500109"),
}


@dataclass(frozen=True)
class Crowd:
    """Tokens by login: `wz.clerk` is the clerk of the county 万州, `cq.auditor` of the province."""

    tokens: dict[str, str]

    def bearer(self, login: str) -> dict[str, str]:
        """Return the header that acts for somebody; none for the visitor `""`."""
        return {"authorization": f"Bearer {self.tokens[login]}"} if login else {}


@pytest.fixture(scope="module")
def safe_engine(register_copy: str) -> Iterator[Engine]:
    engine = engine_for(register_copy)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def crowd(safe_engine: Engine) -> Crowd:
    with transaction(safe_engine, actor="test") as db:
        return Crowd(dict(_people(db)))


def _people(db: Session) -> Iterator[tuple[str, str]]:
    for short, (name, code) in BUREAUS.items():
        level = "province" if code.endswith("0000") else "county"
        bureau = managing_accounts.add_organisation(
            db, name=name, kind="civil_affairs", level=level, codes=[code]
        )
        for role in ROLES:
            yield f"{short}.{role}", token_for(db, f"{short}.{role}", [role], bureau)


@pytest.fixture(scope="module")
def client(safe_engine: Engine, crowd: Crowd, register_copy: str) -> Iterator[TestClient]:
    settings = load_settings(database_url=register_copy, log_json=True, rate_factor=0)
    with TestClient(create_app(settings, safe_engine), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def reader(safe_engine: Engine) -> dict[str, str]:
    """The header of somebody with every role, whose token may only read."""
    with transaction(safe_engine, actor="test") as db:
        bureau = managing_accounts.add_organisation(
            db, name="只读测试局", kind="civil_affairs", level="province", codes=["500000"]
        )
        token = token_for(db, "only.reader", ROLES, bureau, scopes=["read"])
    return {"authorization": f"Bearer {token}"}
