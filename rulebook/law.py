"""Laws, and the clauses of laws that rules rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PRINTED = str.maketrans("()", "（）")


class Standing(StrEnum):
    """How sure we are of what a clause says (文本核实状态).

    `CONFIRMED`: the full text was read. `ASSUMED`: the text was seen in part, in a
    secondary source, or filled in by practice; the bureau has to confirm it.
    """

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a law, e.g. 《地名管理条例》第九条第（一）项."""

    law: Law
    article: str
    standing: Standing
    remark: str = ""

    def __str__(self) -> str:
        """Return the citation as an official would write it."""
        return f"《{self.law.title}》{self.article}"


@dataclass(frozen=True, slots=True)
class Law:
    """An act, standard or notice, with its number and its period in force (half-open)."""

    title: str
    number: str
    since: date
    until: date | None = None

    def clause(
        self, article: str, standing: Standing = Standing.CONFIRMED, remark: str = ""
    ) -> Clause:
        """Return the clause `article` (Chinese, e.g. `第九条第（一）项`) of this law.

        Brackets become those of Chinese print, as the published text has them.
        """
        return Clause(self, article.translate(PRINTED), standing, remark)

    def in_force(self, on: date) -> bool:
        """Tell whether the law is in force on day `on`."""
        return self.since <= on and (self.until is None or on < self.until)
