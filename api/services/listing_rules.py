"""Listing the rules (审核规则) of all catalogues, with their examples in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from boundary_data.checks.inspection import INSPECTION_CATALOGUE, INSPECTION_VERSION
from boundary_data.checks.qh_catalogue import CATALOGUE as DIVISION_CATALOGUE
from boundary_data.checks.qh_catalogue import VERSION as DIVISION_VERSION
from boundary_data.division import CodedUnit
from boundary_data.inspection import JointInspection
from boundary_data.marker_sheet import MarkerSheet
from boundary_data.sheet_rules.catalogue import SHEET_CATALOGUE, SHEET_VERSION
from naming.proposal import Proposal
from naming.rules import CATALOGUE as NAME_CATALOGUE
from naming.rules import VERSION as NAME_VERSION
from rulebook.rule import Rule

VERSIONS = {
    "names": NAME_VERSION,
    "inspections": INSPECTION_VERSION,
    "divisions": DIVISION_VERSION,
    "sheets": SHEET_VERSION,
}


@dataclass(frozen=True, slots=True)
class ListedRule:
    """A rule, the catalogue it stands in, and its examples in words.

    `fails` are pairs of the example and what the rule says about it.
    """

    book: str
    rule: Rule[Any, Any]
    passes: tuple[str, ...]
    fails: tuple[tuple[str, str], ...]


@cache
def every_rule() -> tuple[ListedRule, ...]:
    """Return all rules in the order of their catalogues."""
    return tuple(
        ListedRule(book, rule, tuple(_passes(rule)), tuple(_fails(rule)))
        for book, catalogue in (
            ("names", NAME_CATALOGUE),
            ("inspections", INSPECTION_CATALOGUE),
            ("divisions", DIVISION_CATALOGUE),
            ("sheets", SHEET_CATALOGUE),
        )
        for rule in catalogue
    )


def _passes(rule: Rule[Any, Any]) -> Iterator[str]:
    yield from dict.fromkeys(_printable(_in_words(example.subject)) for example in rule.passes)


def _fails(rule: Rule[Any, Any]) -> Iterator[tuple[str, str]]:
    for example in rule.fails:
        for breach in rule.check(example.subject, example.facts):
            yield _printable(_in_words(example.subject)), _printable(breach.message)


def _in_words(subject: object) -> str:
    if isinstance(subject, Proposal):
        return f"{subject.name}（{subject.place_type}）" if subject.place_type else subject.name
    if isinstance(subject, JointInspection):
        return f"联检记录 {subject.line_name or subject.line_code}"
    if isinstance(subject, CodedUnit):
        return f"{subject.code} {subject.name}"
    if isinstance(subject, MarkerSheet):
        return f"{subject.number}号{subject.standing.zh}界桩登记表"
    return str(subject)


def _printable(text: str) -> str:
    """Return `text` with what UTF-8 cannot hold spelled out: examples of bad encoding have it."""
    return text.encode("utf-8", "backslashreplace").decode()
