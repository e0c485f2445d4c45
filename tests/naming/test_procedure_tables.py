"""Papers, approvers, filing and days of cases: the tables say what the law says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.place_kind import PlaceKind
from naming.procedure.assessors import banned_on
from naming.procedure.content import Said, lacks_of, lacks_of_announcement
from naming.procedure.deadlines import (
    Days,
    Duty,
    Urgency,
    deadlines_of,
    procedure_parameters,
)
from naming.procedure.papers import (
    HEADINGS,
    Circumstance,
    HeldPaper,
    Paper,
    demands_of,
    gaps_before,
    gaps_in,
)
from naming.procedure.words import CaseKind, Stage, Verb
from rulebook.parameters import ParameterError

TODAY = date(2026, 11, 22)
P = procedure_parameters()


def held(paper: Paper, **fields: str) -> HeldPaper:
    whole = dict.fromkeys(HEADINGS.get(paper, {}), "已述") | fields
    return HeldPaper(paper, whole, number="渝府发[2026]1号", issued_on=date(2026, 11, 1))


@pytest.mark.parametrize("paper", list(HEADINGS))
def test_a_paper_without_one_of_its_headings_has_a_gap(paper: Paper) -> None:
    assert list(gaps_in(held(paper))) == []
    for key, words in HEADINGS[paper].items():
        gaps = list(gaps_in(held(paper, **{key: "  "})))
        assert [words in gap.message for gap in gaps] == [True]


def test_a_division_needs_all_three_reports() -> None:
    demands = demands_of(CaseKind.RENAMING, [PlaceKind.DIVISION])
    gaps = gaps_before(Verb.REVIEW, demands, [], on=TODAY)
    assert {g.paper for g in gaps if g.binding} == {Paper.RISK, Paper.ARGUMENT, Paper.CONSULTATION}


def test_a_major_matter_is_not_approved_without_the_number_of_its_report() -> None:
    demands = demands_of(CaseKind.NAMING, [PlaceKind.STREET], [Circumstance.MAJOR])
    paper = held(Paper.MAJOR_MATTER)
    assert gaps_before(Verb.APPROVE, demands, [paper], on=TODAY) == ()
    gaps = gaps_before(Verb.APPROVE, demands, [replace(paper, number="")], on=TODAY)
    assert [g.binding for g in gaps] == [True]


@pytest.mark.parametrize(("made", "gaps"), [(TODAY - timedelta(1), 0), (TODAY, 1)])
def test_measures_for_a_listed_name_are_dated_before_the_approval(made: date, gaps: int) -> None:
    demands = demands_of(CaseKind.RENAMING, [PlaceKind.STREET], [Circumstance.LISTED])
    paper = replace(held(Paper.MEASURES), issued_on=made)
    assert len(gaps_before(Verb.APPROVE, demands, [paper], on=TODAY)) == gaps


def test_a_project_file_that_says_nothing_of_the_name_stops_the_application() -> None:
    demands = demands_of(CaseKind.NAMING, [PlaceKind.BUILDING], [Circumstance.WITH_PROJECT])
    assert gaps_before(Verb.SUBMIT, demands, [held(Paper.PROJECT)], on=TODAY) == ()
    gaps = gaps_before(Verb.SUBMIT, demands, [held(Paper.PROJECT, scheme="")], on=TODAY)
    assert [(gap.message, gap.binding) for gap in gaps] == [
        ("一并批准的项目文件缺少“命名、更名的方案及理由”", True)
    ]


@pytest.mark.parametrize(
    ("entry", "told"),
    [("甲评估公司", 1), ("甲评估公司=2026-11-22", 1), ("甲评估公司=2026-11-21", 0), ("乙公司", 0)],
)
def test_a_report_by_a_banned_assessor_is_told_of(tmp_path: Path, entry: str, told: int) -> None:
    (tmp_path / "procedure.toml").write_text(
        f'version = "万州-1"\n[banned_assessors]\nvalue = ["{entry}"]\n'
        'source = "本区"\nstanding = "confirmed"\n'
    )
    banned = banned_on(TODAY, procedure_parameters([tmp_path]))
    demands = demands_of(CaseKind.RENAMING, [PlaceKind.STREET])
    kept = [
        replace(held(paper), issuer="甲评估公司" if paper is Paper.ASSESSMENT else "某局")
        for paper in (Paper.ASSESSMENT, Paper.ARGUMENT, Paper.CONSULTATION)
    ]
    gaps = gaps_before(Verb.REVIEW, demands, kept, on=TODAY, banned=banned)
    assert [gap.binding for gap in gaps] == [False] * told


def test_measures_that_no_government_fixed_are_told_of() -> None:
    paper = replace(held(Paper.MEASURES), issuer="万州区民政局")
    assert [gap.binding for gap in gaps_in(paper)] == [False]
    assert list(gaps_in(replace(paper, issuer="万州区人民政府"))) == []


def test_what_was_approved_elsewhere_comes_with_its_reply() -> None:
    demands = demands_of(CaseKind.FILING_RECEIVED, [PlaceKind.BUILDING])
    gaps = gaps_before(Verb.SUBMIT, demands, [], on=TODAY)
    assert {g.paper for g in gaps if g.binding} == {
        *(Paper.REPLY, Paper.FILING_REPORT, Paper.APPLICATION)
    }


ROAD = Said(
    CaseKind.NAMING,
    "霁岚坡路",
    PlaceKind.STREET,
    reason="道路经过霁岚坡",
    location="分水镇",
    starts_at="江南大道",
    ends_at="滨江路",
    length_m=850,
    width_m=6,
)


def test_a_whole_application_lacks_nothing() -> None:
    assert list(lacks_of(ROAD, P)) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(ROAD, reason=" "), "reason"),
        (replace(ROAD, location=""), "location"),
        (replace(ROAD, starts_at=""), "starts_at"),
        (replace(ROAD, width_m=None), "width_m"),
        (replace(ROAD, place=None), "place_type"),
        (replace(ROAD, measured_m=2000.0), "length_m"),
        (replace(ROAD, kind=CaseKind.RENAMING), "name_id"),
        (replace(ROAD, place=PlaceKind.BUILDING), "significant_orientation"),
    ],
)
def test_what_is_missing_is_named(said: Said, field: str) -> None:
    assert [lack.field for lack in lacks_of(said, P)] == [field]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (replace(ROAD, kind=CaseKind.FILING_RECEIVED, length_m=None, starts_at=""), []),
        (replace(ROAD, kind=CaseKind.FILING_RECEIVED, location=""), ["location"]),
        (
            replace(ROAD, kind=CaseKind.FILING_RECEIVED, place=PlaceKind.BUILDING),
            ["significant_orientation"],
        ),
    ],
)
def test_what_was_approved_elsewhere_says_where_it_is_and_that_it_counts(
    said: Said, fields: list[str]
) -> None:
    assert [lack.field for lack in lacks_of(said, P)] == fields


def test_an_announcement_says_six_things() -> None:
    assert len(list(lacks_of_announcement({}))) == 6


def due(days: Days, on: date) -> dict[Duty, Urgency]:
    return {d.duty: d.urgency for d in deadlines_of(days, on, P)}


APPROVED = Days(Stage.APPROVED, approved_on=TODAY)


@pytest.mark.parametrize(
    ("after", "urgency"),
    [
        (0, Urgency.IN_TIME),
        (9, Urgency.IN_TIME),
        (10, Urgency.SOON),
        (15, Urgency.SOON),
        (16, Urgency.OVERDUE),
        (23, Urgency.ORDERED),
        (46, Urgency.DISCIPLINE),
    ],
)
def test_filing_is_due_on_the_fifteenth_day_and_escalates(after: int, urgency: Urgency) -> None:
    assert due(APPROVED, TODAY + timedelta(after))[Duty.FILE] is urgency


def test_what_a_department_approved_is_published_from_the_filing_on() -> None:
    days = replace(APPROVED, publishes_from_approval=False)
    assert Duty.PUBLISH not in due(days, TODAY)
    filed = replace(days, stage=Stage.FILED, filed_on=TODAY + timedelta(14))
    found = {d.duty: d.due for d in deadlines_of(filed, TODAY, P)}
    assert found == {Duty.PUBLISH: TODAY + timedelta(29)}


@given(st.sampled_from(list(Stage)), st.integers(0, 400))
def test_a_duty_never_becomes_less_urgent(stage: Stage, after: int) -> None:
    days = Days(stage, TODAY, TODAY, TODAY, TODAY)
    order = list(Urgency)
    today, later = due(days, TODAY + timedelta(after)), due(days, TODAY + timedelta(after + 1))
    assert all(order.index(today[d]) <= order.index(later[d]) for d in today)


def test_the_office_lays_its_own_days_over_ours(tmp_path: Path) -> None:
    (tmp_path / "procedure.toml").write_text(
        'version = "万州-1"\n[decide_days]\nvalue = 20\nsource = "本区"\nstanding = "confirmed"\n'
    )
    assert procedure_parameters([tmp_path]).number("decide_days") == 20


def test_a_day_that_nobody_asks_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "procedure.toml").write_text(
        'version = "万州-1"\n[decide_day]\nvalue = 20\nsource = "本区"\nstanding = "confirmed"\n'
    )
    with pytest.raises(ParameterError, match="decide_days"):
        procedure_parameters([tmp_path])
