"""Files of a case: what they are, their bytes say; programs never get in."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from api.services import examining_files
from api.services.cases import keeping_files
from api.services.cases.refusals import FileRefused, StorageFull
from tests.cases.office import CASES, Office, naming

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


PNG = _png()


def docx_bytes() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def with_part(name: str) -> bytes:
    out = io.BytesIO(docx_bytes())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(name, b"program")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(examining_files.LARGEST_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "位置图.pdf"),
        (PNG, "图.png"),
        (docx_bytes(), "申请书.docx"),
        ("序号,地名\n".encode("gb18030"), "表.csv"),
    ],
)
def test_papers_of_offices_are_kept(tmp_path: Path, content: bytes, name: str) -> None:
    taken = keeping_files.keep(tmp_path, content, name)
    assert keeping_files.bytes_of(tmp_path, taken.sha256) == content
    assert taken.name == name


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.pdf", "空文件"),
        (PNG, "图.pdf", "与扩展名不符"),
        (PDF + b"/JavaScript (x)", "脚本.pdf", "脚本"),
        (with_part("word/vbaProject.bin"), "宏.docx", "宏"),
        (with_part("word/embeddings/oleObject1.bin"), "对象.docx", "内嵌对象"),
        (examining_files.OLE + bytes(600), "旧.docx", "旧版 Office"),
        (b"MZ" + bytes(60), "程序.exe", "不受理"),
        (docx_bytes(), "宏.docm", "不受理"),
        (b"PK\x03\x04broken", "坏.docx", "已损坏"),
        (bomb(), "炸弹.docx", "解压后过大"),
        (b"\x00\x01\x02", "文.txt", "与扩展名不符"),
    ],
)
def test_what_is_no_paper_is_refused(tmp_path: Path, content: bytes, name: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        keeping_files.keep(tmp_path, content, name)
    assert list(tmp_path.rglob("*")) == []


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining_files, "LARGEST_BYTES", 10)
    with pytest.raises(FileRefused, match="超过"):
        keeping_files.keep(tmp_path, PDF, "大.pdf")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        keeping_files.keep(tmp_path, PDF, "图.pdf")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@given(st.text(max_size=300))
def test_a_name_is_never_a_path(name: str) -> None:
    safe = examining_files.safe_name(name)
    assert safe
    assert Path(safe).name == safe
    assert safe not in (".", "..")
    assert len(safe) <= 100


@pytest.fixture(scope="module")
def paper(office: Office) -> tuple[str, str]:
    """A case and a paper in it."""
    id, paper = str(uuid4()), str(uuid4())
    office.draft("town", naming("丹桂湾路"), id)
    body = {"paper": "location_map", "title": "位置图"}
    assert office.ask("town", "PUT", f"{CASES}/{id}/papers/{paper}", json=body).status_code == 200
    return id, paper


def upload(office: Office, who: str, paper: tuple[str, str], content: bytes, name: str) -> Any:
    path = f"{CASES}/{paper[0]}/papers/{paper[1]}/files"
    return office.ask(who, "POST", path, files={"file": (name, content)})


def test_a_file_comes_back_as_it_was_sent(office: Office, paper: tuple[str, str]) -> None:
    sent = upload(office, "town", paper, PDF, "../../etc/位置图.pdf").json()
    assert sent["name"] == "位置图.pdf"
    path = f"{CASES}/{paper[0]}/papers/{paper[1]}/files/{sent['sha256']}"
    got = office.ask("town", "GET", path)
    assert (got.content, got.headers["content-type"]) == (PDF, "application/pdf")
    assert "attachment" in got.headers["content-disposition"]
    assert office.ask("stranger", "GET", path).status_code == 404
    assert office.ask("", "GET", path).status_code == 401


def test_a_macro_is_refused_over_http(office: Office, paper: tuple[str, str]) -> None:
    refused = upload(office, "town", paper, with_part("word/vbaProject.bin"), "宏.docx")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/file-refused")


def test_a_stranger_lays_nothing(office: Office, paper: tuple[str, str]) -> None:
    assert upload(office, "stranger", paper, PDF, "图.pdf").status_code == 404


def test_a_paper_taken_out_is_no_longer_in_the_file(office: Office, paper: tuple[str, str]) -> None:
    other = str(uuid4())
    path = f"{CASES}/{paper[0]}/papers/{other}"
    office.ask("town", "PUT", path, json={"paper": "other", "title": "误传"})
    assert office.ask("town", "DELETE", path).status_code == 204
    papers = office.ask("town", "GET", f"{CASES}/{paper[0]}").json()["papers"]
    assert [one["title"] for one in papers] == ["位置图"]
