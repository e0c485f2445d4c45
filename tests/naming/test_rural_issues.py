"""What makes a place one of several names, and a name shared or irregular."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from naming.facts import KnownNames
from naming.judging import judge
from naming.place_kind import PlaceKind
from naming.proposal import propose
from naming.rural.issues import (
    UsedName,
    irregularities,
    rural_parameters,
    several,
    shared_names,
)
from rulebook.report import Mode
from rulebook.rule import Finding, Weight

LISTED = UsedName("付家村村民委员会", "standard", "listed", "nbs")
OLD = UsedName("傅家村委会", "alias", "listed", "variants")


def test_two_lists_that_name_a_village_differently_make_several_names() -> None:
    assert several([LISTED, OLD], PlaceKind.COMMITTEE) == (LISTED, OLD)


@pytest.mark.parametrize(
    "names",
    [
        [LISTED],
        [LISTED, UsedName("付家村委会", "alias", "listed", "variants")],
        [replace(LISTED, status="standard"), OLD],
        [UsedName("沙包子", "standard", "listed", "geonames"),
         UsedName("龙沙镇", "alias", "listed", "geonames")],
    ],
    ids=["one name", "only a longer ending", "one is approved", "no evidence"],
)  # fmt: skip
def test_these_are_no_several_names(names: list[UsedName]) -> None:
    assert several(names, PlaceKind.COMMITTEE) == ()


def test_two_approved_names_of_one_place_are_several() -> None:
    two = [UsedName(name, "standard", "standard") for name in ("石坡湾", "石碾湾")]
    assert several(two, PlaceKind.VILLAGE) == tuple(two)


def found(name: str, kind: PlaceKind) -> tuple[Finding, ...]:
    proposal = replace(propose(name, "自然村"), stated_kind=kind, place_type="")
    return judge(proposal, KnownNames(), on=date(2026, 11, 1), mode=Mode.AUDIT).findings


@pytest.mark.parametrize(
    ("name", "rule"),
    [("氽鸭村村民委员会", "GN-9-3b"), ("海恵社区居民委员会", "CH-4"), ("屙屎坪", "GN-9-1")],
)
def test_names_against_the_rules_of_words_and_characters_are_irregular(
    name: str, rule: str
) -> None:
    kind = PlaceKind.COMMITTEE if name.endswith("会") else PlaceKind.VILLAGE
    assert rule in {one.rule for one in irregularities(found(name, kind))}


@pytest.mark.parametrize("name", ["五塝村村民委员会", "万二村村民委员会", "石坡凼村村民委员会"])
def test_rare_local_characters_and_numbers_are_only_remarked_upon(name: str) -> None:
    assert irregularities(found(name, PlaceKind.COMMITTEE)) == []


def test_only_the_same_name_counts_as_shared() -> None:
    one = next(f for f in found("屙屎坪", PlaceKind.VILLAGE) if f.rule == "GN-9-1")
    same = replace(one, rule="GN-9-8b", weight=Weight.WARN, evidence={"how": "重名"})
    sound = replace(same, evidence={"how": "同音"})
    note = replace(same, weight=Weight.NOTE)
    assert shared_names([one, same, sound, note]) == [same]
    assert same not in irregularities([one, same])


def test_every_understanding_has_a_source_and_is_marked_as_assumed() -> None:
    items = rural_parameters().items.values()
    assert all(item.source for item in items)
    assert {item.standing.value for item in items} == {"assumed"}
