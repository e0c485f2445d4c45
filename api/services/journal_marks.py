"""Marks of the journal (锚记) kept outside of its database: a cut tail, a new chain show.

Whoever may write the database may make a journal that is whole in itself; he cannot make it fit
marks that lie in a file of the server's account. Each check adds one, and each start of the server.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from api.services.verifying_journal import Verdict, mark_read, verified
from api.store.queries.journal import database_known_as, hash_of, last_line
from api.store.session import Session

FOLDER = "journal-marks"
MOST_COMPARED = 500
"""So many of the newest marks are compared; each stands for all lines before it."""


def verified_with_marks(db: Session, data_dir: Path, expected: str = "") -> Verdict:
    """Return what the check finds, compared with the marks kept in `data_dir`, too; keep its mark.

    Args:
        db: A session of the owner.
        data_dir: The home of the server's data.
        expected: A mark kept elsewhere, `行号:哈希`; empty for none.

    Raises:
        MarkUnreadable: `expected` is no mark.
    """
    verdict = verified(db, expected)
    if not verdict.whole:
        return verdict
    kept = _place(db, data_dir)
    for line, digest in _marks(kept):
        if hash_of(db, line) != digest:
            return Verdict(verdict.lines, verdict.mark, missing=line)
    _add(kept, verdict.mark)
    return verdict


def keep_mark(db: Session, data_dir: Path) -> None:
    """Keep the mark of the newest line, unchecked."""
    last = last_line(db)
    if last is not None:
        _add(_place(db, data_dir), f"{last[0]}:{last[1].hex()}")


def _place(db: Session, data_dir: Path) -> Path:
    return data_dir / FOLDER / f"{database_known_as(db)}.txt"


def _marks(kept: Path) -> list[tuple[int, bytes]]:
    try:
        lines = kept.read_text("ascii").splitlines()
    except FileNotFoundError:
        return []
    return [mark_read(line.rpartition(" ")[2]) for line in lines[-MOST_COMPARED:]]


def _add(kept: Path, mark: str) -> None:
    """Write a mark behind the others, on the disk when this returns."""
    if not mark or ((known := _marks(kept)) and mark_read(mark) == known[-1]):
        return
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with kept.open("a", encoding="ascii") as file:
        file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {mark}\n")
        file.flush()
        os.fsync(file.fileno())
