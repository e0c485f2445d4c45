"""Laws of judging that hold for any shift, any order, any walk."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_data import inspecting
from boundary_data.checks.case import GOOD, GOOD_FACTS, edited
from boundary_data.checks.inspection import judge
from boundary_data.inspection import JointInspection
from gis.measure import CGCS2000
from gis.tracks import Track
from rulebook.procedure import StepRefused, take

INDEX = st.integers(0, len(GOOD.marker_checks) - 1)
AZIMUTH = st.floats(0.0, 360.0)


def moved(index: int, azimuth: float, metres: float) -> JointInspection:
    known = GOOD_FACTS.line
    assert known is not None
    marker = known.marker(GOOD.marker_checks[index].number)
    assert marker is not None
    lon, lat, _ = CGCS2000.fwd(marker.point.x, marker.point.y, azimuth, metres)
    there = edited(GOOD, f"marker_checks[{index}].measured.lon", lon)
    there = edited(there, f"marker_checks[{index}].measured.lat", lat)
    return there  # type: ignore[no-any-return]  # edited returns what it was given


def rules(record: JointInspection) -> list[str]:
    return sorted(finding.rule for finding in judge(record, GOOD_FACTS).findings)


@given(INDEX, AZIMUTH, st.floats(10.01, 3000.0))
def test_a_marker_beyond_its_tolerance_is_always_found(index: int, azimuth: float, metres: float):
    assert "BL-6a" in rules(moved(index, azimuth, metres))


@given(INDEX, AZIMUTH, st.floats(0.0, 9.99))
def test_a_marker_within_its_tolerance_is_never_found(index: int, azimuth: float, metres: float):
    assert rules(moved(index, azimuth, metres)) == []


@given(st.permutations(range(len(GOOD.marker_checks))), INDEX)
def test_the_order_of_the_marker_checks_changes_nothing(order: list[int], index: int):
    wrong = moved(index, 90.0, 50.0)
    wrong = edited(wrong, f"marker_checks[{(index + 1) % 5}].photos", ())
    shuffled = replace(wrong, marker_checks=tuple(wrong.marker_checks[i] for i in order))
    assert rules(shuffled) == rules(wrong)


@given(st.permutations(range(len(GOOD.sections))))
def test_the_order_of_the_sections_changes_nothing(order: list[int]):
    assert rules(replace(GOOD, sections=tuple(GOOD.sections[i] for i in order))) == []


@given(st.floats(0.05, 0.85))
def test_a_track_along_a_first_part_is_found_with_its_share(share: float):
    line = GOOD_FACTS.line
    assert line is not None
    places = line.ruler.points_at(np.linspace(0.0, share * line.ruler.length_m, 200))
    nothing = np.full(len(places), np.nan)
    track = Track(places[:, 0].copy(), places[:, 1].copy(), nothing, nothing)
    report = judge(replace(GOOD, track=track), GOOD_FACTS)
    (finding,) = [f for f in report.findings if f.rule == "JI-8h"]
    overhang = 100.0 / line.ruler.length_m
    told = finding.evidence["share"]
    assert told == pytest.approx(share + overhang, abs=0.02)


@given(st.lists(st.integers(0, len(inspecting.STEPS) - 1), max_size=40))
def test_a_walk_over_the_steps_never_leaves_the_table(choices: list[int]):
    stages = {stage.zh for stage in inspecting.Stage}
    stage = inspecting.START
    for choice in choices:
        wish = inspecting.STEPS[choice]
        try:
            stage = take(inspecting.STEPS, stage=stage, verb=wish.verb, roles={wish.by}).end
        except StepRefused:
            continue
        assert stage in stages


def test_every_stage_can_be_reached():
    reached = {inspecting.START}
    for _ in inspecting.STEPS:
        reached |= {step.end for step in inspecting.STEPS if step.start in reached}
    assert reached == {stage.zh for stage in inspecting.Stage}


def test_only_the_archive_is_an_end():
    starts = {step.start for step in inspecting.STEPS}
    assert {stage.zh for stage in inspecting.Stage} - starts == inspecting.ENDS


def test_whoever_drafts_the_report_does_not_countersign_it():
    by = {step.verb: step.by for step in inspecting.STEPS}
    assert len({by["起草报告"], by["会签"], by["备案"]}) == 3


def test_the_office_check_comes_before_the_field_check():
    with pytest.raises(StepRefused):
        take(inspecting.STEPS, stage="方案已定", verb="外业检查", roles={inspecting.LEAD})


def test_the_main_road_leads_from_due_to_archived():
    road = ["制定方案", "内业检查", "外业检查", "起草报告", "会签", "联合上报", "备案", "归档"]
    roles = {inspecting.LEAD, inspecting.ASSIST, inspecting.FILING_AUTHORITY}
    stage = inspecting.START
    for verb in road:
        stage = take(inspecting.STEPS, stage=stage, verb=verb, roles=roles).end
    assert stage in inspecting.ENDS
    assert len(list(pairwise(road))) == 7
