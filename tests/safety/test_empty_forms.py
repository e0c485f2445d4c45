"""A form that was sent without its fields, or with nonsense in them, is refused: no failure."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from api.app import ROUTERS
from api.routes.permissions import permissions_of
from tests.safety.test_jurisdiction import World, world

__all__ = ["world"]

FORMS = {
    key: one
    for key, one in permissions_of(ROUTERS).items()
    if one.method == "POST" and not one.path.startswith("/api/")
}
ACCOUNTS = re.compile("/(accounts?|organisations)/")
ELSEWHERE = re.compile("{\\w+}")
NAMES = (
    *("kind", "id", "name", "name_id", "tag", "county", "division", "state", "axis", "place_type"),
    *("secrecy", "published", "why", "day", "title", "number", "channels", "standing", "geometry"),
    *("width_mm", "condition", "login", "year", "article", "deadline", "lon", "lat", "organ"),
)
REPORT = '{"findings": [], "verdict": "pass"}'
SENT = {"nothing": {}, "nonsense": dict.fromkeys(NAMES, "☃\u202e-1")}


@pytest.fixture(scope="module")
def whole(world: World) -> World:
    """The rows of 万州, with a report of a check that the page of its case can show."""
    with world.engine.begin() as db:
        db.execute(text("SET LOCAL session_replication_role = replica"))
        db.execute(
            text("UPDATE check_report SET report = CAST(:empty AS jsonb)"), {"empty": REPORT}
        )
    return world


@pytest.mark.parametrize("what", SENT)
def test_no_form_fails(whole: World, what: str) -> None:
    assert len(FORMS) > 40
    failed = {}
    for key, one in FORMS.items():
        known = not ACCOUNTS.match(one.path)
        address = whole.address(one.path) if known else ELSEWHERE.sub("1", one.path)
        answer = whole.client.post(address, data=SENT[what], headers=whole.headers["own"])
        if answer.status_code >= 500:
            failed[key] = answer.status_code
    assert failed == {}
