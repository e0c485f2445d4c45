"""The server is killed during a batch and during an upload: nothing half-done is left."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.proofs.conftest import opened
from tests.proofs.office import (
    ANNOUNCED_LOCK,
    CASES,
    FILES_LOCK,
    HELD_LOCK,
    ITEMS_LOCK,
    PATIENCE_S,
    REPORTS_LOCK,
    Office,
    meanwhile,
)
from tests.proofs.people import naming

pytestmark = pytest.mark.postgis
Command = Callable[..., subprocess.CompletedProcess[str]]
BATCH = 300
ITEMS = "SELECT count(*) FROM case_item WHERE case_id = %s"
THE_CASE = "SELECT count(*) FROM naming_case WHERE id = %s"
LINES = "SELECT count(*) FROM journal WHERE subject_id = %s"
FILES = "SELECT count(*) FROM case_document_file WHERE document_id = %s"
HELD = "SELECT count(*) FROM name_reservation WHERE case_id = %s AND held @> now()"
REPORTS = "SELECT count(*) FROM check_report WHERE case_id = %s"
ANNOUNCED = "SELECT count(*) FROM announcement WHERE case_id = %s"
PDF = b"%PDF-1.7\n" + bytes(range(48, 58)) * 40_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def lone(register_copy: str, files: Path) -> Iterator[Office]:
    """Officials before a server of a single process."""
    with opened(register_copy, files, workers=1) as office:
        yield office


def killed_at(office: Office, lock: str, request: Callable[[], object]) -> object:
    """Kill the server while a request waits for a lock; returns what it was answered."""
    with office.held_up(lock) as holder, meanwhile(request) as answer:  # type: ignore[arg-type]  # any answer
        office.wait_for_one_held_up()
        office.fleet.kill(office.fleet.processes[0])
        holder.commit()
        told = answer()
    office.wait_for_nobody_else()
    office.fleet.start()
    return told


def test_a_batch_cut_off_is_not_there_and_comes_whole_the_second_time(
    lone: Office, names: Iterator[str], command: Command
) -> None:
    id, name = str(uuid4()), next(names)
    body = naming(lone.county, *(f"{name[:2]}{n}路" for n in range(BATCH)))

    def sent() -> object:
        return lone.ask("town", "POST", f"{CASES}/{id}", json=body)

    assert killed_at(lone, ITEMS_LOCK, sent) is None
    assert [lone.count(asked, id) for asked in (THE_CASE, ITEMS, LINES)] == [0, 0, 0]
    again = [lone.ask("town", "POST", f"{CASES}/{id}", json=body).status_code for _ in range(2)]
    assert (again, lone.count(ITEMS, id), lone.count(LINES, id)) == ([201, 200], BATCH, 1)
    assert command(lone.database, "audit", "verify").returncode == 0


def test_a_submission_of_a_batch_cut_off_holds_no_names(
    lone: Office, names: Iterator[str], command: Command
) -> None:
    many = [next(names) for _ in range(8)]
    id = lone.brought_to("drafted", *many)

    def sent() -> object:
        return lone.step("town", id, "submit", '"1"')

    assert killed_at(lone, HELD_LOCK, sent) is None
    assert (lone.stage(id), lone.count(HELD, id), lone.count(REPORTS, id)) == ("drafted", 0, 0)
    again = [lone.step("town", id, "submit", '"1"').status_code for _ in range(2)]
    assert (again, lone.count(REPORTS, id)) == ([200, 412], len(many))
    assert command(lone.database, "audit", "verify").returncode == 0


def work_of(office: Office, id: str) -> Any:
    return office.ask("town", "GET", f"{CASES}/{id}/works").json()["works"][0]


def ended(office: Office, id: str) -> Any:
    """Wait until what is worked on at a case is over, whoever took it up."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if (work := work_of(office, id))["ended_at"]:
            return work
        time.sleep(0.05)
    raise AssertionError("nobody took the work up")


