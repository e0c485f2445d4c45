"""An old report can be made again with the parameters and words that it was made with."""

from datetime import date
from pathlib import Path

import pytest

from naming.facts import KnownNames
from naming.judging import judge
from naming.lexicon.overlays import words_version
from naming.parameters import kept
from naming.parameters.layers import parameters_for
from naming.proposal import propose
from rulebook.parameters import ParameterError, version_of

DAY = date(2026, 11, 22)
HEAD = "list,word,scope,match,weight,category,source\n"
VERSIONS = kept.FOLDER / kept.VERSIONS


def report(name, place_type, parameters, **details):
    proposal = propose(name, place_type, **details)
    return judge(proposal, KnownNames(parameters=parameters), on=DAY, wording_only=True)


def office(folder: Path, version: str, width: int) -> None:
    (folder / "500101.toml").write_text(
        f'version = "{version}"\n[avenue_min_width_m]\nvalue = {width}\n'
        'source = "本局规定"\nstanding = "confirmed"\n',
        encoding="utf-8",
    )


def test_a_judgement_with_the_previous_version_is_the_previous_judgement(tmp_path):
    (tmp_path / "1").mkdir()
    office(tmp_path / "1", "万州-1", 50)
    before = report("金渝大道", "道路", parameters_for("500101", [tmp_path / "1"]), width_m=45.0)
    now = tmp_path / "2"
    (now / "versions").mkdir(parents=True)
    (tmp_path / "1" / "500101.toml").rename(now / "versions" / "万州-1.toml")
    office(now, "万州-2", 40)
    today = report("金渝大道", "道路", parameters_for("500101", [now]), width_m=45.0)
    again = report(
        "金渝大道", "道路", parameters_for("500101", [now], before.parameters), width_m=45.0
    )
    assert "CQ-GEN-1" in before.rules
    assert "CQ-GEN-1" not in today.rules
    assert again == before


def test_a_judgement_with_the_previous_word_list_is_the_previous_judgement(tmp_path):
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "words-2025.csv").write_text(
        HEAD + "grand,巅巅,building,contains,warn,,本局规定\n", encoding="utf-8"
    )
    old = words_version([tmp_path / "versions" / "words-2025.csv"])
    (tmp_path / "words.csv").write_text(
        HEAD + "grand,峰峰,building,contains,warn,,本局规定\n", encoding="utf-8"
    )
    today = parameters_for("四川省", [tmp_path])
    quoted = today.version.rsplit("+", 1)[0] + f"+{old}"
    again = parameters_for("四川省", [tmp_path], quoted)
    assert "BD-1" in report("巅巅花园", "居民区", again).rules
    assert "BD-1" not in report("巅巅花园", "居民区", today).rules
    assert again.version == quoted


def test_every_parameter_file_kept_can_be_used_again():
    for path in sorted(VERSIONS.glob("cn-*.toml")):
        version = version_of(path)
        assert parameters_for(version=version).version.split("+")[0] == version
        assert report("环球花园", "居民区", parameters_for(version=version)).findings


def test_every_word_list_kept_can_be_used_again():
    lists = sorted(VERSIONS.glob("words-*.csv"))
    assert lists
    for path in lists:
        version = f"cn-2026.11b+{path.stem}"
        assert parameters_for(version=version).version == version


def test_a_version_that_nobody_kept_is_refused_with_those_there_are():
    with pytest.raises(ParameterError, match=r"cn-2026\.11b"):
        parameters_for(version="cn-1999.01")


def test_the_parameters_that_reports_quote_today_are_kept():
    for path in sorted(kept.FOLDER.glob("*.toml")):
        copy = VERSIONS / f"{version_of(path)}.toml"
        told = f"{path.name} 改动后须改 version，并运行 python -m naming.parameters.kept"
        assert copy.is_file(), told
        assert copy.read_bytes() == path.read_bytes(), told
