from pathlib import Path

import pytest

from rulebook.law import Standing
from rulebook.parameters import ParameterError, load

NATION = """
version = "cn-1"
[limit]
value = 10
source = "惯例"
standing = "assumed"
unit = "m"
[words]
value = ["甲", "乙"]
source = "条例"
standing = "confirmed"
"""
OFFICE = """
version = "office-2"
[limit]
value = 5
source = "本局规定"
standing = "confirmed"
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_office_lays_single_parameters_over_ours(tmp_path: Path) -> None:
    layers = [written(tmp_path, "cn.toml", NATION), written(tmp_path, "office.toml", OFFICE)]
    found = load(layers)
    assert found.number("limit") == 5
    assert found.words("words") == ("甲", "乙")
    assert found.version == "cn-1+office-2"


def test_a_parameter_keeps_its_source_and_standing(tmp_path: Path) -> None:
    found = load([written(tmp_path, "cn.toml", NATION)])
    assert found.items["limit"].standing is Standing.ASSUMED
    assert found.items["limit"].source == "惯例"


@pytest.mark.parametrize(
    "text",
    [
        "[limit]\nvalue = 1\n",
        'version = "1"\n[limit]\nvalue = 1\nsource = "x"\n',
        'version = "1"\nlimit = 3\n',
        "not toml",
    ],
)
def test_a_file_without_version_source_or_standing_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParameterError, match=r"cn\.toml"):
        load([written(tmp_path, "cn.toml", text)])


def test_asking_for_a_parameter_that_is_not_there_names_it(tmp_path: Path) -> None:
    found = load([written(tmp_path, "cn.toml", NATION)])
    with pytest.raises(ParameterError, match="height"):
        found.number("height")


def test_a_word_list_is_not_a_number(tmp_path: Path) -> None:
    found = load([written(tmp_path, "cn.toml", NATION)])
    with pytest.raises(ParameterError, match="words"):
        found.number("words")
