"""Codes and names of boundary lines."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from api.services.loading.line_words import line_code, line_name, short_name


@dataclass
class Words:
    id: int
    level: int
    name: str
    nbs: str | None = None
    mca: str | None = None


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("万州区", "万州"),
        ("忠县", "忠县"),
        ("两江新区", "两江"),
        ("石柱土家族自治县", "石柱"),
        ("秀山土家族苗族自治县", "秀山"),
        ("高笋塘街道", "高笋塘"),
        ("重庆市", "重庆"),
    ],
)
def test_a_short_name_has_neither_type_nor_peoples(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_line_is_named_after_both_sides() -> None:
    assert line_name("万州区", "开州区") == "万州—开州线"


def test_a_county_line_has_the_smaller_code_first() -> None:
    left, right = Words(1, 3, "开州区", nbs="500154"), Words(2, 3, "万州区", nbs="500101")
    assert line_code(left, right, ()) == "500101-500154"


def test_a_township_line_names_the_scheme_of_its_codes() -> None:
    left = Words(1, 4, "甲镇", nbs="500101101", mca="500101105")
    right = Words(2, 4, "乙镇", mca="500101107")
    assert line_code(left, right, ()) == "mca:500101105-500101107"


def test_units_without_a_common_scheme_are_told_by_our_ids() -> None:
    assert line_code(Words(7, 4, "甲镇", nbs="1"), Words(9, 4, "乙镇", mca="2"), ()) == "id:7-9"


def test_a_code_in_use_gets_a_number() -> None:
    left, right = Words(1, 3, "甲县", nbs="500101"), Words(2, 3, "乙县", nbs="500102")
    assert line_code(left, right, {"500101-500102"}) == "500101-500102.2"
