"""Rows of one table are compared with each other, by the same law as with the register."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.services.annotating_names import CHUNK, annotate
from api.services.checking_names import RegisterChecker

DAY = date(2026, 1, 15)
HEADING = "地名,类别,区划代码\n"


def checked(register: Session, folder: Path, rows: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of the annotated table."""
    source = folder / "names.csv"
    source.write_text(HEADING + "\n".join(rows) + "\n", "utf-8")
    with RegisterChecker(register, on=DAY) as by_register:
        annotate(source, folder / "out.csv", by_register)
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_later_of_two_equal_rows_gives_way_and_names_the_other(
    register: Session, tmp_path: Path
) -> None:
    first, second = checked(register, tmp_path, ["霁岚坡路,道路,500101", "霁岚坡路,道路,500101"])
    assert "重名" not in first["messages"]
    assert "重名（位于本表第2行）" in second["messages"]
    assert second["verdict"] == "warn"


def test_rows_that_sound_the_same_are_found(register: Session, tmp_path: Path) -> None:
    _, second = checked(register, tmp_path, ["霁岚坡路,道路,500101", "霁蓝坡路,道路,500101"])
    assert "同音（位于本表第2行）" in second["messages"]


@pytest.mark.parametrize(
    "other",
    [
        "霁岚坡路,道路,500102",
        "霁岚坡路,公园,500101",
        "青杠霁路,道路,500101",
    ],
    ids=["another county", "another kind", "another name"],
)
def test_rows_that_are_not_the_same_are_left_alone(
    register: Session, tmp_path: Path, other: str
) -> None:
    _, second = checked(register, tmp_path, ["霁岚坡路,道路,500101", other])
    assert "本表" not in second["messages"]


def test_a_township_must_be_the_only_one_in_the_province(register: Session, tmp_path: Path) -> None:
    _, second = checked(register, tmp_path, ["霁岚镇,镇,500101", "霁岚镇,镇,500102"])
    assert "本表第2行" in second["messages"]


def test_a_code_and_a_name_of_the_same_county_are_the_same_place(
    register: Session, tmp_path: Path
) -> None:
    source = ["霁岚坡路,道路,500101,", "霁岚坡路,道路,,万州区"]
    (tmp_path / "in.csv").write_text(
        "地名,类别,区划代码,区县\n" + "\n".join(source) + "\n", "utf-8"
    )
    with RegisterChecker(register, on=DAY) as by_register:
        report, _ = annotate(tmp_path / "in.csv", tmp_path / "out.csv", by_register)
    assert report.rules["GN-9-8c"] == 1


def test_a_row_far_below_is_compared_with_the_first(register: Session, tmp_path: Path) -> None:
    rows = ["霁岚坡路,道路,500101", *["石坡村,村,500101"] * CHUNK, "霁岚坡路,道路,500101"]
    found = checked(register, tmp_path, rows)
    assert "本表第2行" in found[-1]["messages"]


def test_rows_that_say_no_place_are_compared_as_of_one_place(
    register: Session, tmp_path: Path
) -> None:
    _, second = checked(register, tmp_path, ["霁岚坡路,道路,", "霁岚坡路,道路,"])
    assert "本表第2行" in second["messages"]
