"""The figures that the wording rules have reached on names whose fate is known.

They may rise; a change that lowers one has to say why here.
"""

from datetime import date
from pathlib import Path

import pytest

from naming.case_files import CasesUnusable, cases_in
from naming.evaluation import evaluate, evaluate_folder
from naming.evaluation_page import DAY as DAY_OF_THE_PAGE
from naming.evaluation_page import evaluation_page, folders_of
from naming.printed_spelling import typing_fault
from naming.romanization import romanize

CASES = Path(__file__).parent / "cases"
PAGE = Path(__file__).parents[2] / "docs" / "evaluation.md"
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def figures():
    return evaluate_folder(CASES, on=DAY)


@pytest.fixture(scope="module", params=["unseen_development", "unseen_held_out"])
def unseen(request):
    return evaluate_folder(CASES / request.param, on=DAY)


def test_refused_names_are_found(figures):
    assert figures.refused.found.rate >= 0.95, figures.refused.found.names


def test_refused_names_are_found_by_a_rule_of_the_official_category(figures):
    assert figures.refused.in_category.rate >= 0.92, figures.refused.in_category.names


def test_approved_names_are_not_blocked(figures):
    assert figures.approved.blocked.hits == 0, figures.approved.blocked.names


def test_approved_names_are_seldom_warned_about(figures):
    assert figures.approved.warned.rate <= 0.005, figures.approved.warned.names


def test_approved_townships_are_not_blocked_unless_broken_in_the_source(figures):
    """One row is a stray sentence of the page, one holds a private-use character."""
    assert figures.townships.hits <= 2, figures.townships.names


def test_printed_spellings_agree_in_letters(figures):
    assert figures.spelled.letters.rate >= 0.99, figures.spelled.letters.names


def test_printed_spellings_agree_in_tones(figures):
    assert figures.spelled.tones.rate >= 0.98, figures.spelled.tones.names


def test_refused_names_that_no_rule_was_made_for_are_found(unseen):
    assert unseen.refused.found.rate >= 0.85, unseen.refused.found.names
    assert unseen.refused.in_category.rate >= 0.80, unseen.refused.in_category.names


def test_approved_names_that_no_rule_was_made_for_are_not_blocked(unseen):
    assert unseen.approved.blocked.hits == 0, unseen.approved.blocked.names


def test_the_misses_of_each_category_add_up_to_all_misses(figures):
    refused = figures.refused
    assert sum(s.total for s in refused.by_category) == refused.found.total
    assert sum(s.hits for s in refused.by_category) == refused.found.hits
    assert sum(s.hits for s in refused.by_category_right) == refused.in_category.hits


def test_the_page_of_figures_is_printed_from_the_cases():
    parts = [(n, evaluate_folder(at, on=DAY_OF_THE_PAGE)) for n, at in folders_of(CASES)]
    assert PAGE.read_text(encoding="utf-8") == evaluation_page(parts)


def test_a_folder_without_cases_is_refused_with_the_names_of_the_files(tmp_path):
    with pytest.raises(CasesUnusable) as refused:
        cases_in(tmp_path)
    assert "rejected.csv" in refused.value.remedy


def test_missing_files_are_said_and_the_others_measured(tmp_path):
    (tmp_path / "accepted.csv").write_text("name,place_type\n石坡路,道路\n", encoding="utf-8")
    found = evaluate_folder(tmp_path, on=DAY)
    assert found.missing[0] == "rejected.csv"
    assert found.refused is None
    assert (found.approved.warned.hits, found.approved.warned.total) == (0, 1)


def test_the_townships_may_have_either_name(tmp_path):
    for name in ("townships.csv", "townships_2014_2023.csv"):
        folder = tmp_path / name.removesuffix(".csv")
        folder.mkdir()
        (folder / name).write_text("name\n兴隆镇\n", encoding="utf-8")
        assert evaluate_folder(folder, on=DAY).townships.total == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("title\n石坡路\n", "缺少列"),
        ("name\n石坡路\n \n", "第3行没有地名"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(tmp_path, text, what):
    (tmp_path / "accepted.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CasesUnusable, match=what):
        cases_in(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "accepted.csv").write_bytes("name\n石坡路\n".encode("gb18030"))
    with pytest.raises(CasesUnusable, match="读不出来"):
        cases_in(tmp_path)


def test_progress_is_told_of_every_case(tmp_path):
    (tmp_path / "accepted.csv").write_text("name\n石坡路\n石坡村\n", encoding="utf-8")
    told: list[int] = []
    cases = cases_in(tmp_path)
    evaluate(cases, on=DAY, progress=told.append)
    assert sum(told) == cases.count == 2


@pytest.mark.parametrize(
    ("printed", "name", "fault"),
    [
        ("Shùnfē ngGǎng", "顺风港", "断在音节中间"),
        ("Lōnghú Lù", "龙湖路", "没有“lōng”这个读音"),
        ("Xihaian Lu", "西海岸路", "缺隔音符号"),
        ("Shíbō Lù", "石坡路", "不是该字的读音"),
        ("SHIPOLU", "石坡路", ""),
        ("Shípō Lù", "石坡路", ""),
        ("Xī'ān Lù", "西安路", ""),
    ],
)
def test_typing_errors_of_printed_spellings_are_told_from_other_readings(printed, name, fault):
    said = typing_fault(printed, name, romanize(name).toned)
    assert fault in said
    assert bool(said) == bool(fault)
