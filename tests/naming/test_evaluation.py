"""The figures that the wording rules have reached on names whose fate is known.

They may rise; a change that lowers one has to say why here.
"""

from datetime import date
from pathlib import Path

import pytest

from naming.evaluation import CasesMissing, evaluate

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def figures():
    return evaluate(CASES, on=DAY)


def test_refused_names_are_found(figures):
    assert figures.refused_found.rate >= 0.94, figures.refused_found.missed


def test_refused_names_are_found_by_a_rule_of_the_official_category(figures):
    assert figures.refused_in_category.rate >= 0.90, figures.refused_in_category.missed


def test_approved_names_are_not_blocked(figures):
    assert figures.approved_blocked.hits == 0, figures.approved_blocked.missed


def test_approved_names_are_seldom_warned_about(figures):
    assert figures.approved_warned.rate <= 0.005, figures.approved_warned.missed


def test_approved_townships_are_not_blocked_unless_broken_in_the_source(figures):
    """One row is a stray sentence of the page, one holds a private-use character."""
    assert figures.townships_blocked.hits <= 2, figures.townships_blocked.missed


def test_printed_spellings_agree_in_letters(figures):
    assert figures.letters_equal.rate >= 0.99, figures.letters_equal.missed


def test_printed_spellings_agree_in_tones(figures):
    assert figures.tones_equal.rate >= 0.98, figures.tones_equal.missed


def test_a_folder_without_cases_is_refused_with_the_name_of_the_file(tmp_path):
    with pytest.raises(CasesMissing, match=r"rejected\.csv"):
        evaluate(tmp_path, on=DAY)
