"""Statements (具名说明) by which a warning may be set aside, as offered to whoever decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from naming.lexicon.tables import table
from rulebook.law import Standing
from rulebook.rule import Finding, Weight

ANY_RULE = "*"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that somebody may sign, and what allows it (依据), with its standing."""

    text: str
    source: str
    standing: Standing


@cache
def _offered() -> dict[str, tuple[Statement, ...]]:
    offered: dict[str, tuple[Statement, ...]] = {}
    for row in table("release_statements"):
        one = Statement(row["statement"], row["source"], Standing(row["standing"]))
        offered[row["rule"]] = (*offered.get(row["rule"], ()), one)
    return offered


def statements_for(finding: Finding) -> tuple[Statement, ...]:
    """Return the statements that may set `finding` aside, the law's own first.

    Only a warning (警告) that still stands has any: what is refused is not released by a
    statement, and a note (提示) asks for none.
    """
    if finding.weight is not Weight.WARN or finding.released is not None:
        return ()
    return (*_offered().get(finding.rule, ()), *_offered()[ANY_RULE])
