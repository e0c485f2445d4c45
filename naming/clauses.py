"""The clauses of law that the product answers for (条款对照), and where each of them lives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from naming.lexicon.tables import table
from rulebook.law import Standing

GRADES = {
    "T": "读过条文全文",
    "X": "只见部分条文",
    "S": "据转述",
    "C": "据实际系统",
    "M": "据实测",
    "U": "未见文本",
}
NOT_CARRIED = "none"
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class ClaimedClause:
    """A clause, and what carries it out.

    Attributes:
        id: Its id, e.g. `GN-13-1`.
        grade: How much of its text was seen, one of `GRADES`.
        says: What it says, in Chinese, in our words.
        carried: Where it lives: `rule:`, `sign:`, `step:`, `paper:`, `duty:`, `param:`,
            `field:`, `code:`, `route:` or `data:` and what it is called there; empty if nothing
            carries it.
        tests: The tests that prove it, `file` or `file::test`.
        remark: In Chinese, what is left to people or not known.
    """

    id: str
    grade: str
    says: str
    carried: tuple[str, ...]
    tests: tuple[str, ...]
    remark: str

    @property
    def standing(self) -> Standing:
        """Return whether the text was read in full."""
        return Standing.CONFIRMED if self.grade == "T" else Standing.ASSUMED


@cache
def claimed_clauses() -> tuple[ClaimedClause, ...]:
    """Return all clauses in the order of the laws."""
    return tuple(
        ClaimedClause(
            row["clause"],
            row["grade"],
            row["says"],
            tuple(one for one in row["carried"].split(SEPARATOR) if one != NOT_CARRIED),
            tuple(one for one in row["tests"].split(SEPARATOR) if one),
            row["remark"],
        )
        for row in table("clauses")
    )
