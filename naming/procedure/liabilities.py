"""What follows from breaking the decree (监督检查和法律责任), to be read; fined is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from naming.laws import DECREE
from naming.lexicon.tables import read_table
from rulebook.law import Clause

FILE = Path(__file__).with_name("liabilities.csv")


@dataclass(frozen=True, slots=True)
class Liability:
    """One article: whom it meets, for what, with what consequence, in Chinese."""

    who: str
    act: str
    consequence: str
    clause: Clause


@cache
def liabilities() -> tuple[Liability, ...]:
    """Return the articles about supervision and liability, in their order."""
    return tuple(
        Liability(row["who"], row["act"], row["consequence"], DECREE.clause(row["article"]))
        for row in read_table(FILE)
    )
