"""Examples for the rules: the good record, and copies of it with single edits."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts, KnownFacts, limits, line_of
from boundary_data.inspection_reading import read_inspection
from boundary_data.inspection_schema import example
from boundary_data.line import KnownLine
from rulebook.rule import Example, Rule

InspectionRule = Rule[JointInspection, InspectionFacts]
InspectionExample = Example[JointInspection, InspectionFacts]
Edit = tuple[str, object]

DROP: Final = object()
"""Stands for leaving the place out: None for a field, one item less for a list."""

GOOD: Final = read_inspection(example())


def _line(record: JointInspection) -> KnownLine:
    if record.line is None:
        raise ValueError("the example record has to embed its line")
    return line_of(record.line)


GOOD_FACTS: Final = KnownFacts(line=_line(GOOD), on=date(2026, 1, 1), limits=limits())


def case(*edits: Edit) -> InspectionExample:
    """Return the good record with `edits` made, against the good line."""
    return Example(_edited(edits), GOOD_FACTS)


def case_of_line(*edits: Edit, record: tuple[Edit, ...] = ()) -> InspectionExample:
    """Return the good record (with the edits `record`) against the line with `edits` made."""
    line = GOOD_FACTS.line
    for path, value in edits:
        line = edited(line, path, value)
    return Example(_edited(record), replace(GOOD_FACTS, line=line))


def case_of_facts(facts: InspectionFacts, *edits: Edit) -> InspectionExample:
    """Return the good record with `edits` made, against `facts`."""
    return Example(_edited(edits), facts)


def case_without_line(*edits: Edit) -> InspectionExample:
    """Return the good record with `edits` made, with nothing known of its line."""
    return Example(_edited(edits), replace(GOOD_FACTS, line=None))


def edited(subject: Any, path: str, value: object) -> Any:
    """Return a copy of `subject` with the place `path` (e.g. `sides[0].role`) set to `value`.

    Raises:
        AttributeError, IndexError: if there is no such place.
    """
    steps = re.findall(r"\w+", path)
    return _at(subject, steps, value)


def _edited(edits: tuple[Edit, ...]) -> JointInspection:
    record = GOOD
    for path, value in edits:
        record = cast(JointInspection, edited(record, path, value))
    return record


def _at(subject: Any, steps: list[str], value: object) -> Any:
    head, rest = steps[0], steps[1:]
    if isinstance(subject, tuple):
        index = int(head)
        inner = _at(subject[index], rest, value) if rest else value
        kept = () if inner is DROP else (inner,)
        return (*subject[:index], *kept, *subject[index + 1 :])
    inner = _at(getattr(subject, head), rest, value) if rest else value
    return replace(subject, **{head: None if inner is DROP else inner})
