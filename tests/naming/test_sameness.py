from dataclasses import replace
from datetime import date

from naming.facts import HeritageName, KnownNames
from naming.judging import judge
from naming.naming_rule import known_name
from naming.place_kind import PlaceKind
from naming.proposal import propose
from naming.register_question import Scope, question_of
from naming.registering import indexed
from rulebook.rule import Weight

DAY = date(2026, 11, 22)
SEAT, STREET, TOWN = PlaceKind.COMMITTEE, PlaceKind.STREET, PlaceKind.TOWNSHIP


def found(name, place_type, *known, rule, **details):
    facts = KnownNames(tuple(known))
    report = judge(propose(name, place_type, **details), facts, on=DAY)
    return [f for f in report.findings if f.rule == rule]


def test_a_village_of_the_same_county_blocks_the_same_name_with_evidence():
    other = replace(
        known_name("石坡村民委员会", SEAT, "万州区分水镇"), distance_m=12_300.0, lon=108.1, lat=30.6
    )
    (finding,) = found("石坡村", "村", other, rule="GN-9-8b")
    assert finding.weight is Weight.BLOCK
    assert finding.message == (
        "“石坡村”与同一区县已有的“石坡村民委员会”重名（位于万州区分水镇，相距约12.3公里）"
    )
    assert finding.evidence["distance_m"] == 12_300
    assert finding.evidence["scope"] == "county"


def test_a_village_that_sounds_the_same_is_a_warning():
    (finding,) = found("石坡村", "村", known_name("石破村", SEAT), rule="GN-9-8b")
    assert (finding.weight, finding.evidence["how"]) == (Weight.WARN, "同音")


def test_a_second_reading_cannot_hide_a_homophone():
    assert found("长坝村", "村", known_name("掌坝村", SEAT), rule="GN-9-8b")


def test_the_same_specific_part_with_another_generic_is_a_warning():
    (finding,) = found("石坡村", "村", known_name("石坡社区", SEAT), rule="GN-9-8b")
    assert (finding.weight, finding.evidence["how"]) == (Weight.WARN, "专名相同")


def test_a_name_outside_the_lawful_scope_does_not_count():
    far = known_name("石坡村", SEAT, scope=Scope.PROVINCE)
    assert found("石坡村", "村", far, rule="GN-9-8b") == []


def test_a_place_of_another_kind_does_not_count():
    assert found("石坡村", "村", known_name("石坡村", PlaceKind.VILLAGE), rule="GN-9-8b") == []


def test_a_record_is_no_duplicate_of_itself():
    own = known_name("石坡村", SEAT)
    assert found("石坡村", "村", own, rule="GN-9-8b", record=own.id) == []


def test_without_a_built_up_area_the_county_is_searched_and_only_warned_about():
    facts = KnownNames(
        (known_name("汇湖路", STREET, scope=Scope.COUNTY),),
        replaced_scopes=((Scope.BUILT_UP_AREA, Scope.COUNTY),),
    )
    report = judge(propose("汇湖路", "道路"), facts, on=DAY)
    (finding,) = [f for f in report.findings if f.rule == "GN-9-8c"]
    assert (finding.weight, finding.evidence["scope"]) == (Weight.WARN, "county")


def test_a_sub_district_is_warned_about_where_a_town_is_blocked():
    (town,) = found("兴隆镇", "镇", known_name("兴隆镇", TOWN), rule="GN-9-8a")
    (office,) = found("兴隆街道", "街道", known_name("兴隆街道", TOWN), rule="GN-9-8a")
    assert (town.weight, office.weight) == (Weight.BLOCK, Weight.WARN)


def test_a_famous_mountain_counts_everywhere():
    famous = replace(known_name("峨眉山", PlaceKind.NATURAL, scope=Scope.NATION), famous=True)
    assert found("峨眉山", "山峰", famous, rule="GN-9-7b")


def test_the_nearest_of_the_others_is_told_first():
    near, far = (
        replace(known_name("石坡村", SEAT, place), distance_m=metres)
        for place, metres in (("近处", 900.0), ("远处", 90_000.0))
    )
    first, second = found("石坡村", "村", far, near, rule="GN-9-8b")
    assert (first.evidence["where"], second.evidence["where"]) == ("近处", "远处")


def test_giving_up_a_listed_name_is_blocked_and_taking_one_is_noted():
    facts = KnownNames(heritage=(HeritageName("凯旋路", "重庆市第二批历史地名保护名录"),))
    give_up = judge(propose("晨花路", "道路", former_name="凯旋路"), facts, on=DAY)
    take = judge(propose("凯旋路", "道路"), facts, on=DAY)
    assert [f.weight for f in give_up.findings if f.rule == "GN-10-2"] == [Weight.BLOCK]
    assert [f.weight for f in take.findings if f.rule == "GN-10-2"] == [Weight.NOTE]


def test_the_question_and_the_stored_columns_agree():
    for name, word in [("石坡村民委员会", "村"), ("兴隆街道办事处", "街道"), ("横街", "道路")]:
        question = question_of(propose(name, word))
        stored = indexed(name, propose(name, word).kind)
        assert question is not None
        assert (question.full, question.specific) == (stored.key, stored.specific)
        assert (question.sounds, question.specific_sounds) == (
            stored.sounds,
            stored.specific_sounds,
        )
