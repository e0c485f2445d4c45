"""An office lays its own parameters and word lists over ours without touching code."""

from datetime import date

import pytest

from naming.facts import KnownNames
from naming.judging import judge
from naming.lexicon.tables import TableError
from naming.parameters.layers import parameters_for
from naming.proposal import propose
from rulebook.parameters import ParameterError
from rulebook.report import Verdict

DAY = date(2026, 11, 22)
HEAD = "list,word,scope,match,weight,category,source\n"
OWN = 'version = "本局-1"\n[avenue_min_width_m]\nvalue = 50\nsource = "本局规定"\n'


def verdict(name, place_type, parameters):
    return judge(
        propose(name, place_type), KnownNames(parameters=parameters), on=DAY, wording_only=True
    ).verdict


def test_a_folder_of_the_office_lies_over_the_nation_and_the_province(tmp_path):
    (tmp_path / "500000.toml").write_text(OWN + 'standing = "confirmed"\n', encoding="utf-8")
    found = parameters_for("500000", overlays=[tmp_path])
    assert found.number("avenue_min_width_m") == 50
    assert "+本局-1+words-" in found.version
    assert parameters_for("500000").number("avenue_min_width_m") == 40


def test_a_broken_file_of_the_office_is_named(tmp_path):
    (tmp_path / "500000.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"500000\.toml"):
        parameters_for("500000", overlays=[tmp_path])


def test_a_word_of_the_office_is_found_and_one_of_ours_taken_away(tmp_path):
    (tmp_path / "words.csv").write_text(
        HEAD
        + "grand,巅巅,building,contains,warn,,本局规定\n"
        + "grand,世界,building,contains,none,,本局规定\n",
        encoding="utf-8",
    )
    ours, laid = parameters_for("四川省"), parameters_for("四川省", overlays=[tmp_path])
    assert verdict("巅巅花园", "居民区", ours) is Verdict.PASS
    assert verdict("巅巅花园", "居民区", laid) is Verdict.WARN
    assert verdict("世界花园", "居民区", ours) is Verdict.WARN
    assert verdict("世界花园", "居民区", laid) is Verdict.PASS


def test_the_version_names_the_word_list_by_what_it_says(tmp_path):
    versions = []
    for number, word in enumerate(("甲甲", "乙乙", "甲甲")):
        folder = tmp_path / str(number)
        folder.mkdir()
        row = f"grand,{word},building,contains,warn,,本局规定\n"
        (folder / "words.csv").write_text(HEAD + row, encoding="utf-8")
        versions.append(parameters_for("四川省", overlays=[folder]).version)
    assert versions[0] == versions[2] != versions[1]
    assert "+words-" in versions[0]
    assert parameters_for("四川省").version not in versions


def test_a_sound_of_the_office_is_heard(tmp_path):
    row = "sound,甑子,street,whole,warn,,本局规定\n"
    (tmp_path / "words.csv").write_text(HEAD + row, encoding="utf-8")
    laid = parameters_for("四川省", overlays=[tmp_path])
    assert verdict("赠紫路", "道路", laid) is Verdict.WARN
    assert verdict("赠紫路", "道路", parameters_for("四川省")) is Verdict.PASS


def test_a_word_list_with_other_columns_is_refused(tmp_path):
    (tmp_path / "words.csv").write_text("word,weight\n甲,warn\n", encoding="utf-8")
    with pytest.raises(TableError, match="columns"):
        parameters_for("四川省", overlays=[tmp_path])


def test_a_county_of_the_office_is_under_its_province(tmp_path):
    own = OWN + 'standing = "confirmed"\n'
    (tmp_path / "500101.toml").write_text('applies_to = ["万州区"]\n' + own, encoding="utf-8")
    for place in ("500101", "500101107", "500101107203", "万州区"):
        assert parameters_for(place, overlays=[tmp_path]).number("avenue_min_width_m") == 50
    for place in ("500102", "500000", "重庆市", "涪陵区"):
        assert "本局-1" not in parameters_for(place, overlays=[tmp_path]).version
    assert parameters_for("500102", overlays=[tmp_path]).number("avenue_min_width_m") == 40


def test_a_word_list_of_one_county_is_not_that_of_the_next(tmp_path):
    row = "grand,巅巅,building,contains,warn,,本局规定\n"
    (tmp_path / "words-500101.csv").write_text(HEAD + row, encoding="utf-8")
    here, there = (parameters_for(code, overlays=[tmp_path]) for code in ("500101", "500102"))
    assert verdict("巅巅花园", "居民区", here) is Verdict.WARN
    assert verdict("巅巅花园", "居民区", there) is not Verdict.WARN


BROKEN = [
    ("version = 1.2.3\n", "500000.toml 第1行"),
    (
        'version = "本局-1"\n\n[avenue_min_width_m]\nvalue = 50\nsource = "本局"\n',
        "第3行.*standing",
    ),
    (OWN + 'standing = "sure"\n', "第2行.*confirmed"),
    (OWN.replace("avenue_min_width_m", "avenue_width_min_m") + 'standing = "assumed"\n', "是否指"),
    (OWN.replace("50", '"五十"') + 'standing = "assumed"\n', "第2行.*类型不对"),
    (OWN.replace('version = "本局-1"\n', "") + 'standing = "assumed"\n', "缺少 version"),
    ("avenue = 3\n" + OWN + 'standing = "assumed"\n', "第1行.*不是参数"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_parameter_file_is_refused_with_file_line_and_remedy(tmp_path, text, said):
    (tmp_path / "500000.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=said) as refused:
        parameters_for("500000", overlays=[tmp_path])
    assert "500000.toml" in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("grnad,甲甲,building,contains,warn,,本局\n", "第2行.*list.*grand"),
        ("grand,甲甲,bulding,contains,warn,,本局\n", "第2行.*scope.*building"),
        ("grand,甲甲,building,contain,warn,,本局\n", "第2行.*match.*contains"),
        ("grand,甲甲,building,contains,warning,,本局\n", "第2行.*weight.*warn"),
        ("grand,,building,contains,warn,,本局\n", "第2行.*没有词"),
        ("grand,甲甲,,contains,warn,,本局\n", "第2行.*scope"),
        ("grand,甲甲,building,contains\n", "第2行.*列数"),
    ],
)
def test_a_wrong_row_of_a_word_list_is_refused_with_its_line(tmp_path, row, said):
    (tmp_path / "words.csv").write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(TableError, match=said):
        parameters_for("四川省", overlays=[tmp_path])


def test_an_empty_folder_changes_nothing(tmp_path):
    assert parameters_for("500000", overlays=[tmp_path]) == parameters_for("500000")
