from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.facts import KnownNames, Location, no_register
from naming.judging import judge
from naming.naming_rule import known_name
from naming.parameters.layers import parameters_for
from naming.place_kind import PlaceKind
from naming.proposal import propose
from rulebook.report import Mode, Verdict

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
    assert found.parameters == "cn-2026.11+500000-2026.11"


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


def test_an_office_lays_its_parameters_over_the_national_ones():
    assert parameters_for("500000").number("avenue_min_width_m") == 40
    assert parameters_for("四川省").number("avenue_min_width_m") == 0
