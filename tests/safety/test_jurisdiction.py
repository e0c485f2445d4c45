"""Every route about rows of a county × who acts for it, above it, beside it, elsewhere, for nobody.

The requests are generated from the table of routes, with the bodies that the reference shows: a new
route is tried as soon as it is there, and fails here if nobody said what its parameters are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import ROUTERS
from api.routes.permissions import Permission, permissions_of
from api.services import managing_accounts
from api.services.person import ROLES
from api.store.session import Engine, Session, transaction
from tests.safety.conftest import Crowd
from tests.safety.wanzhou import (
    ANNOUNCEMENT,
    ANYBODY_ENTERS,
    CASE,
    COMMENT,
    CONSULTATION,
    DOCUMENT,
    ISSUE,
    MEASURE,
    MONUMENT,
    NUMBERED,
    OPINION,
    ORDER,
    OWN,
    PAPER,
    PHOTO,
    PICTURE,
    RECORD,
    ROUND,
    SENDING,
    SIGN,
    SIGN_PHOTO,
    STORY,
    STORY_PHOTO,
    TASK,
    lay_rows,
)
from tests.signed_in import token_for

LINE = "500101-500235"
STRANGERS = ("beside", "a town elsewhere", "without a division")
NEITHER_HERE_NOR_THERE = re.compile(
    r"^(/api/v1)?/(accounts|organisations|account|me|journal|audit)\b"
)
"""Accounts have a reach of their own (`test_administrators`), the journal its own policy."""

PARAMETERS: tuple[tuple[str, dict[str, object]], ...] = (
    (r"/cases/", {"id": CASE, "paper": PAPER, "paper_id": PAPER, "opinion": OPINION, "work": 1}),
    (r"/cases/", {"consultation": CONSULTATION, "comment": COMMENT, "row": 1, "sha256": "a" * 64}),
    (r"/cases/", {"verb": "accept", "kind": "application", "form": "pdf"}),
    (r"/consultations/", {"id": CONSULTATION}),
    (r"/announcements/", {"id": ANNOUNCEMENT, "form": "pdf"}),
    (r"/names/\{name\}/stories/", {"name": "{name}", "story": STORY, "photo": STORY_PHOTO}),
    (r"/books/", {"work": "{new}"}),
    (r"/heritage/measures/", {"sha256": "a" * 64}),
    (r"/signs/", {"id": SIGN, "photo": SIGN_PHOTO, "work": "{new}"}),
    (r"/stories/", {"id": STORY, "photo": STORY_PHOTO}),
    (r"/heritage/", {"listing_id": NUMBERED, "measure_id": MEASURE}),
    (r"/inspection-records/|/inspections/", {"id": RECORD, "photo": PHOTO, "track": "{new}"}),
    (r"/inspection-records/", {"number": 1, "form": "pdf"}),
    (r"/inspection-tasks/", {"id": TASK}),
    (r"/inspection-rounds/", {"id": ROUND}),
    (r"/inspection-reminders|/line-archives", {"form": "csv"}),
    (r"/documents/\{id\}", {"id": DOCUMENT}),
    (r"/pictures/\{id\}", {"id": PICTURE}),
    (r"(culture-markers|covenant-steles)/\{id\}", {"id": MONUMENT}),
    (r"/lines/|/boundaries/", {"code": LINE, "number": "{marker}", "form": "pdf"}),
    (r"/issues/", {"id": ISSUE}),
    (r"/programme/audits/|/audit-works/", {"id": NUMBERED}),
    (r"/orders/", {"id": ORDER}),
    (r"/reports/", {"id": "{new}"}),
    (r"/map-sendings/|/sendings/", {"id": SENDING, "form": "csv"}),
    (r"/name-files/", {"id": "nobodysnumber"}),
    (r"/names/", {"id": "{name}", "tag": "旅游", "version": 1}),
    (r"/gazetteers/", {"code": "500101", "kind": "list", "form": "docx"}),
)
"""What stands for the parameters of a route, by its address; the first that fits."""

READ_BY_OFFICIALS = {
    "GET /api/v1/names/{id}/history": "what was changed of a published name, and by whom",
    "GET /api/v1/names/{id}/history/{version}": "the same",
    "GET /names/{id}/history": "the same",
    **dict.fromkeys(
        (
            "GET /heritage/{listing_id}/edit",
            "GET /names/{id}/publication",
            "GET /names/{id}/vanishing",
            "GET /names/{id}/tags",
            "GET /names/{id}/other-names",
            "GET /names/{id}/place-code",
            "GET /names/{id}/stories",
            "GET /names/{name}/stories/{story}",
        ),
        "a form with what is published; it writes nothing",
    ),
    "GET /names/{id}/edit": "a form with what is published; it writes nothing",
    "GET /signs/{id}/edit": "a form with what is published; it writes nothing",
    "GET /api/v1/signs/{id}/work": "what was done to a public sign",
    "GET /api/v1/inspection-reminders.{form}": "a list, filtered row by row",
    "GET /api/v1/line-archives.{form}": "a list, filtered row by row",
    "GET /api/v1/lines/{code}/archive": "what a set must hold; its documents are filtered",
    "GET /api/v1/lines/{code}/markers/audit": "a check of published markers",
    "GET /lines/{code}/marker-audit": "a check of published markers",
    "GET /api/v1/programme/audit-works/{id}": "how many issues an audit counted, as the figures do",
    "GET /programme/audits/{id}": "the same",
    "GET /api/v1/map-sendings/{id}/names.{form}": "published names as they were sent",
    "GET /api/v1/gazetteers/{code}/{kind}.{form}": "a book of published names",
}
"""Routes with a parameter that every official reads, each with the reason."""

WRITTEN_BY_OFFICIALS = {
    "PUT /api/v1/programme/reports/{id}": "anybody reports an issue, anywhere",
    "PUT /api/v1/inspection-rounds/{id}": "a round has no place",
}


@dataclass
class World:
    """The application, who asks, and the rows of 万州."""

    client: TestClient
    headers: dict[str, dict[str, str]]
    engine: Engine
    names: dict[str, str]
    bodies: dict[str, Any]

    def ask(self, who: str, permission: Permission) -> int:
        """Send a request as somebody with what the reference shows; return the status."""
        address = self.address(permission.path)
        more: dict[str, Any] = {}
        if permission.method in {"POST", "PUT", "PATCH"}:
            kind, body = self.bodies.get(permission.key, ("form", {}))
            more = {"json": body} if kind == "json" else {"data": body}
            if kind == "raw":
                more = {"content": b"%PDF-1.7 x", "headers": {"file-name": "a.pdf"}}
        headers = {**self.headers[who], **more.pop("headers", {}), "if-match": '"1"'}
        return self.client.request(permission.method, address, headers=headers, **more).status_code

    def address(self, path: str) -> str:
        """Return the address of a route with the ids of 万州's rows."""

        def value(found: re.Match[str]) -> str:
            for pattern, known in PARAMETERS:
                if re.search(pattern, path) and found[1] in known:
                    return str(known[found[1]]).format(**self.names, new=uuid4())
            raise AssertionError(f"nobody said what {{{found[1]}}} of {path} is")

        return re.sub(r"{(\w+)}", value, path)

    def state(self) -> dict[str, tuple[int, str]]:
        """Return how many rows each table has, and a digest of 万州's."""
        with Session(self.engine) as db:
            return {
                table: tuple(
                    db.execute(
                        text(
                            "SELECT (SELECT count(*) FROM " + table + "),"
                            " (SELECT md5(string_agg(to_jsonb(t)::text, '' ORDER BY to_jsonb(t)))"
                            "  FROM " + table + " t WHERE " + where + ")"
                        )
                    ).one()
                )
                for table, where in OWN.items()
                if table not in {*ANYBODY_ENTERS, "account", "membership", "name_file"}
            }


