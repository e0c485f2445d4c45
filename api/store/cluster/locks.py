"""File locks that the kernel drops when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def take(path: Path, *, shared: bool, wait: bool = True) -> int | None:
    """Return the open file that holds the lock, or None when it is held and `wait` is false.

    The file may be removed while we wait for it; then the lock is taken on the new one. The
    descriptor is not inherited by programs started later.
    """
    kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, kind)
        except BlockingIOError:
            os.close(handle)
            return None
        except BaseException:
            os.close(handle)
            raise
        if _is_still_there(path, handle):
            return handle
        os.close(handle)


@contextmanager
def held(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock for the time of a block, waiting for it first."""
    handle = take(path, shared=shared)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def is_held(path: Path) -> bool:
    """Tell whether anybody holds the lock alone."""
    if not path.exists():
        return False
    handle = take(path, shared=True, wait=False)
    if handle is None:
        return True
    os.close(handle)
    return False


def sharers(path: Path) -> list[int]:
    """Return the process ids that hold a shared lock on the file, as far as the kernel tells."""
    try:
        inode = path.stat().st_ino
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return []
    # 1: FLOCK  ADVISORY  READ 1234 fe:01:9876 0 EOF
    fields = [f for f in map(str.split, lines) if f[1:4] == ["FLOCK", "ADVISORY", "READ"]]
    return sorted({int(f[4]) for f in fields if f[5].rpartition(":")[2] == str(inode)})


def _is_still_there(path: Path, handle: int) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(handle)
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)
