"""What stands on a sign is the standard name and its pinyin, and nothing in English."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.signs.judging import SIGN_RULES, judge_sign
from naming.signs.parameters import sign_parameters
from naming.signs.plate import axis_of, drawn, plate_of
from naming.signs.sign_text import WANGJIAN, SignFacts, SignText
from rulebook.report import Mode, Verdict

ON = date(2026, 11, 22)
PASSES = [(rule, example) for rule in SIGN_RULES for example in rule.passes]
FAILS = [(rule, example) for rule in SIGN_RULES for example in rule.fails]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("rule", "example"), PASSES)
def test_a_rule_of_signs_finds_nothing_in_what_is_right(rule, example):
    assert list(rule.findings(example.subject, example.facts)) == []


@pytest.mark.parametrize(("rule", "example"), FAILS)
def test_a_rule_of_signs_finds_what_is_wrong(rule, example):
    found = list(rule.findings(example.subject, example.facts))
    assert found
    assert all(one.message and one.suggestion for one in found)


def test_a_right_sign_passes() -> None:
    report = judge_sign(SignText("望涧路", "WANGJIAN LU"), WANGJIAN, on=ON)
    assert (report.verdict, report.findings) == (Verdict.PASS, ())


def test_an_english_sign_is_told_so_once() -> None:
    report = judge_sign(SignText("望涧路", "Wangjian Road"), WANGJIAN, on=ON)
    assert [one.rule for one in report.findings] == ["SG-2"]
    assert report.verdict is Verdict.BLOCK


def test_a_sign_that_stands_is_only_audited() -> None:
    report = judge_sign(SignText("望涧路", "Wangjian Road"), WANGJIAN, on=ON, mode=Mode.AUDIT)
    assert report.verdict is Verdict.WARN


@pytest.mark.parametrize(
    ("bearing", "axis"),
    [(0, "north_south"), (44, "north_south"), (46, "east_west"), (90, "east_west")],
)
def test_a_road_runs_along_the_nearer_axis(bearing: float, axis: str) -> None:
    assert axis_of(bearing) == axis_of(bearing + 180) == axis_of(180 - bearing) == axis


def test_roads_along_the_two_axes_have_different_colours() -> None:
    parameters = sign_parameters()
    plates = {plate_of("street", axis, parameters).ground for axis in ("east_west", "north_south")}
    assert len(plates) == 2


def test_the_picture_shows_characters_and_letters() -> None:
    parameters = sign_parameters()
    sign = SignText("望涧路", "WANGJIAN LU", "东")
    picture = ElementTree.fromstring(drawn(sign, plate_of("street", "", parameters), parameters))
    assert [one.text for one in picture.iter(f"{SVG}text")] == ["望涧路", "WANGJIAN LU", "东"]


def test_a_long_name_is_set_narrower() -> None:
    parameters = sign_parameters()
    sign = SignText("重庆市万州区望涧滨江湿地公园大道", "CHONGQING SHI WANZHOU QU")
    assert "textLength" in drawn(sign, plate_of("street", "", parameters), parameters)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=10))
def test_any_text_makes_a_picture_that_can_be_read(han: str, latin: str, extra: str) -> None:
    parameters = sign_parameters()
    plate = plate_of("street", "", parameters)
    ElementTree.fromstring(drawn(SignText(han, latin, extra), plate, parameters))
    judge_sign(SignText(han, latin, extra), SignFacts("望涧路", "Wàngjiàn Lù"), on=ON)
