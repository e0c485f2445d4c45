"""What holds of every word of the lists and of every neutral name, not of chosen ones."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naming.facts import no_register
from naming.generics import split
from naming.homophony import TONES_TOO
from naming.judging import judge
from naming.lexicon.tables import table
from naming.place_kind import PlaceKind, kind_of
from naming.proposal import propose
from naming.transliteration import UNLISTED, foreign_names, native_in, weights
from naming.wording import entries, harmless, hits_of
from rulebook.report import Verdict
from rulebook.rule import Weight

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 22)
FACTS = no_register("000000")
LOUD = (Weight.WARN, Weight.BLOCK)
# list: the rule that speaks of it
RULE_OF = {
    "grand": "BD-1",
    "feudal": "BD-3b",
    "odd": "BD-3d",
    "political": "BD-3c",
    "vulgar": "GN-9-1",
    "foreign": "GN-9-5",
    "enterprise": "GN-9-6",
}
# kind: a type as offices call it, and a generic part that is never refused
PLAIN = {
    PlaceKind.BUILDING: ("居民区", "花园"),
    PlaceKind.STREET: ("道路", "路"),
    PlaceKind.PARK: ("公园", "公园"),
    PlaceKind.VILLAGE: ("自然村", "村"),
    PlaceKind.NATURAL: ("山峰", "山"),
}


def _approved_parts() -> dict[PlaceKind, tuple[str, ...]]:
    """Return the specific parts of two and more characters that authorities approved.

    Those of areas of minority languages are left out: elsewhere they would sound foreign.
    """
    found: dict[PlaceKind, set[str]] = {}
    with (CASES / "accepted.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            kind = kind_of(row["place_type"])
            part = split(row["name"], kind).specific
            native = no_register(row["province"]).parameters.flag("minority_language_area")
            if kind and len(part) > 1 and part.isalpha() and not native:
                found.setdefault(kind, set()).add(part)
    return {kind: tuple(sorted(parts)) for kind, parts in found.items()}


APPROVED = _approved_parts()
NEUTRAL = st.sampled_from(APPROVED[PlaceKind.STREET])


def loud_rules(name: str, place_type: str) -> set[str]:
    report = judge(propose(name, place_type), FACTS, on=DAY, wording_only=True)
    return {f.rule for f in report.findings if f.weight in LOUD}


def looked_for(name: str) -> list[tuple[str, PlaceKind]]:
    """Return the words of a list that warn wherever they stand, with a kind they matter for."""
    return [
        (entry.word, kind)
        for entry in entries(name)
        for kind in sorted(entry.kinds & PLAIN.keys())
        if entry.match == "contains" and entry.weight is Weight.WARN
    ]


@pytest.mark.parametrize("name", sorted(RULE_OF))
def test_every_warning_word_before_a_plain_generic_part_is_found(name):
    missed = {
        (word, kind)
        for word, kind in looked_for(name)
        if not any(word in longer for longer in harmless())
        and RULE_OF[name] not in loud_rules(f"{word}{PLAIN[kind][1]}", PLAIN[kind][0])
    }
    assert not missed


@given(part=NEUTRAL, pick=st.sampled_from(looked_for("grand")))
def test_a_neutral_name_with_a_grand_word_added_is_always_found(part, pick):
    word, kind = pick
    place_type, generic = PLAIN[kind]
    joined = f"{part}{word}{generic}"
    if not any(longer in joined for longer in harmless()):
        assert "BD-1" in loud_rules(joined, place_type)


@given(part=NEUTRAL, generic=st.sampled_from(["路", "街", "巷", "大道"]))
def test_an_approved_specific_part_with_any_street_generic_is_not_warned_about(part, generic):
    assert not loud_rules(f"{part}{generic}", "道路")


@given(
    head=st.sampled_from([part[0] for part in APPROVED[PlaceKind.STREET]]),
    tail=st.sampled_from([part[-1] for part in APPROVED[PlaceKind.STREET]]),
    kind=st.sampled_from(sorted(PLAIN)),
)
def test_a_name_made_of_characters_of_approved_names_is_never_blocked(head, tail, kind):
    place_type, generic = PLAIN[kind]
    proposal = propose(f"{head}{tail}{generic}", place_type)
    report = judge(proposal, FACTS, on=DAY, wording_only=True)
    assert report.verdict is not Verdict.BLOCK


@given(part=NEUTRAL, word=st.sampled_from(sorted(harmless())))
def test_a_word_inside_a_harmless_one_is_no_hit(part, word):
    inside = [e.word for name in RULE_OF for e in entries(name) if e.word in word]
    text = f"{part}{word}"
    at = text.index(word, len(part))
    for name in RULE_OF:
        for hit in hits_of(name, text, PlaceKind.BUILDING):
            covered = at <= hit.start and hit.end <= at + len(word)
            assert not (covered and hit.entry.word in inside)


def test_a_street_named_after_a_chinese_city_is_never_taken_for_foreign():
    cities = [row["name"] for row in table("native_divisions")]
    assert len(cities) > 100
    foreign = {"BD-2b", "GN-9-5"}
    assert [c for c in cities if foreign & loud_rules(f"{c}路", "道路")] == []


def test_an_estate_that_bears_a_foreign_name_of_three_characters_is_found():
    foreign = [
        n for n, (kind, _, _) in foreign_names().items() if 3 <= len(n) <= 6 and kind == "city"
    ]
    missed = [
        n
        for n in foreign[::7]
        if not native_in(n) and "GN-9-5" not in loud_rules(f"{n}小区", "居民区")
    ]
    assert missed == []


def test_the_tables_of_foreign_names_agree_with_each_other():
    native = {row["name"] for row in table("native_words")}
    assert not native & foreign_names().keys()
    assert min(weights().values()) > UNLISTED
    assert weights()["斯"] > 5
    assert "村" not in weights()


def test_no_stretch_of_a_name_is_named_twice_by_one_rule():
    for name in ("赛纳花园", "岭秀花园", "世嘉花园"):
        report = judge(propose(name, "居民区"), FACTS, on=DAY, wording_only=True)
        said = [(f.rule, f.message) for f in report.findings]
        assert said
        assert len(said) == len(set(said))


def test_one_exotic_word_is_a_note_and_two_are_a_warning():
    assert "BD-2b" not in loud_rules("香槟花园", "居民区")
    assert "BD-2b" in loud_rules("香槟左岸花园", "居民区")


def test_words_that_many_villages_sound_like_must_agree_in_tone():
    matches = {entry.match for entry in entries("sound")}
    assert matches == {"whole", TONES_TOO}
    assert "CQ-GEN-8" not in loud_rules("四通路", "道路")


@pytest.mark.parametrize(
    ("province", "heard"), [("重庆市", True), ("四川省", True), ("江苏省", False)]
)
def test_a_sound_that_only_a_dialect_makes_unseemly_is_a_note_where_it_is_spoken(province, heard):
    report = judge(propose("江城路", "道路"), no_register(province), on=DAY, wording_only=True)
    notes = [f for f in report.findings if f.rule == "CQ-GEN-8"]
    assert [f.weight for f in notes] == ([Weight.NOTE] if heard else [])


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("梧桐花园A区", Verdict.WARN),
        ("梧桐花园2期", Verdict.WARN),
        ("梧桐A花园", Verdict.BLOCK),
        ("SKY花园A区", Verdict.BLOCK),
        ("第5小区", Verdict.BLOCK),
    ],
)
def test_letters_and_digits_are_refused_in_the_specific_part_only(name, verdict):
    report = judge(propose(name, "居民区"), FACTS, on=DAY, wording_only=True)
    assert report.verdict is verdict
