"""What is offered instead of a refused name is made from what the findings show."""

from dataclasses import replace
from datetime import date

import pytest

from naming.alternatives import alternatives
from naming.facts import HeritageName, KnownNames
from naming.judging import judge
from naming.naming_rule import known_name
from naming.place_kind import PlaceKind
from naming.proposal import propose

DAY = date(2026, 11, 22)
NORTH = replace(
    known_name("石坡村", PlaceKind.COMMITTEE, "万州区龙沙镇"), distance_m=4000.0, bearing_deg=2.0
)
OLD = HeritageName("驿亭铺", "消失地名", note="明清驿站，1958年并入公社", distance_m=800.0)


def offered(name, place_type, facts=None, localities=(), **details):
    proposal = propose(name, place_type, **details)
    report = judge(proposal, facts or KnownNames(), on=DAY)
    return {each.name: each for each in alternatives(report, proposal, localities)}


def test_an_equal_name_is_told_apart_by_town_and_by_side():
    found = offered("石坡村", "村", KnownNames((NORTH,)), ("分水镇",))
    assert set(found) == {"分水石坡村", "南石坡村"}
    assert "石坡村" in found["南石坡村"].why


def test_unused_old_names_near_the_place_come_with_their_story():
    facts = KnownNames((known_name("幸福路", PlaceKind.STREET),), old_names=(OLD,))
    found = offered("幸福路", "乡村道路", facts)
    assert "明清驿站" in found["驿亭铺路"].why
    assert found["驿亭铺路"].derived_from == "驿亭铺"


def test_an_old_name_is_itself_the_name_of_a_village():
    facts = KnownNames((known_name("幸福湾", PlaceKind.VILLAGE),), old_names=(OLD,))
    assert "驿亭铺" in offered("幸福湾", "自然村", facts)


@pytest.mark.parametrize(
    ("name", "place_type", "details", "wanted"),
    [
        ("金渝大道", "道路", {"width_m": 12.0}, "金渝路"),
        ("SKY滨江花园", "居民区", {}, "滨江花园"),
        ("峽石社区", "社区", {}, "峡石社区"),
        ("缙云河", "山峰", {}, "缙云山"),
        ("听涛半岛", "居民区", {}, "听涛小区"),
    ],
)
def test_a_fault_in_the_name_is_put_right(name, place_type, details, wanted):
    assert wanted in offered(name, place_type, **details)


def test_nothing_is_offered_where_nothing_is_refused():
    assert offered("石坡村", "村") == {}


def test_what_is_offered_is_never_the_refused_name_itself():
    assert "石坡村" not in offered("石坡村", "村", KnownNames((NORTH,)), ("石坡镇", "分水镇"))
