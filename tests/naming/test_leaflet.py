"""The leaflet of a kind of case says what the procedure does, and nothing besides."""

from __future__ import annotations

import pytest

from naming.place_kind import PlaceKind
from naming.procedure.deadlines import procedure_parameters
from naming.procedure.leaflet import Leaflet, leaflet_of
from naming.procedure.steps import STEPS
from naming.procedure.words import CaseKind


def leaflet(kind: CaseKind, place: PlaceKind) -> Leaflet:
    return leaflet_of(kind, place, procedure_parameters())


@pytest.mark.parametrize("kind", CaseKind)
def test_every_step_of_the_procedure_is_told_once(kind: CaseKind) -> None:
    stations = leaflet(kind, PlaceKind.STREET).stations
    told = [step for station in stations for step in station.steps]
    assert sorted(map(repr, told)) == sorted(map(repr, STEPS[kind]))


@pytest.mark.parametrize(
    ("kind", "place", "who"),
    [
        (CaseKind.NAMING, PlaceKind.STREET, ("建设单位", "乡镇人民政府", "街道办事处")),
        (CaseKind.RENAMING, PlaceKind.PARK, ("乡镇人民政府", "街道办事处")),
        (CaseKind.NAMING, PlaceKind.DIVISION, ()),
    ],
)
def test_who_may_apply_is_told(kind: CaseKind, place: PlaceKind, who: tuple[str, ...]) -> None:
    assert leaflet(kind, place).applicants == who


def test_a_renamed_road_needs_an_assessment_with_its_six_headings() -> None:
    papers = leaflet(CaseKind.RENAMING, PlaceKind.STREET).papers
    (found,) = [one for one in papers if one.demand.paper.zh == "综合评估报告"]
    assert found.headings == ("合法性", "可行性", "可控性", "社会影响", "风险", "应对措施")


@pytest.mark.parametrize(
    ("kind", "duties"),
    [
        (CaseKind.NAMING, [5, 30, 10, 30, 15, 15]),
        (CaseKind.CORRECTION, [5, 30]),
        (CaseKind.FILING_RECEIVED, [5, 30, 15]),
    ],
)
def test_only_the_days_of_the_procedure_are_told(kind: CaseKind, duties: list[int]) -> None:
    assert [one.days for one in leaflet(kind, PlaceKind.STREET).limits] == duties


@pytest.mark.parametrize(
    ("place", "special"),
    [
        (PlaceKind.STREET, []),
        (PlaceKind.TOWNSHIP, ["街道等派出机关"]),
        (PlaceKind.VILLAGE, ["著名、跨省、边境的自然地理实体和边境村寨"]),
    ],
)
def test_places_that_somebody_else_approves_are_told_apart(
    place: PlaceKind, special: list[str]
) -> None:
    assert [sort.zh for sort, _ in leaflet(CaseKind.NAMING, place).special] == special
