"""Every route says who may use it, and whatever is open is open on purpose."""

from __future__ import annotations

import pytest
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.app import ROUTERS, create_app
from api.routes.permissions import GUARDED, OPEN, Permission, permissions_of
from api.services.person import ROLES, SCOPES
from api.settings import load_settings

OPEN_WRITES = {
    "POST /report-issue",
    "PUT /api/v1/programme/reports/{id}",
    "POST /sign-in",
    "POST /sign-out",
    "POST /api/v1/locate",
    "POST /api/v1/locate/area",
    "POST /api/v1/name-checks",
    "POST /api/v1/sign-checks",
    "POST /api/v1/inspection-checks",
    "POST /api/v1/coordinate-diagnoses",
    "POST /api/v1/boundary-audits",
    "POST /api/v1/consultations/{id}/comments",
    "POST /consultations/{id}/comments",
    "POST /status",
    "POST /api/v1/name-files",
    "DELETE /api/v1/name-files/{id}",
}
"""Requests with a body that a visitor may send: none of them changes the register."""


@pytest.fixture(scope="module")
def permissions() -> dict[str, Permission]:
    return permissions_of(ROUTERS)


def test_no_route_was_forgotten(permissions: dict[str, Permission]) -> None:
    """A new route needs a guard (`needs(...)`, `Signed`) or a line in `OPEN`."""
    assert [key for key, one in permissions.items() if one.closed] == []


def test_no_route_is_open_and_guarded(permissions: dict[str, Permission]) -> None:
    assert [key for key, one in permissions.items() if one.open_because and one.guards] == []


def test_every_open_line_has_its_route(permissions: dict[str, Permission]) -> None:
    assert [key for key in (*OPEN, *GUARDED) if key not in permissions] == []


def test_guards_ask_for_roles_and_scopes_that_exist(permissions: dict[str, Permission]) -> None:
    guards = [guard for one in permissions.values() for guard in one.guards]
    assert {role for guard in guards for role in guard.roles} <= set(ROLES)
    assert {guard.scope for guard in guards} <= set(SCOPES)


def test_only_static_files_are_mounted_beside_the_routes() -> None:
    app = create_app(load_settings(database_url="postgresql:///nowhere"))
    mounted = [one.path for one in app.routes if isinstance(one, Mount)]
    assert mounted
    assert [path for path in mounted if not path.startswith("/static/")] == []


def test_only_these_requests_with_a_body_are_open(permissions: dict[str, Permission]) -> None:
    """Whoever opens another write has to say so here, too."""
    writes = {key for key in OPEN if not key.startswith("GET ")}
    assert writes == OPEN_WRITES


def test_a_route_that_was_forgotten_is_closed_to_everybody() -> None:
    app = create_app(load_settings(database_url="postgresql:///nowhere"))
    app.add_api_route("/forgotten", lambda: "open")
    with TestClient(app) as client:
        assert client.get("/forgotten").status_code == 403
