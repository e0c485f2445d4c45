"""The catalogue of rules about marker sheets, and judging a sheet by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from boundary_data.inspection_facts import limits
from boundary_data.line import LineLevel, level_between
from boundary_data.marker_sheet import MarkerSheet, RegisterFacts
from boundary_data.sheet_rules import (
    dj1_number_form,
    dj2_letter_fits_standing,
    dj3_set_complete,
    dj4_caretaker,
    dj5_reference_objects,
    dj6_reference_recomputed,
    dj7_reference_without_position,
    dj8_position,
    dj9_near_line,
    dj10_move_agreed,
)
from boundary_data.sheet_rules.case import SheetRule
from rulebook.report import Mode, Report, verdict_of
from rulebook.report import judge as findings_of
from rulebook.rule import Weight

SHEET_VERSION = "sheets-2026.11"

SHEET_CATALOGUE: tuple[SheetRule, ...] = (
    dj1_number_form.RULE,
    dj2_letter_fits_standing.RULE,
    dj3_set_complete.RULE,
    dj4_caretaker.RULE,
    dj5_reference_objects.RULE,
    dj6_reference_recomputed.RULE,
    dj7_reference_without_position.RULE,
    dj8_position.RULE,
    dj9_near_line.RULE,
    dj10_move_agreed.RULE,
)

_BY_REFERENCE = frozenset({LineLevel.TOWNSHIP, LineLevel.VILLAGE})


def judge(sheet: MarkerSheet, facts: RegisterFacts, *, on: date, mode: Mode = Mode.NEW) -> Report:
    """Return the verdict on a sheet and every finding.

    Township lines are managed by reference to the decree (第十九条), so nothing about their
    markers weighs more than a warning.
    """
    found = findings_of(sheet, facts, rules=SHEET_CATALOGUE, on=on, mode=mode)
    if (facts.line.level or level_between(facts.line.sides)) in _BY_REFERENCE:
        softened = (
            replace(one, weight=Weight.WARN) if one.weight is Weight.BLOCK else one for one in found
        )
        found = tuple(sorted(softened, key=lambda one: -one.weight.rank))
    return Report(
        verdict=verdict_of(found),
        findings=found,
        mode=mode,
        on=on,
        catalogue=SHEET_VERSION,
        parameters=limits().version,
    )
