"""Keeping the bytes of files (附件) outside the web root, under their SHA-256.

What a file is, its bytes say: a name with another ending, an unknown form, macros and embedded
programs are refused.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tempfile
import time
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.services.cases.refusals import FileRefused, StorageFull

MEBIBYTE = 1024 * 1024
LARGEST_BYTES = 50 * MEBIBYTE
LARGEST_UNPACKED = 400 * MEBIBYTE
LONGEST_STEM = 80
OOXML = "application/vnd.openxmlformats-officedocument"
BY_SUFFIX = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{OOXML}.wordprocessingml.document",
    ".xlsx": f"{OOXML}.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
}
TAKEN = "、".join(sorted(suffix.lstrip(".") for suffix in BY_SUFFIX))
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "macrosheets", "oleobject", "embeddings/")
PART = ".new-"
"""What the name of a file begins with while it is being written."""
LEFT_S = 3600.0
"""After so long nobody is writing it any more."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
FOREIGN_TEMPLATE = re.compile(rb"(attachedTemplate|oleObject|frame)\"[^>]*TargetMode=\"External\"")
"""A document that fetches its macros from elsewhere when it is opened."""
SCRIPTS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile")


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file whose bytes are kept: digest (hex), name to show, media type, size in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int


def keep(folder: Path, content: bytes, name: str) -> TakenFile:
    """Keep the bytes of a file and return what it is; the same bytes are kept once.

    They are on the disk when this returns, whole or not at all.

    Raises:
        FileRefused: It is empty, too large, of a form that is not taken, not what its name
            says, or brings programs along.
        StorageFull: The disk, or the share of it that we may use, is full.
    """
    shown = safe_name(name)
    media_type = _recognised(content, shown)
    digest = hashlib.sha256(content).hexdigest()
    place = _place(folder, digest)
    if not place.is_file():
        _write(place, content)
    return TakenFile(digest, shown, media_type, len(content))


def bytes_of(folder: Path, sha256: str) -> bytes:
    """Return the bytes kept under a digest.

    Raises:
        FileNotFoundError: There are none.
    """
    return _place(folder, sha256).read_bytes()


def sweep(folder: Path, *, older_than_s: float = LEFT_S) -> int:
    """Delete what was being written when a server ended; return how many files that were.

    Younger ones are left: another server may be writing them.
    """
    swept = 0
    for left in folder.glob(f"*/{PART}*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > older_than_s:
                left.unlink()
                swept += 1
    return swept


def safe_name(name: str) -> str:
    """Return the last part of a path as a name that any system can hold and no page trips over."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(
        c for c in last if c.isprintable() and c not in '<>:"|?*\\/' and not _turns(c)
    ).strip(" .")
    path = Path(kept or "附件")
    return f"{path.stem[:LONGEST_STEM] or '附件'}{path.suffix.lower()[:10]}"


def _turns(character: str) -> bool:
    # signs that let a name read backwards
    return unicodedata.bidirectional(character) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI")


def _place(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _write(place: Path, content: bytes) -> None:
    try:
        _write_whole(place, content)
    except OSError as refusal:
        if refusal.errno in NO_ROOM:
            raise StorageFull("附件存储空间不足，没有保存") from refusal
        raise


def _write_whole(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=PART, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(place)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _recognised(content: bytes, name: str) -> str:
    """Return the media type that both the bytes and the name say."""
    if not content:
        raise FileRefused(f"“{name}”是空文件", "请重新选择文件", "file")
    if len(content) > LARGEST_BYTES:
        size = f"{LARGEST_BYTES // MEBIBYTE} MB"
        raise FileRefused(f"“{name}”超过 {size}", f"请压缩或拆分到 {size} 以内", "file")
    said = BY_SUFFIX.get(Path(name).suffix)
    if said is None:
        raise FileRefused(f"“{name}”的类型不受理", f"可以上传：{TAKEN}", "file")
    if content.startswith(OLE):
        raise FileRefused(
            f"“{name}”是旧版 Office 文件，可能带宏", "请另存为 docx、xlsx 或 PDF 后上传", "file"
        )
    found = _form(content, name)
    if found != said and not (found == "text/plain" and _is_text(said)):
        raise FileRefused(f"“{name}”的内容与扩展名不符", "请按文件真实的类型命名后上传", "file")
    return said


def _is_text(media_type: str) -> bool:
    return media_type in ("text/plain", "text/csv", "application/json", "application/geo+json")


def _form(content: bytes, name: str) -> str:
    if content.startswith(b"%PDF-"):
        _refuse_scripts(content, name)
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _office_form(content, name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return ""
    return "" if "\0" in text else "text/plain"


def _refuse_scripts(content: bytes, name: str) -> None:
    # a letter of a PDF name may be written as its code: /J#61vaScript
    plain = ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if any(mark in plain for mark in SCRIPTS):
        raise FileRefused(f"“{name}”带有脚本或内嵌文件", "请用“打印为 PDF”重新生成后上传", "file")


def _office_form(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [info.filename.lower() for info in packed.infolist()]
            unpacked = sum(info.file_size for info in packed.infolist())
            fetched = unpacked <= LARGEST_UNPACKED and any(
                FOREIGN_TEMPLATE.search(packed.read(info))
                for info in packed.infolist()
                if info.filename.lower().endswith(".rels")
            )
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError) as error:
        raise FileRefused(f"“{name}”已损坏，无法打开", "请重新保存后上传", "file") from error
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused(f"“{name}”解压后过大", "请拆分后上传", "file")
    if fetched or any(mark in part for part in parts for mark in PROGRAMS):
        raise FileRefused(
            f"“{name}”带有宏或内嵌对象", "请另存为不带宏的 docx、xlsx 或 PDF 后上传", "file"
        )
    if "word/document.xml" in parts:
        return BY_SUFFIX[".docx"]
    return BY_SUFFIX[".xlsx"] if "xl/workbook.xml" in parts else ""
