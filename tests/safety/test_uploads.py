"""Every way a file comes in: what pretends to be something is refused, and leaves nothing."""

from __future__ import annotations

import inspect
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from PIL import Image
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import ROUTERS, create_app
from api.services import managing_accounts
from api.services.person import ROLES
from api.settings import load_settings
from api.store.session import Engine, Session, transaction
from tests.cases.office import naming
from tests.safety.wanzhou import lay_rows
from tests.safety.ways_for_files import (
    HOSTILE,
    LIMIT_BYTES,
    LINE,
    PHONE,
    TOLD_BY_CONTENT,
    WAYS,
)
from tests.signed_in import token_for

SAME_HANDS = {"POST /heritage/nominate", "POST /cases/{id}/appraisal/evidence"}
"""Forms that lay a file with a paper of a case (`laying.attach`), as the ways above do."""


def _asks(dependant: Dependant) -> Iterator[str]:
    yield getattr(dependant.call, "__name__", "")
    for inner in dependant.dependencies:
        yield from _asks(inner)


def _takes_a_file(route: APIRoute) -> bool:
    return (
        any("UploadFile" in str(f.field_info.annotation) for f in route.dependant.body_params)
        or "_content" in _asks(route.dependant)
        or "form.files" in _source(route)
    )


def _source(route: APIRoute) -> str:
    told = inspect.getsource(route.endpoint)
    module = inspect.getmodule(route.endpoint)
    for called in ("_lay", "_add_photo"):
        if f"{called}(" in told and module is not None:
            told += inspect.getsource(getattr(module, called))
    return told


def test_every_way_is_tried() -> None:
    """A new route that takes a file is missed here until it is tried below, too."""
    found = {
        f"{method} {route.path}"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and _takes_a_file(route)
        for method in route.methods or ()
        if method != "GET"
    }
    assert found == WAYS.keys() | SAME_HANDS


@dataclass
class Office:
    """Somebody of 万州 who may do everything, and what files can be laid with."""

    client: TestClient
    header: dict[str, str]
    files: Path
    engine: Engine
    known: dict[str, str]

    def send(self, key: str, content: bytes, name: str) -> Any:
        way = WAYS[key]
        path = way.path.format(**self.known, new=uuid4())
        headers = dict(self.header)
        method = key.partition(" ")[0]
        if way.tagged:
            headers["if-match"] = self.tag()
        if way.raw:
            headers["file-name"] = quote(name)
            return self.client.request(method, path, content=content, headers=headers)
        told = {"paper": "location_map", "title": "位置图"} if "papers" in path else {}
        if key == "POST /cases/{id}/items":
            told = {"tag": self.tag().strip('"')}
        told |= {part: value or str(uuid4()) for part, value in way.told.items()}
        files = {"file": (name, content)}
        return self.client.request(method, path, files=files, data=told, headers=headers)

    def tag(self) -> str:
        """The version of the case when no work on it is under way any more."""
        case = f"/api/v1/cases/{self.known['case']}"
        until = time.monotonic() + 120
        while time.monotonic() < until:
            works = self.client.get(f"{case}/works", headers=self.header).json()["works"]
            if all(one["ended_at"] for one in works):
                return str(self.client.get(case, headers=self.header).headers["etag"])
            time.sleep(0.05)
        raise AssertionError("a work on the case does not end")

    def kept(self) -> tuple[int, ...]:
        """How much is kept: files in the database, of cases, photos, tables, on the disk."""
        self.tag()  # a work that another test began may begin one more
        asked = (
            "SELECT (SELECT count(*) FROM kept_file), (SELECT count(*) FROM stored_file),"
            " (SELECT count(*) FROM inspection_photo_part), (SELECT count(*) FROM sign_photo),"
            " (SELECT count(*) FROM story_photo), (SELECT count(*) FROM marker_picture),"
            " (SELECT coalesce(max(id), 0) FROM name_file), (SELECT count(*) FROM case_work)"
        )
        with Session(self.engine) as db:
            row = db.execute(text(asked)).one()
        return (*row, sum(path.is_file() for path in self.files.rglob("*")))


