"""Rules about the register sheet of a marker prove themselves by their examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import boundary_data.sheet_rules as room
from boundary_data.line import LineLevel
from boundary_data.marker_sheet import SheetReference
from boundary_data.sheet_rules.case import FACTS, GOOD, HERE
from boundary_data.sheet_rules.catalogue import SHEET_CATALOGUE, judge
from gis.grid import placed
from rulebook.report import Mode, Verdict
from rulebook.rule import Weight

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize("rule", SHEET_CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_is_silent_where_it_passes_and_speaks_where_it_fails(rule) -> None:
    for example in rule.passes:
        assert list(rule.check(example.subject, example.facts)) == []
    for example in rule.fails:
        found = list(rule.check(example.subject, example.facts))
        assert found
        assert all(breach.suggestion for breach in found)


def test_every_rule_file_is_in_the_catalogue() -> None:
    files = {path.stem for path in Path(room.__file__).parent.glob("dj*.py")}
    assert {rule.check.__module__.rsplit(".", 1)[1] for rule in SHEET_CATALOGUE} == files


def test_a_good_sheet_passes() -> None:
    assert judge(GOOD, FACTS, on=TODAY).verdict is Verdict.PASS


def test_an_audit_never_blocks() -> None:
    bad = replace(GOOD, caretaker="", references=())
    assert judge(bad, FACTS, on=TODAY).verdict is Verdict.BLOCK
    assert judge(bad, FACTS, on=TODAY, mode=Mode.AUDIT).verdict is Verdict.WARN


def test_township_lines_are_only_warned_about() -> None:
    township = replace(FACTS, line=replace(FACTS.line, level=LineLevel.TOWNSHIP))
    bad = replace(GOOD, caretaker="")
    assert judge(bad, township, on=TODAY).verdict is Verdict.WARN


def _found(reference: SheetReference) -> set[str]:
    sheet = replace(GOOD, references=(*GOOD.references, reference))
    return {one.rule for one in judge(sheet, FACTS, on=TODAY).findings if one.weight is Weight.WARN}


@given(st.floats(0.0, 359.9), st.floats(5.0, 1500.0), st.floats(-2.9, 2.9), st.floats(-4.9, 4.9))
def test_a_reference_within_tolerance_is_believed(
    azimuth: float, away_m: float, turn: float, off_m: float
) -> None:
    there = placed(HERE, azimuth, away_m)
    told = SheetReference(
        name="水塔",
        grid_azimuth_deg=(azimuth + turn) % 360.0,
        distance_m=max(away_m + off_m, 0.1),
        lon=there.x,
        lat=there.y,
    )
    assert _found(told) == set()


@given(st.floats(0.0, 359.9), st.floats(20.0, 1500.0), st.floats(4.0, 176.0), st.booleans())
def test_a_reference_at_another_azimuth_is_found(
    azimuth: float, away_m: float, turn: float, left: bool
) -> None:
    there = placed(HERE, azimuth, away_m)
    told = SheetReference(
        name="水塔",
        grid_azimuth_deg=(azimuth + (-turn if left else turn)) % 360.0,
        distance_m=away_m,
        lon=there.x,
        lat=there.y,
    )
    assert _found(told) == {"DJ-6"}


@given(st.floats(0.0, 359.9), st.floats(20.0, 1500.0), st.floats(5.1, 500.0))
def test_a_reference_at_another_distance_is_found(
    azimuth: float, away_m: float, off_m: float
) -> None:
    there = placed(HERE, azimuth, away_m)
    told = SheetReference(
        name="水塔",
        grid_azimuth_deg=azimuth,
        distance_m=away_m + off_m,
        lon=there.x,
        lat=there.y,
    )
    assert _found(told) == {"DJ-6"}
