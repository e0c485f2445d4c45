from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.facts import HeritageName, KnownNames, Location, no_register
from naming.judging import judge
from naming.naming_rule import known_name
from naming.parameters.layers import parameters_for
from naming.place_kind import PlaceKind
from naming.proposal import propose
from rulebook.report import Mode, Verdict
from rulebook.rule import Release, Weight

DAY = date(2026, 11, 22)
ANY_TEXT = st.text(st.characters(), max_size=40)


def report(name, place_type="", facts=None, mode=Mode.NEW, **details):
    return judge(propose(name, place_type, **details), facts or no_register(), on=DAY, mode=mode)


@given(ANY_TEXT, st.sampled_from(["", "道路", "村", "居民区", "山峰", "乡镇街道", "桥梁", "火星"]))
def test_any_text_at_all_gets_a_report_and_never_an_exception(name, place_type):
    assert report(name, place_type).verdict in Verdict


@given(ANY_TEXT)
def test_any_claimed_spelling_gets_a_report(claimed):
    assert report("绿水街", "道路", romanization=claimed).verdict in Verdict


@pytest.mark.parametrize(
    "name", ["", " ", "😀村", "石\x00坡村", "\ud800村", "⼭坡村", "長" * 10_000]
)
def test_a_name_that_cannot_stand_is_blocked_with_a_sentence(name):
    found = report(name, "村")
    assert found.verdict is Verdict.BLOCK
    assert all(f.message and f.suggestion for f in found.findings)


def test_a_name_of_ten_thousand_characters_is_judged_in_a_blink():
    start = perf_counter()
    report("长" * 10_000, "道路")
    assert perf_counter() - start < 2


def test_a_quiet_village_name_passes():
    found = report("石坡村", "村")
    assert found.verdict is Verdict.PASS
    assert (found.specific, found.generic, found.kind) == ("石坡", "村", PlaceKind.COMMITTEE)
    assert found.romanization.toned == "Shípōcūn"


def test_an_existing_village_is_never_blocked_in_an_audit():
    known = KnownNames((known_name("氽鸭村", PlaceKind.COMMITTEE, "别处"),))
    assert report("峽石社区", "社区", mode=Mode.AUDIT).verdict is Verdict.WARN
    assert report("氽鸭村", "村", facts=known, mode=Mode.AUDIT).verdict is Verdict.WARN


def test_wording_only_asks_nothing_of_the_register():
    facts = KnownNames(
        (known_name("石坡村", PlaceKind.COMMITTEE),), place=Location("万州区", "涪陵区", False)
    )
    proposal = propose("石坡村", "村")
    assert judge(proposal, facts, on=DAY, wording_only=True).verdict is Verdict.PASS
    assert judge(proposal, facts, on=DAY).verdict is Verdict.BLOCK


def test_the_categories_are_the_words_of_the_official_lists():
    assert set(report("皇庭88大厦", "建筑物").categories) >= {"怪", "封建", "大"}


def test_a_rule_does_not_apply_before_its_law():
    proposal = propose("环球花园", "居民区")
    early = judge(proposal, no_register(), on=date(2000, 1, 1), wording_only=True)
    assert early.findings == ()


def test_the_report_names_the_versions_it_was_made_with():
    found = report("石坡村", "村")
    assert found.catalogue.startswith("naming-")
    pieces = found.parameters.split("+")
    assert [piece.split("-")[0] for piece in pieces] == ["cn", "500000", "words"]


def test_an_unknown_kind_is_a_note_and_the_ending_decides():
    found = report("石坡路", "火星地名")
    assert (found.verdict, found.kind) == (Verdict.NOTE, PlaceKind.STREET)


def test_native_names_of_minority_regions_are_not_foreign_there():
    here = report("塞尔维斯路", "道路")
    there = report("塞尔维斯路", "道路", facts=no_register("新疆维吾尔自治区"))
    assert "洋" in here.categories
    assert "洋" not in there.categories


def test_a_rare_character_of_the_name_it_is_derived_from_may_stay():
    assert report("氽鸭路", "道路").verdict is Verdict.WARN
    assert report("氽鸭路", "道路", derived_from="氽鸭村").verdict is Verdict.NOTE


def test_a_named_statement_releases_a_warning_and_stays_in_the_report():
    stated = Release("GN-9-4b", "王五", "“太白”指太白岩，与诗人没有特定联系", DAY)
    proposal = propose("李白路", "道路")
    held = judge(proposal, no_register(), on=DAY, wording_only=True)
    let_go = judge(proposal, no_register(), on=DAY, wording_only=True, releases=[stated])
    assert (held.verdict, let_go.verdict) == (Verdict.WARN, Verdict.PASS)
    assert [f.released for f in let_go.findings] == [stated]


def test_no_statement_releases_a_block():
    stated = Release("BD-2a", "王五", "外方要求", DAY)
    found = judge(
        propose("ABC花园", "居民区"), no_register(), on=DAY, wording_only=True, releases=[stated]
    )
    assert found.verdict is Verdict.BLOCK


def test_letters_are_one_finding_that_counts_as_all_three_official_words():
    found = report("MOMOPARK", "居民区")
    (letters,) = [f for f in found.findings if f.weight is Weight.BLOCK]
    assert "“MOMOPARK”" in letters.message
    assert set(letters.category.split("-")) == {"洋", "怪", "用字不规范"}


def test_several_slight_hints_make_a_warning_where_one_is_a_note():
    assert report("鸿玺园", "居民区").verdict is Verdict.NOTE
    assert report("央玺园", "居民区").verdict is Verdict.WARN


def test_a_long_name_is_quoted_shortened():
    found = report("长" * 300 + "国际花园", "居民区")
    assert all(len(f.message) < 120 for f in found.findings)


def test_a_warning_about_a_word_suggests_a_name_without_it():
    (finding,) = [f for f in report("信洲国际花园", "居民区").findings if f.rule == "BD-1"]
    assert finding.suggestion.startswith("可去掉“国际”作“信洲花园”，或")


def test_a_vulgar_word_is_answered_with_near_sounds_of_good_sense():
    (finding,) = [f for f in report("小鬼寅", "自然村").findings if f.rule == "GN-9-1"]
    assert "“小桂寅”" in finding.suggestion


def test_measures_for_protection_turn_the_block_of_a_renaming_into_a_warning():
    facts = KnownNames(heritage=(HeritageName("凯旋路", "历史地名保护名录"),))
    known = {"former_name": "凯旋路", "decided_on": date(2026, 6, 1)}
    bare = report("晨花路", "道路", facts=facts, **known)
    made = report("晨花路", "道路", facts=facts, measures_on=date(2026, 3, 1), **known)
    late = report("晨花路", "道路", facts=facts, measures_on=date(2026, 7, 1), **known)
    assert [r.verdict for r in (bare, made, late)] == [Verdict.BLOCK, Verdict.WARN, Verdict.BLOCK]


def test_an_office_lays_its_parameters_over_the_national_ones():
    assert parameters_for("500000").number("avenue_min_width_m") == 40
    assert parameters_for("四川省").number("avenue_min_width_m") == 0
