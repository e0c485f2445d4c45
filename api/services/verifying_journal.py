"""Proving that nothing was taken from the journal (操作日志核验).

The chain of hashes shows every line that was altered, removed from the middle or put in. A tail
that was cut off leaves a shorter chain that is whole: to show that, too, keep the mark of the
newest line (锚记) outside the database, and hand it in at the next check; `journal_marks`
keeps some on the machine itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from api.services.cases.keeping_files import altered
from api.services.refusals import Refusal
from api.store.queries.agreement import (
    Disagreement,
    disagreements,
    false_contents,
    files_outside,
    unsealed_changes,
)
from api.store.queries.journal import first_broken_line, hash_of, last_line, lines_kept
from api.store.session import Session

MARK = re.compile(r"\s*(\d{1,18})\s*[:：]\s*([0-9a-fA-F]{64})\s*")


class MarkUnreadable(Refusal):
    """What was handed in is no mark of a journal line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found: `broken_at` and `missing` are None where all is well.

    `mark` stands for all lines so far; `missing` is the line of the mark handed in, where the
    journal has no such line (any more).
    """

    lines: int
    mark: str
    broken_at: int | None = None
    missing: int | None = None

    @property
    def whole(self) -> bool:
        """Tell whether nothing was taken or altered."""
        return self.broken_at is None and self.missing is None

    @property
    def said(self) -> str:
        """Return the result in a Chinese sentence."""
        if self.broken_at is not None:
            return f"操作日志自第 {self.broken_at} 行起与链不符"
        if self.missing is not None:
            return f"操作日志里没有锚记所指的第 {self.missing} 行：末尾被截去，或整个日志被换过"
        return f"操作日志完整，共 {self.lines} 行"


def verified(db: Session, expected: str = "") -> Verdict:
    """Return what the check of the whole journal finds; needs a session that sees all lines.

    Args:
        db: A session of the owner.
        expected: A mark kept from an earlier check, `行号:哈希`; empty for none.

    Raises:
        MarkUnreadable: `expected` is no mark.
    """
    line, kept = mark_read(expected) if expected.strip() else (0, b"")
    broken_at = first_broken_line(db)
    last = last_line(db)
    mark = f"{last[0]}:{last[1].hex()}" if last else ""
    missing = line if line and hash_of(db, line) != kept else None
    return Verdict(lines_kept(db), mark, broken_at, missing)


def disagreeing(db: Session, files: Path) -> list[Disagreement]:
    """Return where the data and the journal tell different stories; empty if they agree.

    Every row of every sealed table is compared with the seals of the lines, every file with its
    digest; steps and versions also with what the lines tell. Needs a session that sees all rows.

    Args:
        db: A session of the owner.
        files: The folder of the files of cases; where there is none, they are left out
            (`files_unseen`).
    """
    outside = files_outside(db) if files.is_dir() else []
    return [
        *disagreements(db),
        *unsealed_changes(db),
        *false_contents(db),
        *(
            Disagreement("stored_file", digest, said)
            for digest, size in outside
            if (said := altered(files, digest, size))
        ),
    ]


def files_unseen(db: Session, files: Path) -> int:
    """Return how many files `disagreeing` leaves out, because their folder is not here."""
    return 0 if files.is_dir() else len(files_outside(db))


def mark_read(expected: str) -> tuple[int, bytes]:
    """Return line and hash of a mark.

    Raises:
        MarkUnreadable: It is none.
    """
    found = MARK.fullmatch(expected)
    if found is None:
        raise MarkUnreadable(
            "锚记不是“行号:64 位十六进制哈希”的形式", "请照抄上次核验时显示的锚记", "expect"
        )
    return int(found[1]), bytes.fromhex(found[2])