@pytest.fixture(scope="module")
def office(
    safe_engine: Engine, register_copy: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    files = tmp_path_factory.mktemp("files")
    with transaction(safe_engine, actor="test") as db:
        lay_rows(db)
        # the record is still being written, the document has no file yet
        db.execute(text("SET LOCAL session_replication_role = replica"))
        db.execute(text("DELETE FROM inspection_step"))
        db.execute(text("UPDATE line_document SET sha256 = NULL, file = ''"))
        number, document, name = db.execute(
            text(
                "SELECT (SELECT m.number FROM marker m JOIN boundary_line l ON l.id = m.line_id"
                "  WHERE l.code = :line ORDER BY m.id LIMIT 1), (SELECT id FROM line_document),"
                " (SELECT place_name_id FROM sign)"
            ),
            {"line": LINE},
        ).one()
        bureau = managing_accounts.add_organisation(
            db, name="万州上传局", kind="civil_affairs", level="county", codes=["500101"]
        )
        header = {"authorization": f"Bearer {token_for(db, 'wz.all', ROLES, bureau)}"}
    settings = load_settings(
        database_url=register_copy,
        log_json=True,
        rate_factor=0,
        files_dir=files,
        body_limit_bytes=LIMIT_BYTES,
    )
    known = {"case": str(uuid4()), "paper": str(uuid4()), "marker": number, "document": document}
    known["name"] = str(name)
    with TestClient(create_app(settings, safe_engine), follow_redirects=False) as client:
        case = f"/api/v1/cases/{known['case']}"
        begun = client.post(case, json=naming("丹桂湾测路"), headers=header)
        assert begun.status_code == 201, begun.text
        laid = client.put(
            f"{case}/papers/{known['paper']}",
            json={"paper": "location_map", "title": "位置图"},
            headers=header,
        )
        assert laid.status_code == 200, laid.text
        yield Office(client, header, files, safe_engine, known)


@pytest.mark.parametrize("key", WAYS)
def test_what_pretends_is_refused_and_leaves_nothing(office: Office, key: str) -> None:
    way, before = WAYS[key], office.kept()
    let_in = {}
    for what, made in HOSTILE.items():
        if what in TOLD_BY_CONTENT and way.suffix == ".png":
            continue
        answer = office.send(key, *made(way))
        if not 400 <= answer.status_code < 500:
            let_in[what] = f"{answer.status_code} {answer.text[:200]}"
    assert let_in == {}
    assert office.kept() == before


PHOTOS = [key for key, way in WAYS.items() if way.suffix == ".png"]


@pytest.mark.parametrize("key", PHOTOS)
def test_a_photo_of_a_telephone_is_shown_as_jpeg(office: Office, key: str) -> None:
    answer = office.send(key, PHONE, "IMG_0001.HEIC")
    assert answer.status_code == WAYS[key].status, answer.text[:500]
    if not WAYS[key].raw:
        return
    told = answer.json()
    place = told.get("href") or str(answer.request.url).partition("?")[0]
    shown = office.client.get(place, headers=office.header)
    assert shown.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 96))
    if told.get("lon") is not None:
        assert (round(told["lon"], 4), round(told["lat"], 4)) == (108.401, 30.8)


def test_inspections_keep_photos_of_telephones_as_they_came(office: Office) -> None:
    answer = office.send(
        "PUT /api/v1/inspection-records/{id}/photos/{photo}", PHONE, "IMG_0002.HEIC"
    )
    place = f"{answer.request.url}?original=true"
    kept = office.client.get(place, headers=office.header)
    assert (kept.content, kept.headers["content-type"]) == (PHONE, "image/heic")


def test_papers_of_that_kind_are_told_how_to_become_jpeg(office: Office) -> None:
    answer = office.send("POST /api/v1/cases/{id}/papers/{paper}/files", PHONE, "IMG_1.HEIC")
    assert "JPEG" in answer.json()["detail"] + str(answer.json())


@pytest.mark.parametrize("key", WAYS)
def test_a_name_leads_nowhere(office: Office, key: str) -> None:
    way = WAYS[key]
    for name in (f"../../etc/x{way.suffix}", f"..\\..\\x{way.suffix}", f"a\u202egnp{way.suffix}"):
        answer = office.send(key, way.good, name)
        assert answer.status_code < 500
        assert "etc/x" not in answer.text
        assert "\u202e" not in answer.text
    outside = [p for p in office.files.rglob("*") if p.is_file() and len(p.name) != 64]
    assert outside == []


@pytest.mark.parametrize("key", WAYS)
def test_what_it_is_for_is_taken(office: Office, key: str) -> None:
    way = WAYS[key]
    answer = office.send(key, way.good, f"文件{way.suffix}")
    assert answer.status_code == way.status, answer.text[:500]


def test_files_lie_outside_what_is_served(office: Office) -> None:
    taken = [path for path in office.files.rglob("*") if path.is_file()]
    for path in taken:
        for address in (f"/files/{path.name}", f"/static/{path.name}", f"/static/../{path.name}"):
            assert office.client.get(address, headers=office.header).status_code == 404
        assert path.stat().st_mode & 0o077 == 0
