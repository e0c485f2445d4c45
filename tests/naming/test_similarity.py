"""Names that are not equal but are easily taken for each other, and old names to take up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.facts import HeritageName, KnownNames
from naming.judging import judge
from naming.look_alike import alike, look_alikes
from naming.naming_rule import known_name
from naming.near_sound import fold
from naming.place_kind import PlaceKind
from naming.proposal import propose
from naming.register_question import Scope, question_of
from naming.registering import indexed
from rulebook.rule import Weight

DAY = date(2026, 11, 22)
HAMLET, STREET = PlaceKind.VILLAGE, PlaceKind.STREET


def notes(name, place_type, *known, rule="SIM-1", **details):
    facts = KnownNames(tuple(known))
    report = judge(propose(name, place_type, **details), facts, on=DAY)
    return [f for f in report.findings if f.rule == rule]


def near(name, kind, metres, bearing=None):
    return replace(known_name(name, kind, "分水镇"), distance_m=metres, bearing_deg=bearing)


def test_a_look_alike_nearby_is_noted_with_distance_and_direction():
    (note,) = notes("末家湾", "自然村", near("未家湾", HAMLET, 3200.0, 44.0))
    assert note.weight is Weight.NOTE
    assert note.message == ("“末家湾”与“未家湾”一字形近（位于分水镇，在其东北方向相距约3.2公里）")
    assert note.evidence["how"] == "一字形近"


def test_a_near_sound_is_noted():
    (note,) = notes("宁家湾", "自然村", near("林家湾", HAMLET, 3200.0))
    assert note.evidence["how"] == "读音相近"


@pytest.mark.parametrize(
    ("place_type", "kind", "name", "other", "metres", "noted"),
    [
        ("自然村", HAMLET, "末家湾", "未家湾", 9_900.0, True),
        ("自然村", HAMLET, "末家湾", "未家湾", 10_100.0, False),
        ("道路", STREET, "末家路", "未家路", 4_900.0, True),
        ("道路", STREET, "末家路", "未家路", 5_100.0, False),
    ],
)
def test_the_distance_depends_on_town_or_country(place_type, kind, name, other, metres, noted):
    assert bool(notes(name, place_type, near(other, kind, metres))) is noted


def test_the_closest_likeness_comes_first_and_then_the_nearest():
    found = notes(
        "末家湾",
        "自然村",
        near("墨加湾", HAMLET, 10.0),
        near("未家湾", HAMLET, 900.0),
        near("末豪湾", HAMLET, 300.0),
    )
    assert [f.evidence["rank"] for f in found] == list(range(1, len(found) + 1))
    assert found[0].evidence["name"] == "未家湾"


def test_what_the_rules_about_equal_names_say_is_not_said_again():
    same_sound = near("莫家湾", HAMLET, 900.0)
    assert notes("墨家湾", "自然村", same_sound) == []
    assert notes("墨家湾", "自然村", same_sound, rule="RV-3")


@pytest.mark.parametrize(("other", "how"), [("墨家湾", "同名"), ("莫家湾", "同音")])
def test_an_equal_name_near_by_but_beyond_the_lawful_scope_is_noted(other, how):
    beyond = replace(near(other, HAMLET, 900.0), scopes=frozenset({Scope.NATION}))
    (note,) = notes("墨家湾", "自然村", beyond)
    assert note.evidence["how"] == how
    assert notes("墨家湾", "自然村", replace(beyond, distance_m=None)) == []


def test_a_name_with_new_before_it_is_told_apart_from_a_similar_one():
    (note,) = notes("新石坡路", "道路", near("石坡路", STREET, 900.0), rule="BD-4")
    assert note.evidence["how"] == "只差“新、大、小、老”字"


def test_a_place_of_another_kind_is_not_similar():
    assert notes("末家湾", "自然村", near("未家路", STREET, 100.0)) == []


def test_what_the_store_keeps_is_what_a_proposal_asks_for():
    question, stored = question_of(propose("宁家湾", "自然村")), indexed("林家湾", HAMLET)
    assert question is not None
    assert set(question.near_sounds) & set(stored.near_sounds)
    assert indexed("未家湾", HAMLET).specific in question_of(propose("末家湾", "自然村")).lookalikes


@pytest.mark.parametrize(
    ("one", "other"), [("岭", "玲"), ("河", "何"), ("未", "末"), ("坝", "垻"), ("湾", "塆")]
)
def test_characters_that_are_misread_for_each_other_are_alike_both_ways(one, other):
    assert other in alike(one)
    assert one in alike(other)


@given(st.text(st.sampled_from("石坡河湾未家垭口大"), min_size=1, max_size=6))
def test_look_alikes_differ_in_one_character_and_are_bounded(text):
    found = look_alikes(text)
    assert len(found) <= 64
    assert all(sum(a != b for a, b in zip(text, o, strict=True)) == 1 for o in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [("niu", "liu"), ("zhang", "zan"), ("cheng", "cen"), ("ying", "yin"), ("hu", "fu")],
)
def test_near_sounds_fold_into_one(one, other):
    assert fold([one]) == fold([other])


@given(st.lists(st.sampled_from(["niu", "zhang", "cheng", "ying", "hu", "pan", "la"]), max_size=4))
def test_folding_twice_is_folding_once(syllables):
    assert fold(fold(syllables).split()) == fold(syllables)


def test_old_names_nearby_are_offered_with_their_stories_nearest_first():
    facts = KnownNames(
        old_names=(
            HeritageName("远驿", "消失地名", distance_m=2000.0),
            HeritageName("驿亭铺", "消失地名", note="明清驿站", distance_m=800.0),
        )
    )
    report = judge(propose("幸福路", "乡村道路"), facts, on=DAY)
    (note,) = [f for f in report.findings if f.rule == "CQ-H-4"]
    assert note.message.startswith(
        "附近有尚未启用的历史地名：“驿亭铺”（消失地名，距约0.8公里，明清驿站）"
    )
    assert "驿亭铺" in note.suggestion
