"""Keeping the bytes of files (附件) outside the web root, under their SHA-256."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.services.cases.refusals import StorageFull
from api.services.examining_files import PAPERS, examined, safe_name

BY_SUFFIX = PAPERS
TAKEN = "、".join(sorted(suffix.lstrip(".") for suffix in BY_SUFFIX))
PART = ".new-"
"""What the name of a file begins with while it is being written."""
LEFT_S = 3600.0
"""After so long nobody is writing it any more."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


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
    media_type = examined(content, shown)
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


def altered(folder: Path, sha256: str, size: int) -> str:
    """Return in Chinese what is wrong with the bytes kept under a digest; `""` if nothing is."""
    try:
        with _place(folder, sha256).open("rb") as kept:
            found = hashlib.file_digest(kept, "sha256").hexdigest()
            return "" if (found, kept.tell()) == (sha256, size) else "文件内容与其摘要不符"
    except FileNotFoundError:
        return "文件不在附件目录中"
    except OSError as refusal:
        return f"文件不能读取：{refusal.strerror}"


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