def _example(operation: dict[str, Any]) -> tuple[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    for kind, name in (("application/json", "json"), ("multipart/form-data", "form")):
        if kind in content:
            shown = content[kind].get("examples") or {}
            return name, next((one["value"] for one in shown.values()), {})
    return ("raw", b"") if "application/octet-stream" in content else ("form", {})


@pytest.fixture(scope="module")
def world(client: TestClient, safe_engine: Engine, crowd: Crowd) -> World:
    headers = {}
    with transaction(safe_engine, actor="test") as db:
        lay_rows(db)
        for who, codes, level in (
            ("own", ["500101"], "county"),
            ("above", ["500000"], "province"),
            ("beside", ["500109"], "county"),
            ("a town elsewhere", ["500109001"], "township"),
            ("without a division", [], "county"),
        ):
            bureau = managing_accounts.add_organisation(
                db, name=f"管辖测试局 {who}", kind="civil_affairs", level=level, codes=codes
            )
            token = token_for(db, f"j.{who.replace(' ', '.')}", ROLES, bureau)
            headers[who] = {"authorization": f"Bearer {token}"}
        asked = text(
            "SELECT (SELECT number FROM marker WHERE line_id = l.id ORDER BY id LIMIT 1),"
            " (SELECT place_name_id FROM sign WHERE id = :sign) FROM boundary_line l"
            " WHERE l.code = :line"
        )
        number, name = db.execute(asked, {"line": LINE, "sign": SIGN}).one()
    document = client.get("/openapi.json").json()
    bodies = {
        f"{verb.upper()} {path}": _example(operation)
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    }
    return World(client, headers, safe_engine, {"marker": str(number), "name": str(name)}, bodies)


TABLE = {
    key: one
    for key, one in permissions_of(ROUTERS).items()
    if not NEITHER_HERE_NOR_THERE.match(one.path)
}
READS = {
    key: one
    for key, one in TABLE.items()
    if one.method == "GET" and "{" in one.path and not one.open_because
}
WRITES = {
    key: one
    for key, one in TABLE.items()
    if one.method != "GET" and not one.open_because and ("{" in one.path or "/api/" in one.path)
}


def test_strangers_read_nothing_of_a_county(world: World) -> None:
    let_in = [
        f"{who}: {key}"
        for key, one in READS.items()
        if key not in READ_BY_OFFICIALS
        for who in STRANGERS
        if world.ask(who, one) not in {403, 404}
    ]
    assert let_in == []


@pytest.mark.parametrize("who", ["own", "above"])
def test_whoever_acts_for_it_reads_it(world: World, who: str) -> None:
    """Else a refusal of strangers would prove nothing."""
    statuses = {key: world.ask(who, one) for key, one in READS.items()}
    refused = {key for key, status in statuses.items() if status in {401, 403}}
    assert refused == set()
    found = sum(status == 200 for status in statuses.values())
    assert found > len(statuses) / 2, statuses


def test_strangers_write_nothing_of_a_county(world: World) -> None:
    before = world.state()
    taken = {}
    for key, one in WRITES.items():
        if key in WRITTEN_BY_OFFICIALS:
            continue
        for who in STRANGERS:
            status = world.ask(who, one)
            if not 400 <= status < 500:
                taken[f"{who}: {key}"] = status
    assert {key: status for key, status in taken.items() if status >= 500} == {}
    assert world.state() == before
    assert taken == {}


def test_the_lists_of_reasons_name_routes_that_are_there() -> None:
    assert READ_BY_OFFICIALS.keys() <= READS.keys()
    assert WRITTEN_BY_OFFICIALS.keys() <= permissions_of(ROUTERS).keys()
