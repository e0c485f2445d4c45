"""What a load did with a file: counts, refused rows with their reasons, remarks, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from rulebook.worded import Worded

MOST_LISTED = 500
"""So many refused rows, and so many remarks of one rule, are listed; all are counted."""


class Progress(Protocol):
    """Who wants to know how far a load has come."""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Hear that `done` of `total` (None: unknown) rows of a step are through."""


def silent(step: str, done: int, total: int | None) -> None:
    """Say nothing about the progress."""


class Outcome(StrEnum):
    """How a load ended."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    DRY_RUN = "dry_run"

    @property
    def zh(self) -> str:
        """Return the words for people."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.LOADED: "已入库",
    Outcome.UNCHANGED: "与已入库的内容相同，未作改动",
    Outcome.REFUSED: "未予入库",
    Outcome.DRY_RUN: "试运行，未写入",
}


class Became(Worded):
    """What became of a row."""

    ADDED = "added", "新增"
    CHANGED = "changed", "变更"
    SAME = "same", "未变"
    REFUSED = "refused", "未收"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not loaded: its number in the file, what it is about, why."""

    row: int
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know: a doubt about a row, a unit that found no partner."""

    rule: str
    message: str
    row: int | None = None


@dataclass
class LoadReport:
    """What a load did. Counts are of rows of the file; `figures` are of what was made of them.

    `overruled` are doubts about the coordinates that somebody answered for.
    """

    kind: str
    file_name: str
    sha256: str
    outcome: Outcome = Outcome.LOADED
    delivery_id: int | None = None
    rows_read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused_count: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    remark_counts: Counter[str] = field(default_factory=Counter)
    figures: dict[str, float | int | str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    overruled: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rows_per_second(self) -> int:
        """Return how many rows of the file went through in a second."""
        return round(self.rows_read / self.seconds) if self.seconds else 0

    def count(self, became: Became) -> None:
        """Count what became of a row that was taken."""
        self.added += became is Became.ADDED
        self.changed += became is Became.CHANGED
        self.unchanged += became is Became.SAME

    def refuse(self, row: int, subject: str, reason: str) -> None:
        """Note a refused row."""
        self.refused_count += 1
        if len(self.refused) < MOST_LISTED:
            self.refused.append(RefusedRow(row, subject, reason))

    def remark(self, rule: str, message: str, row: int | None = None) -> None:
        """Note a remark under the name of its rule."""
        self.remark_counts[rule] += 1
        if self.remark_counts[rule] <= MOST_LISTED:
            self.remarks.append(Remark(rule, message, row))

    def remark_all(self, rule: str, messages: Iterable[tuple[int | None, str]]) -> None:
        """Note several remarks of one rule, each with its row."""
        for row, message in messages:
            self.remark(rule, message, row)

    def as_json(self) -> dict[str, object]:
        """Return the report as the plain values that JSON knows."""
        return {
            "kind": self.kind,
            "file": self.file_name,
            "sha256": self.sha256,
            "outcome": self.outcome.value,
            "delivery": self.delivery_id,
            "rows_read": self.rows_read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused_count": self.refused_count,
            "refused": [
                {"row": each.row, "subject": each.subject, "reason": each.reason}
                for each in self.refused
            ],
            "remark_counts": dict(self.remark_counts),
            "remarks": [
                {"rule": each.rule, "row": each.row, "message": each.message}
                for each in self.remarks
            ],
            "figures": self.figures,
            "parameters": self.parameters,
            "overruled": self.overruled,
            "seconds": round(self.seconds, 3),
            "rows_per_second": self.rows_per_second,
        }
