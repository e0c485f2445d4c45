"""What a checked table of names (批量审核) is, as it is told and as it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from api.services.annotating_names import Annotated
from api.services.reporting_names import Cover, name_of, verdict_of
from api.store.errors import DatabaseUnavailable
from api.store.queries.name_files import FiledTable
from api.store.transactions import QueryTooSlow
from boundary_data.problems import Problem, UnusableInput
from rulebook.report import Mode

LISTED = 100
LONGEST_NAME = 60


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    COUNTING = "counting"
    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"

    @property
    def words(self) -> str:
        """Return it in Chinese."""
        return _TITLES[self]


_TITLES = {
    State.WAITING: "排队等候",
    State.COUNTING: "正在读取",
    State.CHECKING: "正在审核",
    State.DONE: "审核完毕",
    State.FAILED: "未能完成",
}


class Reason(StrEnum):
    """Why there is no result."""

    UNUSABLE = "unusable"
    DATABASE = "database"
    SLOW = "slow"
    INTERRUPTED = "interrupted"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a table could not be checked; empty texts leave the words to the door."""

    reason: Reason
    message: str = ""
    remedy: str = ""
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Return what went wrong as it is kept."""
        if isinstance(error, UnusableInput):
            return cls(Reason.UNUSABLE, problems=error.problems)
        if isinstance(error, DatabaseUnavailable):
            return cls(Reason.DATABASE, error.message, error.remedy)
        return cls(Reason.SLOW if isinstance(error, QueryTooSlow) else Reason.INTERNAL)

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        problems = [[p.field, p.message, p.remedy] for p in self.problems]
        return {
            "reason": self.reason.value,
            "message": self.message,
            "remedy": self.remedy,
            "problems": problems,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Failure:
        """Return it from JSON."""
        problems = tuple(Problem(*told) for told in kept["problems"])
        return cls(Reason(kept["reason"]), kept["message"], kept["remedy"], problems)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row that did not pass: its number, its name, its verdict (empty: unusable) and why."""

    row: int
    name: str
    verdict: str
    messages: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What a table has come to so far."""

    cover: Cover
    problems: list[ProblemRow] = field(default_factory=list)
    problems_total: int = 0

    def hear(self, each: Annotated) -> None:
        """Remember a row that did not pass; the first `LISTED` in full."""
        verdict = verdict_of(each)
        if verdict == "pass":
            return
        self.problems_total += 1
        if len(self.problems) < LISTED:
            findings = each.check.report.findings if each.check else ()
            said = (*(f.message for f in findings), *each.doubts)
            name = name_of(each)[:LONGEST_NAME]
            self.problems.append(ProblemRow(each.row.number, name, verdict, said))

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        report = self.cover.report
        return {
            "rows": report.rows,
            "counts": dict(report.verdicts),
            "unusable": report.unusable,
            "categories": report.categories.most_common(),
            "remarks": list(report.remarks),
            "problems_total": self.problems_total,
            "problems": [[p.row, p.name, p.verdict, p.messages] for p in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Job:
    """A table that is being checked, or has been, as its sender is told."""

    token: str
    id: int
    file_name: str
    on: date
    mode: Mode
    state: State
    ahead: int
    rows_total: int | None
    rows_done: int
    counts: Counter[str]
    unusable: int
    categories: Sequence[tuple[str, int]]
    remarks: Sequence[str]
    problems_total: int
    problems: Sequence[ProblemRow]
    failure: Failure | None
    created: datetime
    expires: datetime | None

    @classmethod
    def of(cls, token: str, filed: FiledTable) -> Job:
        """Return the job that `token` is for."""
        tally = filed.tally
        return cls(
            token=token,
            id=filed.id,
            file_name=filed.file_name,
            on=filed.on,
            mode=Mode(filed.mode),
            state=State(filed.state),
            ahead=filed.ahead,
            rows_total=filed.rows_total,
            rows_done=filed.rows_done,
            counts=Counter(tally.get("counts", {})),
            unusable=tally.get("unusable", 0),
            categories=[(word, count) for word, count in tally.get("categories", ())],
            remarks=tally.get("remarks", ()),
            problems_total=tally.get("problems_total", 0),
            problems=[
                ProblemRow(row, name, verdict, tuple(said))
                for row, name, verdict, said in tally.get("problems", ())
            ],
            failure=Failure.read(filed.failure) if filed.failure else None,
            created=filed.created,
            expires=filed.expires,
        )


def token_hash(token: str) -> bytes:
    """Return what is kept of a token: who reads the database cannot use it."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
