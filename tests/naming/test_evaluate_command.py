"""`evaluate` as it is called: table, JSON, exit codes, no database."""

import json

import pytest

from api.cli.frame import run


def answered(capsys, *arguments):
    code = run(["evaluate", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rejected.csv").write_text(
        "name,place_type,reason_category\n环球花园,居民区,大\n石坡路,道路,怪\n", encoding="utf-8"
    )
    return tmp_path


def test_the_table_names_what_was_missed_and_what_was_not_there(folder, capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    code, out, _ = answered(capsys, "--cases", folder)
    assert code == 0
    assert "缺少 accepted.csv" in out
    assert "| 检出（警告或不予通过） | 1 | 2 | 50.0% | 石坡路 |" in out


def test_the_json_has_rates_and_names(folder, capsys):
    code, out, _ = answered(capsys, "--cases", folder, "--json")
    found = json.loads(out)["refused"]["found"]
    assert (code, found["rate"], found["names"]) == (0, 0.5, ["石坡路"])


def test_a_folder_that_is_not_there_is_unusable_input(tmp_path, capsys):
    code, _, err = answered(capsys, "--cases", tmp_path / "nowhere")
    assert code == 1
    assert "没有评测目录" in err


def test_an_unknown_option_is_wrong_usage(capsys):
    assert answered(capsys, "--nothing")[0] == 2


def test_without_a_folder_the_cases_of_the_software_are_measured(capsys):
    code, out, _ = answered(capsys, "--json")
    assert code == 0
    assert json.loads(out)["townships"]["total"] > 2000
