"""An administrator reaches what his organisation acts for, and no further."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.services import opening_accounts
from api.services.refusals import AccountRefused
from api.store.queries import accounts, organisations
from api.store.session import Engine, Session, transaction
from tests.safety.conftest import BUREAUS, Crowd


@pytest.fixture(scope="module")
def ids(safe_engine: Engine, crowd: Crowd) -> dict[str, int]:
    """Ids of the bureaus by their short names, and of accounts by their sign-in names."""
    found: dict[str, int] = {}
    with Session(safe_engine) as db:
        for short, (name, _) in BUREAUS.items():
            known = organisations.organisation_named(db, name)
            assert known
            found[short] = known.id
        for login in crowd.tokens:
            account = accounts.account_named(db, login)
            assert account
            found[login] = account.id
    return found


def _give(
    client: TestClient, crowd: Crowd, ids: dict[str, int], by: str, to: str, where: str
) -> int:
    body = {"organisation_id": ids[where], "roles": ["guardian"]}
    address = f"/api/v1/accounts/{ids[to]}/roles"
    answer = client.put(address, json=body, headers=crowd.bearer(by))
    return answer.status_code


def test_a_county_gives_no_roles_in_the_bureau_above(
    client: TestClient, crowd: Crowd, ids: dict[str, int]
) -> None:
    by = "wz.administrator"
    assert _give(client, crowd, ids, by, by, "cq") == 403


def test_a_county_gives_no_roles_in_the_county_beside(
    client: TestClient, crowd: Crowd, ids: dict[str, int]
) -> None:
    assert _give(client, crowd, ids, "wz.administrator", "ba.clerk", "ba") == 403


def test_the_province_gives_roles_in_the_counties_below(
    client: TestClient, crowd: Crowd, ids: dict[str, int]
) -> None:
    assert _give(client, crowd, ids, "cq.administrator", "ba.guardian", "ba") == 200


@pytest.mark.parametrize("by", ["wz.administrator", "ba.administrator"])
def test_nobody_resets_the_password_of_a_superior(
    client: TestClient, crowd: Crowd, ids: dict[str, int], by: str
) -> None:
    address = f"/api/v1/accounts/{ids['cq.administrator']}/password"
    assert client.post(address, headers=crowd.bearer(by)).status_code == 403


def test_a_county_adds_no_organisation_for_the_province(client: TestClient, crowd: Crowd) -> None:
    body = {"name": "冒名局", "kind": "civil_affairs", "level": "province", "codes": ["500000"]}
    heads = crowd.bearer("wz.administrator")
    assert client.post("/api/v1/organisations", json=body, headers=heads).status_code == 403
    found = client.get("/api/v1/organisations?q=冒名局", headers=heads).json()
    assert found["items"] == []


def test_a_token_for_a_script_is_made_on_the_machine(
    client: TestClient, safe_engine: Engine, crowd: Crowd
) -> None:
    with transaction(safe_engine, actor="cli:test") as db:
        token = opening_accounts.token_for(
            db, "wz.clerk", organisation="", label="脚本", scopes=["read"], days=1
        )
    told = client.get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).json()
    assert (told["login"], told["scopes"]) == ("wz.clerk", ["read"])


def test_an_identity_is_bound_to_one_account(safe_engine: Engine, crowd: Crowd) -> None:
    with transaction(safe_engine, actor="cli:test") as db:
        opening_accounts.bind(db, "wz.clerk", "subject-1")
        with pytest.raises(AccountRefused):
            opening_accounts.bind(db, "ba.clerk", "subject-1")


def test_a_number_that_no_account_has_is_no_failure(client: TestClient, crowd: Crowd) -> None:
    heads = crowd.bearer("cq.administrator") | {"accept": "text/html"}
    assert client.get("/accounts/99999999999999999999", headers=heads).status_code == 422
