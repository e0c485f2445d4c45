"""Wishes and checks as plain tuples, small on their way from one process to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from api.services.checking_names import NameCheck, NameWish
from api.store.queries.standpoints import Whereabouts
from naming.judging import NameReport
from naming.place_kind import PlaceKind
from naming.romanization import Romanization
from naming.rules import CATALOGUE
from rulebook.report import Mode, Verdict
from rulebook.rule import Finding, Weight

Packed = tuple[Any, ...]

_RULES = {rule.id: rule for rule in CATALOGUE}


def packed_wishes(wishes: Sequence[NameWish]) -> list[Packed]:
    """Return the wishes as `wishes_of` takes them."""
    return [
        (
            w.name,
            w.place_type,
            (w.where.code, w.where.county, w.where.province, w.where.lon, w.where.lat),
            w.details,
            w.releases,
            w.row,
            w.parameters_version,
        )
        for w in wishes
    ]


def wishes_of(packed: Sequence[Packed]) -> list[NameWish]:
    """Return the wishes again."""
    return [
        NameWish(name, place_type, Whereabouts(*where), details, releases, row, version)
        for name, place_type, where, details, releases, row, version in packed
    ]


def packed_checks(checks: Sequence[NameCheck]) -> list[Packed]:
    """Return the reports as `checks_of` takes them; where the places stand is left out."""
    return [_packed(check.report) for check in checks]


def checks_of(packed: Sequence[Packed], *, on: date, mode: Mode) -> list[NameCheck]:
    """Return the checks again, made on day `on`, without their standpoints."""
    return [NameCheck(_report(each, on, mode), None) for each in packed]


def _packed(report: NameReport) -> Packed:
    roman = report.romanization
    return (
        report.verdict.value,
        [_packed_finding(f) for f in report.findings],
        report.catalogue,
        report.parameters,
        report.name,
        report.specific,
        report.generic,
        report.kind.value if report.kind else "",
        (roman.toned, roman.plain, roman.uncertain, roman.source),
    )


def _packed_finding(found: Finding) -> Packed:
    return (
        found.rule,
        found.category,
        found.weight.value,
        found.message,
        found.evidence,
        found.suggestion,
        found.field,
        found.released,
    )


def _report(packed: Packed, on: date, mode: Mode) -> NameReport:
    verdict, findings, catalogue, parameters, name, specific, generic, kind, roman = packed
    return NameReport(
        verdict=Verdict(verdict),
        findings=tuple([_finding(each) for each in findings]),
        mode=mode,
        on=on,
        catalogue=catalogue,
        parameters=parameters,
        name=name,
        specific=specific,
        generic=generic,
        kind=PlaceKind(kind) if kind else None,
        romanization=Romanization(*roman),
    )


def _finding(packed: Packed) -> Finding:
    rule, category, weight, message, evidence, suggestion, field, released = packed
    known = _RULES[rule]
    return Finding(
        rule=rule,
        title=known.title,
        category=category,
        weight=Weight(weight),
        message=message,
        source=known.source,
        evidence=evidence,
        suggestion=suggestion,
        field=field,
        released=released,
    )
