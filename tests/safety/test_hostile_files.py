"""Files that pretend: what may lie in a case is what it says it is, and runs nothing."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest

from api.services.cases.keeping_files import keep
from api.services.cases.refusals import FileRefused

ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
PAGE = b"<!doctype html><script>alert(1)</script>"
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument'
    '/2006/relationships/attachedTemplate" Target="http://evil.example/a.dotm"'
    ' TargetMode="External"/></Relationships>'
)


def _document(*more: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out, "a") as packed:
        for name, content in more:
            packed.writestr(name, content)
    return out.getvalue()


def _lying(content: bytes) -> bytes:
    """The archive with a first part that says it unpacks to one byte."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", 1) + content[at + 28 :]


HOSTILE = {
    "nothing": (b"", "空.pdf"),
    "a page as a picture": (PAGE, "图.png"),
    "a page as a text of data": (PAGE + b"\0", "表.csv"),
    "a page": (PAGE, "页.html"),
    "a drawing with a script": (b"<svg onload='alert(1)'/>", "图.svg"),
    "a program": (b"MZ" + bytes(100), "申请书.exe"),
    "a program as a paper": (b"\x7fELF" + bytes(100), "申请书.pdf"),
    "two endings": (b"MZ" + bytes(100), "申请书.pdf.exe"),
    "macros": (_document(("word/vbaProject.bin", b"x")), "申请书.docx"),
    "macros of another case": (_document(("WORD/VBAPROJECT.BIN", b"x")), "申请书.docx"),
    "a template from elsewhere": (
        _document(("word/_rels/settings.xml.rels", RELS.encode())),
        "申请书.docx",
    ),
    "entities of its own": (_document(("word/more.xml", ENTITIES.encode())), "申请书.docx"),
    "entities in UTF-16": (_document(("a.xml", ENTITIES.encode("utf-16"))), "申请书.docx"),
    "an old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "表.xls"),
    "an old workbook as a new one": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "表.xlsx"),
    "an archive as a paper": (b"PK\x03\x04" + bytes(100), "申请书.docx"),
    "a script in a PDF": (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>", "申请书.pdf"),
    "a hidden script in a PDF": (b"%PDF-1.7 << /S /J#61vaScript /J#53 (x) >>", "申请书.pdf"),
}


@pytest.mark.parametrize(("content", "name"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_and_leaves_nothing(
    tmp_path: Path, content: bytes, name: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        keep(tmp_path, content, name)
    assert refused.value.remedy
    assert list(tmp_path.rglob("*")) == []


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("_rels/.rels", bytes(1_000_000))
        packed.writestr("word/document.xml", b"<document/>")
    with pytest.raises(FileRefused, match="已损坏"):
        keep(tmp_path, _lying(out.getvalue()), "申请书.docx")
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.d/x.pdf", "..\\..\\x.pdf", "/etc/passwd.pdf", "a\0b.pdf", "\u202efdp.exe.pdf"],
)
def test_a_name_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    taken = keep(tmp_path / "files", b"%PDF-1.7 harmless", name)
    assert "/" not in taken.name
    assert "\0" not in taken.name
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept == [tmp_path / "files" / taken.sha256[:2] / taken.sha256]
