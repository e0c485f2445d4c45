"""Judging a subject against a catalogue: findings in, one verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from rulebook.rule import Finding, Release, Rule, Weight

SubjectT = TypeVar("SubjectT")
FactsT = TypeVar("FactsT")


class Mode(StrEnum):
    """Whether something new is asked for, or something existing is looked through.

    Rules block new names; existing ones are only audited (核查), so in `AUDIT` nothing
    weighs more than a warning.
    """

    NEW = "new"
    AUDIT = "audit"


class Verdict(StrEnum):
    """The heaviest finding, or `PASS` (通过)."""

    PASS = "pass"
    NOTE = "note"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by which catalogue and parameters, on which day.

    `catalogue` and `parameters` are version strings: with them and the facts an old
    report can be made again.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    mode: Mode
    on: date
    catalogue: str
    parameters: str


def judge(
    subject: SubjectT,
    facts: FactsT,
    *,
    rules: Sequence[Rule[SubjectT, FactsT]],
    on: date,
    mode: Mode = Mode.NEW,
    releases: Sequence[Release] = (),
) -> tuple[Finding, ...]:
    """Return every finding of the rules in force on day `on`, heaviest first.

    Warnings and notes of the rules named in `releases` are marked released; a block is
    never released by a statement.
    """
    found = (f for rule in rules if rule.in_force(on) for f in rule.findings(subject, facts))
    weighed = (_softened(f) if mode is Mode.AUDIT else f for f in found)
    stated = {release.rule: release for release in releases}
    marked = (_released(f, stated.get(f.rule)) for f in weighed)
    return tuple(sorted(marked, key=lambda f: -f.weight.rank))


def unheard(releases: Iterable[Release], findings: Iterable[Finding]) -> tuple[Release, ...]:
    """Return the releases that released nothing: no such finding, or a block."""
    heard = {finding.released for finding in findings}
    return tuple(release for release in releases if release not in heard)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Return the verdict that the heaviest finding that is not released gives."""
    standing = (f.weight for f in findings if f.released is None)
    heaviest = max(standing, key=lambda w: w.rank, default=None)
    return Verdict.PASS if heaviest is None else Verdict(heaviest.value)


def _softened(finding: Finding) -> Finding:
    return replace(finding, weight=Weight.WARN) if finding.weight is Weight.BLOCK else finding


def _released(finding: Finding, release: Release | None) -> Finding:
    """Return the finding as released; in an audit a softened block counts as a warning."""
    if release is None or finding.weight is Weight.BLOCK:
        return finding
    return replace(finding, released=release)
