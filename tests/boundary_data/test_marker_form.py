"""The register form of a marker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_data.marker_form import (
    FormFacts,
    Found,
    described,
    dms,
    in_words,
    reference_rows,
    register_form,
)
from boundary_data.sheet_rules.case import GOOD, LINE

FACTS = FormFacts(sheet=GOOD, line=LINE, chainage_m=2907.4)


def test_a_marker_is_described_by_stand_faces_material_and_place() -> None:
    assert described(GOOD) == "单立双面石质界桩，位于江津区吴滩镇与永川区临江镇之间"
    bare = replace(GOOD, faces=None, material="", places=())
    assert described(bare, ("江津区", "永川区")) == "单立界桩，位于江津区与永川区之间"


def test_the_description_leads_back_to_the_place() -> None:
    words = in_words(FACTS)
    assert "东经105°55′48.0000″、北纬29°24′36.0000″，高程312.40米" in words
    assert "黄葛树在坐标方位角36°30′、距离18.2米处" in words


def test_a_lack_of_reference_objects_is_said() -> None:
    form = dict(register_form(replace(FACTS, sheet=replace(GOOD, references=GOOD.references[:1]))))
    assert form["方位物"] == "只登记了 1 个，应至少三个"
    assert "方位物" not in dict(register_form(FACTS))


def test_a_reference_object_is_told_as_registered_and_as_recomputed() -> None:
    turned = replace(GOOD.references[0], grid_azimuth_deg=216.5)
    bare = replace(GOOD.references[1], lon=None, lat=None)
    rows = reference_rows(replace(GOOD, references=(turned, bare)))
    assert rows[0][2:] == ("216°30′", "18.2", "36°30′，18.2 米")
    assert rows[1][4] == "无坐标"


def test_every_item_is_there_even_if_nothing_is_known_of_it() -> None:
    bare = replace(
        GOOD,
        height_m=None,
        material="",
        faces=None,
        caretaker="",
        position=replace(GOOD.position, method=None, accuracy_m=None, measured_on=None),
    )
    form = dict(register_form(replace(FACTS, sheet=bare, chainage_m=None)))
    full = dict(register_form(FACTS))
    assert list(form) == list(full)
    assert form["点位精度"] == form["高程"] == form["测量日期"] == "不详"
    assert form["管护方"] == "未登记"


def test_the_last_condition_is_told_with_its_day() -> None:
    found = Found("damaged", date(2025, 5, 3), "江津区、永川区", "")
    form = dict(register_form(replace(FACTS, conditions=(found,))))
    assert form["最近状况"] == "损坏（2025年5月3日）"


@given(st.floats(-180, 180))
def test_degrees_minutes_and_seconds_are_the_same_place(degrees: float) -> None:
    words = dms(degrees).replace("′", "°").replace("″", "").split("°")
    whole, minutes, seconds = (float(word) for word in words)
    told = abs(whole) + minutes / 60 + seconds / 3600
    assert told == pytest.approx(abs(degrees), abs=2e-8)
    assert minutes < 60
    assert seconds < 60
