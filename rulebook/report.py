"""Judging a subject against a catalogue: findings in, one verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

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
    found = [
        rule.finding(breach)
        for rule in _in_force(rules, on)
        for breach in rule.check(subject, facts)
    ]
    if mode is Mode.AUDIT:
        found = [_softened(f) for f in found]
    if releases:
        stated = {release.rule: release for release in releases}
        found = [_released(f, stated.get(f.rule)) for f in found]
    return tuple(sorted(found, key=_lightness) if len(found) > 1 else found)


MOST_DAYS = 64
_IN_FORCE: dict[tuple[int, date], tuple[object, tuple[Any, ...]]] = {}


def _in_force(
    rules: Sequence[Rule[SubjectT, FactsT]], on: date
) -> tuple[Rule[SubjectT, FactsT], ...]:
    """Return those of `rules` that are in force; of a tuple it is remembered.

    A table of names is judged by the same catalogue on the same day a hundred thousand times.
    """
    known = _IN_FORCE.get((id(rules), on))
    if known is not None and known[0] is rules:
        return known[1]
    found = tuple(rule for rule in rules if rule.in_force(on))
    if isinstance(rules, tuple):
        if len(_IN_FORCE) >= MOST_DAYS:
            _IN_FORCE.clear()
        _IN_FORCE[id(rules), on] = (rules, found)
    return found


def _lightness(finding: Finding) -> int:
    return -finding.weight.rank


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