@pytest.mark.parametrize(("work", "stage"), [("check", "drafted"), ("submit", "submitted")])
def test_a_batch_cut_off_in_the_middle_of_its_check_is_taken_up_by_the_next_server(
    lone: Office, names: Iterator[str], command: Command, work: str, stage: str
) -> None:
    """Names are checked, their reports wait to be written: the server is killed there."""
    many = [next(names) for _ in range(6)]
    id = lone.brought_to("drafted", *many)
    with lone.held_up(REPORTS_LOCK) as holder:
        asked = {"json": {"work": work}, "headers": {"If-Match": '"1"'}}
        assert lone.ask("town", "POST", f"{CASES}/{id}/works", **asked).status_code == 202
        lone.wait_for_one_held_up()
        told = work_of(lone, id)
        lone.fleet.kill(lone.fleet.processes[0])
        holder.commit()
    lone.wait_for_nobody_else()
    assert (told["state"], told["phase"] != "") == ("working", True)
    assert [lone.count(asked, id) for asked in (REPORTS, HELD)] == [0, 0]
    lone.fleet.start()
    again = ended(lone, id)
    assert (again["state"], again["attempts"], lone.stage(id)) == ("done", 2, stage)
    assert lone.count(REPORTS, id) == len(many)
    assert command(lone.database, "audit", "verify").returncode == 0


def test_an_announcement_cut_off_is_not_there_and_is_made_by_the_next_server(
    lone: Office, names: Iterator[str], command: Command
) -> None:
    id = lone.brought_to("reviewed", next(names), next(names))
    assert lone.approve(id).status_code == 200
    wish = {"id": str(uuid4()), "number": f"第{id[:8]}号", "channels": ["national_database"]}
    wish["channels_reason"] = "只在信息库发布"
    asked: dict[str, Any] = {"work": "publish", "announcement": wish}
    tag = lone.ask("clerk", "GET", f"{CASES}/{id}").headers["etag"]
    with lone.held_up(ANNOUNCED_LOCK) as holder:
        sent = {"json": asked, "headers": {"If-Match": tag}}
        assert lone.ask("clerk", "POST", f"{CASES}/{id}/works", **sent).status_code == 202
        lone.wait_for_one_held_up()
        lone.fleet.kill(lone.fleet.processes[0])
        holder.commit()
    lone.wait_for_nobody_else()
    assert lone.count(ANNOUNCED, id) == 0
    lone.fleet.start()
    again = ended(lone, id)
    assert (again["state"], again["attempts"], lone.count(ANNOUNCED, id)) == ("done", 2, 1)
    assert command(lone.database, "audit", "verify").returncode == 0


@pytest.fixture
def paper(lone: Office, names: Iterator[str]) -> str:
    """The address of a paper without files."""
    path = f"{CASES}/{lone.brought_to('drafted', next(names))}/papers/{uuid4()}"
    assert lone.ask("town", "PUT", path, json={"paper": "location_map"}).status_code == 200
    return path


def upload(office: Office, paper: str) -> object:
    file = {"file": ("位置图.pdf", PDF, "application/pdf")}
    return office.ask("town", "POST", f"{paper}/files", files=file)


def kept_in(folder: Path) -> list[str]:
    """Return the names of all files in a folder, however deep."""
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_an_upload_cut_off_on_the_way_leaves_nothing(lone: Office, paper: str, files: Path) -> None:
    before = kept_in(files)
    where = urlsplit(str(lone.client.base_url))
    head = (
        f"POST {paper}/files HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Authorization: Bearer {lone.team['town'][0]}\r\nContent-Length: {len(PDF) + 400}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    )
    with socket.create_connection((where.hostname, where.port)) as half:
        half.sendall(head.encode() + PDF[: len(PDF) // 2])
        lone.fleet.kill(lone.fleet.processes[0])
    lone.wait_for_nobody_else()
    lone.fleet.start()
    assert (kept_in(files), lone.count(FILES, paper.rsplit("/", 1)[1])) == (before, 0)


def test_an_upload_cut_off_before_its_end_is_repeated_once(
    lone: Office, paper: str, files: Path, command: Command
) -> None:
    id = paper.rsplit("/", 1)[1]
    assert killed_at(lone, FILES_LOCK, lambda: upload(lone, paper)) is None
    assert lone.count(FILES, id) == 0
    again = [upload(lone, paper).status_code for _ in range(2)]  # type: ignore[attr-defined]  # an answer
    assert (again, lone.count(FILES, id)) == ([200, 200], 1)
    kept = kept_in(files)
    assert kept.count(hashlib.sha256(PDF).hexdigest()) == 1
    assert [name for name in kept if name.startswith(".new")] == []
    assert command(lone.database, "audit", "verify", files=files).returncode == 0
