"""Rules, the breaches they notice and the findings they become.

A rule is a value with a pure function. It reads no clock, opens no file and knows no
session; it never stops at the first breach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from rulebook.law import Clause

SubjectT = TypeVar("SubjectT")
FactsT = TypeVar("FactsT")

Evidence = Mapping[str, object]


class Weight(StrEnum):
    """What a finding does to the case: 提示 (note), 警告 (warn), 不予通过 (block)."""

    NOTE = "note"
    WARN = "warn"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """Return 1 for a note, 2 for a warning, 3 for a block."""
        return ("note", "warn", "block").index(self.value) + 1


@dataclass(frozen=True, slots=True)
class Breach:
    """What the function of a rule yields for one thing that is wrong.

    Attributes:
        message: One Chinese sentence that can be read aloud.
        evidence: JSON-able facts: the other name, where it is, how far (metres).
        suggestion: What to do about it, in Chinese.
        weight: Set when this breach weighs less or more than the rule says.
        field: The field of the subject that it is about, as a JSON path.
        category: Set when this breach counts under other words than the rule's.
    """

    message: str
    evidence: Evidence = field(default_factory=dict)
    suggestion: str = ""
    weight: Weight | None = None
    field: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A named statement (具名说明) by which a warning is set aside, e.g. 与该人没有特定联系.

    Attributes:
        rule: Id of the rule whose warnings and notes it releases.
        by: Who states it.
        reason: Why, in Chinese.
        on: The day of the statement.
    """

    rule: str
    by: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach with the rule and the legal source it belongs to.

    A `released` finding stays in the report, but the verdict ignores it.
    """

    rule: str
    title: str
    category: str
    weight: Weight
    message: str
    source: Clause
    evidence: Evidence
    suggestion: str
    field: str = ""
    released: Release | None = None


@dataclass(frozen=True)
class Example(Generic[SubjectT, FactsT]):
    """A subject and the facts it is judged against; a test of the rule that carries it."""

    subject: SubjectT
    facts: FactsT


@dataclass(frozen=True)
class Rule(Generic[SubjectT, FactsT]):
    """One clause of the law as a pure function.

    Attributes:
        id: Stable id from the catalogue, e.g. `GN-9-8b`.
        title: Chinese title.
        category: Short Chinese word that findings are counted by, e.g. 重, 怪.
        reason: Why the rule exists, in Chinese, one or two sentences.
        source: The clause it rests on, with its standing.
        weight: What a breach weighs for new subjects.
        check: Yields a breach for each thing that is wrong.
        passes: Examples in which the rule finds nothing.
        fails: Examples in which it finds something.
        needs_register: False if the subject alone is enough to judge.
        since: First day in force, else the law's.
        until: First day no longer in force.
    """

    id: str
    title: str
    category: str
    reason: str
    source: Clause
    weight: Weight
    check: Callable[[SubjectT, FactsT], Iterable[Breach]]
    passes: tuple[Example[SubjectT, FactsT], ...]
    fails: tuple[Example[SubjectT, FactsT], ...]
    needs_register: bool = False
    since: date | None = None
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """Tell whether the rule applies on day `on`."""
        starts = self.since or self.source.law.since
        return starts <= on and (self.until is None or on < self.until)

    def findings(self, subject: SubjectT, facts: FactsT) -> Iterable[Finding]:
        """Yield the rule's findings about `subject`."""
        for breach in self.check(subject, facts):
            yield self.finding(breach)

    def finding(self, breach: Breach) -> Finding:
        """Return what a breach that `check` noticed becomes in a report."""
        return Finding(
            rule=self.id,
            title=self.title,
            category=breach.category or self.category,
            weight=breach.weight or self.weight,
            message=breach.message,
            source=self.source,
            evidence=breach.evidence,
            suggestion=breach.suggestion,
            field=breach.field,
        )
