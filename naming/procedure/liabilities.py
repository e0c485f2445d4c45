"""What follows from breaking the decree (监督检查和法律责任): what is ordered (责令), what else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from naming.laws import DECREE
from naming.lexicon.tables import read_table
from rulebook.law import Clause
from rulebook.worded import Worded

FILE = Path(__file__).with_name("liabilities.csv")


class OrderResult(Worded):
    """What an order (责令) came to; all but the first follow only when its deadline has passed."""

    DONE = "done", "已改正"
    ABOLISHED = "abolished", "予以取缔"
    CRITICISED = "criticised", "通报批评"
    DISCIPLINED = "disciplined", "依法处分"


@dataclass(frozen=True, slots=True)
class Liability:
    """One article: whom it meets, for what, with what consequence, in Chinese.

    Attributes:
        id: Its id in the table of clauses, e.g. GN-36-1.
        who: Whom it meets.
        act: For what.
        consequence: With what consequence.
        clause: The article.
        demand: What is ordered under it (责令限期改正); empty where nothing is.
        results: What such an order can come to.
    """

    id: str
    who: str
    act: str
    consequence: str
    clause: Clause
    demand: str
    results: tuple[OrderResult, ...]


@cache
def liabilities() -> tuple[Liability, ...]:
    """Return the articles about supervision and liability, in their order."""
    return tuple(
        Liability(
            row["clause"],
            row["who"],
            row["act"],
            row["consequence"],
            DECREE.clause(row["article"]),
            row["demand"],
            tuple(OrderResult(one) for one in row["results"].split(";") if one),
        )
        for row in read_table(FILE)
    )


@cache
def order_grounds() -> dict[str, Liability]:
    """Return the articles under which something is ordered (责令), by id, in their order."""
    return {one.id: one for one in liabilities() if one.demand}
