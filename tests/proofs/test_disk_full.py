"""There is no room for an upload: it is told, nothing of it stays, and it can be sent again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from tests.proofs.conftest import opened
from tests.proofs.office import CASES, Office

pytestmark = pytest.mark.postgis
ROOM = 200_000
FILES = "SELECT count(*) FROM case_document_file WHERE document_id = %s"
LINES = "SELECT count(*) FROM journal WHERE verb = 'attach_file' AND after ->> 'paper' = %s"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def narrow(register_copy: str, files: Path) -> Iterator[Office]:
    """Officials before a server whose files may have 200 kB, as on a disk with no more room."""
    with opened(register_copy, files, workers=0) as office:
        office.fleet.start(largest_file=ROOM)
        yield office


@pytest.fixture
def paper(narrow: Office, names: Iterator[str]) -> str:
    path = f"{CASES}/{narrow.brought_to('drafted', next(names))}/papers/{uuid4()}"
    assert narrow.ask("town", "PUT", path, json={"paper": "location_map"}).status_code == 200
    return path


def upload(office: Office, paper: str, size: int) -> httpx2.Response:
    content = b"%PDF-1.7\n" + b"1" * size
    file = {"file": ("位置图.pdf", content, "application/pdf")}
    return office.ask("town", "POST", f"{paper}/files", files=file)


# up to a megabyte is taken in memory, more is put aside on the disk before it is looked at
@pytest.mark.parametrize("size", [ROOM + 1, 3_000_000])
def test_what_has_no_room_is_refused_and_leaves_nothing(
    narrow: Office, paper: str, files: Path, size: int
) -> None:
    before = sorted(files.rglob("*.*"))
    refused = upload(narrow, paper, size)
    id = paper.rsplit("/", 1)[1]
    assert (refused.status_code, refused.json()["type"]) == (507, "/problems/storage-full")
    assert (narrow.count(FILES, id), narrow.count(LINES, id)) == (0, 0)
    assert [f for f in files.rglob("*") if f.is_file() and f.name.startswith(".")] == before


def test_a_smaller_file_still_finds_room(narrow: Office, paper: str) -> None:
    upload(narrow, paper, ROOM + 1)
    assert upload(narrow, paper, 1000).status_code == 200


def test_with_room_again_the_same_upload_succeeds_once(narrow: Office, paper: str) -> None:
    assert upload(narrow, paper, ROOM + 2).status_code == 507
    narrow.fleet.kill(narrow.fleet.processes[0])
    narrow.fleet.start()
    answers = [upload(narrow, paper, ROOM + 2).status_code for _ in range(2)]
    assert (answers, narrow.count(FILES, paper.rsplit("/", 1)[1])) == ([200, 200], 1)
