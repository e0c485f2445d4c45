"""Every route for every role: the door lets in whom the table of permissions says, nobody else."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from api.app import ROUTERS
from api.routes.permissions import Permission, permissions_of
from api.services.person import ROLES
from tests.safety.conftest import Crowd

TABLE = permissions_of(ROUTERS)
DUMMIES = {
    "code": "500101-500235",
    "number": "1",
    "form": "none",
    "kind": "none",
    "slug": "role-needed",
    "listing_id": "1",
    "token_id": "1",
    "paper": "none",
    "version": "1",
    "sha256": "0" * 64,
}
NOBODY = "00000000-0000-4000-8000-000000000000"
REFUSED = {"/problems/sign-in-needed": "sign in", "/problems/role-needed": "no role"}
COSTLY = {"GET /maps/overview", "GET /openapi.json"}


def _address(permission: Permission) -> str:
    """The address of a route with something for each parameter that is nowhere."""
    return re.sub(r"{(\w+)}", lambda m: DUMMIES.get(m[1], NOBODY), permission.path)


def _verdict(client: TestClient, crowd: Crowd, permission: Permission, login: str) -> str:
    answer = client.request(permission.method, _address(permission), headers=crowd.bearer(login))
    if "problem+json" not in answer.headers.get("content-type", ""):
        return "let in"
    return REFUSED.get(answer.json()["type"], "let in")


def _expected(permission: Permission, role: str) -> str:
    if role and any(guard.browser for guard in permission.guards):
        return "no role"  # everybody comes with a token here
    if permission.lets_in([role] if role else []) and (role or permission.open_because):
        return "let in"
    return "no role" if role else "sign in"


@pytest.mark.parametrize("role", ["", *ROLES])
def test_the_door_lets_in_whom_the_table_says(client: TestClient, crowd: Crowd, role: str) -> None:
    login = f"wz.{role}" if role else ""
    asked = [
        one
        for one in TABLE.values()
        if one.key not in COSTLY and (one.guards or role in {"", "applicant"})
    ]
    assert len(asked) > 60
    wrong = {
        one.key: found
        for one in asked
        if (found := _verdict(client, crowd, one, login)) != _expected(one, role)
    }
    assert wrong == {}


def test_a_token_lets_in_no_further_than_its_scopes(
    client: TestClient, crowd: Crowd, reader: dict[str, str]
) -> None:
    """Whoever may only read, writes nowhere, whatever roles he holds."""
    let_in = []
    for one in TABLE.values():
        if one.method == "GET" or not one.guards:
            continue
        answer = client.request(one.method, _address(one), headers=reader)
        if answer.status_code != 403:
            let_in.append(one.key)
    assert let_in == []


def test_no_token_changes_the_account_of_its_owner(client: TestClient, crowd: Crowd) -> None:
    """Not even one with every scope makes tokens, ends sessions or sets a password."""
    own = [one for one in TABLE.values() if one.path.startswith("/account/")]
    writes = {one.key for one in own if one.method != "GET"}
    assert writes == {one.key for one in own if any(guard.browser for guard in one.guards)}
    assert len(writes) == 5
    for one in own:
        if one.key in writes:
            answer = client.request(
                one.method, _address(one), headers=crowd.bearer("wz.administrator")
            )
            assert (answer.status_code, answer.json()["type"]) == (403, "/problems/role-needed")
