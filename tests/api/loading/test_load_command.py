"""`diming load` at the terminal: answers, exit codes, nothing written on trial."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.cli.frame import run
from api.services.loading.files import SAMPLES

if TYPE_CHECKING:
    from conftest import Register

Table = Callable[..., Path]
LIST = [("code", "name"), ("50", "重庆市"), ("500101", "万州区"), ("50010", "怪区")]
LAYER = SAMPLES / "boundaries" / "clean_synthetic_cq_counties_voronoi.geojson"


@pytest.fixture
def diming(empty: Register, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command on an empty database and return the exit code."""
    monkeypatch.setenv("DATABASE_URL", empty.url)
    return lambda *words: run([str(word) for word in words])


def test_the_report_names_row_and_reason(
    diming: Callable[..., int], table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    code = diming("load", "divisions", table(LIST), "--scheme", "nbs", "--day", "2023-06-30")
    said = capsys.readouterr().out
    assert code == 0
    assert "新增 2" in said
    assert "每秒" in said
    assert "拒收 第 4 行 怪区（50010）" in said


def test_the_report_comes_as_json(
    diming: Callable[..., int], table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    diming("load", "divisions", table(LIST), "--scheme", "nbs", "--day", "2023-06-30", "--json")
    report = json.loads(capsys.readouterr().out)[0]
    assert (report["outcome"], report["added"], report["refused"][0]["row"]) == ("loaded", 2, 4)


def test_the_second_time_it_says_that_nothing_changed(
    diming: Callable[..., int], table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("load", "divisions", table(LIST), "--scheme", "nbs", "--day", "2023-06-30")
    diming(*words)
    capsys.readouterr()
    assert diming(*words) == 0
    assert "未作改动" in capsys.readouterr().out


def test_a_trial_writes_nothing(diming: Callable[..., int], table: Table, empty: Register) -> None:
    assert diming("load", "divisions", table(LIST), "--scheme", "nbs", "--dry-run") == 0
    assert empty.one("SELECT count(*) FROM delivery") == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("divisions",), 1),
        (("divisions", "nowhere.csv"), 1),
        (("boundaries", LAYER, "--status", "oficial", "--level", "county"), 2),
        (("boundaries", LAYER, "--status", "official", "--level", "county"), 1),
        (("--dry-run", "heritage", LAYER), 2),
        (("divisions", LAYER, "--no-such"), 2),
    ],
)
def test_what_cannot_be_used_ends_with_its_code(
    diming: Callable[..., int], words: tuple[str, ...], code: int
) -> None:
    assert diming("load", *words) == code


def test_a_refused_layer_ends_with_one(diming: Callable[..., int]) -> None:
    words = ("--status", "public", "--level", "county", "--valid-from", "2023-06-30")
    assert diming("load", "boundaries", LAYER, *words) == 1
